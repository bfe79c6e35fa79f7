//! What stands above what, within a unit of work.

use crate::{
    authority,
    dialect::list,
    row::{Fields, account},
    sql::Sql,
    unit_of_work::SeaUnitOfWork,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{Account, AccountId, Actor, Authority},
    ports::{AccountRef, AccountTree, StoreError},
};
use std::sync::LazyLock;

/// More levels than accounts ever have: where counting ends, even if they went in a circle.
const ENDLESS: u32 = 100;

/// The row stays locked until the commit, so that others wait here. On SQLite they wait at `BEGIN`.
static LOCK: LazyLock<Sql> =
    LazyLock::new(|| Sql::same("UPDATE account_tree SET changes = changes + 1 WHERE id = 1"));

static FIND_BY_SLUG: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "SELECT {} FROM accounts WHERE slug = $1",
        list(account::COLUMNS)
    ))
});

/// `UNION` drops what it saw before, but a level makes every row new: hence the end.
static LINEAGE: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "WITH RECURSIVE lineage (id, parent_id, level) AS (
            SELECT id, parent_id, 0 FROM accounts WHERE id = $1
            UNION ALL
            SELECT a.id, a.parent_id, lineage.level + 1
            FROM lineage JOIN accounts a ON a.id = lineage.parent_id
            WHERE lineage.level < {ENDLESS}
         ) SELECT id FROM lineage ORDER BY level"
    ))
});

static LEVELS: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "WITH RECURSIVE levels (id, level) AS (
            SELECT id, 1 FROM accounts WHERE id = $1
            UNION
            SELECT a.id, levels.level + 1
            FROM levels JOIN accounts a ON a.parent_id = levels.id
            WHERE levels.level < {ENDLESS}
         ) SELECT CAST(COALESCE(max(level), 0) AS bigint) AS levels FROM levels"
    ))
});

#[async_trait]
impl AccountTree for SeaUnitOfWork {
    async fn lock(&mut self) -> Result<(), StoreError> {
        match self.transaction.execute(&LOCK, []).await? {
            0 => Err(StoreError::new("the row that account_tree is for is gone")),
            _ => Ok(()),
        }
    }

    async fn find(&mut self, account: &AccountRef) -> Result<Option<Account>, StoreError> {
        let slug = match account {
            AccountRef::Id(id) => {
                return invite_domain::ports::AccountRepository::find(self, *id).await;
            }
            AccountRef::Slug(slug) => slug.as_str().into(),
        };
        let row = self.transaction.one(&FIND_BY_SLUG, [slug]).await?;
        row.as_ref()
            .map(|row| account::decode(Fields::new(row, "accounts")))
            .transpose()
    }

    async fn lineage(&mut self, account: AccountId) -> Result<Vec<AccountId>, StoreError> {
        let rows = self
            .transaction
            .all(&LINEAGE, [account.uuid().into()])
            .await?;
        rows.iter()
            .map(|row| Fields::new(row, "accounts").id("id").map(AccountId::new))
            .collect()
    }

    async fn levels(&mut self, account: AccountId) -> Result<u32, StoreError> {
        let row = self
            .transaction
            .one(&LEVELS, [account.uuid().into()])
            .await?;
        row.map_or(Ok(0), |row| Fields::new(&row, "accounts").number("levels"))
    }

    async fn authority(
        &mut self,
        account: AccountId,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<Option<Authority>, StoreError> {
        authority::of_actor(&mut self.transaction, account, actor, now).await
    }
}
