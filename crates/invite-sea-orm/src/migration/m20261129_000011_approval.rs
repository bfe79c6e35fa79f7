//! Members who accepted and wait for an administrator to approve: their place is there, and switched off.

use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261129_000011_approval"
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
    // Whoever waits may not act: not even a replica of the version before lets them in by its own means.
    "ALTER TABLE members ADD COLUMN awaiting_approval {bool} NOT NULL DEFAULT FALSE
        CHECK (NOT (active AND awaiting_approval))",
    // Few, so that listing and counting them is quick however many others there are.
    "CREATE INDEX members_awaiting ON members (account_id, joined_at, id) WHERE awaiting_approval",
];

const DOWN: &[&str] = &[
    "DROP INDEX members_awaiting",
    // To the version before they are switched off.
    "ALTER TABLE members DROP COLUMN awaiting_approval",
];
