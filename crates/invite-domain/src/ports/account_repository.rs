//! Accounts, as the use cases of invitations need them: settings, and what can be given.

use super::StoreError;
use crate::model::{Account, AccountId, Grant, GrantKey, InvitationId, Unavailable, Undefined};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// Accounts, within a unit of work.
///
/// # Contract
/// - What `undefined` found defined stays so until this unit of work ends.
/// - `unavailable` names a resource that is not shared once a member holds it or an invitation that can
///   still be accepted would give it, however many ask at once.
#[async_trait]
pub trait AccountRepository: Send {
    /// Returns an account.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn find(&mut self, id: AccountId) -> Result<Option<Account>, StoreError>;

    /// Returns what of the grant the account has not defined, in the order of [`Grant::items`]; empty
    /// when all is known.
    ///
    /// The default says that everything is known, for embedders without catalogs.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn undefined(
        &mut self,
        _account: AccountId,
        _grant: &Grant,
    ) -> Result<Vec<Undefined>, StoreError> {
        Ok(Vec::new())
    }

    /// Returns which of these resources can be promised to nobody more at `now`, sorted; those that the
    /// invitation `but_for` promises itself are not in its own way.
    ///
    /// The default says that every one can, for embedders without resources.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn unavailable(
        &mut self,
        _account: AccountId,
        _resources: &BTreeSet<GrantKey>,
        _but_for: Option<InvitationId>,
        _now: DateTime<Utc>,
    ) -> Result<Vec<Unavailable>, StoreError> {
        Ok(Vec::new())
    }
}
