//! The databases under measurement, reached past the service: to fill them, to count in them, and to
//! find out how fast they are on their own.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};
use data_encoding::HEXLOWER;
use rusqlite::types::Value;

/// Between the fields of what `psql` prints: no text of ours holds it.
const FIELD: char = '\u{1f}';
/// Between the rows.
const ROW: char = '\u{1e}';

/// Where databases can be made.
#[derive(Debug, Clone)]
pub(crate) enum Server {
    Sqlite,
    Postgres { url: String, programs: PathBuf },
}

impl Server {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres { .. } => "PostgreSQL",
        }
    }

    /// Makes an empty database.
    pub(crate) fn database(&self, folder: &Path, name: &str) -> Result<Database> {
        match self {
            Self::Sqlite => Ok(Database::Sqlite(folder.join(format!("{name}.sqlite")))),
            Self::Postgres { url, programs } => {
                let database = |name| Database::Postgres {
                    url: with_name(url, name),
                    programs: programs.clone(),
                };
                let maintenance = database("postgres");
                maintenance.run(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))?;
                maintenance.run(&format!("CREATE DATABASE {name}"))?;
                Ok(database(name))
            }
        }
    }
}

fn with_name(url: &str, name: &str) -> String {
    let (server, _) = url.rsplit_once('/').unwrap_or((url, ""));
    format!("{server}/{name}")
}

/// One database.
#[derive(Debug, Clone)]
pub(crate) enum Database {
    Sqlite(PathBuf),
    Postgres { url: String, programs: PathBuf },
}

impl Database {
    /// The address that the service is given.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite(file) => format!("sqlite://{}", file.display()),
            Self::Postgres { url, .. } => url.clone(),
        }
    }

    /// Chooses by database: the word of SQLite, or that of PostgreSQL.
    pub(crate) fn either<T>(&self, sqlite: T, postgres: T) -> T {
        match self {
            Self::Sqlite(_) => sqlite,
            Self::Postgres { .. } => postgres,
        }
    }

    /// Runs statements.
    pub(crate) fn run(&self, sql: &str) -> Result<()> {
        match self {
            Self::Sqlite(file) => Ok(open(file)?.execute_batch(sql)?),
            Self::Postgres { url, programs } => psql(programs, url, sql).map(drop),
        }
    }

    /// Returns the rows of a query, every value as text.
    pub(crate) fn rows(&self, sql: &str) -> Result<Vec<Vec<String>>> {
        match self {
            Self::Sqlite(file) => {
                let connection = open(file)?;
                let mut statement = connection.prepare(sql)?;
                let columns = statement.column_count();
                let mut rows = statement.query([])?;
                let mut all = Vec::new();
                while let Some(row) = rows.next()? {
                    let texts: Result<Vec<_>, rusqlite::Error> = (0..columns)
                        .map(|column| row.get::<_, Value>(column).map(text))
                        .collect();
                    all.push(texts?);
                }
                Ok(all)
            }
            Self::Postgres { url, programs } => {
                let printed = psql(programs, url, sql)?;
                let rows = printed.split_terminator(ROW);
                Ok(rows
                    .map(|row| row.split(FIELD).map(str::to_owned).collect())
                    .collect())
            }
        }
    }

    /// Returns the one text that a query is about.
    pub(crate) fn text(&self, sql: &str) -> Result<String> {
        let first = self.rows(sql)?.into_iter().next();
        let value = first.and_then(|row| row.into_iter().next());
        value.with_context(|| format!("no row: {sql}"))
    }

    /// Returns the one number that a query is about.
    pub(crate) fn number(&self, sql: &str) -> Result<u64> {
        Ok(self.text(sql)?.parse()?)
    }

    /// Counts the rows of a table.
    pub(crate) fn count(&self, table: &str) -> Result<u64> {
        self.number(&format!("SELECT count(*) FROM {table}"))
    }

    /// Brings a database that was just filled into the state of one that has been running for long.
    pub(crate) fn settle(&self) -> Result<()> {
        match self {
            Self::Sqlite(_) => self.run("PRAGMA wal_checkpoint(TRUNCATE)"),
            Self::Postgres { .. } => {
                self.run("VACUUM ANALYZE")?;
                self.run("CHECKPOINT")
            }
        }
    }

    /// What the server calls itself.
    pub(crate) fn version(&self) -> Result<String> {
        self.text(self.either("SELECT sqlite_version()", "SHOW server_version"))
    }
}

/// Opens the file with the service's own settings.
pub(crate) fn open(file: &Path) -> Result<rusqlite::Connection> {
    let connection = rusqlite::Connection::open(file)?;
    connection.execute_batch(
        "PRAGMA busy_timeout = 60000;
         PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -2000;
         PRAGMA wal_autocheckpoint = 4000;
         PRAGMA journal_size_limit = 33554432;",
    )?;
    Ok(connection)
}

fn text(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text,
        Value::Blob(bytes) => HEXLOWER.encode(&bytes),
    }
}

fn psql(programs: &Path, url: &str, sql: &str) -> Result<String> {
    let mut psql = Command::new(programs.join("psql"))
        .args(["--no-psqlrc", "--no-align", "--tuples-only", "--quiet"])
        .arg(format!("--field-separator={FIELD}"))
        .arg(format!("--record-separator={ROW}"))
        .args(["--set=ON_ERROR_STOP=1", "--file=-", url])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("psql cannot be started")?;
    psql.stdin
        .take()
        .context("psql has no input")?
        .write_all(sql.as_bytes())?;
    let output = psql.wait_with_output()?;
    if !output.status.success() {
        bail!("{}: {sql}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let printed = String::from_utf8(output.stdout)?;
    ensure!(!printed.contains('\0'), "psql printed a null byte");
    Ok(printed.trim_end_matches('\n').to_owned())
}
