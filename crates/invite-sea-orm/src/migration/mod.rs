//! The steps from an empty database to today's schema: one timestamped file each, never edited after
//! a release.

mod m20261123_000001_first_schema;
mod m20261123_000002_people_and_rights;
mod m20261123_000003_members;
mod m20261123_000004_catalogs;
mod m20261123_000005_sessions_and_tries;
mod m20261123_000006_messages_to_people;
mod m20261123_000007_accounts_keys_and_audit;
mod m20261123_000008_password_resets;
mod m20261128_000001_people;
mod m20261128_000010_mail_wordings;
mod m20261128_000011_mail_server;
mod m20261128_000020_insight;
mod m20261128_000060_inviters;
mod m20261129_000010_acceptance_codes;
mod m20261129_000011_approval;

use sea_orm::{ConnectionTrait, DbErr, DynIden, sea_query::IntoIden};
use sea_orm_migration::{MigrationTrait, MigratorTrait, SchemaManager};

/// Runs the steps. Their table is called `invite_migrations`, so that a program that embeds this
/// crate can keep its own beside it.
pub(crate) struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_first_schema::Migration),
            Box::new(m20261123_000002_people_and_rights::Migration),
            Box::new(m20261123_000003_members::Migration),
            Box::new(m20261123_000004_catalogs::Migration),
            Box::new(m20261123_000005_sessions_and_tries::Migration),
            Box::new(m20261123_000006_messages_to_people::Migration),
            Box::new(m20261123_000007_accounts_keys_and_audit::Migration),
            Box::new(m20261123_000008_password_resets::Migration),
            Box::new(m20261128_000001_people::Migration),
            Box::new(m20261128_000010_mail_wordings::Migration),
            Box::new(m20261128_000011_mail_server::Migration),
            Box::new(m20261128_000020_insight::Migration),
            Box::new(m20261128_000060_inviters::Migration),
            Box::new(m20261129_000010_acceptance_codes::Migration),
            Box::new(m20261129_000011_approval::Migration),
        ]
    }

    fn migration_table_name() -> DynIden {
        "invite_migrations".into_iden()
    }
}

/// Runs statements one by one, with the words that differ between the databases filled in.
async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let backend = connection.get_database_backend();
    for statement in statements {
        connection
            .execute_unprepared(&crate::dialect::Dialect::of(backend).schema(statement))
            .await?;
    }
    Ok(())
}
