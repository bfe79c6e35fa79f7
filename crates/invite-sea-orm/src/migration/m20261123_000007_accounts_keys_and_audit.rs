//! What accounts are listed by, the lock over what stands above what, who made a key and when it was
//! used, and whom an entry of the audit log is about.

use crate::{dialect::Dialect, row::Fields, sql::Sql};
use invite_domain::model::{DisplayName, Slug, listing_key};
use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261123_000007_accounts_keys_and_audit"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, UP).await?;
        fill_listing_keys(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await
    }
}

const UP: &[&str] = &[
    "ALTER TABLE accounts ADD COLUMN listing_key {text} NOT NULL DEFAULT ''",
    // One row: whoever changes what stands above what holds it until their commit.
    "CREATE TABLE account_tree (
        id {int} NOT NULL PRIMARY KEY,
        changes {int} NOT NULL
    ) {table}",
    "INSERT INTO account_tree (id, changes) VALUES (1, 0)",
    "ALTER TABLE api_keys ADD COLUMN created_by_kind {text} NOT NULL DEFAULT 'system'",
    "ALTER TABLE api_keys ADD COLUMN created_by_id {id}",
    "ALTER TABLE api_keys ADD COLUMN last_used_at {int}",
    // A revoked key keeps its row: the audit log names it for ever.
    "ALTER TABLE api_keys ADD COLUMN revoked_at {int}",
    "DROP INDEX api_keys_account",
    "CREATE INDEX api_keys_list ON api_keys (account_id, created_at, id)",
    "ALTER TABLE audit_log ADD COLUMN member_id {id}",
    "ALTER TABLE audit_log ADD COLUMN user_id {id}",
    "ALTER TABLE audit_log ADD COLUMN api_key_id {id}",
    "DROP INDEX audit_log_account",
    "CREATE INDEX audit_log_list ON audit_log (account_id, at, id)",
    "CREATE INDEX audit_log_member ON audit_log (member_id) WHERE member_id IS NOT NULL",
];

const DOWN: &[&str] = &[
    "DROP INDEX audit_log_member",
    "DROP INDEX audit_log_list",
    "CREATE INDEX audit_log_account ON audit_log (account_id, id)",
    "ALTER TABLE audit_log DROP COLUMN api_key_id",
    "ALTER TABLE audit_log DROP COLUMN user_id",
    "ALTER TABLE audit_log DROP COLUMN member_id",
    "DROP INDEX api_keys_list",
    "CREATE INDEX api_keys_account ON api_keys (account_id)",
    "ALTER TABLE api_keys DROP COLUMN revoked_at",
    "ALTER TABLE api_keys DROP COLUMN last_used_at",
    "ALTER TABLE api_keys DROP COLUMN created_by_id",
    "ALTER TABLE api_keys DROP COLUMN created_by_kind",
    "DROP TABLE account_tree",
    "ALTER TABLE accounts DROP COLUMN listing_key",
];

/// Neither database folds every letter as we do, so that it is done here.
async fn fill_listing_keys(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let dialect = Dialect::of(connection.get_database_backend());
    let read = Sql::same("SELECT id, name, slug FROM accounts");
    let write = Sql::same("UPDATE accounts SET listing_key = $2 WHERE id = $1");
    let unreadable = |error| DbErr::Migration(format!("an account cannot be read: {error}"));
    for row in connection.query_all_raw(read.with(dialect, [])).await? {
        let fields = Fields::new(&row, "accounts");
        let name = fields.parsed("name", DisplayName::parse);
        let slug = fields.parsed("slug", Slug::parse);
        let key = listing_key(&name.map_err(unreadable)?, &slug.map_err(unreadable)?);
        let id = fields.id("id").map_err(unreadable)?;
        connection
            .execute_raw(write.with(dialect, [id.into(), key.into()]))
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::{SeaStore, StoreOptions, migration::Migrator};
    use invite_domain::{
        model::Actor,
        ports::{AccountFilter, AccountPageRequest, AccountReader},
    };
    use invite_testkit::{SteppedClock, an_account, contract::run};
    use sea_orm::Database;
    use sea_orm_migration::MigratorTrait;

    /// Goes back to the step before this one and forth again, over a database in use.
    #[test]
    fn accounts_of_before_are_listed_by_name_like_new_ones() {
        run(async {
            let folder = format!("invite_listing_{}", std::process::id());
            let folder = std::env::temp_dir().join(folder);
            std::fs::create_dir_all(&folder).unwrap();
            let url = format!("sqlite://{}", folder.join("invite.db").display());
            let store = SeaStore::connect(&url, &StoreOptions::default())
                .await
                .unwrap();
            store.migrate().await.unwrap();
            for name in ["Ёлка", "Maju"] {
                an_account().named(name).put_into(&store).await.unwrap();
            }
            let steps = Migrator::migrations();
            let mut later = steps.iter().rev();
            let back = later
                .position(|step| step.name().contains("_000007_"))
                .unwrap()
                + 1;
            let connection = Database::connect(&url).await.unwrap();
            let back = u32::try_from(back).unwrap();
            Migrator::down(&connection, Some(back)).await.unwrap();
            Migrator::up(&connection, None).await.unwrap();
            connection.close().await.unwrap();

            let filter = AccountFilter {
                search: Some("ёЛ".to_owned()),
                ..AccountFilter::default()
            };
            let page = AccountPageRequest {
                limit: 50,
                after: None,
            };
            let now = SteppedClock::default().get();
            let found = store.accounts(&Actor::System, &filter, &page, now);
            let found = found.await.unwrap().items;
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].account.name.as_str(), "Ёлка");
            store.close().await.unwrap();
            std::fs::remove_dir_all(folder).unwrap();
        });
    }
}
