//! Catalogs: what each account has defined to be granted, and who holds it.

use super::{StoreError, UpdateError};
use crate::model::{AccountId, DisplayName, GrantItem, GrantKey, GrantKind, Grantable, MemberId};
use async_trait::async_trait;
use std::collections::{BTreeMap, BTreeSet};

/// How many holders of one entry are named.
pub const NAMED_HOLDERS: u32 = 10;

/// Which entries of an account's catalogs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogFilter {
    /// Of this kind.
    pub kind: GrantKind,
    /// Found by this in key or texts, whatever the case ([`crate::model::sought`]).
    pub search: Option<String>,
    /// Where set, whether it could be given to one more member: all but resources that one member
    /// alone may hold and one does.
    pub available: Option<bool>,
}

/// Which part of a catalog. Catalogs run in the order of their keys, by code point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogPageRequest {
    /// How many at most, 1 to 200.
    pub limit: u32,
    /// Behind which key to go on; from the first when `None`.
    pub after: Option<GrantKey>,
}

/// Part of a catalog.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CatalogPage {
    /// The entries.
    pub items: Vec<Grantable>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<GrantKey>,
}

impl CatalogPage {
    /// Makes a page of what was found where one more than `limit` was looked for.
    pub fn of(mut found: Vec<Grantable>, limit: u32) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let has_more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| has_more);
        Self {
            next: next.map(|last| last.item.key.clone()),
            items: found,
        }
    }
}

/// A member who holds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The place in the account.
    pub member: MemberId,
    /// How the person is called.
    pub name: DisplayName,
}

/// Who holds something.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holders {
    /// How many members, active or not.
    pub total: u64,
    /// The first [`NAMED_HOLDERS`] of them, by id.
    pub named: Vec<Holder>,
}

/// Reads catalogs, outside of any unit of work.
///
/// # Contract
/// - Another account's entry is absent, exactly like one that does not exist.
/// - `list` walks through every matching entry once, in the order of keys, whatever the page size.
/// - A search takes wildcards literally.
/// - `holders` and `holder_counts` know members switched off, too: they hold what they held.
#[async_trait]
pub trait CatalogReader: Send + Sync {
    /// Returns an entry.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn find(
        &self,
        account: AccountId,
        item: &GrantItem,
    ) -> Result<Option<Grantable>, StoreError>;

    /// Returns part of a catalog.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn list(
        &self,
        account: AccountId,
        filter: &CatalogFilter,
        page: &CatalogPageRequest,
    ) -> Result<CatalogPage, StoreError>;

    /// Returns who of the account holds these; what nobody holds is left out.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn holders(
        &self,
        account: AccountId,
        items: &[GrantItem],
    ) -> Result<BTreeMap<GrantItem, Holders>, StoreError>;

    /// Returns how many of the account hold these, without looking up who; what nobody holds is left
    /// out.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn holder_counts(
        &self,
        account: AccountId,
        items: &[GrantItem],
    ) -> Result<BTreeMap<GrantItem, u64>, StoreError>;
}

/// What stands in the way of removing an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// How many members hold it.
    pub members: u64,
    /// How many live invitations would give it.
    pub invitations: u64,
    /// Whether everyone who accepts is given it.
    pub default_group: bool,
}

impl Usage {
    /// Whether anything does.
    pub fn is_in_use(&self) -> bool {
        *self != Self::default()
    }
}

/// Changes catalogs, within a unit of work.
///
/// # Contract
/// - `define` adds what is not there and leaves what is as it is.
/// - `update` never leaves a resource that is not shared with several holders, however many join at once.
/// - Between `lock` and the commit nobody is given what was locked, in an invitation or as a member.
#[async_trait]
pub trait CatalogRepository: Send {
    /// Adds the entries that the account has not, and returns them; of two with one key the first counts.
    ///
    /// # Errors
    /// [`StoreError`], also when there is no such account.
    async fn define(
        &mut self,
        account: AccountId,
        entries: &[Grantable],
    ) -> Result<BTreeSet<GrantItem>, StoreError>;

    /// Returns an entry and keeps others from changing or granting it until this unit of work ends.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn lock(
        &mut self,
        account: AccountId,
        item: &GrantItem,
    ) -> Result<Option<Grantable>, StoreError>;

    /// Writes texts and sharing of an entry that was locked.
    ///
    /// # Errors
    /// [`UpdateError`]: `Taken` when it would no longer be shared and several members hold it, `Stale`
    /// when it is not there.
    async fn update(&mut self, account: AccountId, entry: &Grantable) -> Result<(), UpdateError>;

    /// Returns what stands in the way of removing an entry that was locked.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn usage(&mut self, account: AccountId, item: &GrantItem) -> Result<Usage, StoreError>;

    /// Removes an entry; nothing happens when there is none.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn remove(&mut self, account: AccountId, item: &GrantItem) -> Result<(), StoreError>;
}
