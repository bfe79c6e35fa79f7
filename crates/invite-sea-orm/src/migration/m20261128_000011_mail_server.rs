//! The mail server that was chosen at set-up, sealed.

use sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261128_000011_mail_server"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, &[TABLE]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, &["DROP TABLE mail_server"]).await
    }
}

const TABLE: &str = "CREATE TABLE mail_server (
    id {int} NOT NULL PRIMARY KEY CHECK (id = 1),
    version {int} NOT NULL,
    sealed {bytes}
) {table}";
