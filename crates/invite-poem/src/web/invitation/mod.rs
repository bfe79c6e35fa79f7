//! The invitee's pages: one link, one page, in.

pub(super) mod accept;
pub(super) mod code;
pub(super) mod decline;
pub(super) mod join;
pub(super) mod link;
pub(super) mod page;
pub(super) mod renew;
pub(super) mod switch;

mod refused;
mod trouble;

/// Where the invitation is read, under an address that gives nothing away.
const PLACE: &str = "/invitation";
