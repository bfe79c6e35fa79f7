//! Opening a database: which one, with how many connections, and how it keeps its word.

use crate::{
    dialect::Dialect,
    error::{is_lost_connection, store_error},
    queue::Rotation,
    sql::Sql,
    transaction::Transaction,
};
use invite_domain::ports::StoreError;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    QueryResult, SqliteTransactionMode, TransactionOptions, TransactionTrait, Value,
    sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::{sync::Arc, time::Duration};

/// How long a busy SQLite file is waited for before a statement gives up.
const SQLITE_BUSY: Duration = Duration::from_secs(10);
/// A connection that was idle for this long is asked whether it still lives before it is used.
const STALE_AFTER: Duration = Duration::from_secs(5);
/// How often a transaction is begun anew on another connection when the one at hand is dead.
const BEGIN_ATTEMPTS: u32 = 3;
const SQLITE_READERS: u32 = 4;

/// What can be set; the default suits one replica on a small machine.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct StoreOptions {
    /// How many connections at most. SQLite writes with one of its own, and reads with no more than
    /// four of these: they would only hold memory.
    pub max_connections: u32,
    /// How long a caller waits for a free connection before it is told to try again later.
    pub acquire_timeout: Duration,
    /// The PostgreSQL schema that holds the tables, made by [`SeaStore::migrate`] where it is missing;
    /// the connection's own default when `None`. SQLite has no such thing and ignores it.
    pub schema: Option<String>,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self {
            max_connections: 10,
            acquire_timeout: Duration::from_secs(30),
            schema: None,
        }
    }
}

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The address is neither SQLite's nor PostgreSQL's.
    #[error("the database address must begin with sqlite:// or postgres://")]
    UnknownDatabase,
    /// SQLite in memory would be one database for each connection, and gone after a restart.
    #[error("SQLite needs a file: a database in memory would not outlive its connection")]
    InMemory,
    /// The database did not answer, or refused us.
    #[error("the database could not be opened")]
    Unreachable(#[source] StoreError),
}

/// Storage on SQLite or PostgreSQL. Clones share their connections.
#[derive(Debug, Clone)]
pub struct SeaStore {
    pub(crate) dialect: Dialect,
    pub(crate) schema: Option<Arc<str>>,
    /// On SQLite one connection only, for which writers queue up in order: the database takes one at
    /// a time anyway, and waiting inside it is a busy loop that starves the unlucky.
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    pub(crate) rotation: Arc<Rotation>,
}

impl SeaStore {
    /// Opens `sqlite://path/to/file` (made where it is missing) or `postgres://user@host/database`.
    ///
    /// The tables are made by [`migrate`](Self::migrate).
    ///
    /// # Errors
    /// [`ConnectError`].
    pub async fn connect(url: &str, options: &StoreOptions) -> Result<Self, ConnectError> {
        let unreachable = |error| ConnectError::Unreachable(store_error(error));
        let (dialect, writer, reader) = if url.starts_with("sqlite:") {
            if url.contains(":memory:") || url.contains("mode=memory") {
                return Err(ConnectError::InMemory);
            }
            let writer = Database::connect(sqlite(url, options, 1, false))
                .await
                .map_err(unreachable)?;
            let readers = options.max_connections.min(SQLITE_READERS);
            let reader = Database::connect(sqlite(url, options, readers, true))
                .await
                .map_err(unreachable)?;
            (Dialect::Sqlite, writer, reader)
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let pool = Database::connect(postgres(url, options))
                .await
                .map_err(unreachable)?;
            (Dialect::Postgres, pool.clone(), pool)
        } else {
            return Err(ConnectError::UnknownDatabase);
        };
        Ok(Self {
            dialect,
            schema: options.schema.as_deref().map(Arc::from),
            writer,
            reader,
            rotation: Arc::default(),
        })
    }

