//! Fresh databases: a file for SQLite, a schema of the test cluster for PostgreSQL.

use invite_sea_orm::{SeaStore, StoreOptions};
use invite_testkit::contract::StoreHarness;
use sea_orm::{ConnectionTrait, Database};
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
}

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
