//! Accounts, people and credentials of the stand-alone service.

mod accounts;
mod api_keys;
mod change_password;
mod change_profile;
mod first_administrator;
mod from_above;
mod identifier;
mod last_seen;
mod password_reset;
mod sessions;
mod sign_in;
mod temporary_password;
mod throttle;
mod tree;

pub use accounts::{AccountChanges, AccountError, AccountService, CreateAccount};
pub use api_keys::{API_KEY_QUIET, ApiKeyCreated, CreateApiKey};
pub use change_password::ChangePasswordError;
pub use first_administrator::{FIRST_ACCOUNT, FirstAdministrator};
pub use password_reset::{ResetPasswordError, ResetPreview};
pub use sessions::{Credential, Swept};
pub use sign_in::{SignInError, SignInService, SignedInSession};
pub use throttle::TooManyAttempts;

use crate::model::{AccountId, Action, AuditEntry, AuditEntryId, Doer};
use crate::ports::IdSource;
use chrono::{DateTime, Utc};

pub(super) fn entry(
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