    /// Asks the database whether it answers, for readiness probes.
    ///
    /// # Errors
    /// [`StoreError`] when it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.reader
            .execute_unprepared("SELECT 1")
            .await
            .map(drop)
            .map_err(store_error)
    }

    /// Closes every connection; units of work that are still open fail.
    ///
    /// # Errors
    /// [`StoreError`] when a connection does not close cleanly; nothing is lost all the same.
    pub async fn close(self) -> Result<(), StoreError> {
        self.reader.close().await.map_err(store_error)?;
        self.writer.close().await.map_err(store_error)
    }

    /// Begins a transaction that may write.
    pub(crate) async fn transaction(&self) -> Result<Transaction, StoreError> {
        Ok(Transaction::new(
            self.begin_transaction().await?,
            self.dialect,
        ))
    }

    /// Begins a bare transaction, for the schema.
    pub(crate) async fn begin_transaction(&self) -> Result<DatabaseTransaction, StoreError> {
        let mut attempt = 1;
        loop {
            // A transaction that reads first and writes later would fail as soon as another writes
            // in between, without waiting: it must take SQLite's one place at once.
            let options = TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            };
            match self.writer.begin_with_options(options).await {
                Ok(begun) => return Ok(begun),
                // After a restart of the server the pool is full of dead connections, and nothing was
                // done yet that could be done twice.
                Err(error) if attempt < BEGIN_ATTEMPTS && is_lost_connection(&error) => {
                    attempt += 1;
                }
                Err(error) => return Err(store_error(error)),
            }
        }
    }

    /// Returns the rows of a query, outside of any transaction.
    pub(crate) async fn read(
        &self,
        sql: &Sql,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<QueryResult>, StoreError> {
        self.reader
            .query_all_raw(sql.with(self.dialect, values))
            .await
            .map_err(store_error)
    }

    /// Returns the first row of a query, outside of any transaction.
    pub(crate) async fn read_one(
        &self,
        sql: &Sql,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Option<QueryResult>, StoreError> {
        Ok(self.read(sql, values).await?.into_iter().next())
    }
}

fn postgres(url: &str, options: &StoreOptions) -> ConnectOptions {
    let mut connect = pool(url, options, options.max_connections);
    connect
        .test_before_acquire_if_idle_for(STALE_AFTER)
        .set_application_name("invite");
    if let Some(schema) = &options.schema {
        connect.set_schema_search_path(format!("\"{}\"", schema.replace('"', "\"\"")));
    }
    connect
}

fn sqlite(url: &str, options: &StoreOptions, connections: u32, reads: bool) -> ConnectOptions {
    let mut connect = pool(url, options, connections);
    connect
        .test_before_acquire(false)
        .map_sqlx_sqlite_opts(move |sqlite| sqlite_file(sqlite, reads));
    connect
}

fn sqlite_file(sqlite: SqliteConnectOptions, reads: bool) -> SqliteConnectOptions {
    let sqlite = sqlite
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // What was answered as committed survives a power cut, too.
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(SQLITE_BUSY)
        .foreign_keys(true)
        // Two MiB of pages for each connection.
        .pragma("cache_size", "-2000");
    if reads {
        sqlite.pragma("query_only", "ON")
    } else {
        // Let the log grow to 16 MiB before it is copied back, and cut it off afterwards.
        sqlite
            .pragma("wal_autocheckpoint", "4000")
            .pragma("journal_size_limit", "33554432")
    }
}

fn pool(url: &str, options: &StoreOptions, connections: u32) -> ConnectOptions {
    let mut connect = ConnectOptions::new(url);
    connect
        .max_connections(connections)
        .acquire_timeout(options.acquire_timeout)
        // It would tell every statement at level info.
        .sqlx_logging(false);
    connect
}

#[cfg(test)]
mod tests {
    use super::{SeaStore, StoreOptions};
    use crate::sql::Sql;
    use sea_orm::QueryResult;

    const SETTINGS: &str =
        "SELECT s.synchronous, j.journal_mode, f.foreign_keys, q.query_only, b.timeout
         FROM pragma_synchronous s, pragma_journal_mode j, pragma_foreign_keys f,
              pragma_query_only q, pragma_busy_timeout b";

    fn settings(row: &QueryResult) -> (String, [i64; 4]) {
        let number = |name| row.try_get::<i64>("", name).unwrap();
        let numbers = ["synchronous", "foreign_keys", "query_only", "timeout"];
        (
            row.try_get("", "journal_mode").unwrap(),
            numbers.map(number),
        )
    }

    #[test]
    fn sqlite_keeps_what_it_acknowledged_and_reads_without_writing() {
        invite_testkit::contract::run(async {
            let directory =
                std::env::temp_dir().join(format!("invite_connect_{}", std::process::id()));
            std::fs::create_dir_all(&directory).unwrap();
            let url = format!("sqlite://{}", directory.join("invite.db").display());
            let store = SeaStore::connect(&url, &StoreOptions::default())
                .await
                .unwrap();
            let sql = Sql::same(SETTINGS);
            let mut transaction = store.transaction().await.unwrap();
            let writer = transaction.one(&sql, []).await.unwrap().unwrap();
            transaction.rollback().await.unwrap();
            let reader = store.read_one(&sql, []).await.unwrap().unwrap();
            // 2 is FULL.
            assert_eq!(settings(&writer), ("wal".to_owned(), [2, 1, 0, 10_000]));
            assert_eq!(settings(&reader), ("wal".to_owned(), [2, 1, 1, 10_000]));
            store.close().await.unwrap();
            std::fs::remove_dir_all(directory).unwrap();
        });
    }
}
