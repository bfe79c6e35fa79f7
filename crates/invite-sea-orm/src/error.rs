//! What a fault of the database means to the domain: will it pass, and may the commit have happened.

use invite_domain::ports::StoreError;
use sea_orm::{DbErr, RuntimeErr, SqlxError};
use std::{error::Error, fmt};

/// A stored value that this version cannot read. It names the place and never the value.
#[derive(Debug)]
pub(crate) struct UnreadableColumn {
    pub(crate) table: &'static str,
    pub(crate) column: &'static str,
    pub(crate) id: String,
    pub(crate) source: Box<dyn Error + Send + Sync>,
}

impl fmt::Display for UnreadableColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "column {} of row {} in table {} cannot be read",
            self.column, self.id, self.table
        )
    }
}

impl Error for UnreadableColumn {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self.source.as_ref())
    }
}

/// Wraps a fault of anything but a commit: nothing was committed.
pub(crate) fn store_error(error: DbErr) -> StoreError {
    let passing = is_passing(&error);
    let wrapped = StoreError::new(error);
    if passing {
        wrapped.transient()
    } else {
        wrapped
    }
}

/// Wraps a fault of a commit. Where the database did not say no, it may have happened.
pub(crate) fn commit_error(error: DbErr) -> StoreError {
    let refused = was_refused(&error);
    let wrapped = store_error(error);
    if refused {
        wrapped
    } else {
        wrapped.maybe_committed()
    }
}

/// Whether the connection cannot be used, rather than the statement refused.
pub(crate) fn is_lost_connection(error: &DbErr) -> bool {
    match sqlx_error(error) {
        Some(SqlxError::Io(_) | SqlxError::Protocol(_) | SqlxError::WorkerCrashed) => true,
        Some(SqlxError::Database(database)) => database
            .code()
            .is_some_and(|code| code.starts_with("57P") || code.starts_with("08")),
        _ => false,
    }
}

fn is_passing(error: &DbErr) -> bool {
    if matches!(error, DbErr::ConnectionAcquire(_)) || is_lost_connection(error) {
        return true;
    }
    match sqlx_error(error) {
        Some(SqlxError::PoolTimedOut | SqlxError::PoolClosed) => true,
        Some(SqlxError::Database(database)) => database.code().is_some_and(|code| {
            matches!(
                Code::read(&code),
                Code::SqliteBusy
                    | Code::Postgres(
                        // Serialization, deadlock, lock timeout, too many connections, and a standby
                        // that has not taken over yet.
                        "40001" | "40P01" | "55P03" | "53300" | "25006"
                    )
            )
        }),
        _ => false,
    }
}

/// Whether the database itself answered that it did not commit.
fn was_refused(error: &DbErr) -> bool {
    let Some(SqlxError::Database(database)) = sqlx_error(error) else {
        return false;
    };
    database.code().is_some_and(|code| match Code::read(&code) {
        Code::SqliteBusy | Code::SqliteOther => true,
        Code::SqliteIo => false,
        // Shutdowns, lost connections and inner faults can strike after the commit was written.
        Code::Postgres(code) => !["57", "08", "58", "XX"]
            .iter()
            .any(|class| code.starts_with(class)),
    })
}

enum Code<'a> {
    Postgres(&'a str),
    SqliteBusy,
    SqliteIo,
    SqliteOther,
}

impl<'a> Code<'a> {
    /// PostgreSQL's codes have five characters, SQLite's are decimal numbers below 10,000 whose low
    /// byte is the primary code (busy 5, locked 6, input or output 10).
    fn read(code: &'a str) -> Self {
        match code.parse::<u32>() {
            Ok(number) if code.len() < 5 => match number & 0xff {
                5 | 6 => Self::SqliteBusy,
                10 => Self::SqliteIo,
                _ => Self::SqliteOther,
            },
            _ => Self::Postgres(code),
        }
    }
}

fn sqlx_error(error: &DbErr) -> Option<&SqlxError> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error.as_ref()),
        _ => None,
    }
}
