//! Accounts one above the other: who may act in which, and changing what stands above what.

use super::{AccountRef, StoreError};
use crate::model::{Access, Account, AccountId, Actor, Authority, Overseer, Via};
use async_trait::async_trait;
use chrono::{DateTime, Utc};

/// Which accounts; every condition that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccountFilter {
    /// Contained, in any case, in name or slug.
    pub search: Option<String>,
    /// Directly below this one, which must be among those that one may act in.
    pub parent: Option<AccountRef>,
}

/// A place in a list of accounts: after the one with this key ([`Account::listing_key`]) and id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountCursor {
    /// What the last one seen is sorted by.
    pub key: String,
    /// Its id.
    pub id: AccountId,
}

/// Which part of a list of accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountPageRequest {
    /// How many at most, 1 to 200.
    pub limit: u32,
    /// Where to go on; from the first when `None`.
    pub after: Option<AccountCursor>,
}

/// An account, and how one comes to act in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReachableAccount {
    /// The account.
    pub account: Account,
    /// How one comes to act in it.
    pub access: Access,
}

/// Part of a list of accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountPage {
    /// The accounts, by [`Account::listing_key`].
    pub items: Vec<ReachableAccount>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<AccountCursor>,
}

/// Tells who may act in which accounts.
///
/// # Contract
/// - The list holds every account that the actor may act in, and no other.
/// - Suspended accounts are listed only to those who act in them from above.
/// - A walk visits each account once, by name, whatever the page size.
/// - An overseer's rights come from strictly above, and not from a suspended account.
#[async_trait]
pub trait AccountReader: Send + Sync {
    /// Returns part of the accounts that the actor may act in at `now`: a person's own places and what
    /// is below those that they administer; a key's account and what is below it; for
    /// [`Actor::System`] every account.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn accounts(
        &self,
        actor: &Actor,
        filter: &AccountFilter,
        page: &AccountPageRequest,
        now: DateTime<Utc>,
    ) -> Result<AccountPage, StoreError>;

    /// Returns the holder of a session as they may act, through `via`, in the account from above it,
    /// whether or not it is suspended, in one query.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn overseer_by_session(
        &self,
        digest: &[u8; 32],
        account: &AccountRef,
        via: Via,
        now: DateTime<Utc>,
    ) -> Result<Option<Overseer>, StoreError>;

    /// The same for the holder of an API key.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn overseer_by_api_key(
        &self,
        digest: &[u8; 32],
        account: &AccountRef,
        via: Via,
        now: DateTime<Utc>,
    ) -> Result<Option<Overseer>, StoreError>;
}

/// What stands above what, within a unit of work.
///
/// # Contract
/// - Of the units of work that lock the tree, one goes on at a time.
/// - What is read after the lock is what the ones before have committed.
#[async_trait]
pub trait AccountTree: Send {
    /// Waits until no other unit of work that did the same is open.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn lock(&mut self) -> Result<(), StoreError>;

    /// Returns an account.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn find(&mut self, account: &AccountRef) -> Result<Option<Account>, StoreError>;

    /// Returns the account and those above it, nearest first; empty when there is no such account.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn lineage(&mut self, account: AccountId) -> Result<Vec<AccountId>, StoreError>;

    /// Returns how many levels there are from the account down, itself included; 0 when there is no
    /// such account.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn levels(&mut self, account: AccountId) -> Result<u32, StoreError>;

    /// Returns what someone may do in the account, as [`super::MemberRepository::authority`] does.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn authority(
        &mut self,
        account: AccountId,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<Option<Authority>, StoreError>;
}
