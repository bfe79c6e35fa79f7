//! Codes that were asked for at acceptance, and the wrong tries at each; never a code itself.

use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261129_000010_acceptance_codes"
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

const UP: &[&str] = &["CREATE TABLE acceptance_codes (
        invitation_id {id} NOT NULL REFERENCES invitations (id) ON DELETE CASCADE,
        asked_at {int} NOT NULL,
        generation {int} NOT NULL,
        wrong_tries {int} NOT NULL,
        PRIMARY KEY (invitation_id, asked_at)
    ) {clustered}"];

const DOWN: &[&str] = &[
    // The version before does not know what to send.
    "DELETE FROM outbox WHERE kind = 'acceptance_code'",
    "DROP TABLE acceptance_codes",
];
