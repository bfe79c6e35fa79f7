//! An account's invitations, for its administrators: who is asked, and where each one stands.

pub(super) mod act;
pub(super) mod detail;
pub(super) mod invite;
pub(super) mod list;

mod history;
pub(super) mod selection;
mod view;

use super::{fault::Fault, visit::Visit};
use crate::shared::auth::account_ref;
use invite_domain::model::{Caller, Operation};

/// Returns the reader as an administrator of the account that the address names.
///
/// An account that is not theirs and one that does not exist look alike.
pub(super) async fn administrator(visit: &Visit, account: &str) -> Result<Caller, Fault> {
    visit.signed_in()?;
    let account = account_ref(account).ok_or(Fault::NotFound)?;
    let caller = visit.caller(&account).await?.ok_or(Fault::NotFound)?;
    match caller.may(Operation::Invite) {
        Ok(()) => Ok(caller),
        Err(_) => Err(Fault::Forbidden),
    }
}
