//! Indexes that an account's overview is counted by, each over what stands so only.

use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261128_000020_insight"
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
    "CREATE INDEX invitations_sent ON invitations (account_id, invited_at)
        WHERE invited_at IS NOT NULL",
    "CREATE INDEX invitations_accepted ON invitations (account_id, state_at, invited_at)
        WHERE status = 'accepted'",
    "CREATE INDEX invitations_expiring ON invitations (account_id, expires_at, id)
        WHERE status = 'invited'",
    "CREATE INDEX invitations_failed ON invitations (account_id, failure) WHERE status = 'error'",
];

const DOWN: &[&str] = &[
    "DROP INDEX invitations_failed",
    "DROP INDEX invitations_expiring",
    "DROP INDEX invitations_accepted",
    "DROP INDEX invitations_sent",
];
