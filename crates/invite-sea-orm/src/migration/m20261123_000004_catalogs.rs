//! When entries of catalogs were defined, and by what they are found.

use invite_domain::model::{GrantItem, GrantKey, GrantKind, Grantable};
use sea_orm::{ConnectionTrait, DbErr, Statement, Value};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};
use uuid::Uuid;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261123_000004_catalogs"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, UP).await?;
        fill(manager.get_connection()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await
    }
}

const UP: &[&str] = &[
    "ALTER TABLE grantables ADD COLUMN created_at {int} NOT NULL DEFAULT 0",
    // Key and texts in lower case; and the key's letters and digits alone, to find what it is taken for.
    "ALTER TABLE grantables ADD COLUMN search_text {text} NOT NULL DEFAULT ''",
    "ALTER TABLE grantables ADD COLUMN bare {text} NOT NULL DEFAULT ''",
    "CREATE INDEX grantables_bare ON grantables (account_id, kind, bare)",
    "UPDATE grantables SET created_at = (SELECT a.created_at FROM accounts a WHERE a.id = account_id)",
];

const DOWN: &[&str] = &[
    "DROP INDEX grantables_bare",
    "ALTER TABLE grantables DROP COLUMN bare",
    "ALTER TABLE grantables DROP COLUMN search_text",
    "ALTER TABLE grantables DROP COLUMN created_at",
];

/// Says by what each entry is found. No database folds every script as the service does.
async fn fill(connection: &impl ConnectionTrait) -> Result<(), DbErr> {
    let backend = connection.get_database_backend();
    let all = "SELECT account_id, kind, name FROM grantables";
    let update = "UPDATE grantables SET search_text = $4, bare = $5
        WHERE account_id = $1 AND kind = $2 AND name = $3";
    for row in connection
        .query_all_raw(Statement::from_string(backend, all))
        .await?
    {
        let account: Uuid = row.try_get("", "account_id")?;
        let kind: String = row.try_get("", "kind")?;
        let name: String = row.try_get("", "name")?;
        let key = GrantKey::parse(&name).map_err(|error| DbErr::Custom(error.to_string()))?;
        let item = GrantItem {
            kind: GrantKind::Role,
            key,
        };
        let entry = Grantable::new(item, chrono::DateTime::UNIX_EPOCH);
        let values: [Value; 5] = [
            account.into(),
            kind.into(),
            name.into(),
            entry.search_text().into(),
            entry.item.key.bare().into(),
        ];
        connection
            .execute_raw(Statement::from_sql_and_values(backend, update, values))
            .await?;
    }
    Ok(())
}
