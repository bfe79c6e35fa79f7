//! Every table as text, the same on both databases, to compare what two histories left behind.

use crate::{connect::SeaStore, dialect::list, row::Fields, sql::Sql};
use invite_domain::ports::StoreError;
use sea_orm::QueryResult;
use std::fmt::Write as _;
use uuid::Uuid;

#[derive(Clone, Copy)]
enum Kind {
    Id,
    Int,
    Text,
    Bool,
    Bytes,
}

struct Table {
    name: &'static str,
    key: &'static str,
    columns: &'static [(&'static str, Kind)],
}

use Kind::{Bool, Bytes, Id, Int, Text};

const TABLES: &[Table] = &[
    Table {
        name: "accounts",
        key: "id",
        columns: &[
            ("id", Id),
            ("parent_id", Id),
            ("name", Text),
            ("slug", Text),
            ("settings", Text),
            ("suspended_at", Int),
            ("created_at", Int),
            ("version", Int),
            ("listing_key", Text),
        ],
    },
    Table {
        name: "account_tree",
        key: "id",
        columns: &[("id", Int), ("changes", Int)],
    },
    Table {
        name: "grantables",
        key: "account_id, kind, name",
        columns: &[
            ("account_id", Id),
            ("kind", Text),
            ("name", Text),
            ("texts", Text),
            ("shared", Bool),
            ("created_at", Int),
            ("search_text", Text),
            ("bare", Text),
        ],
    },
    Table {
        name: "mail_wordings",
        key: "account_id, message, locale",
        columns: &[
            ("account_id", Id),
            ("message", Text),
            ("locale", Text),
            ("parts", Text),
        ],
    },
    Table {
        name: "mail_server",
        key: "id",
        columns: &[("id", Int), ("version", Int), ("sealed", Bytes)],
    },
    Table {
        name: "users",
        key: "id",
        columns: &[
            ("id", Id),
            ("email", Text),
            ("email_original", Text),
            ("phone", Text),
            ("login", Text),
            ("name", Text),
            ("locale", Text),
            ("password", Text),
            ("created_at", Int),
            ("search_text", Text),
            ("sort_name", Text),
        ],
    },
    Table {
        name: "members",
        key: "id",
        columns: &[
            ("id", Id),
            ("account_id", Id),
            ("user_id", Id),
            ("user_type", Text),
            ("access_type", Text),
            ("granted", Text),
            ("active", Bool),
            ("joined_at", Int),
            ("version", Int),
            ("sort_name", Text),
            ("awaiting_approval", Bool),
        ],
    },
    Table {
        name: "member_grants",
        key: "member_id, kind, name",
        columns: &[
            ("member_id", Id),
            ("kind", Text),
            ("name", Text),
            ("account_id", Id),
            ("one_holder", Bool),
            ("joined_at", Int),
        ],
    },
    Table {
        name: "invitations",
        key: "id",
        columns: &[
            ("id", Id),
            ("account_id", Id),
            ("live_key", Text),
            ("status", Text),
            ("created_at", Int),
            ("version", Int),
            ("generation", Int),
            ("queued_at", Int),
            ("invited_at", Int),
            ("expires_at", Int),
            ("state_at", Int),
            ("member_id", Id),
            ("failure", Text),
            ("detail", Text),
            ("superseded", Text),
            ("email", Text),
            ("email_original", Text),
            ("phone", Text),
            ("name", Text),
            ("login", Text),
            ("locale", Text),
            ("user_type", Text),
            ("access_type", Text),
            ("granted", Text),
            ("inviter_kind", Text),
            ("inviter_id", Id),
            ("inviter_name", Text),
            ("channel", Text),
            ("ttl_seconds", Int),
            ("message", Text),
            ("search_text", Text),
            ("sort_name", Text),
        ],
    },
    Table {
        name: "invitation_grants",
        key: "invitation_id, kind, name",
        columns: &[
            ("invitation_id", Id),
            ("kind", Text),
            ("name", Text),
            ("account_id", Id),
            ("created_at", Int),
        ],
    },
    Table {
        name: "acceptance_codes",
        key: "invitation_id, asked_at",
        columns: &[
            ("invitation_id", Id),
            ("asked_at", Int),
            ("generation", Int),
            ("wrong_tries", Int),
        ],
    },
    Table {
        name: "outbox",
        key: "id",
        columns: &[
            ("id", Id),
            ("account_id", Id),
            ("invitation_id", Id),
            ("generation", Int),
            ("channel", Text),
            ("queued_at", Int),
            ("due_at", Int),
            ("free_at", Int),
            ("attempts", Int),
            ("state", Text),
            ("fence", Int),
            ("claimed_by", Text),
            ("kind", Text),
            ("reset_id", Id),
            ("user_id", Id),
        ],
    },
    Table {
        name: "password_resets",
        key: "id",
        columns: &[
            ("id", Id),
            ("user_id", Id),
            ("requested_at", Int),
            ("expires_at", Int),
            ("used_at", Int),
        ],
    },
    Table {
        name: "deliveries",
        key: "id",
        columns: &[
            ("id", Id),
            ("account_id", Id),
            ("invitation_id", Id),
            ("message_id", Id),
            ("channel", Text),
            ("attempt", Int),
            ("outcome", Text),
            ("reason", Text),
            ("detail", Text),
            ("retry_at", Int),
            ("at", Int),
        ],
    },
    Table {
        name: "audit_log",
        key: "id",
        columns: &[
            ("id", Id),
            ("account_id", Id),
            ("invitation_id", Id),
            ("member_id", Id),
            ("user_id", Id),
            ("api_key_id", Id),
            ("actor_kind", Text),
            ("actor_id", Id),
            ("via", Text),
            ("name", Text),
            ("detail", Text),
            ("at", Int),
        ],
    },
    Table {
        name: "sessions",
        key: "id",
        columns: &[
            ("id", Id),
            ("user_id", Id),
            ("digest", Bytes),
            ("created_at", Int),
            ("expires_at", Int),
            ("last_seen_at", Int),
            ("idle_until", Int),
            ("device", Text),
        ],
    },
    Table {
        name: "sign_in_tries",
        key: "digest",
        columns: &[
            ("digest", Bytes),
            ("failures", Int),
            ("failed_at", Int),
            ("succeeded_at", Int),
            ("forget_at", Int),
        ],
    },
    Table {
        name: "api_keys",
        key: "id",
        columns: &[
            ("id", Id),
            ("account_id", Id),
            ("name", Text),
            ("scope", Text),
            ("digest", Bytes),
            ("created_at", Int),
            ("created_by_kind", Text),
            ("created_by_id", Id),
            ("expires_at", Int),
            ("last_used_at", Int),
            ("revoked_at", Int),
        ],
    },
];

