//! One invitation: who, what they get, where it stands, and everything that happened to it.

use super::{
    facts::{self, Fact, Given},
    invitation_id, invitation_place, inviter, member_place, name_or_contact, since,
    timeline::{self, Line},
};
use crate::web::{
    fault::Fault,
    layout::Layout,
    navigation::Section,
    respond::{Answer, page},
    visit::Visit,
    wording,
};
use askama::Template;
use chrono::{DateTime, Utc};
use invite_domain::model::{
    Caller, ChannelPreference, Invitation, State, Status,
    lifecycle::{self, Command},
};
use invite_i18n::Texts;
use poem::{handler, http::StatusCode, web::Path};
use std::borrow::Cow;

type Text = Cow<'static, str>;

#[derive(Template)]
#[template(path = "person/invitation.html")]
struct Page {
    page: Layout,
    slug: String,
    account: String,
    place: String,
    who: String,
    status: &'static str,
    status_text: Text,
    standing: String,
    problem: Option<Problem>,
    warning: Option<String>,
    facts: Vec<Fact>,
    given: Vec<Given>,
    message: Option<String>,
    reason: Option<String>,
    send: Option<Send>,
    can_revoke: bool,
    can_edit: bool,
    /// The person's page as a member, once they are in.
    member: Option<String>,
    history: Vec<Line>,
}

/// Why the message did not arrive, and what to do.
struct Problem {
    text: String,
    advice: Text,
}

/// The button that sends.
struct Send {
    label: Text,
    /// Whether it asks first, since a link that still works would be replaced.
    asks: bool,
}

#[handler]
pub(in crate::web) async fn show(
    visit: Visit,
    Path((account, id)): Path<(String, String)>,
) -> Answer {
    let caller = inviter(&visit, &account).await?;
    let invitations = &visit.services.invitations;
    let invitation = invitations.find(&caller, invitation_id(&id)?).await?;
    let now = invitations.moment();
    let status = invitation.status(now);
    let texts = visit.texts();
    let who = name_or_contact(&invitation);
    let place = invitation_place(&caller, invitation.id);
    let can = |command| lifecycle::next(status, command).is_ok();
    let view = Page {
        page: Layout::new(texts, who.clone(), place.clone())
            .of(&visit)
            .section(&caller, Section::People),
        place,
        slug: caller.account.slug.as_str().to_owned(),
        account: caller.account.name.as_str().to_owned(),
        who,
        status: status.as_str(),
        status_text: wording::status(texts, status),
        standing: wording::standing(texts, &invitation, since(&invitation, now), now),
        problem: problem(texts, &invitation),
        warning: wording::look_alike(texts, invitation.invitee.email.as_ref()),
        facts: known(texts, &caller, &invitation),
        given: facts::given(&visit, &caller, &invitation.grant).await?,
        message: invitation.message.as_ref().map(|m| m.as_str().to_owned()),
        reason: match &invitation.state {
            State::Declined {
                reason: Some(reason),
                ..
            } => Some(reason.as_str().to_owned()),
            _ => None,
        },
        send: can(Command::Send).then(|| Send {
            label: if status == Status::NotInvited {
                texts.get("page-send-button")
            } else {
                texts.get("page-resend-button")
            },
            asks: replaces_a_link(&invitation, now),
        }),
        can_revoke: can(Command::Revoke),
        can_edit: status.is_editable(),
        member: member(&visit, &caller, &invitation).await?,
        history: timeline::of_invitation(&visit, &caller, &invitation).await?,
    };
    page(StatusCode::OK, &view)
}

/// Whether sending again would replace a link that still opens the invitation.
pub(super) fn replaces_a_link(invitation: &Invitation, now: DateTime<Utc>) -> bool {
    let is_out = matches!(
        invitation.status(now),
        Status::Invited | Status::Error | Status::Queued
    );
    let is_good = invitation.trail.expires_at.is_some_and(|end| end > now);
    is_out && is_good
}

/// Returns the address of the member that acceptance made, unless they were removed since.
async fn member(
    visit: &Visit,
    caller: &Caller,
    invitation: &Invitation,
) -> Result<Option<String>, Fault> {
    let State::Accepted { member, .. } = &invitation.state else {
        return Ok(None);
    };
    match visit.services.members.find(caller, *member).await {
        Ok(_) => Ok(Some(member_place(caller, *member))),
        Err(error) => match Fault::from(error) {
            Fault::NotFound | Fault::Forbidden(_) => Ok(None),
            fault => Err(fault),
        },
    }
}

fn problem(texts: Texts, invitation: &Invitation) -> Option<Problem> {
    match &invitation.state {
        State::Error { failure, .. } => Some(Problem {
            text: wording::failure_in_full(texts, failure),
            advice: wording::advice(texts, failure.reason),
        }),
        _ => None,
    }
}

fn known(texts: Texts, caller: &Caller, invitation: &Invitation) -> Vec<Fact> {
    let invitee = &invitation.invitee;
    let account = &caller.account;
    let mut known = facts::contact(
        texts,
        invitee.email.as_ref(),
        invitee.phone.as_ref(),
        invitee.login.as_ref(),
    );
    known.extend(facts::kind_of_access(texts, &invitation.grant));
    known.push(Fact::new(
        texts.get("page-field-language"),
        wording::language(texts, invitation.locale(account)),
    ));
    known.push(Fact::new(
        texts.get("person-field-channel"),
        channel(texts, invitation.channel),
    ));
    known.push(Fact::new(
        texts.get("person-field-validity"),
        texts.span(invitation.ttl(account).span()),
    ));
    known.push(Fact::new(
        texts.get("page-fact-invited-by"),
        invitation.inviter.name.as_str(),
    ));
    let mut at = |label: Text, at: Option<DateTime<Utc>>| {
        known.extend(at.map(|at| Fact::new(label, texts.date_time(at))));
    };
    at(texts.get("page-fact-created"), Some(invitation.created_at));
    at(
        texts.get("page-fact-handed-over"),
        invitation.trail.invited_at,
    );
    at(
        texts.get("page-fact-good-until"),
        invitation.trail.expires_at,
    );
    known
}

/// Says how the person is to be told.
pub(super) fn channel(texts: Texts, channel: ChannelPreference) -> Text {
    match channel {
        ChannelPreference::Email => texts.get("person-channel-email"),
        ChannelPreference::Sms => texts.get("person-channel-sms"),
        ChannelPreference::Auto => texts.get("person-channel-auto"),
    }
}
