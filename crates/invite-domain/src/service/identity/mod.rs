//! Accounts, people and credentials of the stand-alone service.

mod accounts;
mod api_keys;
mod first_administrator;
mod from_above;
mod sign_in;
mod temporary_password;
mod tree;

pub use accounts::{AccountChanges, AccountError, AccountService, CreateAccount};
pub use api_keys::{API_KEY_QUIET, ApiKeyCreated, CreateApiKey};
pub use first_administrator::FirstAdministrator;
pub use sign_in::{ChangePasswordError, Credential, SignInError, SignInService, SignedInSession};

use crate::model::{AccountId, Action, AuditEntry, AuditEntryId, Doer};
use crate::ports::IdSource;
use chrono::{DateTime, Utc};

fn entry(
    ids: &dyn IdSource,
    account_id: Option<AccountId>,
    doer: Doer,
    action: Action,
    at: DateTime<Utc>,
) -> AuditEntry {
    AuditEntry {
        id: AuditEntryId::new(ids.next_id()),
        account_id,
        doer,
        action,
        at,
    }
}
