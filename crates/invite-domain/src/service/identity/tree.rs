//! Accounts one above the other: listing those one may act in, moving, suspending, resuming.

use super::{AccountError, AccountService, entry};
use crate::{
    model::{
        Account, AccountId, Action, Actor, Caller, InvalidValue, Operation, Overseer, Reach,
        check_placement,
    },
    ports::{
        AccountFilter, AccountPage, AccountPageRequest, AccountRef, AccountTree,
        IdentityUnitOfWork, StoreError, UpdateError,
    },
    service::unit::finish_identity,
};
use chrono::{DateTime, Utc};

impl AccountService {
    /// Returns part of the accounts that someone may act in.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn list(
        &self,
        actor: &Actor,
        filter: &AccountFilter,
        page: &AccountPageRequest,
    ) -> Result<AccountPage, StoreError> {
        let now = self.clock.now();
        self.identity.accounts(actor, filter, page, now).await
    }

    /// Suspends an account: nobody acts in it, nothing is sent for it and nobody comes in until it is
    /// resumed. Accounts below it go on; only its own people lose their hold over them. Suspending
    /// once more changes nothing.
    ///
    /// # Errors
    /// [`AccountError`]; nothing was changed.
    pub async fn suspend(&self, overseer: &Overseer) -> Result<Account, AccountError> {
        let now = self.clock.now();
        self.set_suspended(overseer, Some(now), Action::AccountSuspended)
            .await
    }

    /// Lets a suspended account go on: its people act again, and what waited is sent. Resuming an
    /// account that is not suspended changes nothing.
    ///
    /// # Errors
    /// [`AccountError`]; nothing was changed.
    pub async fn resume(&self, overseer: &Overseer) -> Result<Account, AccountError> {
        self.set_suspended(overseer, None, Action::AccountResumed)
            .await
    }

    async fn set_suspended(
        &self,
        Overseer(caller): &Overseer,
        since: Option<DateTime<Utc>>,
        action: Action,
    ) -> Result<Account, AccountError> {
        caller.may(Operation::ManageAccounts)?;
        let mut account = caller.account.clone();
        if account.suspended_at.is_some() == since.is_some() {
            return Ok(account);
        }
        account.suspended_at = since;
        account.version += 1;
        let line = entry(
            self.ids.as_ref(),
            Some(account.id),
            caller.doer(),
            action,
            self.clock.now(),
        );
        let mut unit = self.identity.begin_identity().await?;
        let written = async {
            write(unit.as_mut(), &account).await?;
            unit.audit().append(&[line]).await?;
            Ok(account)
        }
        .await;
        finish_identity(unit, written).await
    }
}

/// Writes an account over the version before.
pub(super) async fn write(
    unit: &mut dyn IdentityUnitOfWork,
    account: &Account,
) -> Result<(), AccountError> {
    match unit.update_account(account).await {
        Ok(()) => Ok(()),
        Err(UpdateError::Taken) => Err(AccountError::SlugTaken),
        Err(UpdateError::Stale) => Err(AccountError::Conflict),
        Err(UpdateError::Store(error)) => Err(error.into()),
    }
}

/// Checks, with the tree locked, that there is room for a new account below this one.
pub(super) async fn check_room_below(
    tree: &mut dyn AccountTree,
    account: AccountId,
    parent: AccountId,
) -> Result<(), AccountError> {
    tree.lock().await?;
    let lineage = tree.lineage(parent).await?;
    Ok(check_placement(account, &lineage, 1)?)
}

/// Returns where an account is to stand, once everyone is asked: the caller administers the account
/// already, and must administer what is above it and what is to be. The tree stays locked, so that
/// two moves cannot make a circle together.
pub(super) async fn place_below(
    tree: &mut dyn AccountTree,
    caller: &Caller,
    wanted: Option<&AccountRef>,
    now: DateTime<Utc>,
) -> Result<Option<AccountId>, AccountError> {
    tree.lock().await?;
    let account = &caller.account;
    let parent = match wanted {
        Some(wanted) => Some(load_parent(tree, caller, wanted, now).await?),
        None => None,
    };
    if parent == account.parent_id {
        return Ok(parent);
    }
    for above in [account.parent_id, parent].into_iter().flatten() {
        let authority = tree.authority(above, &caller.actor, now).await?;
        if authority.is_none_or(|authority| authority.reach < Reach::Administer) {
            return Err(AccountError::ParentForbidden);
        }
    }
    if let Some(parent) = parent {
        let lineage = tree.lineage(parent).await?;
        let levels = tree.levels(account.id).await?;
        check_placement(account.id, &lineage, levels)?;
    }
    Ok(parent)
}

/// Finds the account that is to be above. One that does not exist, is suspended or is foreign looks
/// the same.
async fn load_parent(
    tree: &mut dyn AccountTree,
    caller: &Caller,
    wanted: &AccountRef,
    now: DateTime<Utc>,
) -> Result<AccountId, AccountError> {
    let found = tree.find(wanted).await?;
    if let Some(parent) = found.filter(|account| account.suspended_at.is_none()) {
        let is_own = caller.account.parent_id == Some(parent.id);
        if is_own
            || tree
                .authority(parent.id, &caller.actor, now)
                .await?
                .is_some()
        {
            return Ok(parent.id);
        }
    }
    Err(AccountError::Invalid {
        field: "parent_id",
        error: InvalidValue::new(
            "unknown_account",
            "there is no such account, or the caller has no place in it",
        ),
    })
}
