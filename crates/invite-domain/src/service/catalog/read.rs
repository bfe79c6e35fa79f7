//! Reading catalogs: one entry, or a list with a search, and who holds what.

use super::{CatalogError, CatalogService};
use crate::{
    model::{Caller, GrantItem, GrantKey, GrantKind, Grantable, Operation, ReadyMade},
    ports::{CatalogFilter, CatalogPageRequest, Holders, StoreError},
};
use std::collections::BTreeMap;

/// An entry, as someone may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogEntry {
    /// What is defined.
    pub grantable: Grantable,
    /// Who holds it: told to whoever may read members; of anything but resources only where it was
    /// asked for.
    pub holders: Option<Holders>,
}

/// Of which entries it is told who holds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// Of resources alone: any number of people hold the rest.
    Resources,
    /// Of every entry how many they are, and who only of resources: many people hold the same role.
    Counts,
    /// Of every entry.
    All,
}

/// Part of a catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogEntries {
    /// The entries, in the order of their keys.
    pub items: Vec<CatalogEntry>,
    /// Behind which key to go on; `None` at the end.
    pub next: Option<GrantKey>,
}

impl CatalogService {
    /// Returns part of one catalog of the caller's account.
    ///
    /// # Errors
    /// [`CatalogError::Forbidden`] and [`CatalogError::Store`].
    pub async fn list(
        &self,
        caller: &Caller,
        filter: &CatalogFilter,
        page: &CatalogPageRequest,
    ) -> Result<CatalogEntries, CatalogError> {
        caller.may(Operation::ReadCatalog)?;
        self.list_told(caller, filter, page, Told::Resources).await
    }

    /// Returns part of one catalog of the caller's account, and of every entry how many hold it; of
    /// anything but resources it names none of them.
    ///
    /// # Errors
    /// [`CatalogError::Forbidden`] and [`CatalogError::Store`].
    pub async fn list_with_holders(
        &self,
        caller: &Caller,
        filter: &CatalogFilter,
        page: &CatalogPageRequest,
    ) -> Result<CatalogEntries, CatalogError> {
        caller.may(Operation::ReadCatalog)?;
        self.list_told(caller, filter, page, Told::Counts).await
    }

    async fn list_told(
        &self,
        caller: &Caller,
        filter: &CatalogFilter,
        page: &CatalogPageRequest,
        told: Told,
    ) -> Result<CatalogEntries, CatalogError> {
        let page = self.catalog.list(caller.account.id, filter, page).await?;
        Ok(CatalogEntries {
            items: self.all_with_holders(caller, page.items, told).await?,
            next: page.next,
        })
    }

    /// Returns an entry of the caller's account.
    ///
    /// # Errors
    /// [`CatalogError::Forbidden`], [`CatalogError::NotFound`] and [`CatalogError::Store`].
    pub async fn find(
        &self,
        caller: &Caller,
        item: &GrantItem,
    ) -> Result<CatalogEntry, CatalogError> {
        caller.may(Operation::ReadCatalog)?;
        let found = self.catalog.find(caller.account.id, item).await?;
        let grantable = found.ok_or(CatalogError::NotFound)?;
        self.with_holders(caller, grantable).await
    }

    /// Returns an entry of the caller's account and who holds it, whatever its kind.
    ///
    /// # Errors
    /// [`CatalogError::Forbidden`], [`CatalogError::NotFound`] and [`CatalogError::Store`].
    pub async fn find_with_holders(
        &self,
        caller: &Caller,
        item: &GrantItem,
    ) -> Result<CatalogEntry, CatalogError> {
        caller.may(Operation::ReadCatalog)?;
        let found = self.catalog.find(caller.account.id, item).await?;
        let found = found.into_iter().collect();
        let mut shown = self.all_with_holders(caller, found, Told::All).await?;
        shown.pop().ok_or(CatalogError::NotFound)
    }

    /// Returns what adopting a ready-made catalog would add to the caller's account.
    ///
    /// # Errors
    /// [`CatalogError::Forbidden`] and [`CatalogError::Store`].
    pub async fn lacking(
        &self,
        caller: &Caller,
        catalog: ReadyMade,
    ) -> Result<Vec<Grantable>, CatalogError> {
        caller.may(Operation::ReadCatalog)?;
        let mut lacking = Vec::new();
        for entry in catalog.grantables(self.clock.now()) {
            let found = self.catalog.find(caller.account.id, &entry.item).await?;
            if found.is_none() {
                lacking.push(entry);
            }
        }
        Ok(lacking)
    }

    /// Says beside an entry who holds it, where that is told.
    pub(super) async fn with_holders(
        &self,
        caller: &Caller,
        grantable: Grantable,
    ) -> Result<CatalogEntry, CatalogError> {
        let told = Told::Resources;
        let mut shown = self.all_with_holders(caller, vec![grantable], told).await?;
        shown.pop().ok_or(CatalogError::NotFound)
    }

    async fn all_with_holders(
        &self,
        caller: &Caller,
        entries: Vec<Grantable>,
        told: Told,
    ) -> Result<Vec<CatalogEntry>, StoreError> {
        let may_know = caller.may(Operation::ReadMembers).is_ok();
        let is_asked = |kind| told != Told::Resources || kind == GrantKind::Resource;
        let is_told = |entry: &Grantable| may_know && is_asked(entry.item.kind);
        let asked = entries.iter().filter(|entry| is_told(entry));
        let asked: Vec<GrantItem> = asked.map(|entry| entry.item.clone()).collect();
        let mut held = self.held(caller, &asked, told).await?;
        let shown = entries.into_iter().map(|grantable| CatalogEntry {
            holders: is_told(&grantable).then(|| held.remove(&grantable.item).unwrap_or_default()),
            grantable,
        });
        Ok(shown.collect())
    }

    async fn held(
        &self,
        caller: &Caller,
        asked: &[GrantItem],
        told: Told,
    ) -> Result<BTreeMap<GrantItem, Holders>, StoreError> {
        let account = caller.account.id;
        // A list is of one kind.
        let are_resources = asked.iter().all(|item| item.kind == GrantKind::Resource);
        if asked.is_empty() {
            Ok(BTreeMap::new())
        } else if told == Told::Counts && !are_resources {
            let counts = self.catalog.holder_counts(account, asked).await?;
            let unnamed = |total| Holders {
                total,
                named: Vec::new(),
            };
            let held = counts.into_iter();
            Ok(held.map(|(item, total)| (item, unnamed(total))).collect())
        } else {
            self.catalog.holders(account, asked).await
        }
    }
}
