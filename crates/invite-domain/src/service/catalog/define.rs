//! Defining what can be granted: one by one, many at once, or a whole ready-made catalog.

use super::{CatalogError, CatalogService, defined};
use crate::{
    model::{AuditEntry, Caller, GrantItem, Grantable, InvalidValue, Operation, ReadyMade, Texts},
    ports::IdentityUnitOfWork,
    service::unit::finish_identity,
};
use chrono::{DateTime, Utc};

/// Something to define.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGrantable {
    /// Its kind and key.
    pub item: GrantItem,
    /// How people read it.
    pub texts: Texts,
    /// Whether several members may hold it at once; resources only.
    pub shared: bool,
}

impl NewGrantable {
    fn at(self, now: DateTime<Utc>) -> Result<Grantable, InvalidValue> {
        let mut grantable = Grantable::new(self.item, now);
        grantable.texts = self.texts;
        grantable.share(self.shared)?;
        Ok(grantable)
    }
}

/// What became of something that was to be defined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defined {
    /// Its kind and key.
    pub item: GrantItem,
    /// Whether it was added just now; it was there before otherwise, and is as it was.
    pub added: bool,
}

impl CatalogService {
    /// Defines one thing.
    ///
    /// # Errors
    /// [`CatalogError`]; nothing was defined.
    pub async fn define(
        &self,
        caller: &Caller,
        new: NewGrantable,
    ) -> Result<Grantable, CatalogError> {
        caller.may(Operation::ManageCatalog)?;
        let grantable = new
            .at(self.clock.now())
            .map_err(CatalogError::NotShareable)?;
        let done = self.define_entries(caller, vec![grantable.clone()]).await?;
        if done.iter().any(|one| one.added) {
            Ok(grantable)
        } else {
            Err(CatalogError::AlreadyDefined)
        }
    }

    /// Defines many things in one unit of work; what is there already stays as it is. The answer is in
    /// the order asked; where a key comes twice, the first one counts.
    ///
    /// # Errors
    /// [`CatalogError`]; nothing was defined.
    pub async fn define_all(
        &self,
        caller: &Caller,
        new: Vec<NewGrantable>,
    ) -> Result<Vec<Defined>, CatalogError> {
        caller.may(Operation::ManageCatalog)?;
        let now = self.clock.now();
        let entries = new.into_iter().map(|new| new.at(now));
        let entries: Result<Vec<_>, _> = entries.collect();
        let entries = entries.map_err(CatalogError::NotShareable)?;
        self.define_entries(caller, entries).await
    }

    /// Defines everything of a ready-made catalog that the account has not. Doing so again changes
    /// nothing.
    ///
    /// # Errors
    /// [`CatalogError`]; nothing was defined.
    pub async fn adopt(
        &self,
        caller: &Caller,
        catalog: ReadyMade,
    ) -> Result<Vec<Defined>, CatalogError> {
        caller.may(Operation::ManageCatalog)?;
        let entries = catalog.grantables(self.clock.now());
        self.define_entries(caller, entries).await
    }

    async fn define_entries(
        &self,
        caller: &Caller,
        entries: Vec<Grantable>,
    ) -> Result<Vec<Defined>, CatalogError> {
        let mut unit = self.identity.begin_identity().await?;
        let done = self.define_in(unit.as_mut(), caller, entries).await;
        finish_identity(unit, done).await
    }

    async fn define_in(
        &self,
        unit: &mut dyn IdentityUnitOfWork,
        caller: &Caller,
        entries: Vec<Grantable>,
    ) -> Result<Vec<Defined>, CatalogError> {
        let mut added = unit.catalog().define(caller.account.id, &entries).await?;
        let line = |item| self.audit(caller, defined(item), self.clock.now());
        let lines: Vec<AuditEntry> = added.iter().map(line).collect();
        unit.audit().append(&lines).await?;
        let told = entries.into_iter().map(|entry| Defined {
            added: added.remove(&entry.item),
            item: entry.item,
        });
        Ok(told.collect())
    }
}
