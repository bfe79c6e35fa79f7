//! Finds a person's live places on rosters by what they sign in with.

use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261123_000006_messages_to_people"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, DOWN).await
    }
}

const UP: &[&str] = &[
    // The other way round it still keeps the place unique, and finds a person whatever the account.
    "DROP INDEX invitations_live_key",
    "CREATE UNIQUE INDEX invitations_live_key ON invitations (live_key, account_id)",
    "CREATE INDEX invitations_login ON invitations (login)
        WHERE login IS NOT NULL AND live_key IS NOT NULL",
];

const DOWN: &[&str] = &[
    "DROP INDEX invitations_login",
    "DROP INDEX invitations_live_key",
    "CREATE UNIQUE INDEX invitations_live_key ON invitations (account_id, live_key)",
];
