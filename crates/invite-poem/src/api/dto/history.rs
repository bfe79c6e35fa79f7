//! Histories on the wire: what was done, and what became of each message.

use super::invitation::actor;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{Delivery, DeliveryOutcome, Via},
    ports::{HistoryEntry, HistoryFact},
};
use poem_openapi::Object;

/// Everything that happened to an invitation, oldest first.
#[derive(Debug, Object)]
pub(in crate::api) struct History {
    items: Vec<Entry>,
    /// Always null: the list is whole.
    next_cursor: Option<String>,
}

/// One line of a history.
#[derive(Debug, Object)]
#[oai(rename = "HistoryEntry")]
struct Entry {
    at: DateTime<Utc>,
    /// For example `invitation.queued`, or `delivery.handed_over` for an attempt at a message.
    event: String,
    /// What there is to say beyond it.
    detail: Option<String>,
    /// Who did it: `user`, `api_key`, `invitee` or `system`.
    actor: String,
    /// The id of the person or the key.
    actor_id: Option<String>,
    /// Through what: `page`, `api`, `command_line` or `worker`.
    via: String,
    /// The way that the message took: `email` or `sms`.
    channel: Option<String>,
    /// The how-manieth attempt at the message, from 1.
    attempt: Option<u32>,
    /// When the message is tried again.
    retry_at: Option<DateTime<Utc>>,
}

impl From<&[HistoryEntry]> for History {
    fn from(history: &[HistoryEntry]) -> Self {
        Self {
            items: history.iter().map(Entry::from).collect(),
            next_cursor: None,
        }
    }
}

impl From<&HistoryEntry> for Entry {
    fn from(entry: &HistoryEntry) -> Self {
        match &entry.fact {
            HistoryFact::Action { name, detail, doer } => {
                let (kind, id) = actor(&doer.actor);
                Self {
                    at: entry.at,
                    event: name.clone(),
                    detail: Some(detail.clone()).filter(|detail| !detail.is_empty()),
                    actor: kind.to_owned(),
                    actor_id: id,
                    via: doer.via.as_str().to_owned(),
                    channel: None,
                    attempt: None,
                    retry_at: None,
                }
            }
            HistoryFact::Delivery(delivery) => Self::of_delivery(entry.at, delivery),
        }
    }
}

impl Entry {
    fn of_delivery(at: DateTime<Utc>, delivery: &Delivery) -> Self {
        let (detail, retry_at) = match &delivery.outcome {
            DeliveryOutcome::HandedOver { reply } => (reply.clone(), None),
            DeliveryOutcome::Deferred { detail, retry_at }
            | DeliveryOutcome::Unknown { detail, retry_at } => (detail.clone(), Some(*retry_at)),
            DeliveryOutcome::Failed(failure) | DeliveryOutcome::Bounced(failure) => {
                let reason = failure.reason.as_str();
                (format!("{reason}: {}", failure.detail), None)
            }
        };
        Self {
            at,
            event: format!("delivery.{}", delivery.outcome.as_str()),
            detail: Some(detail).filter(|detail| !detail.is_empty()),
            actor: "system".to_owned(),
            actor_id: None,
            via: Via::Worker.as_str().to_owned(),
            channel: Some(delivery.channel.as_str().to_owned()),
            attempt: Some(delivery.attempt),
            retry_at,
        }
    }
}
