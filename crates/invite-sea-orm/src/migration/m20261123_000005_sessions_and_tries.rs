//! When sessions were seen and what with, and counts of tries to sign in.

use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261123_000005_sessions_and_tries"
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
    "ALTER TABLE sessions ADD COLUMN last_seen_at {int} NOT NULL DEFAULT 0",
    // Never after `expires_at`, so that it alone decides.
    "ALTER TABLE sessions ADD COLUMN idle_until {int} NOT NULL DEFAULT 0",
    "ALTER TABLE sessions ADD COLUMN device {text}",
    "UPDATE sessions SET last_seen_at = created_at, idle_until = expires_at",
    "CREATE INDEX sessions_over ON sessions (idle_until)",
    // The digest of an identifier, a network, or both; never any of them in clear.
    "CREATE TABLE sign_in_tries (
        digest {bytes} NOT NULL PRIMARY KEY,
        failures {int} NOT NULL,
        failed_at {int},
        succeeded_at {int},
        forget_at {int} NOT NULL
    ) {clustered}",
    "CREATE INDEX sign_in_tries_stale ON sign_in_tries (forget_at)",
];

const DOWN: &[&str] = &[
    "DROP TABLE sign_in_tries",
    "DROP INDEX sessions_over",
    "ALTER TABLE sessions DROP COLUMN device",
    "ALTER TABLE sessions DROP COLUMN idle_until",
    "ALTER TABLE sessions DROP COLUMN last_seen_at",
];
