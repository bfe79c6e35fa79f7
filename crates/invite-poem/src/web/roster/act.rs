//! What an administrator does with one invitation: send it (again), or withdraw it.

use super::{administrator, detail::name_or_contact, list};
use crate::web::{
    cookies::NOTICE,
    fault::Fault,
    layout::Layout,
    notice::Notice,
    respond::{Answer, page, see},
    visit::Visit,
};
use askama::Template;
use invite_domain::{
    model::InvitationId,
    service::{RevokeError, SendInvitationError},
};
use poem::{Response, handler, http::StatusCode, web::Path};

#[derive(Template)]
#[template(path = "roster/revoke.html")]
struct AskToRevoke {
    page: Layout,
    text: String,
    place: String,
}

#[handler]
pub(in crate::web) async fn send(
    visit: Visit,
    Path((account, id)): Path<(String, String)>,
) -> Answer {
    let caller = administrator(&visit, &account).await?;
    let id: InvitationId = id.parse().map_err(|_| Fault::NotFound)?;
    let notice = match visit.services.invitations.send(&caller, id).await {
        Ok(_) => {
            (visit.services.wake)();
            Notice::Queued
        }
        Err(SendInvitationError::NotFound) => return Err(Fault::NotFound),
        Err(SendInvitationError::Forbidden(_)) => Notice::NotAllowed,
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
    Ok(back(&visit, caller.account.slug.as_str(), id, notice))
}

#[handler]
pub(in crate::web) async fn ask_to_revoke(
    visit: Visit,
    Path((account, id)): Path<(String, String)>,
) -> Answer {
    let caller = administrator(&visit, &account).await?;
    let id: InvitationId = id.parse().map_err(|_| Fault::NotFound)?;
    let invitation = visit.services.invitations.find(&caller, id).await?;
    let texts = visit.texts();
    let place = list::place(caller.account.slug.as_str(), id);
    let who = name_or_contact(&invitation);
    let view = AskToRevoke {
        page: Layout::new(
            texts,
            texts.get("page-revoke-heading"),
            format!("{place}/revoke"),
        )
        .of(&visit),
        text: texts.with("page-revoke-text", &[("name", (&who).into())]),
        place,
    };
    page(StatusCode::OK, &view)
}

#[handler]
pub(in crate::web) async fn revoke(
    visit: Visit,
    Path((account, id)): Path<(String, String)>,
) -> Answer {
    let caller = administrator(&visit, &account).await?;
    let id: InvitationId = id.parse().map_err(|_| Fault::NotFound)?;
    let notice = match visit.services.invitations.revoke(&caller, id).await {
        Ok(_) => Notice::Revoked,
        Err(RevokeError::NotFound) => return Err(Fault::NotFound),
        Err(RevokeError::Forbidden(_)) => Notice::NotAllowed,
        Err(RevokeError::Illegal(_)) => Notice::NotNow,
        Err(RevokeError::Conflict) => Notice::Changed,
        Err(RevokeError::Store(error)) => return Err(error.into()),
    };
    Ok(back(&visit, caller.account.slug.as_str(), id, notice))
}

fn back(visit: &Visit, slug: &str, id: InvitationId, notice: Notice) -> Response {
    let mut response = see(&list::place(slug, id));
    NOTICE.set(&mut response, visit.base(), &notice.name());
    response
}
