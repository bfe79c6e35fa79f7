//! Rows of the real schema: one that the service wrote itself is the pattern for all the others, so
//! that they hold what it writes today.

use anyhow::{Context as _, Result, ensure};

use crate::bare::id;
use crate::database::Database;

/// The address of the invitation that serves as pattern; wherever its text stands in a row, a copy
/// holds another one.
pub(crate) const ADDRESS: &str = "pattern@bench.example";

/// One row of a table: the columns' names, and their values as the database writes them down.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    table: &'static str,
    columns: Vec<String>,
    values: Vec<String>,
}

/// The rows that one invitation left in every table.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    rows: Vec<Row>,
}

impl Pattern {
    /// Takes down what the pattern's invitation left behind.
    pub(crate) fn invitation(database: &Database) -> Result<Self> {
        let invitation = format!("= (SELECT id FROM invitations WHERE email = '{ADDRESS}')");
        Self::read(
            database,
            &[
                ("invitations", &format!("id {invitation}")),
                ("outbox", &format!("invitation_id {invitation}")),
                ("deliveries", &format!("invitation_id {invitation}")),
                ("audit_log", &format!("invitation_id {invitation}")),
            ],
        )
    }

    /// Takes down the rows of these tables for which the condition holds. Where they speak of the very
    /// first, their copies speak of its copy.
    pub(crate) fn read(database: &Database, tables: &[(&'static str, &str)]) -> Result<Self> {
        let mut rows = Vec::new();
        for (table, condition) in tables {
            rows.extend(read(database, table, condition)?);
        }
        ensure!(!rows.is_empty(), "there is no pattern to copy");
        Ok(Self { rows })
    }

    /// The columns of a table.
    pub(crate) fn columns_of(&self, table: &str) -> Vec<String> {
        self.rows
            .iter()
            .find(|row| row.table == table)
            .map(|row| row.columns.clone())
            .unwrap_or_default()
    }

    /// What the pattern's row of this table holds, as the database writes it down.
    pub(crate) fn value_of(&self, table: &str, column: &str) -> Result<&str> {
        let row = self.rows.iter().find(|row| row.table == table);
        row.and_then(|row| row.value(column))
            .with_context(|| format!("the pattern has no {column} in {table}"))
    }

    /// How many rows one invitation has in this table.
    pub(crate) fn rows_in(&self, table: &str) -> u64 {
        let rows = self.rows.iter().filter(|row| row.table == table);
        u64::try_from(rows.count()).unwrap_or_default()
    }

    /// The statements that write one more such invitation, with `number` telling it apart: one for
    /// each table, as the service does it. Without `from`, it is one such; with it, one for each of its
    /// rows. `change` sees table, column and value, and may give another value.
    pub(crate) fn inserts(
        &self,
        database: &Database,
        number: &str,
        from: &str,
        change: impl Fn(&str, &str, &str) -> Option<String>,
    ) -> Vec<String> {
        let mut statements: Vec<(&str, String)> = Vec::new();
        let original = self.rows.first().and_then(|row| row.value("id"));
        for (kind, row) in (0..).zip(&self.rows) {
            let values = row.columns.iter().zip(&row.values).map(|(column, value)| {
                let copied = if column == "id" {
                    id(database, kind, number)
                } else if Some(value.as_str()) == original {
                    id(database, 0, number)
                } else {
                    renamed(database, value, number)
                };
                change(row.table, column, &copied).unwrap_or(copied)
            });
            let values = values.collect::<Vec<_>>().join(", ");
            match statements.last_mut() {
                Some((table, statement)) if *table == row.table && from.is_empty() => {
                    statement.extend([", (", &values, ")"]);
                }
                _ => {
                    let rows = if from.is_empty() {
                        format!("VALUES ({values})")
                    } else {
                        format!("SELECT {values} {from}")
                    };
                    let columns = row.columns.join(", ");
                    let insert = format!("INSERT INTO {} ({columns}) {rows}", row.table);
                    statements.push((row.table, insert));
                }
            }
        }
        statements.into_iter().map(|(_, text)| text).collect()
    }
}

impl Row {
    fn value(&self, column: &str) -> Option<&str> {
        let at = self.columns.iter().position(|name| name == column)?;
        self.values.get(at).map(String::as_str)
    }
}

fn read(database: &Database, table: &'static str, condition: &str) -> Result<Vec<Row>> {
    let columns: Vec<String> = database
        .rows(&database.either(
            format!("SELECT name FROM pragma_table_info('{table}')"),
            format!(
                "SELECT column_name FROM information_schema.columns
                 WHERE table_name = '{table}' AND table_schema = current_schema()
                 ORDER BY ordinal_position"
            ),
        ))?
        .into_iter()
        .flatten()
        .collect();
    let quote = database.either("quote", "quote_nullable");
    let quoted: Vec<_> = columns
        .iter()
        .map(|column| format!("{quote}({column})"))
        .collect();
    let rows = database.rows(&format!(
        "SELECT {} FROM {table} WHERE {condition} ORDER BY id",
        quoted.join(", ")
    ))?;
    Ok(rows
        .into_iter()
        .map(|values| Row {
            table,
            columns: columns.clone(),
            values,
        })
        .collect())
}

/// Puts the copy's own address where the pattern's stands.
fn renamed(database: &Database, value: &str, number: &str) -> String {
    if value.starts_with('\'') {
        without_colons(database, value).replace(ADDRESS, &copied_address(database, number))
    } else {
        value.to_owned()
    }
}

/// The words for the address of a copy, to stand inside quotes.
pub(crate) fn copied_address(database: &Database, number: &str) -> String {
    let number = database.either(number.to_owned(), format!("({number})::bigint"));
    format!("copy' || {number} || '@bench.example")
}

/// Writes a quoted text without colons: pgbench takes one before a word for one of its variables.
pub(crate) fn without_colons(database: &Database, value: &str) -> String {
    value.replace(':', database.either(":", "' || chr(58) || '"))
}
