//! Bringing people in: one person on one page, or several in three steps.

mod confirm;
mod draft;
mod mail;
mod one;
mod several;

use super::{notice::Said, respond::see, visit::Visit};
use crate::web::respond::Answer;
use invite_domain::model::Operation;
use poem::{Route, get, handler, web::Path};

/// What is said after somebody was put on the roster.
pub(in crate::web) const NOTICES: &[Said] = &[SAVED, SENT];

/// Somebody was written down, and nothing was sent.
const SAVED: Said = Said {
    name: "invite-saved",
    key: "invite-saved",
    is_good: true,
};

/// Somebody was written down, and their message was queued.
const SENT: Said = Said {
    name: "invite-sent",
    key: "invite-sent",
    is_good: true,
};

/// Adds the addresses of these pages.
pub(super) fn routes(route: Route) -> Route {
    route
        .at("/a/:account/invite", get(one::show).post(one::post))
        .at(
            "/a/:account/invite/confirmed",
            get(back).post(confirm::confirmed),
        )
        .at("/a/:account/invite/mail", get(back).post(mail::frame))
        .at(
            "/a/:account/invite/several",
            get(several::show).post(several::post),
        )
}

/// What was posted stands in no address: whoever reads one of these comes to the empty form.
#[handler]
async fn back(visit: Visit, Path(account): Path<String>) -> Answer {
    let caller = visit.caller_who_may(&account, Operation::Invite).await?;
    Ok(see(&format!("/a/{}/invite", caller.account.slug)))
}
