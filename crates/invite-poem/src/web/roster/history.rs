//! What happened to an invitation, line by line.

use crate::web::wording;
use invite_domain::{
    model::{Actor, Channel, Delivery, DeliveryOutcome, FailureReason, Inviter, UserId},
    ports::{HistoryEntry, HistoryFact},
};
use invite_i18n::{Arg, Texts};

/// One line of the history.
pub(super) struct Line {
    pub(super) at: String,
    pub(super) at_machine: String,
    pub(super) text: String,
    pub(super) who: Option<String>,
    pub(super) detail: Option<String>,
    pub(super) mood: &'static str,
}

impl Line {
    /// Words an entry of the invitation's history; `reader` is called "you".
    pub(super) fn of(
        entry: &HistoryEntry,
        texts: Texts,
        inviter: &Inviter,
        reader: Option<UserId>,
    ) -> Self {
        let (text, who, detail, mood) = match &entry.fact {
            HistoryFact::Action { name, detail, doer } => (
                action(texts, name),
                who(texts, name, &doer.actor, inviter, reader),
                detail_of(texts, name, detail),
                mood(name),
            ),
            HistoryFact::Delivery(delivery) => {
                let (said, mood) = said(texts, delivery);
                (attempt(texts, delivery), None, said, mood)
            }
        };
        Self {
            at: texts.date_time(entry.at),
            at_machine: entry.at.to_rfc3339(),
            text,
            who,
            detail,
            mood,
        }
    }
}

fn action(texts: Texts, name: &str) -> String {
    let text = match name {
        "invitation.created" => texts.get("page-history-created"),
        "invitation.edited" => texts.get("page-history-edited"),
        "invitation.queued" => texts.get("page-history-queued"),
        "invitation.invited" => texts.get("page-history-invited"),
        "invitation.failed" => texts.get("page-history-failed"),
        "invitation.bounced" => texts.get("page-history-bounced"),
        "invitation.accepted" => texts.get("page-history-accepted"),
        "invitation.declined" => texts.get("page-history-declined"),
        "invitation.expired" => texts.get("page-history-expired"),
        "invitation.revoked" => texts.get("page-history-revoked"),
        // Whatever is new in the log is better shown by its name than left out.
        other => return other.to_owned(),
    };
    text.into_owned()
}

fn mood(name: &str) -> &'static str {
    match name {
        "invitation.accepted" => "good",
        "invitation.failed" | "invitation.bounced" => "bad",
        _ => "",
    }
}

fn who(
    texts: Texts,
    action: &str,
    actor: &Actor,
    inviter: &Inviter,
    reader: Option<UserId>,
) -> Option<String> {
    let text = match actor {
        Actor::User(user) if Some(*user) == reader => texts.get("page-actor-you"),
        Actor::User(_) if action == "invitation.accepted" => texts.get("page-actor-invitee"),
        Actor::User(_) | Actor::ApiKey(_) if *actor == inviter.actor => {
            return Some(inviter.name.as_str().to_owned());
        }
        Actor::User(_) => texts.get("page-actor-person"),
        Actor::ApiKey(_) => texts.get("page-actor-api-key"),
        Actor::Invitee => texts.get("page-actor-invitee"),
        Actor::System => return None,
    };
    Some(text.into_owned())
}

/// The log's detail in words; a member's id says nothing to people.
fn detail_of(texts: Texts, name: &str, detail: &str) -> Option<String> {
    match name {
        "invitation.failed" | "invitation.bounced" => {
            let (reason, said) = detail.split_once(": ").unwrap_or((detail, ""));
            let words = FailureReason::parse(reason)
                .map_or(reason.into(), |reason| wording::failure(texts, reason));
            Some(if said.is_empty() {
                words.into_owned()
            } else {
                format!("{words} ({said})")
            })
        }
        "invitation.edited" if !detail.is_empty() => Some(detail.to_owned()),
        _ => None,
    }
}

fn attempt(texts: Texts, delivery: &Delivery) -> String {
    let channel = match delivery.channel {
        Channel::Email => texts.get("page-channel-email"),
        Channel::Sms => texts.get("page-channel-sms"),
    };
    let args = [
        ("n", Arg::Number(delivery.attempt)),
        ("channel", Arg::Text(&channel)),
    ];
    match delivery.outcome {
        DeliveryOutcome::HandedOver { .. } => texts.with("page-attempt-handed-over", &args),
        DeliveryOutcome::Deferred { .. } => texts.with("page-attempt-deferred", &args),
        DeliveryOutcome::Unknown { .. } => texts.with("page-attempt-unknown", &args),
        DeliveryOutcome::Failed(_) => texts.with("page-attempt-failed", &args),
        DeliveryOutcome::Bounced(_) => texts.with("page-attempt-bounced", &args),
    }
}

/// What the other side said to an attempt.
fn said(texts: Texts, delivery: &Delivery) -> (Option<String>, &'static str) {
    match &delivery.outcome {
        DeliveryOutcome::HandedOver { reply } => {
            (Some(reply.clone()).filter(|reply| !reply.is_empty()), "")
        }
        DeliveryOutcome::Deferred { detail, retry_at }
        | DeliveryOutcome::Unknown { detail, retry_at } => {
            let date = texts.date_time(*retry_at);
            let next = texts.with("page-attempt-next", &[("date", (&date).into())]);
            (Some(format!("{detail} · {next}")), "")
        }
        DeliveryOutcome::Failed(failure) | DeliveryOutcome::Bounced(failure) => {
            (Some(wording::failure_in_full(texts, failure)), "bad")
        }
    }
}
