//! The database from behind: what the tables hold, and a lock that keeps a commit from happening.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, QueryResult, Statement,
};
use tokio::sync::RwLock;
use uuid::Uuid;

use crate::facts::{DeliveryRow, EventRow, InvitationRow, MemberRow, MessageRow, Tables};

/// How long dead connections may linger in PostgreSQL.
const LINGER: Duration = Duration::from_secs(10);

/// Our own view of the service's database.
pub(crate) struct Database {
    url: String,
    backend: DbBackend,
    /// Closed while the service is dead: with SQLite, the first to open the file again must be the service, so
    /// that it is the one who recovers what the dead process left.
    reader: RwLock<Option<DatabaseConnection>>,
}

/// Keeps the service from committing until released.
pub(crate) struct Lock(DatabaseConnection);

/// A message that waits: who holds it is a matter of its fence.
pub(crate) struct Waiting {
    pub(crate) fence: i64,
    pub(crate) claimed: bool,
}

impl Database {
    /// Remembers where the database is.
    pub(crate) fn new(url: &str) -> Self {
        let backend = if url.starts_with("sqlite:") {
            DbBackend::Sqlite
        } else {
            DbBackend::Postgres
        };
        Self {
            url: url.to_owned(),
            backend,
            reader: RwLock::new(None),
        }
    }

    /// Opens it for reading, once the service has made it.
    pub(crate) async fn open(&self) -> Result<()> {
        // A reader that could write would copy the log back into the file when it closes last, and leave the
        // service nothing to recover.
        let url = match self.backend {
            DbBackend::Sqlite => format!("{}?mode=ro", self.url),
            _ => self.url.clone(),
        };
        let mut reader = self.reader.write().await;
        if reader.is_none() {
            *reader = Some(connect(&url, 2).await?);
        }
        Ok(())
    }

    /// Closes it.
    pub(crate) async fn close(&self) -> Result<()> {
        if let Some(reader) = self.reader.write().await.take() {
            reader.close().await?;
        }
        Ok(())
    }

