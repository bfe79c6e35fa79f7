//! Where the two databases differ in words.

use sea_orm::{
    DbBackend, Value,
    sea_query::{ArrayType, Value as SeaValue},
};
use serde::{Serialize, Serializer};
use uuid::Uuid;

/// The SQL that a database speaks. Any backend but SQLite is taken for PostgreSQL: `connect` lets no
/// other in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// What a column of a row set holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    Id,
    Int,
    Text,
}

impl Dialect {
    pub(crate) fn of(backend: DbBackend) -> Self {
        if backend == DbBackend::Sqlite {
            Self::Sqlite
        } else {
            Self::Postgres
        }
    }

    pub(crate) fn backend(self) -> DbBackend {
        match self {
            Self::Sqlite => DbBackend::Sqlite,
            Self::Postgres => DbBackend::Postgres,
        }
    }

    /// Keeps others from changing the rows that a query returns, and from locking them likewise; new
    /// rows may refer to them meanwhile. On SQLite there is no other writer.
    pub(crate) fn for_update(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => "FOR NO KEY UPDATE",
        }
    }

    /// Keeps others from even referring to the rows that a query returns.
    pub(crate) fn for_removal(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => "FOR UPDATE",
        }
    }

    /// Keeps others from changing the rows of this table that a query returns; any number may do so.
    pub(crate) fn for_share(self, table: &str) -> String {
        match self {
            Self::Sqlite => String::new(),
            Self::Postgres => format!("FOR SHARE OF {table}"),
        }
    }

    /// Keeps others from removing the rows of this table that a query returns; any number may do so.
    pub(crate) fn for_key_share(self, table: &str) -> String {
        match self {
            Self::Sqlite => String::new(),
            Self::Postgres => format!("FOR KEY SHARE OF {table}"),
        }
    }

    /// As [`Self::for_update`], leaving out the rows that others hold.
    pub(crate) fn for_update_skip_locked(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => "FOR NO KEY UPDATE SKIP LOCKED",
        }
    }

    /// Names the index to go through, where the database would choose another for want of statistics.
    pub(crate) fn found_by(self, index: &str) -> String {
        match self {
            Self::Sqlite => format!("INDEXED BY {index}"),
            Self::Postgres => String::new(),
        }
    }

    /// The text of a member of the JSON object in a text column.
    pub(crate) fn member(self, column: &str, name: &str) -> String {
        match self {
            Self::Sqlite => format!("({column} ->> '{name}')"),
            Self::Postgres => format!("({column}::json ->> '{name}')"),
        }
    }

    /// Whether `haystack` contains the parameter, wildcards taken literally.
    pub(crate) fn contains(self, haystack: &str, parameter: u8) -> String {
        match self {
            Self::Sqlite => format!("instr({haystack}, ${parameter}) > 0"),
            Self::Postgres => format!("strpos({haystack}, ${parameter}) > 0"),
        }
    }

    /// A table `r(id)` of the ids in one parameter, made by [`Self::ids`]: the text stays the same
    /// however many there are, so that it is prepared once.
    pub(crate) fn id_rows(self, parameter: u8) -> String {
        match self {
            Self::Sqlite => {
                format!("(SELECT unhex(value) AS id FROM json_each(${parameter})) AS r")
            }
            Self::Postgres => format!("unnest(${parameter}::uuid[]) AS r(id)"),
        }
    }

    /// The parameter for [`Self::id_rows`].
    pub(crate) fn ids(self, ids: impl Iterator<Item = Uuid>) -> Value {
        match self {
            Self::Sqlite => json(&ids.map(Hex).collect::<Vec<_>>()),
            Self::Postgres => SeaValue::Array(
                ArrayType::Uuid,
                Some(Box::new(ids.map(|id| SeaValue::Uuid(Some(id))).collect())),
            ),
        }
    }

    /// A table `r` of the rows in one parameter, made by [`json`] of a list of structs whose fields
    /// are called like the columns.
    pub(crate) fn rows(self, parameter: u8, columns: &[(&str, Kind)]) -> String {
        match self {
            Self::Sqlite => {
                let fields = columns.iter().map(|(name, kind)| match kind {
                    Kind::Id => format!("unhex(value ->> '{name}') AS {name}"),
                    Kind::Int | Kind::Text => format!("value ->> '{name}' AS {name}"),
                });
                format!(
                    "(SELECT {} FROM json_each(${parameter})) AS r",
                    list(fields)
                )
            }
            Self::Postgres => {
                let fields = columns.iter().map(|(name, kind)| match kind {
                    Kind::Id => format!("{name} uuid"),
                    Kind::Int => format!("{name} bigint"),
                    Kind::Text => format!("{name} text"),
                });
                format!(
                    "json_to_recordset(${parameter}::json) AS r({})",
                    list(fields)
                )
            }
        }
    }

    /// Fills in the words of a schema statement.
    pub(crate) fn schema(self, statement: &str) -> String {
        let words: [(&str, &str); 8] = match self {
            Self::Sqlite => [
                ("{id}", "BLOB"),
                ("{text}", "TEXT"),
                ("{int}", "INTEGER"),
                ("{bool}", "INTEGER"),
                ("{bytes}", "BLOB"),
                ("{table}", "STRICT"),
                ("{clustered}", "STRICT, WITHOUT ROWID"),
                ("{busy}", ""),
            ],
            Self::Postgres => [
                ("{id}", "uuid"),
                // Ordered by bytes, as Rust orders strings.
                ("{text}", "text COLLATE \"C\""),
                ("{int}", "bigint"),
                ("{bool}", "boolean"),
                ("{bytes}", "bytea"),
                ("{table}", ""),
                ("{clustered}", ""),
                // Every message is written several times within minutes: clean up early.
                (
                    "{busy}",
                    "WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02)",
                ),
            ],
        };
        words
            .iter()
            .fold(statement.to_owned(), |text, (word, meaning)| {
                text.replace(word, meaning)
            })
    }
}

/// Encodes rows for [`Dialect::rows`].
pub(crate) fn json<T: Serialize>(rows: &[T]) -> Value {
    // Only maps with odd keys and failing implementations cannot be encoded; there are none in here.
    serde_json::to_string(rows).unwrap_or_default().into()
}

/// An id inside a row set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hex(pub(crate) Uuid);

impl Serialize for Hex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.as_simple())
    }
}

/// Joins column names and the like.
pub(crate) fn list(items: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    items
        .into_iter()
        .map(|item| item.as_ref().to_owned())
        .collect::<Vec<_>>()
        .join(", ")
}
