//! One line of the table of people.

use crate::web::wording;
use askama::{Template, filters::HtmlSafe};
use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::{
    model::{
        EmailAddress, GrantKey, Invitation, Login, PersonStatus, PhoneNumber, State, Status,
        UserType,
        lifecycle::{self, Command},
    },
    ports::Person,
};
use invite_i18n::Texts;
use std::{borrow::Cow, collections::BTreeSet};

type Text = Cow<'static, str>;

/// How many roles or numbers are named; the whole list stands on the person's own page.
const NAMED: usize = 2;

/// One line of the table.
pub(super) struct Row {
    pub(super) id: String,
    pub(super) place: String,
    pub(super) who: String,
    /// Address, number and login, but what they are called by.
    pub(super) contacts: Vec<String>,
    pub(super) user_type: Text,
    pub(super) access: Text,
    pub(super) roles: String,
    pub(super) groups: String,
    pub(super) numbers: String,
    pub(super) standing: Standing,
    pub(super) added: String,
    pub(super) added_machine: String,
    /// What is sent, and what the button says.
    pub(super) send: Option<(String, Text)>,
}

/// Where someone stands: a cell of the table, which live pages replace.
#[derive(Template)]
#[template(path = "people/standing.html")]
pub(super) struct Standing {
    id: String,
    status: &'static str,
    text: Text,
    problem: Option<Text>,
    ago: String,
    at: String,
    at_machine: String,
}

/// The template escapes every value that goes into it.
impl HtmlSafe for Standing {}

impl Row {
    /// Shows someone as they stand at `now`.
    pub(super) fn of(person: &Person, slug: &str, texts: Texts, now: DateTime<Utc>) -> Self {
        let grant = person.grant();
        let who = person.shown_name().to_owned();
        Self {
            id: person.id().to_string(),
            place: place(slug, person),
            contacts: contacts(person)
                .into_iter()
                .filter(|contact| *contact != who)
                .collect(),
            user_type: user_type(texts, person),
            access: wording::access(texts, grant.access_type),
            roles: few(&grant.roles),
            groups: few(&grant.groups),
            numbers: few(&grant.resources),
            standing: Standing::of(person, texts, now),
            added: texts.date(person.since()),
            added_machine: person.since().to_rfc3339(),
            send: send(person, slug, texts, now),
            who,
        }
    }
}

impl Standing {
    /// Shows where someone stands at `now`.
    pub(super) fn of(person: &Person, texts: Texts, now: DateTime<Utc>) -> Self {
        let standing = person.standing(now);
        let at = match person {
            Person::Invited(invitation) => since(invitation, now),
            Person::Member { entry, .. } => entry.member.joined_at,
        };
        let problem = match person {
            Person::Invited(Invitation {
                state: State::Error { failure, .. },
                ..
            }) => Some(wording::failure(texts, failure.reason)),
            _ => None,
        };
        let ago = match person {
            Person::Invited(invitation) => wording::standing(texts, invitation, at, now),
            Person::Member { .. } => ago(texts, at, now),
        };
        Self {
            id: person.id().to_string(),
            status: standing.as_str(),
            text: status(texts, standing),
            problem,
            ago,
            at: texts.date_time(at),
            at_machine: at.to_rfc3339(),
        }
    }
}

/// Names where someone stands.
pub(super) fn status(texts: Texts, standing: PersonStatus) -> Text {
    match standing {
        PersonStatus::SwitchedOff => texts.get("people-switched-off"),
        PersonStatus::AwaitingApproval => texts.get("people-awaiting-approval"),
        PersonStatus::Accepted => texts.get("page-status-accepted"),
        pending => pending
            .pending()
            .map_or(Cow::Borrowed(""), |status| wording::status(texts, status)),
    }
}

/// Returns the address of someone's own page: the invitation's, as long as there is one; the place's
/// where there is something to decide about it.
pub(super) fn place(slug: &str, person: &Person) -> String {
    match person {
        Person::Member { entry, .. } if entry.member.awaiting_approval => {
            format!("/a/{slug}/members/{}", entry.member.id)
        }
        Person::Invited(Invitation { id, .. })
        | Person::Member {
            invitation: Some(id),
            ..
        } => format!("/a/{slug}/invitations/{id}"),
        Person::Member { entry, .. } => format!("/a/{slug}/members/{}", entry.member.id),
    }
}

fn contacts(person: &Person) -> Vec<String> {
    let (email, phone, login) = match person {
        Person::Invited(invitation) => {
            let invitee = &invitation.invitee;
            (&invitee.email, &invitee.phone, &invitee.login)
        }
        Person::Member { entry, .. } => (&entry.user.email, &entry.user.phone, &entry.user.login),
    };
    let email = email.as_ref().map(EmailAddress::original);
    let phone = phone.as_ref().map(PhoneNumber::as_str);
    let login = login.as_ref().map(Login::as_str);
    let all = [email, phone, login].into_iter().flatten();
    all.map(str::to_owned).collect()
}

/// Names the type as it stands now: it becomes internal or external when the person comes in.
fn user_type(texts: Texts, person: &Person) -> Text {
    let is_in = matches!(person, Person::Member { .. });
    match (person.grant().user_type, is_in) {
        (UserType::Internal, true) => texts.get("people-type-internal"),
        (UserType::External, true) => texts.get("people-type-external"),
        (UserType::Internal, false) => texts.get("people-type-invited-internal"),
        (UserType::External, false) => texts.get("people-type-invited-external"),
    }
}

fn few(keys: &BTreeSet<GrantKey>) -> String {
    let mut named: Vec<String> = keys.iter().take(NAMED).map(ToString::to_string).collect();
    let others = keys.len().saturating_sub(NAMED);
    if others > 0 {
        named.push(format!("+{others}"));
    }
    named.join(", ")
}

fn send(person: &Person, slug: &str, texts: Texts, now: DateTime<Utc>) -> Option<(String, Text)> {
    let Person::Invited(invitation) = person else {
        return None;
    };
    let status = invitation.status(now);
    lifecycle::next(status, Command::Send).ok()?;
    let (action, text) = if status == Status::NotInvited {
        ("send", texts.get("people-send"))
    } else {
        ("resend", texts.get("people-resend"))
    };
    let id = invitation.id;
    Some((format!("/a/{slug}/selected?action={action}&id={id}"), text))
}

/// Returns since when an invitation stands where it stands.
fn since(invitation: &Invitation, now: DateTime<Utc>) -> DateTime<Utc> {
    let trail = &invitation.trail;
    let known = match &invitation.state {
        State::NotInvited => None,
        State::Queued => trail.queued_at,
        State::Invited => match trail.expires_at {
            Some(end) if end <= now => Some(end),
            _ => trail.invited_at,
        },
        State::Accepted { at, .. }
        | State::Declined { at, .. }
        | State::Expired { at }
        | State::Error { at, .. }
        | State::Revoked { at } => Some(*at),
    };
    known.unwrap_or(invitation.created_at)
}

fn ago(texts: Texts, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let span = (now - at).max(TimeDelta::zero());
    if span < TimeDelta::minutes(1) {
        return texts.get("page-just-now").into_owned();
    }
    texts.with("page-ago", &[("span", (&texts.span(span)).into())])
}
