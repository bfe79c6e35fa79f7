//! One invitation: who, what they get, where it stands, and everything that happened to it.

use super::{administrator, history::Line, list};
use crate::web::{
    fault::Fault,
    layout::Layout,
    respond::{Answer, page},
    visit::Visit,
    wording,
};
use askama::Template;
use invite_domain::model::{
    GrantKey, GrantKind, Invitation, InvitationId, State, Status,
    lifecycle::{self, Command},
};
use invite_i18n::Texts;
use poem::{handler, http::StatusCode, web::Path};
use std::borrow::Cow;

#[derive(Template)]
#[template(path = "roster/detail.html")]
struct Detail {
    page: Layout,
    slug: String,
    account: String,
    place: String,
    who: String,
    status: &'static str,
    status_text: Cow<'static, str>,
    problem: Option<Problem>,
    facts: Vec<Fact>,
    message: Option<String>,
    reason: Option<String>,
    send: Option<Cow<'static, str>>,
    can_revoke: bool,
    history: Vec<Line>,
}

/// Why the message did not arrive, and what to do.
struct Problem {
    text: String,
    advice: Cow<'static, str>,
}

/// Something known about the invitation.
struct Fact {
    label: Cow<'static, str>,
    value: String,
}

#[handler]
pub(in crate::web) async fn show(
    visit: Visit,
    Path((account, id)): Path<(String, String)>,
) -> Answer {
    let caller = administrator(&visit, &account).await?;
    let id: InvitationId = id.parse().map_err(|_| Fault::NotFound)?;
    let invitations = &visit.services.invitations;
    let invitation = invitations.find(&caller, id).await?;
    let history = invitations.history(&caller, id).await?;
    let now = invitations.moment();
    let status = invitation.status(now);
    let texts = visit.texts();
    let slug = caller.account.slug.as_str().to_owned();
    let who = name_or_contact(&invitation);
    let view = Detail {
        page: Layout::new(texts, who.clone(), list::place(&slug, id))
            .of(&visit)
            .wide(),
        place: list::place(&slug, id),
        slug,
        account: caller.account.name.as_str().to_owned(),
        who,
        status: status.as_str(),
        status_text: wording::status(texts, status),
        problem: match &invitation.state {
            State::Error { failure, .. } => Some(Problem {
                text: wording::failure_in_full(texts, failure),
                advice: wording::advice(texts, failure.reason),
            }),
            _ => None,
        },
        facts: facts(texts, &invitation),
        message: invitation.message.as_ref().map(|m| m.as_str().to_owned()),
        reason: match &invitation.state {
            State::Declined {
                reason: Some(reason),
                ..
            } => Some(reason.as_str().to_owned()),
            _ => None,
        },
        send: send_label(texts, status),
        can_revoke: lifecycle::next(status, Command::Revoke).is_ok(),
        history: history
            .iter()
            .map(|entry| Line::of(entry, texts, &invitation.inviter, visit.user_id()))
            .collect(),
    };
    page(StatusCode::OK, &view)
}

pub(super) fn name_or_contact(invitation: &Invitation) -> String {
    let name = invitation.invitee.name.as_ref();
    name.map_or_else(
        || list::contact(invitation),
        |name| name.as_str().to_owned(),
    )
}

/// What the button says that sends, where something can be sent.
fn send_label(texts: Texts, status: Status) -> Option<Cow<'static, str>> {
    lifecycle::next(status, Command::Send).ok()?;
    Some(if status == Status::NotInvited {
        texts.get("page-send-button")
    } else {
        texts.get("page-resend-button")
    })
}

fn facts(texts: Texts, invitation: &Invitation) -> Vec<Fact> {
    let invitee = &invitation.invitee;
    let grant = &invitation.grant;
    let mut facts = Vec::new();
    let mut add = |label: Cow<'static, str>, value: Option<String>| {
        if let Some(value) = value {
            facts.push(Fact { label, value });
        }
    };
    let date = |at| texts.date_time(at);
    add(
        texts.get("page-field-email"),
        invitee.email.as_ref().map(|e| e.original().to_owned()),
    );
    add(
        texts.get("page-field-phone"),
        invitee.phone.as_ref().map(|p| p.as_str().to_owned()),
    );
    add(
        texts.get("page-field-login"),
        invitee.login.as_ref().map(|l| l.as_str().to_owned()),
    );
    add(
        texts.get("page-field-access"),
        Some(wording::access(texts, grant.access_type).into_owned()),
    );
    for kind in GrantKind::ALL {
        let keys: Vec<&str> = grant.keys(kind).iter().map(GrantKey::as_str).collect();
        let label = match kind {
            GrantKind::Role => texts.get("page-field-roles"),
            GrantKind::Group => texts.get("page-field-groups"),
            GrantKind::Permission => texts.get("page-field-permissions"),
            GrantKind::Resource => texts.get("page-field-resources"),
        };
        add(label, Some(keys.join(", ")).filter(|keys| !keys.is_empty()));
    }
    add(
        texts.get("page-field-language"),
        invitee
            .locale
            .map(|locale| wording::language(texts, locale).into_owned()),
    );
    add(
        texts.get("page-fact-invited-by"),
        Some(invitation.inviter.name.as_str().to_owned()),
    );
    add(
        texts.get("page-fact-created"),
        Some(date(invitation.created_at)),
    );
    add(
        texts.get("page-fact-handed-over"),
        invitation.trail.invited_at.map(date),
    );
    add(
        texts.get("page-fact-good-until"),
        invitation.trail.expires_at.map(date),
    );
    facts
}
