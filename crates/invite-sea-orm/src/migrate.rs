//! Bringing the tables up to date, by however many replicas at once.

use crate::{
    connect::SeaStore,
    dialect::Dialect,
    error::{commit_error, store_error},
    migration::Migrator,
};
use invite_domain::ports::StoreError;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait};
use sea_orm_migration::{MigratorTrait, seaql_migrations};
use std::collections::BTreeSet;

/// Any number of our own, the same for every version: whoever holds it migrates.
const ADVISORY_LOCK: i32 = 0x1a71_7e01;

/// Why the tables could not be brought up to date. They are as they were.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// A newer version was here already. Going on with an older program could damage its data.
    #[error("the database is newer than this program; it does not know {}", .unknown.join(", "))]
    DatabaseIsNewer {
        /// The steps that this program does not know.
        unknown: Vec<String>,
    },
    /// The database did not do it.
    #[error("the database could not be migrated")]
    Store(#[from] StoreError),
}

impl SeaStore {
    /// Makes the tables, or brings those of an older version up to date; nothing happens when they are.
    ///
    /// All steps are one transaction. Replicas that start together take turns, and all but the first
    /// find nothing to do.
    ///
    /// # Errors
    /// [`MigrateError`].
    pub async fn migrate(&self) -> Result<(), MigrateError> {
        self.change_schema(Direction::Up).await
    }

    /// Removes the tables and everything in them.
    ///
    /// # Errors
    /// [`MigrateError`].
    pub async fn remove_tables(&self) -> Result<(), MigrateError> {
        self.change_schema(Direction::Down).await
    }

    async fn change_schema(&self, direction: Direction) -> Result<(), MigrateError> {
        let transaction = self.begin_transaction().await?;
        let changed = self.change_schema_in(&transaction, direction).await;
        match changed {
            Ok(()) => Ok(transaction.commit().await.map_err(commit_error)?),
            Err(error) => {
                transaction.rollback().await.map_err(store_error)?;
                Err(error)
            }
        }
    }

    async fn change_schema_in(
        &self,
        transaction: &DatabaseTransaction,
        direction: Direction,
    ) -> Result<(), MigrateError> {
        if self.dialect == Dialect::Postgres {
            self.take_turn(transaction).await.map_err(store_error)?;
        }
        let unknown = unknown_steps(transaction).await.map_err(store_error)?;
        if !unknown.is_empty() {
            return Err(MigrateError::DatabaseIsNewer { unknown });
        }
        match direction {
            Direction::Up => Migrator::up(transaction, None).await,
            Direction::Down => Migrator::down(transaction, None).await,
        }
        .map_err(store_error)?;
        Ok(())
    }

    /// Waits for other replicas that migrate, then makes the schema where one was asked for.
    async fn take_turn(&self, transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        let schema = self.schema.as_deref().unwrap_or_default();
        let name = schema.replace('\'', "''");
        transaction
            .execute_unprepared(&format!(
                "SELECT pg_advisory_xact_lock({ADVISORY_LOCK}, hashtext('{name}'))"
            ))
            .await?;
        if !schema.is_empty() {
            let name = schema.replace('"', "\"\"");
            transaction
                .execute_unprepared(&format!("CREATE SCHEMA IF NOT EXISTS \"{name}\""))
                .await?;
        }
        Ok(())
    }
}

#[derive(Debug, Clone, Copy)]
enum Direction {
    Up,
    Down,
}

/// Returns the steps that were taken here by a program that knew more than this one.
async fn unknown_steps(transaction: &DatabaseTransaction) -> Result<Vec<String>, DbErr> {
    Migrator::install(transaction).await?;
    let known: BTreeSet<String> = Migrator::migrations()
        .iter()
        .map(|step| step.name().to_owned())
        .collect();
    let taken = seaql_migrations::Entity::find()
        .from_raw_sql(sea_orm::Statement::from_string(
            transaction.get_database_backend(),
            "SELECT version, applied_at FROM invite_migrations ORDER BY version",
        ))
        .all(transaction)
        .await?;
    Ok(taken
        .into_iter()
        .map(|step| step.version)
        .filter(|version| !known.contains(version))
        .collect())
}
