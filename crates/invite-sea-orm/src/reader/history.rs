//! Everything that happened to one invitation: the audit log's entries and the attempts at messages.

use crate::{
    connect::SeaStore,
    row::{Fields, actor, invitation::reason, message},
    sql::Sql,
};
use invite_domain::{
    model::{
        AccountId, Delivery, DeliveryId, DeliveryOutcome, Doer, Failure, InvitationId, OutboxId,
        Via,
    },
    ports::{HistoryEntry, HistoryFact, StoreError},
};
use std::sync::LazyLock;

static ACTIONS: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "SELECT id, actor_kind, actor_id, via, name, detail, at FROM audit_log
         WHERE invitation_id = $2 AND account_id = $1",
    )
});

static DELIVERIES: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "SELECT id, message_id, channel, attempt, outcome, reason, detail, retry_at, at
         FROM deliveries WHERE invitation_id = $2 AND account_id = $1",
    )
});

pub(super) async fn history(
    store: &SeaStore,
    account: AccountId,
    id: InvitationId,
) -> Result<Vec<HistoryEntry>, StoreError> {
    let values = || [account.uuid().into(), id.uuid().into()];
    let mut entries = Vec::new();
    for row in store.read(&DELIVERIES, values()).await? {
        let fields = Fields::new(&row, "deliveries");
        entries.push((fields.id("id")?, delivery(fields, account, id)?));
    }
    for row in store.read(&ACTIONS, values()).await? {
        let fields = Fields::new(&row, "audit_log");
        entries.push((fields.id("id")?, action(fields)?));
    }
    // Ids made later sort later, which tells the order within one millisecond.
    entries.sort_by_key(|(made, entry)| (entry.at, *made));
    Ok(entries.into_iter().map(|(_, entry)| entry).collect())
}

fn action(fields: Fields<'_>) -> Result<HistoryEntry, StoreError> {
    Ok(HistoryEntry {
        at: fields.time("at")?,
        fact: HistoryFact::Action {
            name: fields.text("name")?,
            detail: fields.text("detail")?,
            doer: Doer {
                actor: actor::decode(fields, "actor_kind", "actor_id")?,
                via: fields.parsed("via", Via::parse)?,
            },
        },
    })
}

fn delivery(
    fields: Fields<'_>,
    account_id: AccountId,
    invitation_id: InvitationId,
) -> Result<HistoryEntry, StoreError> {
    let at = fields.time("at")?;
    Ok(HistoryEntry {
        at,
        fact: HistoryFact::Delivery(Delivery {
            id: DeliveryId::new(fields.id("id")?),
            account_id,
            invitation_id,
            message_id: OutboxId::new(fields.id("message_id")?),
            channel: fields.parsed("channel", message::channel)?,
            attempt: fields.number("attempt")?,
            outcome: outcome(fields)?,
            at,
        }),
    })
}

fn outcome(fields: Fields<'_>) -> Result<DeliveryOutcome, StoreError> {
    let detail = fields.text("detail")?;
    let failure = |detail| -> Result<Failure, StoreError> {
        Ok(Failure {
            reason: fields.parsed("reason", reason)?,
            detail,
        })
    };
    match fields.text("outcome")?.as_str() {
        "handed_over" => Ok(DeliveryOutcome::HandedOver { reply: detail }),
        "deferred" => Ok(DeliveryOutcome::Deferred {
            detail,
            retry_at: fields.time("retry_at")?,
        }),
        "unknown" => Ok(DeliveryOutcome::Unknown {
            detail,
            retry_at: fields.time("retry_at")?,
        }),
        "failed" => Ok(DeliveryOutcome::Failed(failure(detail)?)),
        "bounced" => Ok(DeliveryOutcome::Bounced(failure(detail)?)),
        _ => Err(fields.unreadable("outcome", "no such outcome")),
    }
}
