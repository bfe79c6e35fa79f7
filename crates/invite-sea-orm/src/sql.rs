//! Statements with the same text every time, so that each connection prepares them once.

use crate::dialect::Dialect;
use sea_orm::{Statement, Value};

/// One statement in the words of each database. Parameters are written `$1`, `$2`, … for both.
pub(crate) struct Sql {
    sqlite: String,
    postgres: String,
}

impl Sql {
    /// Words it for each database.
    pub(crate) fn new(word: impl Fn(Dialect) -> String) -> Self {
        Self {
            sqlite: word(Dialect::Sqlite),
            postgres: word(Dialect::Postgres),
        }
    }

    /// Takes a text that both databases understand.
    pub(crate) fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            sqlite: text.clone(),
            postgres: text,
        }
    }

    /// Binds the parameters.
    pub(crate) fn with(
        &self,
        dialect: Dialect,
        values: impl IntoIterator<Item = Value>,
    ) -> Statement {
        let text = match dialect {
            Dialect::Sqlite => &self.sqlite,
            Dialect::Postgres => &self.postgres,
        };
        #[cfg(test)]
        remember(dialect, text);
        Statement::from_sql_and_values(dialect.backend(), text, values)
    }
}

/// What SQLite was asked in this process, for the test of the plans.
#[cfg(test)]
pub(crate) static SEEN: std::sync::Mutex<std::collections::BTreeSet<String>> =
    std::sync::Mutex::new(std::collections::BTreeSet::new());

#[cfg(test)]
fn remember(dialect: Dialect, text: &str) {
    if dialect == Dialect::Sqlite {
        SEEN.lock().unwrap().insert(text.to_owned());
    }
}

/// Returns `$first, $first+1, …` for so many parameters.
pub(crate) fn parameters(first: usize, count: usize) -> String {
    crate::dialect::list((first..first + count).map(|n| format!("${n}")))
}

/// Returns `column = $first, …`.
pub(crate) fn assignments(first: usize, columns: &[&str]) -> String {
    crate::dialect::list(
        columns
            .iter()
            .zip(first..)
            .map(|(column, n)| format!("{column} = ${n}")),
    )
}

/// Returns the words that limit the rows to a parameter.
///
/// SQLite looks into a bare parameter there, and plans the whole statement anew whenever it is bound.
pub(crate) fn limit(parameter: usize) -> String {
    format!("LIMIT ${parameter} + 0")
}

/// Returns `alias.column AS prefix_column, …`, so that rows of several tables can be told apart.
pub(crate) fn selected(alias: &str, prefix: &str, columns: &[&str]) -> String {
    crate::dialect::list(
        columns
            .iter()
            .map(|column| format!("{alias}.{column} AS {prefix}{column}")),
    )
}
