//! Everyone in an account as one list: the names that it is sorted by, and its orders as indexes.

use invite_domain::model::sorting_name;
use sea_orm::{ConnectionTrait, DbErr, Statement, Value};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};
use uuid::Uuid;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261128_000001_people"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, COLUMNS).await?;
        let connection = manager.get_connection();
        fill(
            connection,
            "SELECT id, coalesce(name, email_original, phone, login, '') AS shown FROM invitations",
            "UPDATE invitations SET sort_name = $2 WHERE id = $1",
        )
        .await?;
        fill(
            connection,
            "SELECT id, name AS shown FROM users",
            "UPDATE users SET sort_name = $2 WHERE id = $1",
        )
        .await?;
        super::run(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await
    }
}

const COLUMNS: &[&str] = &[
    "ALTER TABLE invitations ADD COLUMN sort_name {text} NOT NULL DEFAULT ''",
    "ALTER TABLE users ADD COLUMN sort_name {text} NOT NULL DEFAULT ''",
    // The same as the person's, so that the list of an account is in the order of one index.
    "ALTER TABLE members ADD COLUMN sort_name {text} NOT NULL DEFAULT ''",
    // The same as the member's, so that who holds something is in the order of the list, too.
    "ALTER TABLE member_grants ADD COLUMN joined_at {int} NOT NULL DEFAULT 0",
];

const INDEXES: &[&str] = &[
    "UPDATE members SET sort_name = (SELECT u.sort_name FROM users u WHERE u.id = user_id)",
    "UPDATE member_grants SET joined_at = (SELECT m.joined_at FROM members m WHERE m.id = member_id)",
    // Every standing but `accepted` is a run of these two, in the order of the list.
    "CREATE INDEX invitations_names ON invitations (account_id, status, sort_name, id)",
    // Few, so that a list of them is quick however many others there are.
    "CREATE INDEX invitations_administrators ON invitations (account_id, status, created_at, id)
        WHERE access_type = 'administrator'",
    "CREATE INDEX invitations_member ON invitations (member_id) WHERE member_id IS NOT NULL",
    "CREATE INDEX members_joined ON members (account_id, joined_at, id)",
    "CREATE INDEX members_names ON members (account_id, sort_name, id)",
    "CREATE INDEX members_off ON members (account_id, joined_at, id) WHERE NOT active",
    "CREATE INDEX member_grants_joined ON member_grants (account_id, kind, name, joined_at, member_id)",
];

const DOWN: &[&str] = &[
    "DROP INDEX member_grants_joined",
    "DROP INDEX members_off",
    "DROP INDEX members_names",
    "DROP INDEX members_joined",
    "DROP INDEX invitations_member",
    "DROP INDEX invitations_administrators",
    "DROP INDEX invitations_names",
    "ALTER TABLE member_grants DROP COLUMN joined_at",
    "ALTER TABLE members DROP COLUMN sort_name",
    "ALTER TABLE users DROP COLUMN sort_name",
    "ALTER TABLE invitations DROP COLUMN sort_name",
];

/// Writes down what names are sorted by, here and not in SQL: the two databases fold letters
/// differently.
async fn fill(connection: &impl ConnectionTrait, select: &str, update: &str) -> Result<(), DbErr> {
    let backend = connection.get_database_backend();
    let rows = connection
        .query_all_raw(Statement::from_string(backend, select))
        .await?;
    for row in rows {
        let id: Uuid = row.try_get("", "id")?;
        let shown: String = row.try_get("", "shown")?;
        let values: [Value; 2] = [id.into(), sorting_name(&shown).into()];
        connection
            .execute_raw(Statement::from_sql_and_values(backend, update, values))
            .await?;
    }
    Ok(())
}
