//! The mail server that was chosen at set-up: one row, sealed by whoever wrote it. This crate holds no
//! key and reads nothing of it.

use crate::{connect::SeaStore, row::Fields, sql::Sql};
use invite_domain::ports::StoreError;
use sea_orm::Value;
use std::sync::LazyLock;

static READ: LazyLock<Sql> =
    LazyLock::new(|| Sql::same("SELECT version, sealed FROM mail_server WHERE id = 1"));

static VERSION: LazyLock<Sql> =
    LazyLock::new(|| Sql::same("SELECT version FROM mail_server WHERE id = 1"));

static WRITE: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "INSERT INTO mail_server (id, version, sealed) VALUES (1, 1, $1)
         ON CONFLICT (id) DO UPDATE SET version = mail_server.version + 1, sealed = excluded.sealed",
    )
});

/// What was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenMailServer {
    /// Rises with every choice; 0 while nothing was chosen.
    pub version: u32,
    /// The sealed settings; `None` where it was chosen to have none.
    pub sealed: Option<Vec<u8>>,
}

impl SeaStore {
    /// Returns what was chosen.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn mail_server(&self) -> Result<ChosenMailServer, StoreError> {
        let Some(row) = self.read_one(&READ, []).await? else {
            return Ok(ChosenMailServer {
                version: 0,
                sealed: None,
            });
        };
        let fields = Fields::new(&row, "mail_server");
        Ok(ChosenMailServer {
            version: fields.number("version")?,
            sealed: fields.get("sealed")?,
        })
    }

    /// Returns the number of the choice; 0 while nothing was chosen.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn mail_server_version(&self) -> Result<u32, StoreError> {
        match self.read_one(&VERSION, []).await? {
            Some(row) => Fields::new(&row, "mail_server").number("version"),
            None => Ok(0),
        }
    }

    /// Writes a choice over the one before.
    ///
    /// # Errors
    /// [`StoreError`]; nothing was written.
    pub async fn choose_mail_server(&self, sealed: Option<Vec<u8>>) -> Result<(), StoreError> {
        let mut transaction = self.transaction().await?;
        match transaction.execute(&WRITE, [Value::Bytes(sealed)]).await {
            Ok(_) => transaction.commit().await,
            Err(error) => {
                transaction.rollback().await?;
                Err(error)
            }
        }
    }
}
