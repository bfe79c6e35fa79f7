//! The worker's side of the outbox.

mod claim;
mod people;
mod turns;

pub(crate) use turns::Rotation;

use crate::{
    connect::SeaStore,
    dialect::{Hex, Kind, json},
    row::{Fields, millis},
    sql::Sql,
};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::{
    model::{Claim, DueMessage, OutboxId},
    ports::{MessageQueue, StoreError},
};
use serde::Serialize;
use std::sync::LazyLock;
use uuid::Uuid;

/// A lease moves while its claim is open: not settled, not cancelled, not taken by another.
static RENEW: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        let claims = dialect.rows(1, &[("id", Kind::Id), ("fence", Kind::Int)]);
        let until = match dialect {
            crate::dialect::Dialect::Sqlite => "$2",
            crate::dialect::Dialect::Postgres => "$2::bigint",
        };
        format!(
            "UPDATE outbox SET free_at = {until} FROM {claims}
             WHERE outbox.id = r.id AND outbox.fence = r.fence AND outbox.state = 'waiting'
               AND outbox.claimed_by IS NOT NULL
             RETURNING outbox.id AS id, outbox.fence AS fence"
        )
    })
});

/// Walks from account to account, so that it costs as much as there are accounts that wait.
static NEXT_DUE: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "WITH RECURSIVE {} SELECT min((
            SELECT o.free_at FROM outbox o
            WHERE o.state = 'waiting' AND o.account_id = turn.account_id
            ORDER BY o.free_at LIMIT 1
         )) AS free_at FROM turn WHERE turn.account_id IS NOT NULL AND {}",
        turns::turn(""),
        turns::NOT_SUSPENDED
    ))
});

#[async_trait]
impl MessageQueue for SeaStore {
    async fn claim(
        &self,
        worker: &str,
        now: DateTime<Utc>,
        lease: TimeDelta,
        limit: u32,
    ) -> Result<Vec<DueMessage>, StoreError> {
        claim::claim(self, worker, now, now + lease, limit).await
    }

    async fn renew(
        &self,
        claims: &[Claim],
        until: DateTime<Utc>,
    ) -> Result<Vec<Claim>, StoreError> {
        if claims.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<ClaimRow> = claims.iter().map(ClaimRow::of).collect();
        let mut transaction = self.transaction().await?;
        let renewed = transaction
            .all(&RENEW, [json(&rows), millis(until).into()])
            .await;
        let renewed = match renewed {
            Ok(rows) => rows,
            Err(error) => {
                transaction.rollback().await?;
                return Err(error);
            }
        };
        transaction.commit().await?;
        renewed
            .iter()
            .map(|row| {
                let fields = Fields::new(row, "outbox");
                Ok(Claim {
                    message: OutboxId::new(fields.id("id")?),
                    fence: fields.number("fence")?,
                    leased_until: until,
                })
            })
            .collect()
    }

    async fn next_due(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        match self.read_one(&NEXT_DUE, [Uuid::nil().into()]).await? {
            Some(row) => Fields::new(&row, "outbox").time_if_any("free_at"),
            None => Ok(None),
        }
    }
}

#[derive(Serialize)]
struct ClaimRow {
    id: Hex,
    fence: u32,
}

impl ClaimRow {
    fn of(claim: &Claim) -> Self {
        Self {
            id: Hex(claim.message.uuid()),
            fence: claim.fence,
        }
    }
}
