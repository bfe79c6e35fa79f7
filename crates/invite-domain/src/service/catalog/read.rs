//! Reading catalogs: one entry, or a list with a search, and who holds what.

use super::{CatalogError, CatalogService};
use crate::{
    model::{Caller, GrantItem, GrantKey, GrantKind, Grantable, Operation},
    ports::{CatalogFilter, CatalogPageRequest, Holders, StoreError},
};
use std::collections::BTreeMap;

/// An entry, as someone may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogEntry {
    /// What is defined.
    pub grantable: Grantable,
    /// Who holds it: told of resources, to whoever may read members.
    pub holders: Option<Holders>,
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
        let page = self.catalog.list(caller.account.id, filter, page).await?;
        Ok(CatalogEntries {
            items: self.all_with_holders(caller, page.items).await?,
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

    /// Says beside an entry who holds it, where that is told.
    pub(super) async fn with_holders(
        &self,
        caller: &Caller,
        grantable: Grantable,
    ) -> Result<CatalogEntry, CatalogError> {
        let mut shown = self.all_with_holders(caller, vec![grantable]).await?;
        shown.pop().ok_or(CatalogError::NotFound)
    }

    async fn all_with_holders(
        &self,
        caller: &Caller,
        entries: Vec<Grantable>,
    ) -> Result<Vec<CatalogEntry>, StoreError> {
        let told = caller.may(Operation::ReadMembers).is_ok();
        let is_told = |entry: &Grantable| told && entry.item.kind == GrantKind::Resource;
        let asked = entries.iter().filter(|entry| is_told(entry));
        let asked: Vec<GrantItem> = asked.map(|entry| entry.item.clone()).collect();
        let mut held = if asked.is_empty() {
            BTreeMap::new()
        } else {
            self.catalog.holders(caller.account.id, &asked).await?
        };
        let shown = entries.into_iter().map(|grantable| CatalogEntry {
            holders: is_told(&grantable).then(|| held.remove(&grantable.item).unwrap_or_default()),
            grantable,
        });
        Ok(shown.collect())
    }
}
