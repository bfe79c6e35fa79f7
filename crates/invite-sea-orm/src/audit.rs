//! The audit log, written only.

use crate::{
    dialect::{Hex, Kind, json, list},
    row::{actor, millis, storable},
    sql::Sql,
    unit_of_work::SeaUnitOfWork,
};
use async_trait::async_trait;
use invite_domain::{
    model::AuditEntry,
    ports::{AuditLog, StoreError},
};
use serde::Serialize;
use std::sync::LazyLock;

/// How many rows go into one statement, to bound the memory that it takes.
const CHUNK: usize = 1000;

static APPEND: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        let columns = list(EntryRow::COLUMNS.map(|(name, _)| name));
        format!(
            "INSERT INTO audit_log ({columns}) SELECT {columns} FROM {}",
            dialect.rows(1, &EntryRow::COLUMNS)
        )
    })
});

static APPEND_ONCE: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        let columns = list(EntryRow::COLUMNS.map(|(name, _)| name));
        // Without a condition SQLite would take ON for that of a join.
        format!(
            "INSERT INTO audit_log ({columns}) SELECT {columns} FROM {} WHERE true
             ON CONFLICT (id) DO NOTHING",
            dialect.rows(1, &EntryRow::COLUMNS)
        )
    })
});

#[async_trait]
impl AuditLog for SeaUnitOfWork {
    async fn append(&mut self, entries: &[AuditEntry]) -> Result<(), StoreError> {
        for chunk in entries.chunks(CHUNK) {
            let rows: Vec<_> = chunk.iter().map(EntryRow::of).collect();
            self.transaction.execute(&APPEND, [json(&rows)]).await?;
        }
        Ok(())
    }

    async fn append_once(&mut self, entry: &AuditEntry) -> Result<(), StoreError> {
        let rows = [EntryRow::of(entry)];
        self.transaction
            .execute(&APPEND_ONCE, [json(&rows)])
            .await?;
        Ok(())
    }
}

#[derive(Serialize)]
struct EntryRow {
    id: Hex,
    account_id: Option<Hex>,
    invitation_id: Option<Hex>,
    member_id: Option<Hex>,
    user_id: Option<Hex>,
    api_key_id: Option<Hex>,
    actor_kind: &'static str,
    actor_id: Option<Hex>,
    via: &'static str,
    name: &'static str,
    detail: String,
    at: i64,
}

impl EntryRow {
    const COLUMNS: [(&'static str, Kind); 12] = [
        ("id", Kind::Id),
        ("account_id", Kind::Id),
        ("invitation_id", Kind::Id),
        ("member_id", Kind::Id),
        ("user_id", Kind::Id),
        ("api_key_id", Kind::Id),
        ("actor_kind", Kind::Text),
        ("actor_id", Kind::Id),
        ("via", Kind::Text),
        ("name", Kind::Text),
        ("detail", Kind::Text),
        ("at", Kind::Int),
    ];

    fn of(entry: &AuditEntry) -> Self {
        let (actor_kind, actor_id) = actor::encode(&entry.doer.actor);
        Self {
            id: Hex(entry.id.uuid()),
            account_id: entry.account_id.map(|id| Hex(id.uuid())),
            invitation_id: entry.action.invitation().map(|id| Hex(id.uuid())),
            member_id: entry.action.member().map(|id| Hex(id.uuid())),
            user_id: entry.action.user().map(|id| Hex(id.uuid())),
            api_key_id: entry.action.api_key().map(|id| Hex(id.uuid())),
            actor_kind,
            actor_id: actor_id.map(Hex),
            via: entry.doer.via.as_str(),
            name: entry.action.name(),
            detail: storable(&entry.action.detail()),
            at: millis(entry.at),
        }
    }
}
