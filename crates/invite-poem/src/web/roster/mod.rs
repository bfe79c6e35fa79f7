//! An account's invitations, for its administrators: who is asked, and where each one stands.

pub(super) mod act;
pub(super) mod detail;
pub(super) mod invite;
pub(super) mod list;

mod history;
mod view;

use super::{fault::Fault, visit::Visit};
use invite_domain::model::{Caller, Operation};
use poem::{Route, get, post};

/// Adds the pages of the roster.
pub(super) fn routes(route: Route) -> Route {
    route
        .at(
            "/a/:account/invitations",
            get(list::back).post(invite::invite),
        )
        .at("/a/:account/invitations/:id", get(detail::show))
        .at("/a/:account/invitations/:id/send", post(act::send))
        .at(
            "/a/:account/invitations/:id/revoke",
            get(act::ask_to_revoke).post(act::revoke),
        )
}

/// Returns the reader as someone who may bring people into the account that the address names.
pub(super) async fn administrator(visit: &Visit, account: &str) -> Result<Caller, Fault> {
    visit.caller_who_may(account, Operation::Invite).await
}
