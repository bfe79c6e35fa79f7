//! What can be granted in an account: defining, adopting ready-made catalogs, reading, changing, removing.

mod change;
mod define;
mod read;

pub use change::EditGrantable;
pub use define::{Defined, NewGrantable};
pub use read::{CatalogEntries, CatalogEntry};

use super::identity::entry;
use crate::{
    model::{Action, AuditEntry, Caller, Forbidden, GrantItem, InvalidValue},
    ports::{CatalogReader, Clock, IdSource, IdentityStore, StoreError, Usage},
};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Keeps the roles, groups, permissions and resources of accounts.
///
/// Every method sees and changes the catalogs of the caller's account only.
#[derive(Clone)]
pub struct CatalogService {
    catalog: Arc<dyn CatalogReader>,
    identity: Arc<dyn IdentityStore>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
}

/// Why nothing was defined, changed or removed.
#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    /// The caller's hand does not reach that far.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The account has not defined this.
    #[error("the account has not defined this")]
    NotFound,
    /// The account has it already.
    #[error("the account has defined this already")]
    AlreadyDefined,
    /// It would say of something other than a resource that it is shared.
    #[error(transparent)]
    NotShareable(InvalidValue),
    /// Members hold it, live invitations would give it, or everyone who accepts is given it.
    #[error("it is in use")]
    InUse(Usage),
    /// It cannot be one member's alone while several hold it.
    #[error("several members hold it")]
    HeldBySeveral,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CatalogService {
    /// Builds the service over its ports.
    pub fn new(
        catalog: Arc<dyn CatalogReader>,
        identity: Arc<dyn IdentityStore>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdSource>,
    ) -> Self {
        Self {
            catalog,
            identity,
            clock,
            ids,
        }
    }

    /// Returns the line of the audit log about an entry of the caller's account.
    fn audit(&self, caller: &Caller, action: Action, at: DateTime<Utc>) -> AuditEntry {
        let account = Some(caller.account.id);
        entry(self.ids.as_ref(), account, caller.doer(), action, at)
    }
}

/// Says in the audit log that something was defined.
fn defined(item: &GrantItem) -> Action {
    Action::GrantableDefined {
        kind: item.kind.as_str(),
        key: item.key.to_string(),
    }
}
