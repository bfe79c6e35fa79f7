//! Fresh databases: a file for SQLite, a schema of the test cluster for PostgreSQL.

use invite_sea_orm::{SeaStore, StoreOptions};
use invite_testkit::contract::StoreHarness;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement,
};
use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

/// A database that is gone, or at least forgotten, once this is dropped.
pub(crate) struct Fresh {
    pub(crate) url: String,
    pub(crate) options: StoreOptions,
    directory: Option<PathBuf>,
}

impl Drop for Fresh {
    fn drop(&mut self) {
        if let Some(directory) = &self.directory {
            // A directory that stays behind harms no test.
            drop(std::fs::remove_dir_all(directory));
        }
    }
}

impl Fresh {
    /// A path in a directory of its own; SQLite makes the file.
    pub(crate) fn sqlite() -> Self {
        let directory = std::env::temp_dir().join(unique_name());
        drop(std::fs::remove_dir_all(&directory));
        std::fs::create_dir_all(&directory).unwrap();
        let file = directory.join("invite.db");
        Self {
            url: format!("sqlite://{}", file.display()),
            options: StoreOptions::default(),
            directory: Some(directory),
        }
    }

    /// A schema of its own in the test cluster.
    pub(crate) async fn postgres() -> Self {
        let Ok(url) = std::env::var("INVITE_TEST_POSTGRES_URL") else {
            panic!(
                "INVITE_TEST_POSTGRES_URL names no PostgreSQL: run the tests with `cargo xtask test`"
            );
        };
        let schema = unique_name();
        let admin = Database::connect(&url).await.unwrap();
        admin
            .execute_unprepared(&format!("DROP SCHEMA IF EXISTS {schema} CASCADE"))
            .await
            .unwrap();
        admin.close().await.unwrap();
        let mut options = StoreOptions::default();
        options.schema = Some(schema);
        Self {
            url,
            options,
            directory: None,
        }
    }

    pub(crate) async fn connect(&self) -> SeaStore {
        SeaStore::connect(&self.url, &self.options).await.unwrap()
    }

    /// Opens it with its tables made.
    pub(crate) async fn migrated(&self) -> SeaStore {
        let store = self.connect().await;
        store.migrate().await.unwrap();
        store
    }

    /// Runs a statement past the store.
    pub(crate) async fn execute(&self, statement: &str) {
        let connection = self.aside().await;
        connection.execute_unprepared(statement).await.unwrap();
        connection.close().await.unwrap();
    }

    /// Describes tables, columns and indexes, a line for each, sorted.
    pub(crate) async fn schema(&self) -> Vec<String> {
        let mut lines = self.columns().await;
        lines.extend(self.lines(INDEXES).await);
        lines.sort();
        lines
    }

    /// Returns `table.column` of every column.
    pub(crate) async fn columns(&self) -> Vec<String> {
        self.lines(COLUMNS).await
    }

    /// Returns what a deleted row does to those that refer to it, for each foreign key.
    pub(crate) async fn delete_rules(&self) -> Vec<(String, String)> {
        let lines = self.lines(DELETE_RULES).await;
        let split = |line: &String| {
            let (key, rule) = line.split_once(": ").unwrap();
            (key.to_owned(), rule.to_owned())
        };
        lines.iter().map(split).collect()
    }

    /// Ends every connection to the schema's store, as a restart of the server would.
    pub(crate) async fn end_connections(&self) {
        let connection = self.aside().await;
        // Tests run side by side in one cluster: only those that used this schema are ended.
        let schema = self.options.schema.as_deref().unwrap();
        let ended = connection
            .query_all_raw(Statement::from_string(
                DbBackend::Postgres,
                format!(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                     WHERE application_name = 'invite' AND pid <> pg_backend_pid()
                       AND pid IN (SELECT pid FROM pg_locks WHERE relation IN
                           (SELECT oid FROM pg_class WHERE relnamespace = '{schema}'::regnamespace))"
                ),
            ))
            .await
            .unwrap();
        assert!(!ended.is_empty());
        connection.close().await.unwrap();
    }

    /// Opens a connection of its own, past the store.
    async fn aside(&self) -> DatabaseConnection {
        let mut options = ConnectOptions::new(&self.url);
        options.max_connections(1);
        if let Some(schema) = &self.options.schema {
            options.set_schema_search_path(schema);
        }
        Database::connect(options).await.unwrap()
    }

    async fn lines(&self, query: (&str, &str)) -> Vec<String> {
        let connection = self.aside().await;
        let backend = connection.get_database_backend();
        let text = if backend == DbBackend::Sqlite {
            query.0
        } else {
            query.1
        };
        let rows = connection
            .query_all_raw(Statement::from_string(backend, text))
            .await
            .unwrap();
        connection.close().await.unwrap();
        rows.iter()
            .map(|row| row.try_get("", "line").unwrap())
            .collect()
    }
}

/// Each for SQLite and for PostgreSQL.
const COLUMNS: (&str, &str) = (
    "SELECT m.name || '.' || c.name AS line FROM sqlite_master m, pragma_table_info(m.name) c
     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' ORDER BY line",
    "SELECT table_name || '.' || column_name AS line FROM information_schema.columns
     WHERE table_schema = current_schema() ORDER BY line",
);
const INDEXES: (&str, &str) = (
    "SELECT tbl_name || ' ' || sql AS line FROM sqlite_master
     WHERE type = 'index' AND sql IS NOT NULL",
    "SELECT tablename || ' ' || indexdef AS line FROM pg_indexes
     WHERE schemaname = current_schema()",
);
const DELETE_RULES: (&str, &str) = (
    "SELECT m.name || '.' || k.\"from\" || ': ' || k.on_delete AS line
     FROM sqlite_master m, pragma_foreign_key_list(m.name) k WHERE m.type = 'table'",
    "SELECT constraint_name || ': ' || delete_rule AS line
     FROM information_schema.referential_constraints WHERE constraint_schema = current_schema()",
);

pub(crate) async fn sqlite() -> StoreHarness {
    let fresh = Fresh::sqlite();
    StoreHarness::of(fresh.migrated().await).keeping(fresh)
}

pub(crate) async fn postgres() -> StoreHarness {
    let fresh = Fresh::postgres().await;
    StoreHarness::of(fresh.migrated().await).keeping(fresh)
}

/// Unlike any other of this run; what an earlier run left under the name is removed by the callers.
fn unique_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("invite_test_{}_{count}", std::process::id())
}
