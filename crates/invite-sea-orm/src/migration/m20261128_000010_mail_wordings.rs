//! How accounts word their mails.

use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261128_000010_mail_wordings"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, &[TABLE]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, &["DROP TABLE mail_wordings"]).await
    }
}

const TABLE: &str = "CREATE TABLE mail_wordings (
    account_id {id} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    message {text} NOT NULL,
    locale {text} NOT NULL,
    parts {text} NOT NULL,
    PRIMARY KEY (account_id, message, locale)
) {clustered}";
