//! Messages that wait to leave, as the units of work see them, and what became of each attempt.

use crate::{
    dialect::{Hex, Kind, json, list},
    row::{Fields, message, millis, storable},
    sql::{Sql, parameters},
    unit_of_work::SeaUnitOfWork,
};
use async_trait::async_trait;
use invite_domain::{
    model::{
        Delivery, DeliveryOutcome, InvitationId, OutboxId, OutboxMessage, Settlement, Verdict,
    },
    ports::{Outbox, StoreError},
};
use serde::Serialize;
use std::sync::LazyLock;

/// How many rows go into one statement, to bound the memory that it takes.
const CHUNK: usize = 1000;

/// Free as soon as it is due, which is the seventh of the message's values.
static ENQUEUE: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "INSERT INTO outbox ({}, free_at, state, fence) VALUES ({}, $7, 'waiting', 0)",
        list(message::COLUMNS),
        parameters(1, message::COLUMNS.len())
    ))
});

static CANCEL: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "UPDATE outbox SET state = 'cancelled', claimed_by = NULL
         WHERE invitation_id = $1 AND state = 'waiting'",
    )
});

/// A verdict counts while its claim is open: not settled, not cancelled, not taken by another.
static SETTLE: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "UPDATE outbox SET state = r.state, due_at = coalesce(r.due_at, outbox.due_at),
                 free_at = coalesce(r.due_at, outbox.free_at),
                 attempts = r.attempts, claimed_by = NULL
             FROM {}
             WHERE outbox.id = r.id AND outbox.fence = r.fence AND outbox.state = 'waiting'
               AND outbox.claimed_by IS NOT NULL
             RETURNING outbox.id AS id",
            dialect.rows(1, &SettlementRow::COLUMNS)
        )
    })
});

static RECORD: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        let columns = list(DeliveryRow::COLUMNS.map(|(name, _)| name));
        format!(
            "INSERT INTO deliveries ({columns}) SELECT {columns} FROM {}",
            dialect.rows(1, &DeliveryRow::COLUMNS)
        )
    })
});

#[async_trait]
impl Outbox for SeaUnitOfWork {
    async fn enqueue(&mut self, message: &OutboxMessage) -> Result<(), StoreError> {
        let values = message::encode(message);
        self.transaction.execute(&ENQUEUE, values).await?;
        Ok(())
    }

    async fn cancel(&mut self, invitation: InvitationId) -> Result<(), StoreError> {
        let values = [invitation.uuid().into()];
        self.transaction.execute(&CANCEL, values).await?;
        Ok(())
    }

    async fn settle(&mut self, settlements: &[Settlement]) -> Result<Vec<OutboxId>, StoreError> {
        let mut counted = Vec::with_capacity(settlements.len());
        for chunk in settlements.chunks(CHUNK) {
            let rows: Vec<_> = chunk.iter().map(SettlementRow::of).collect();
            for row in self.transaction.all(&SETTLE, [json(&rows)]).await? {
                counted.push(OutboxId::new(Fields::new(&row, "outbox").id("id")?));
            }
        }
        Ok(counted)
    }

    async fn record(&mut self, deliveries: &[Delivery]) -> Result<(), StoreError> {
        for chunk in deliveries.chunks(CHUNK) {
            let rows: Vec<_> = chunk.iter().map(DeliveryRow::of).collect();
            self.transaction.execute(&RECORD, [json(&rows)]).await?;
        }
        Ok(())
    }
}

#[derive(Serialize)]
struct SettlementRow {
    id: Hex,
    fence: u32,
    state: &'static str,
    due_at: Option<i64>,
    attempts: u32,
}

impl SettlementRow {
    const COLUMNS: [(&'static str, Kind); 5] = [
        ("id", Kind::Id),
        ("fence", Kind::Int),
        ("state", Kind::Text),
        ("due_at", Kind::Int),
        ("attempts", Kind::Int),
    ];

    fn of(settlement: &Settlement) -> Self {
        let (state, due_at) = match settlement.verdict {
            Verdict::Sent => ("sent", None),
            Verdict::Failed => ("failed", None),
            Verdict::Obsolete => ("obsolete", None),
            Verdict::Retry { due_at } | Verdict::Release { due_at } => ("waiting", Some(due_at)),
        };
        Self {
            id: Hex(settlement.message.uuid()),
            fence: settlement.fence,
            state,
            due_at: due_at.map(millis),
            attempts: settlement.attempts,
        }
    }
}

#[derive(Serialize)]
struct DeliveryRow {
    id: Hex,
    account_id: Hex,
    invitation_id: Hex,
    message_id: Hex,
    channel: &'static str,
    attempt: u32,
    outcome: &'static str,
    reason: Option<&'static str>,
    detail: String,
    retry_at: Option<i64>,
    at: i64,
}

impl DeliveryRow {
    const COLUMNS: [(&'static str, Kind); 11] = [
        ("id", Kind::Id),
        ("account_id", Kind::Id),
        ("invitation_id", Kind::Id),
        ("message_id", Kind::Id),
        ("channel", Kind::Text),
        ("attempt", Kind::Int),
        ("outcome", Kind::Text),
        ("reason", Kind::Text),
        ("detail", Kind::Text),
        ("retry_at", Kind::Int),
        ("at", Kind::Int),
    ];

    fn of(delivery: &Delivery) -> Self {
        let (reason, detail, retry_at) = match &delivery.outcome {
            DeliveryOutcome::HandedOver { reply } => (None, reply, None),
            DeliveryOutcome::Deferred { detail, retry_at }
            | DeliveryOutcome::Unknown { detail, retry_at } => (None, detail, Some(*retry_at)),
            DeliveryOutcome::Failed(failure) | DeliveryOutcome::Bounced(failure) => {
                (Some(failure.reason.as_str()), &failure.detail, None)
            }
        };
        Self {
            id: Hex(delivery.id.uuid()),
            account_id: Hex(delivery.account_id.uuid()),
            invitation_id: Hex(delivery.invitation_id.uuid()),
            message_id: Hex(delivery.message_id.uuid()),
            channel: delivery.channel.as_str(),
            attempt: delivery.attempt,
            outcome: delivery.outcome.as_str(),
            reason,
            detail: storable(detail),
            retry_at: retry_at.map(millis),
            at: millis(delivery.at),
        }
    }
}
