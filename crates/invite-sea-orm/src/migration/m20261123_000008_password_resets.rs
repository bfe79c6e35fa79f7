//! Askings for a new password, and messages that tell about something else than an invitation.

use sea_orm::{DbBackend, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261123_000008_password_resets"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, RESETS).await?;
        match manager.get_database_backend() {
            DbBackend::Sqlite => super::run(manager, REBUILD_OUTBOX).await,
            _ => super::run(manager, ALTER_OUTBOX).await,
        }
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match manager.get_database_backend() {
            DbBackend::Sqlite => super::run(manager, REBUILD_FORMER_OUTBOX).await?,
            _ => super::run(manager, ALTER_OUTBOX_BACK).await?,
        }
        super::run(manager, &["DROP TABLE password_resets"]).await
    }
}

const RESETS: &[&str] = &[
    "CREATE TABLE password_resets (
        id {id} NOT NULL PRIMARY KEY,
        user_id {id} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        requested_at {int} NOT NULL,
        expires_at {int} NOT NULL,
        used_at {int}
    ) {clustered}",
    "CREATE INDEX password_resets_user ON password_resets (user_id, requested_at)",
];

/// PostgreSQL changes the table in place, however many messages it holds.
const ALTER_OUTBOX: &[&str] = &[
    "ALTER TABLE outbox ALTER COLUMN invitation_id DROP NOT NULL",
    "ALTER TABLE outbox ADD COLUMN kind {text} NOT NULL DEFAULT 'invitation'",
    "ALTER TABLE outbox ALTER COLUMN kind DROP DEFAULT",
    "ALTER TABLE outbox ADD COLUMN reset_id {id} REFERENCES password_resets (id) ON DELETE CASCADE",
    "ALTER TABLE outbox ADD COLUMN user_id {id} REFERENCES users (id) ON DELETE CASCADE",
    "CREATE INDEX outbox_reset ON outbox (reset_id) WHERE reset_id IS NOT NULL",
    "CREATE INDEX outbox_user ON outbox (user_id) WHERE user_id IS NOT NULL",
];

const ALTER_OUTBOX_BACK: &[&str] = &[
    "DELETE FROM outbox WHERE invitation_id IS NULL",
    "DROP INDEX outbox_reset",
    "DROP INDEX outbox_user",
    "ALTER TABLE outbox DROP COLUMN user_id",
    "ALTER TABLE outbox DROP COLUMN reset_id",
    "ALTER TABLE outbox DROP COLUMN kind",
    "ALTER TABLE outbox ALTER COLUMN invitation_id SET NOT NULL",
];

/// SQLite cannot let a column be empty that must not be; the table is written anew.
const REBUILD_OUTBOX: &[&str] = &[
    "ALTER TABLE outbox RENAME TO former_outbox",
    "DROP INDEX outbox_waiting",
    "DROP INDEX outbox_invitation",
    "CREATE TABLE outbox (
        id {id} NOT NULL PRIMARY KEY,
        account_id {id} NOT NULL,
        invitation_id {id} REFERENCES invitations (id) ON DELETE CASCADE,
        generation {int} NOT NULL,
        channel {text} NOT NULL,
        queued_at {int} NOT NULL,
        due_at {int} NOT NULL,
        free_at {int} NOT NULL,
        attempts {int} NOT NULL,
        state {text} NOT NULL,
        fence {int} NOT NULL,
        claimed_by {text},
        kind {text} NOT NULL,
        reset_id {id} REFERENCES password_resets (id) ON DELETE CASCADE,
        user_id {id} REFERENCES users (id) ON DELETE CASCADE
    ) {clustered}",
    "INSERT INTO outbox SELECT id, account_id, invitation_id, generation, channel, queued_at, due_at,
        free_at, attempts, state, fence, claimed_by, 'invitation', NULL, NULL FROM former_outbox",
    "DROP TABLE former_outbox",
    "CREATE INDEX outbox_waiting ON outbox (account_id, free_at, id) WHERE state = 'waiting'",
    "CREATE INDEX outbox_invitation ON outbox (invitation_id) WHERE state = 'waiting'",
    "CREATE INDEX outbox_reset ON outbox (reset_id) WHERE reset_id IS NOT NULL",
    "CREATE INDEX outbox_user ON outbox (user_id) WHERE user_id IS NOT NULL",
];

const REBUILD_FORMER_OUTBOX: &[&str] = &[
    "ALTER TABLE outbox RENAME TO later_outbox",
    "DROP INDEX outbox_waiting",
    "DROP INDEX outbox_invitation",
    "DROP INDEX outbox_reset",
    "DROP INDEX outbox_user",
    "CREATE TABLE outbox (
        id {id} NOT NULL PRIMARY KEY,
        account_id {id} NOT NULL,
        invitation_id {id} NOT NULL REFERENCES invitations (id) ON DELETE CASCADE,
        generation {int} NOT NULL,
        channel {text} NOT NULL,
        queued_at {int} NOT NULL,
        due_at {int} NOT NULL,
        free_at {int} NOT NULL,
        attempts {int} NOT NULL,
        state {text} NOT NULL,
        fence {int} NOT NULL,
        claimed_by {text}
    ) {clustered}",
    "INSERT INTO outbox SELECT id, account_id, invitation_id, generation, channel, queued_at, due_at,
        free_at, attempts, state, fence, claimed_by FROM later_outbox WHERE invitation_id IS NOT NULL",
    "DROP TABLE later_outbox",
    "CREATE INDEX outbox_waiting ON outbox (account_id, free_at, id) WHERE state = 'waiting'",
    "CREATE INDEX outbox_invitation ON outbox (invitation_id) WHERE state = 'waiting'",
];
