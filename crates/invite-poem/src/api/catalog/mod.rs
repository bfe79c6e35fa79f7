//! What can be granted in an account: one set of routes for each kind, and the ready-made catalogs.

mod handle;
mod ready_made;
mod routes;

pub(super) use ready_made::ReadyMadeCatalogs;
pub(super) use routes::{Groups, Permissions, Resources, Roles};
