//! An account's invitations, for its administrators: who is asked, and where each one stands.

pub(super) mod invite;
pub(super) mod list;

mod view;

use super::{fault::Fault, visit::Visit};
use invite_domain::model::{Caller, Operation};
use poem::{Route, get};

/// Adds the pages of the roster.
pub(super) fn routes(route: Route) -> Route {
    route.at(
        "/a/:account/invitations",
        get(list::back).post(invite::invite),
    )
}

/// Returns the reader as someone who may bring people into the account that the address names.
pub(super) async fn administrator(visit: &Visit, account: &str) -> Result<Caller, Fault> {
    visit.caller_who_may(account, Operation::Invite).await
}
