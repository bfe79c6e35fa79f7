//! What is done with one invitation: send it (again), or withdraw it.

use super::{
    invitation::replaces_a_link, invitation_id, invitation_place, inviter, name_or_contact, told,
};
use crate::{
    shared::refusal_log,
    web::{
        fault::Fault,
        layout::Layout,
        navigation::Section,
        notice::Notice,
        respond::{Answer, page, see},
        visit::Visit,
    },
};
use askama::Template;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{GrantRefused, Invitation, ResendPolicy},
    service::{RevokeError, SendInvitationError},
};
use invite_i18n::Texts;
use poem::{handler, http::StatusCode, web::Path};
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// Asks once before something is done that cannot be taken back.
#[derive(Template)]
#[template(path = "person/question.html")]
pub(super) struct Question {
    pub(super) page: Layout,
    pub(super) heading: Text,
    pub(super) text: String,
    /// What else will happen.
    pub(super) points: Vec<String>,
    /// Invitations that become void, and the sentence over them.
    pub(super) void: Option<super::leaving::Void>,
    pub(super) action: String,
    pub(super) button: Text,
    pub(super) is_danger: bool,
    /// The version that the reader sees, where the answer is to be about just that.
    pub(super) version: Option<u32>,
    pub(super) back: String,
}

#[handler]
pub(in crate::web) async fn ask_to_send(
    visit: Visit,
    Path((account, id)): Path<(String, String)>,
) -> Answer {
    let caller = inviter(&visit, &account).await?;
    let id = invitation_id(&id)?;
    let invitations = &visit.services.invitations;
    let invitation = invitations.find(&caller, id).await?;
    let place = invitation_place(&caller, id);
    let now = invitations.moment();
    if !replaces_a_link(&invitation, now) {
        return Ok(see(&place));
    }
    let texts = visit.texts();
    let policy = caller.account.settings.resend_policy;
    let view = Question {
        page: Layout::new(
            texts,
            texts.get("person-resend-heading"),
            format!("{place}/send"),
        )
        .of(&visit)
        .section(&caller, Section::People),
        heading: texts.get("person-resend-heading"),
        text: texts.with(
            "person-resend-text",
            &[("name", (&name_or_contact(&invitation)).into())],
        ),
        points: vec![fate(texts, &invitation, policy, now)],
        void: None,
        action: format!("{place}/send"),
        button: texts.get("page-resend-button"),
        is_danger: false,
        version: None,
        back: place,
    };
    page(StatusCode::OK, &view)
}

/// Says what becomes of the link that is out.
fn fate(texts: Texts, invitation: &Invitation, policy: ResendPolicy, now: DateTime<Utc>) -> String {
    let end = invitation.trail.expires_at.unwrap_or(now);
    let until = match policy {
        ResendPolicy::Immediately => return texts.get("person-link-dies").into_owned(),
        ResendPolicy::Grace(grace) => end.min(now + grace.span()),
        ResendPolicy::UntilExpiry => end,
    };
    let date = texts.date_time(until);
    texts.with("person-link-lives-on", &[("date", (&date).into())])
}

#[handler]
pub(in crate::web) async fn send(
    visit: Visit,
    Path((account, id)): Path<(String, String)>,
) -> Answer {
    let caller = inviter(&visit, &account).await?;
    let id = invitation_id(&id)?;
    let notice = match visit.services.invitations.send(&caller, id).await {
        Ok(_) => {
            (visit.services.wake)();
            Notice::Queued
        }
        Err(SendInvitationError::NotFound) => return Err(Fault::NotFound),
        Err(SendInvitationError::Forbidden(refused)) => not_allowed(&refused),
        Err(SendInvitationError::AccountSuspended) => Notice::Suspended,
        Err(SendInvitationError::Illegal(_)) => Notice::NotNow,
        Err(SendInvitationError::NoChannel(_)) => Notice::NoChannel,
        Err(SendInvitationError::Undefined(_) | SendInvitationError::Unavailable(_)) => {
            Notice::NotGrantable
        }
        Err(SendInvitationError::AlreadyInvited) => Notice::PlaceTaken,
        Err(SendInvitationError::Conflict) => Notice::Changed,
        Err(SendInvitationError::Store(error)) => return Err(error.into()),
    };
    Ok(told(&visit, &invitation_place(&caller, id), notice))
}

#[handler]
pub(in crate::web) async fn ask_to_revoke(
    visit: Visit,
    Path((account, id)): Path<(String, String)>,
) -> Answer {
    let caller = inviter(&visit, &account).await?;
    let id = invitation_id(&id)?;
    let invitation = visit.services.invitations.find(&caller, id).await?;
    let texts = visit.texts();
    let place = invitation_place(&caller, id);
    let view = Question {
        page: Layout::new(
            texts,
            texts.get("page-revoke-heading"),
            format!("{place}/revoke"),
        )
        .of(&visit)
        .section(&caller, Section::People),
        heading: texts.get("page-revoke-heading"),
        text: texts.with(
            "page-revoke-text",
            &[("name", (&name_or_contact(&invitation)).into())],
        ),
        points: Vec::new(),
        void: None,
        action: format!("{place}/revoke"),
        button: texts.get("page-revoke-button"),
        is_danger: true,
        version: None,
        back: place,
    };
    page(StatusCode::OK, &view)
}

#[handler]
pub(in crate::web) async fn revoke(
    visit: Visit,
    Path((account, id)): Path<(String, String)>,
) -> Answer {
    let caller = inviter(&visit, &account).await?;
    let id = invitation_id(&id)?;
    let notice = match visit.services.invitations.revoke(&caller, id).await {
        Ok(_) => Notice::Revoked,
        Err(RevokeError::NotFound) => return Err(Fault::NotFound),
        Err(RevokeError::Forbidden(refused)) => not_allowed(&refused),
        Err(RevokeError::Illegal(_)) => Notice::NotNow,
        Err(RevokeError::Conflict) => Notice::Changed,
        Err(RevokeError::Store(error)) => return Err(error.into()),
    };
    Ok(told(&visit, &invitation_place(&caller, id), notice))
}

/// It gives more than the reader holds.
fn not_allowed(refused: &GrantRefused) -> Notice {
    refusal_log::refused(refused);
    Notice::NotAllowed
}
