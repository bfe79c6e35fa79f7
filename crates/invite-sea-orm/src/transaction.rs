//! One database transaction that remembers whether a statement failed in it.

use crate::{
    dialect::Dialect,
    error::{commit_error, store_error},
    sql::Sql,
};
use invite_domain::ports::StoreError;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, QueryResult, SqlErr, Value};

/// A transaction that can no longer commit once a statement failed.
///
/// PostgreSQL answers the COMMIT of a failed transaction with a quiet ROLLBACK, which would look like
/// success; SQLite would commit the rest.
pub(crate) struct Transaction {
    inner: DatabaseTransaction,
    pub(crate) dialect: Dialect,
    failed: bool,
}

/// A statement failed earlier, so that nothing of this transaction can be kept.
#[derive(Debug, thiserror::Error)]
#[error("a statement of this unit of work failed, so it cannot be committed")]
struct FailedBefore;

impl Transaction {
    pub(crate) fn new(inner: DatabaseTransaction, dialect: Dialect) -> Self {
        Self {
            inner,
            dialect,
            failed: false,
        }
    }

    /// Runs a statement and returns how many rows it touched.
    pub(crate) async fn execute(
        &mut self,
        sql: &Sql,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<u64, StoreError> {
        let statement = sql.with(self.dialect, values);
        let result = self.inner.execute_raw(statement).await;
        result
            .map(|done| done.rows_affected())
            .map_err(|error| self.fail(error))
    }

    /// Returns the rows of a query.
    pub(crate) async fn all(
        &mut self,
        sql: &Sql,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<QueryResult>, StoreError> {
        let statement = sql.with(self.dialect, values);
        let result = self.inner.query_all_raw(statement).await;
        result.map_err(|error| self.fail(error))
    }

    /// Returns the first row of a query.
    pub(crate) async fn one(
        &mut self,
        sql: &Sql,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Option<QueryResult>, StoreError> {
        Ok(self.all(sql, values).await?.into_iter().next())
    }

    /// Runs a statement that a unique index may refuse: `None` then, and the transaction goes on.
    pub(crate) async fn execute_unless_taken(
        &mut self,
        sql: &Sql,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Option<u64>, StoreError> {
        // PostgreSQL refuses everything after a failed statement up to the savepoint before it.
        self.run("SAVEPOINT attempt").await?;
        let statement = sql.with(self.dialect, values);
        match self.inner.execute_raw(statement).await {
            Ok(done) => {
                self.run("RELEASE SAVEPOINT attempt").await?;
                Ok(Some(done.rows_affected()))
            }
            Err(error) if is_taken(&error) => {
                self.run("ROLLBACK TO SAVEPOINT attempt").await?;
                self.run("RELEASE SAVEPOINT attempt").await?;
                Ok(None)
            }
            Err(error) => Err(self.fail(error)),
        }
    }

    /// Begins something that may be undone by itself; ended by one of the next two. One
    /// within another is ended first.
    pub(crate) async fn savepoint(&mut self) -> Result<(), StoreError> {
        self.run("SAVEPOINT undoable").await
    }

    /// Keeps what was done since the savepoint.
    pub(crate) async fn keep_savepoint(&mut self) -> Result<(), StoreError> {
        self.run("RELEASE SAVEPOINT undoable").await
    }

    /// Undoes what was done since the savepoint.
    pub(crate) async fn undo_savepoint(&mut self) -> Result<(), StoreError> {
        self.run("ROLLBACK TO SAVEPOINT undoable").await?;
        self.run("RELEASE SAVEPOINT undoable").await
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        if self.failed {
            // What the rollback says is of no interest anymore; the connection sorts itself out.
            drop(self.inner.rollback().await);
            return Err(StoreError::new(FailedBefore));
        }
        self.inner.commit().await.map_err(commit_error)
    }

    pub(crate) async fn rollback(self) -> Result<(), StoreError> {
        self.inner.rollback().await.map_err(store_error)
    }

    async fn run(&mut self, text: &str) -> Result<(), StoreError> {
        match self.inner.execute_unprepared(text).await {
            Ok(_) => Ok(()),
            Err(error) => Err(self.fail(error)),
        }
    }

    fn fail(&mut self, error: DbErr) -> StoreError {
        self.failed = true;
        store_error(error)
    }
}

fn is_taken(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}
