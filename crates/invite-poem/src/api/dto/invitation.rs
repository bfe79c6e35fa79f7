//! An invitation as it is shown. Never a token, never a link.

use super::names::{AccessTypeName, ChannelName, StatusName, UserTypeName};
use chrono::{DateTime, Utc};
use invite_domain::model::{self, Actor, Failure, GrantKey, State};
use poem_openapi::Object;
use std::collections::BTreeSet;

/// One person on an account's roster.
#[derive(Debug, Object)]
pub(in crate::api) struct Invitation {
    id: String,
    account_id: String,
    status: StatusName,
    email: Option<String>,
    /// In E.164.
    phone: Option<String>,
    name: Option<String>,
    login: Option<String>,
    /// The language that the person reads; the account's default when null.
    locale: Option<String>,
    /// As it stands now: `invitation_internal` or `invitation_external` before acceptance.
    user_type: UserTypeName,
    access_type: AccessTypeName,
    roles: Vec<String>,
    groups: Vec<String>,
    permissions: Vec<String>,
    resources: Vec<String>,
    channel: ChannelName,
    /// How long links live, where it differs from the account's setting.
    ttl_seconds: Option<u32>,
    /// What the inviter wants to say.
    message: Option<String>,
    inviter: Inviter,
    created_at: DateTime<Utc>,
    /// When the latest message was queued.
    queued_at: Option<DateTime<Utc>>,
    /// When the latest message was handed over.
    invited_at: Option<DateTime<Utc>>,
    /// When the latest link stops being good; known from the hand-over on.
    expires_at: Option<DateTime<Utc>>,
    accepted_at: Option<DateTime<Utc>>,
    declined_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    /// The membership, after acceptance.
    member_id: Option<String>,
    /// Why no message can reach the person, while `status` is `error`.
    error: Option<DeliveryError>,
    /// What to look at twice; nothing is refused for it.
    warnings: Vec<Warning>,
    /// Counts changes; also the `ETag`.
    version: u32,
}

/// Who asked.
#[derive(Debug, Object)]
pub(in crate::api) struct Inviter {
    /// As the message names them.
    name: String,
    /// `user`, `api_key` or `system`.
    kind: String,
    /// The id of the person or the key.
    id: Option<String>,
}

/// Something that is allowed and may be a mistake or a trick.
#[derive(Debug, Object)]
pub(in crate::api) struct Warning {
    /// The field that it is about.
    field: String,
    /// A stable code: `look_alike_domain`.
    code: String,
    /// What to look at.
    detail: String,
}

impl Warning {
    fn of(invitee: &model::Invitee) -> Vec<Self> {
        let email = invitee.email.as_ref();
        let look_alike = email.filter(|email| email.has_look_alike_domain());
        let warning = look_alike.map(|email| Self {
            field: "email".to_owned(),
            code: "look_alike_domain".to_owned(),
            detail: format!(
                "the domain is easily taken for another one; its true name is {}",
                email.domain()
            ),
        });
        warning.into_iter().collect()
    }
}

/// Why no message can reach the person.
#[derive(Debug, Object)]
pub(in crate::api) struct DeliveryError {
    /// A stable code, for example `unknown_recipient`.
    code: String,
    /// What to do about it, and what the other side said.
    detail: String,
}

impl From<&Failure> for DeliveryError {
    fn from(failure: &Failure) -> Self {
        let (advice, said) = (failure.reason.advice(), &failure.detail);
        let detail = if said.is_empty() {
            advice.to_owned()
        } else {
            format!("{advice} The other side said: {said}")
        };
        Self {
            code: failure.reason.as_str().to_owned(),
            detail,
        }
    }
}

impl Invitation {
    /// Shows an invitation as it stands at `now`.
    pub(in crate::api) fn at(invitation: &model::Invitation, now: DateTime<Utc>) -> Self {
        let (invitee, grant) = (&invitation.invitee, &invitation.grant);
        let facts = Facts::of(&invitation.state);
        Self {
            id: invitation.id.to_string(),
            account_id: invitation.account_id.to_string(),
            status: invitation.status(now).into(),
            email: invitee.email.as_ref().map(|e| e.original().to_owned()),
            phone: invitee.phone.as_ref().map(|p| p.as_str().to_owned()),
            name: invitee.name.as_ref().map(ToString::to_string),
            login: invitee.login.as_ref().map(ToString::to_string),
            locale: invitee.locale.map(|l| l.code().to_owned()),
            user_type: UserTypeName::standing(grant.user_type, facts.member_id.is_some()),
            access_type: grant.access_type.into(),
            roles: texts(&grant.roles),
            groups: texts(&grant.groups),
            permissions: texts(&grant.permissions),
            resources: texts(&grant.resources),
            channel: invitation.channel.into(),
            ttl_seconds: invitation.ttl.map(model::Ttl::seconds),
            message: invitation.message.as_ref().map(ToString::to_string),
            inviter: Inviter::from(&invitation.inviter),
            created_at: invitation.created_at,
            queued_at: invitation.trail.queued_at,
            invited_at: invitation.trail.invited_at,
            expires_at: invitation.trail.expires_at,
            accepted_at: facts.accepted_at,
            declined_at: facts.declined_at,
            revoked_at: facts.revoked_at,
            member_id: facts.member_id,
            error: facts.error,
            warnings: Warning::of(invitee),
            version: invitation.version,
        }
    }
}

/// The facts that belong to just one state.
#[derive(Default)]
struct Facts {
    accepted_at: Option<DateTime<Utc>>,
    declined_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    member_id: Option<String>,
    error: Option<DeliveryError>,
}

impl Facts {
    fn of(state: &State) -> Self {
        let nothing = Self::default();
        match state {
            State::NotInvited | State::Queued | State::Invited | State::Expired { .. } => nothing,
            State::Accepted { at, member } => Self {
                accepted_at: Some(*at),
                member_id: Some(member.to_string()),
                ..nothing
            },
            State::Declined { at, .. } => Self {
                declined_at: Some(*at),
                ..nothing
            },
            State::Revoked { at } => Self {
                revoked_at: Some(*at),
                ..nothing
            },
            State::Error { failure, .. } => Self {
                error: Some(failure.into()),
                ..nothing
            },
        }
    }
}

impl From<&model::Inviter> for Inviter {
    fn from(inviter: &model::Inviter) -> Self {
        let (kind, id) = actor(&inviter.actor);
        Self {
            name: inviter.name.to_string(),
            kind: kind.to_owned(),
            id,
        }
    }
}

/// Names an actor on the wire.
pub(in crate::api) fn actor(actor: &Actor) -> (&'static str, Option<String>) {
    match actor {
        Actor::User(id) => ("user", Some(id.to_string())),
        Actor::ApiKey(id) => ("api_key", Some(id.to_string())),
        Actor::Invitee => ("invitee", None),
        Actor::System => ("system", None),
    }
}

fn texts(keys: &BTreeSet<GrantKey>) -> Vec<String> {
    keys.iter().map(ToString::to_string).collect()
}
