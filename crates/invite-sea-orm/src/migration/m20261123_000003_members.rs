//! Lists of members: what a search looks at, and the order of the list as an index.

use crate::row::invitation::searchable;
use sea_orm::{ConnectionTrait, DbErr, Statement};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};
use uuid::Uuid;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261123_000003_members"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, UP).await?;
        fill(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await
    }
}

const UP: &[&str] = &[
    "ALTER TABLE users ADD COLUMN search_text {text} NOT NULL DEFAULT ''",
    "CREATE UNIQUE INDEX members_list ON members (account_id, id)",
    // Few, so that counting them is quick however many members there are.
    "CREATE INDEX members_administrators ON members (account_id)
        WHERE active AND access_type = 'administrator'",
];

const DOWN: &[&str] = &[
    "DROP INDEX members_administrators",
    "DROP INDEX members_list",
    "ALTER TABLE users DROP COLUMN search_text",
];

/// Writes down what a search looks at, here and not in SQL: the two databases fold letters
/// differently.
async fn fill(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let backend = connection.get_database_backend();
    let people = "SELECT id, name, email_original, email, login, phone FROM users";
    let people = connection
        .query_all_raw(Statement::from_string(backend, people))
        .await?;
    for person in people {
        let id: Uuid = person.try_get("", "id")?;
        let mut parts: Vec<Option<String>> = Vec::new();
        for column in ["name", "email_original", "email", "login", "phone"] {
            parts.push(person.try_get("", column)?);
        }
        let text = searchable(parts.iter().map(Option::as_deref));
        let update = "UPDATE users SET search_text = $2 WHERE id = $1";
        let values = [id.into(), text.into()];
        connection
            .execute_raw(Statement::from_sql_and_values(backend, update, values))
            .await?;
    }
    Ok(())
}
