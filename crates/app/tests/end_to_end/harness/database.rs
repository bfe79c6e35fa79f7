//! Which database a test uses; each test has one to itself.

use app::ambient::TimeOrderedIds;
use invite_domain::ports::IdSource as _;
use invite_sea_orm::{SeaStore, StoreOptions};
use std::{env, path::Path};

/// The variable that says where PostgreSQL listens.
const POSTGRES: &str = "INVITE_TEST_POSTGRES_URL";

/// A database that nobody else uses.
#[derive(Debug, Clone)]
pub(crate) enum Database {
    /// A file in the test's folder.
    Sqlite,
    /// A schema of its own.
    Postgres { url: String, schema: String },
}

impl Database {
    pub(crate) fn fresh_on_postgres() -> Self {
        let url = env::var(POSTGRES).unwrap_or_else(|_| {
            panic!("{POSTGRES} is not set; `cargo xtask test` starts PostgreSQL and sets it")
        });
        let id = TimeOrderedIds.next_id().simple();
        Self::Postgres {
            url,
            schema: format!("t_{id}"),
        }
    }

    /// Returns the settings that lead the binary here.
    pub(crate) fn settings(&self, folder: &Path) -> Vec<(String, String)> {
        let settings = match self {
            Self::Sqlite => vec![("INVITE_DATABASE_URL", sqlite(folder))],
            Self::Postgres { url, schema } => vec![
                ("INVITE_DATABASE_URL", url.clone()),
                ("INVITE_DATABASE_SCHEMA", schema.clone()),
                ("INVITE_DATABASE_CONNECTIONS", "8".to_owned()),
            ],
        };
        let owned = |(key, value): (&str, String)| (key.to_owned(), value);
        settings.into_iter().map(owned).collect()
    }

    /// Opens it beside the running binary.
    pub(crate) async fn open(&self, folder: &Path) -> SeaStore {
        let mut options = StoreOptions::default();
        options.max_connections = 4;
        let url = match self {
            Self::Sqlite => sqlite(folder),
            Self::Postgres { url, schema } => {
                options.schema = Some(schema.clone());
                url.clone()
            }
        };
        SeaStore::connect(&url, &options).await.unwrap()
    }
}

fn sqlite(folder: &Path) -> String {
    format!("sqlite://{}", folder.join("invite.sqlite").display())
}
