//! Between rows and the domain: what is stored is what the domain gives, and what cannot be read is
//! an error that names its place, never a default.

pub(crate) mod account;
pub(crate) mod actor;
pub(crate) mod code;
pub(crate) mod grant;
pub(crate) mod grantable;
pub(crate) mod invitation;
pub(crate) mod member;
pub(crate) mod message;
pub(crate) mod password_reset;
pub(crate) mod session;
mod settings;
pub(crate) mod user;

use crate::error::UnreadableColumn;
use chrono::{DateTime, Utc};
use invite_domain::ports::StoreError;
use sea_orm::{QueryResult, TryGetable};
use std::error::Error;
use uuid::Uuid;

/// The columns of one table within a row.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a> {
    row: &'a QueryResult,
    table: &'static str,
    /// What the query put before the names, where the row holds several tables.
    prefix: &'static str,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(row: &'a QueryResult, table: &'static str) -> Self {
        Self {
            row,
            table,
            prefix: "",
        }
    }

    pub(crate) fn prefixed(
        row: &'a QueryResult,
        table: &'static str,
        prefix: &'static str,
    ) -> Self {
        Self { row, table, prefix }
    }

    /// Returns a value as the database holds it.
    pub(crate) fn get<T: TryGetable>(&self, column: &'static str) -> Result<T, StoreError> {
        self.row
            .try_get(self.prefix, column)
            .map_err(|error| self.unreadable(column, error))
    }

    pub(crate) fn id(&self, column: &'static str) -> Result<Uuid, StoreError> {
        self.get(column)
    }

    pub(crate) fn text(&self, column: &'static str) -> Result<String, StoreError> {
        self.get(column)
    }

    pub(crate) fn number(&self, column: &'static str) -> Result<u32, StoreError> {
        let number: i64 = self.get(column)?;
        u32::try_from(number).map_err(|error| self.unreadable(column, error))
    }

    pub(crate) fn time(&self, column: &'static str) -> Result<DateTime<Utc>, StoreError> {
        let millis = self.get(column)?;
        self.instant(column, millis)
    }

    pub(crate) fn time_if_any(
        &self,
        column: &'static str,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        let millis: Option<i64> = self.get(column)?;
        millis
            .map(|millis| self.instant(column, millis))
            .transpose()
    }

    /// Returns a text as the value that it is.
    pub(crate) fn parsed<T, E>(
        &self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, StoreError>
    where
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let text: String = self.get(column)?;
        parse(&text).map_err(|error| self.unreadable(column, error))
    }

    /// The same where there may be none.
    pub(crate) fn parsed_if_any<T, E>(
        &self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, StoreError>
    where
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let text: Option<String> = self.get(column)?;
        text.map(|text| parse(&text).map_err(|error| self.unreadable(column, error)))
            .transpose()
    }

    /// Says that a column cannot be read.
    pub(crate) fn unreadable(
        &self,
        column: &'static str,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> StoreError {
        let id = self
            .row
            .try_get::<Uuid>(self.prefix, "id")
            .map_or_else(|_| "unknown".to_owned(), |id| id.to_string());
        StoreError::new(UnreadableColumn {
            table: self.table,
            column,
            id,
            source: source.into(),
        })
    }

    fn instant(&self, column: &'static str, millis: i64) -> Result<DateTime<Utc>, StoreError> {
        DateTime::from_timestamp_millis(millis)
            .ok_or_else(|| self.unreadable(column, "no such instant"))
    }
}

/// Returns an instant as it is stored.
pub(crate) fn millis(at: DateTime<Utc>) -> i64 {
    at.timestamp_millis()
}

/// Returns a text without the one character that PostgreSQL cannot store. Only what other programs
/// said can hold it; whatever people write was checked before.
pub(crate) fn storable(text: &str) -> String {
    text.replace('\0', " ")
}

/// Finds the value that has this name, among all there are.
pub(crate) fn named<T: Copy>(
    all: &[T],
    name: impl Fn(T) -> &'static str,
    text: &str,
) -> Result<T, &'static str> {
    all.iter()
        .copied()
        .find(|value| name(*value) == text)
        .ok_or("no such name")
}
