//! Accounts, as the use cases of invitations need them.

use crate::{
    dialect::{Kind, json, list},
    row::{Fields, account},
    sql::Sql,
    unit_of_work::SeaUnitOfWork,
};
use async_trait::async_trait;
use invite_domain::{
    model::{Account, AccountId, Grant, GrantItem},
    ports::{AccountRepository, StoreError},
};
use serde::Serialize;
use std::{collections::BTreeSet, sync::LazyLock};

static FIND: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "SELECT {} FROM accounts WHERE id = $1",
        list(account::COLUMNS)
    ))
});

static DEFINED: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        let wanted = dialect.rows(2, &[("kind", Kind::Text), ("name", Kind::Text)]);
        format!(
            "SELECT g.kind, g.name FROM {wanted}
             JOIN grantables g ON g.account_id = $1 AND g.kind = r.kind AND g.name = r.name"
        )
    })
});

/// One thing of a grant, as a row.
#[derive(Serialize)]
pub(crate) struct ItemRow {
    kind: &'static str,
    name: String,
}

impl ItemRow {
    pub(crate) fn of(item: &GrantItem) -> Self {
        Self {
            kind: item.kind.as_str(),
            name: item.key.as_str().to_owned(),
        }
    }
}

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
    ) -> Result<Vec<GrantItem>, StoreError> {
        let wanted: Vec<GrantItem> = grant.items().collect();
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<ItemRow> = wanted.iter().map(ItemRow::of).collect();
        let found = self
            .transaction
            .all(&DEFINED, [account.uuid().into(), json(&rows)])
            .await?;
        let mut defined = BTreeSet::new();
        for row in &found {
            let fields = Fields::new(row, "grantables");
            defined.insert((fields.text("kind")?, fields.text("name")?));
        }
        let is_undefined = |item: &GrantItem| {
            !defined.contains(&(item.kind.as_str().to_owned(), item.key.as_str().to_owned()))
        };
        Ok(wanted.into_iter().filter(is_undefined).collect())
    }
}