/// Returns every row of every table: a line `table` and then a line of JSON for each row, ordered by
/// key. Two databases with the same history give the same text. Not for big ones: it is all in memory.
///
/// # Errors
/// [`StoreError`].
pub async fn dump(store: &SeaStore) -> Result<String, StoreError> {
    let mut text = String::new();
    for table in TABLES {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}", table.name);
        let columns = list(table.columns.iter().map(|(name, _)| *name));
        let query = format!(
            "SELECT {columns} FROM {} ORDER BY {}",
            table.name, table.key
        );
        for row in store.read(&Sql::same(query), []).await? {
            let _ = writeln!(text, "{}", line(table, &row)?);
        }
    }
    Ok(text)
}

fn line(table: &Table, row: &QueryResult) -> Result<String, StoreError> {
    let fields = Fields::new(row, table.name);
    let mut values = Vec::with_capacity(table.columns.len());
    for (column, kind) in table.columns {
        let value = match kind {
            Kind::Id => {
                let id: Option<Uuid> = fields.get(column)?;
                id.map(|id| serde_json::Value::from(id.to_string()))
            }
            Kind::Int => fields.get::<Option<i64>>(column)?.map(Into::into),
            Kind::Text => fields.get::<Option<String>>(column)?.map(Into::into),
            Kind::Bool => fields.get::<Option<bool>>(column)?.map(Into::into),
            Kind::Bytes => {
                let bytes: Option<Vec<u8>> = fields.get(column)?;
                bytes.map(|bytes| hex(&bytes).into())
            }
        };
        let value = value.unwrap_or(serde_json::Value::Null);
        values.push(format!("\"{column}\":{value}"));
    }
    Ok(format!("{{{}}}", values.join(",")))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