    /// Waits until the server has noticed that a killed client is gone: until then a commit could still happen.
    pub(crate) async fn wait_for_the_dead(&self) -> Result<()> {
        if self.backend == DbBackend::Sqlite {
            return Ok(());
        }
        let started = Instant::now();
        while started.elapsed() < LINGER {
            let rows = self
                .rows(
                    "SELECT count(*) AS n FROM pg_stat_activity
                     WHERE application_name = 'invite' AND datname = current_database()",
                )
                .await?;
            let living: i64 = first(&rows)?.try_get("", "n")?;
            if living == 0 {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        bail!("PostgreSQL still works for the killed process");
    }

    /// Keeps the outcome of the mail to this person from being committed: on SQLite by taking the one place for
    /// writers, on PostgreSQL by locking the rows that the outcome changes.
    pub(crate) async fn lock(&self, email: &str) -> Result<Lock> {
        let connection = connect(&self.url, 1).await?;
        if self.backend == DbBackend::Sqlite {
            connection.execute_unprepared("BEGIN IMMEDIATE").await?;
        } else {
            connection.execute_unprepared("BEGIN").await?;
            let statement = Statement::from_sql_and_values(
                self.backend,
                "SELECT o.id FROM outbox o JOIN invitations i ON i.id = o.invitation_id
                 WHERE i.email = $1 AND o.state = 'waiting' FOR UPDATE",
                [email.into()],
            );
            connection.query_all_raw(statement).await?;
        }
        Ok(Lock(connection))
    }

    /// Returns the messages that are not settled.
    pub(crate) async fn waiting(&self) -> Result<BTreeMap<Uuid, Waiting>> {
        self.rows("SELECT id, fence, claimed_by FROM outbox WHERE state = 'waiting'")
            .await?
            .iter()
            .map(|row| {
                let claimed_by: Option<String> = row.try_get("", "claimed_by")?;
                let waiting = Waiting {
                    fence: row.try_get("", "fence")?,
                    claimed: claimed_by.is_some(),
                };
                Ok((row.try_get("", "id")?, waiting))
            })
            .collect()
    }

    /// Returns the messages that were withdrawn before they were settled.
    pub(crate) async fn cancelled(&self) -> Result<BTreeSet<Uuid>> {
        self.rows("SELECT id FROM outbox WHERE state = 'cancelled'")
            .await?
            .iter()
            .map(|row| Ok(row.try_get("", "id")?))
            .collect()
    }

    /// Returns the latest message of a person, and its state.
    pub(crate) async fn latest_message(&self, email: &str) -> Result<Option<(Uuid, String)>> {
        let statement = Statement::from_sql_and_values(
            self.backend,
            "SELECT o.id AS id, o.state AS state
             FROM outbox o JOIN invitations i ON i.id = o.invitation_id
             WHERE i.email = $1 ORDER BY o.generation DESC LIMIT 1",
            [email.into()],
        );
        let rows = self.query(statement).await?;
        rows.first()
            .map(|row| Ok((row.try_get("", "id")?, row.try_get("", "state")?)))
            .transpose()
    }

    /// Reads everything that the checker wants to know.
    pub(crate) async fn tables(&self) -> Result<Tables> {
        Ok(Tables {
            invitations: self
                .read(
                    "SELECT id, email, name, status, generation, member_id, failure FROM invitations",
                    |row| {
                        Ok(InvitationRow {
                            id: row.try_get("", "id")?,
                            email: row.try_get("", "email")?,
                            name: row.try_get("", "name")?,
                            status: row.try_get("", "status")?,
                            generation: row.try_get("", "generation")?,
                            member: row.try_get("", "member_id")?,
                            failure: row.try_get("", "failure")?,
                        })
                    },
                )
                .await?,
            messages: self
                .read(
                    "SELECT id, invitation_id, generation, state, attempts FROM outbox",
                    |row| {
                        Ok(MessageRow {
                            id: row.try_get("", "id")?,
                            invitation: row.try_get("", "invitation_id")?,
                            generation: row.try_get("", "generation")?,
                            state: row.try_get("", "state")?,
                            attempts: row.try_get("", "attempts")?,
                        })
                    },
                )
                .await?,
            deliveries: self
                .read("SELECT message_id, outcome FROM deliveries", |row| {
                    Ok(DeliveryRow {
                        message: row.try_get("", "message_id")?,
                        outcome: row.try_get("", "outcome")?,
                    })
                })
                .await?,
            events: self
                .read(
                    // Refusals move no state; the API's history is compared without them, too.
                    "SELECT invitation_id, name FROM audit_log
                     WHERE invitation_id IS NOT NULL AND name LIKE 'invitation.%' ORDER BY id",
                    |row| {
                        Ok(EventRow {
                            invitation: row.try_get("", "invitation_id")?,
                            name: row.try_get("", "name")?,
                        })
                    },
                )
                .await?,
            members: self
                .read(
                    "SELECT m.id AS id, u.email AS email FROM members m JOIN users u ON u.id = m.user_id",
                    |row| {
                        Ok(MemberRow {
                            id: row.try_get("", "id")?,
                            email: row.try_get("", "email")?,
                        })
                    },
                )
                .await?,
        })
    }

    async fn read<T>(
        &self,
        text: &str,
        decode: impl Fn(&QueryResult) -> Result<T>,
    ) -> Result<Vec<T>> {
        self.rows(text).await?.iter().map(decode).collect()
    }

    async fn rows(&self, text: &str) -> Result<Vec<QueryResult>> {
        self.query(Statement::from_string(self.backend, text)).await
    }

    async fn query(&self, statement: Statement) -> Result<Vec<QueryResult>> {
        let reader = self.reader.read().await;
        let reader = reader.as_ref().context("the database is closed")?;
        Ok(reader.query_all_raw(statement).await?)
    }
}

impl Lock {
    /// Lets the service commit again.
    pub(crate) async fn release(self) -> Result<()> {
        self.0.execute_unprepared("ROLLBACK").await?;
        self.0.close().await?;
        Ok(())
    }
}

/// Makes a database of our own in the cluster and returns its address.
pub(crate) async fn fresh_postgres(cluster: &str) -> Result<String> {
    const NAME: &str = "invite_crash";
    let (server, _) = cluster
        .rsplit_once('/')
        .context("the address of PostgreSQL names no database")?;
    let admin = connect(cluster, 1).await?;
    admin
        .execute_unprepared(&format!("DROP DATABASE IF EXISTS {NAME} WITH (FORCE)"))
        .await?;
    admin
        .execute_unprepared(&format!("CREATE DATABASE {NAME}"))
        .await?;
    admin.close().await?;
    Ok(format!("{server}/{NAME}"))
}

async fn connect(url: &str, connections: u32) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(20))
        .sqlx_logging(false);
    sea_orm::Database::connect(options)
        .await
        .context("the database cannot be opened")
}

fn first(rows: &[QueryResult]) -> Result<&QueryResult> {
    rows.first().context("the query returned nothing")
}
