//! Accounts, as the use cases of invitations need them.

use crate::{
    catalog::available,
    dialect::list,
    row::{Fields, account},
    sql::Sql,
    unit_of_work::SeaUnitOfWork,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{
        Account, AccountId, Grant, GrantItem, GrantKey, GrantKind, InvitationId, Unavailable,
        Undefined,
    },
    ports::{AccountRepository, StoreError},
};
use std::{collections::BTreeSet, sync::LazyLock};

static FIND: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "SELECT {} FROM accounts WHERE id = $1",
        list(account::COLUMNS)
    ))
});

#[async_trait]
impl AccountRepository for SeaUnitOfWork {
    async fn find(&mut self, id: AccountId) -> Result<Option<Account>, StoreError> {
        let row = self.transaction.one(&FIND, [id.uuid().into()]).await?;
        row.as_ref()
            .map(|row| account::decode(Fields::new(row, "accounts")))
            .transpose()
    }

    async fn undefined(
        &mut self,
        account: AccountId,
        grant: &Grant,
    ) -> Result<Vec<Undefined>, StoreError> {
        let wanted: Vec<GrantItem> = grant.items().collect();
        available::undefined(&mut self.transaction, account, &wanted).await
    }

    async fn unavailable(
        &mut self,
        account: AccountId,
        resources: &BTreeSet<GrantKey>,
        but_for: Option<InvitationId>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Unavailable>, StoreError> {
        let wanted = resources.iter().map(|key| GrantItem {
            kind: GrantKind::Resource,
            key: key.clone(),
        });
        let wanted: Vec<_> = wanted.collect();
        available::unavailable(&mut self.transaction, account, &wanted, but_for, now).await
    }
}
