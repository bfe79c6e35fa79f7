//! Changing how an entry reads and whether it is shared, and removing it.

use super::{CatalogEntry, CatalogError, CatalogService};
use crate::{
    model::{Action, Caller, GrantItem, Grantable, Locale, Operation, Wording},
    ports::{IdentityUnitOfWork, UpdateError, Usage},
    service::unit::finish_identity,
};

/// What is to be changed of an entry; its key never is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditGrantable {
    /// Which entry.
    pub item: GrantItem,
    /// What is said in these languages from now on; an empty wording takes the language out.
    pub texts: Vec<(Locale, Wording)>,
    /// Whether several members may hold it at once, where that is to change.
    pub shared: Option<bool>,
}

impl CatalogService {
    /// Changes an entry.
    ///
    /// # Errors
    /// [`CatalogError`]; nothing was changed.
    pub async fn edit(
        &self,
        caller: &Caller,
        command: EditGrantable,
    ) -> Result<CatalogEntry, CatalogError> {
        caller.may(Operation::ManageCatalog)?;
        let mut unit = self.identity.begin_identity().await?;
        let edited = self.edit_in(unit.as_mut(), caller, command).await;
        let grantable = finish_identity(unit, edited).await?;
        self.with_holders(caller, grantable).await
    }

    async fn edit_in(
        &self,
        unit: &mut dyn IdentityUnitOfWork,
        caller: &Caller,
        command: EditGrantable,
    ) -> Result<Grantable, CatalogError> {
        let account = caller.account.id;
        let found = unit.catalog().lock(account, &command.item).await?;
        let before = found.ok_or(CatalogError::NotFound)?;
        let mut after = before.clone();
        for (locale, wording) in command.texts {
            after.texts.set(locale, wording);
        }
        if let Some(shared) = command.shared {
            after.share(shared).map_err(CatalogError::NotShareable)?;
        }
        let fields = changed(&before, &after);
        if fields.is_empty() {
            return Ok(after);
        }
        match unit.catalog().update(account, &after).await {
            Ok(()) => {}
            Err(UpdateError::Taken) => return Err(CatalogError::HeldBySeveral),
            Err(UpdateError::Stale) => return Err(CatalogError::NotFound),
            Err(UpdateError::Store(error)) => return Err(error.into()),
        }
        let edited = Action::GrantableEdited {
            kind: after.item.kind.as_str(),
            key: after.item.key.to_string(),
            fields,
        };
        let line = self.audit(caller, edited, self.clock.now());
        unit.audit().append(&[line]).await?;
        Ok(after)
    }

    /// Returns what stands in the way of removing an entry at this moment. Nothing is changed, and only
    /// [`CatalogService::remove`] has the last word.
    ///
    /// # Errors
    /// [`CatalogError::Forbidden`], [`CatalogError::NotFound`] and [`CatalogError::Store`].
    pub async fn usage(&self, caller: &Caller, item: &GrantItem) -> Result<Usage, CatalogError> {
        caller.may(Operation::ManageCatalog)?;
        let account = caller.account.id;
        let mut unit = self.identity.begin_identity().await?;
        let counted = async {
            let catalog = unit.catalog();
            let found = catalog.lock(account, item).await?;
            found.ok_or(CatalogError::NotFound)?;
            Ok(catalog.usage(account, item).await?)
        }
        .await;
        unit.rollback().await?;
        counted
    }

    /// Removes an entry that nobody holds and no live invitation would give.
    ///
    /// # Errors
    /// [`CatalogError`]; nothing was removed.
    pub async fn remove(&self, caller: &Caller, item: &GrantItem) -> Result<(), CatalogError> {
        caller.may(Operation::ManageCatalog)?;
        let mut unit = self.identity.begin_identity().await?;
        let removed = self.remove_in(unit.as_mut(), caller, item).await;
        finish_identity(unit, removed).await
    }

    async fn remove_in(
        &self,
        unit: &mut dyn IdentityUnitOfWork,
        caller: &Caller,
        item: &GrantItem,
    ) -> Result<(), CatalogError> {
        let account = caller.account.id;
        if unit.catalog().lock(account, item).await?.is_none() {
            return Err(CatalogError::NotFound);
        }
        let usage = unit.catalog().usage(account, item).await?;
        if usage.is_in_use() {
            return Err(CatalogError::InUse(usage));
        }
        unit.catalog().remove(account, item).await?;
        let removed = Action::GrantableRemoved {
            kind: item.kind.as_str(),
            key: item.key.to_string(),
        };
        let line = self.audit(caller, removed, self.clock.now());
        unit.audit().append(&[line]).await?;
        Ok(())
    }
}

/// Names what is different, as it is called on the wire.
fn changed(before: &Grantable, after: &Grantable) -> Vec<&'static str> {
    let mut fields = Vec::new();
    if before.texts != after.texts {
        fields.push("texts");
    }
    if before.shared != after.shared {
        fields.push("shared");
    }
    fields
}
