//! Everyone in an account, invited or in: who they are, where each one stands, and what can be done for
//! many of them at once.

mod export;
mod list;
mod live;
mod row;
mod selection;
mod sending;
mod view;

use super::{fault::Fault, visit::Visit};
use invite_domain::model::{Caller, Operation};
use poem::{Route, get};

/// Adds the pages of people.
pub(super) fn routes(route: Route) -> Route {
    route
        .at("/a/:account", get(list::show))
        .at("/a/:account/selected", get(selection::ask))
        .at(
            "/a/:account/selected/confirmed",
            get(list::back).post(selection::confirmed),
        )
        .at("/a/:account/people.csv", get(export::export))
        .at("/a/:account/live", get(live::live))
}

/// Returns the reader as someone who may see who is there.
async fn reader(visit: &Visit, account: &str) -> Result<Caller, Fault> {
    visit
        .caller_who_may(account, Operation::ReadInvitations)
        .await
}

/// A number as texts take it.
fn number(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
