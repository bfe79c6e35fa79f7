//! The second axis: what became of each attempt at a message.

use super::{AccountId, Channel, DeliveryId, InvitationId, OutboxId};
use chrono::{DateTime, Utc};

/// Why a message cannot reach the person, as a stable code with an advice behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FailureReason {
    /// The mailbox or number does not exist.
    UnknownRecipient,
    /// The address's domain takes no mail.
    UnknownDomain,
    /// The mailbox is full and stayed so.
    MailboxFull,
    /// The receiving side refuses us or the message by its policy.
    RefusedByPolicy,
    /// The message is larger than the receiving side takes.
    TooLarge,
    /// The receiving side refused for another reason.
    Refused,
    /// Every retry failed for a passing reason.
    RetriesExhausted,
    /// The message came back after it was handed over.
    Bounced,
}

impl FailureReason {
    /// Every reason.
    pub const ALL: [Self; 8] = [
        Self::UnknownRecipient,
        Self::UnknownDomain,
        Self::MailboxFull,
        Self::RefusedByPolicy,
        Self::TooLarge,
        Self::Refused,
        Self::RetriesExhausted,
        Self::Bounced,
    ];

    /// Returns the code on the wire and in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnknownRecipient => "unknown_recipient",
            Self::UnknownDomain => "unknown_domain",
            Self::MailboxFull => "mailbox_full",
            Self::RefusedByPolicy => "refused_by_policy",
            Self::TooLarge => "too_large",
            Self::Refused => "refused",
            Self::RetriesExhausted => "retries_exhausted",
            Self::Bounced => "bounced",
        }
    }

    /// Reads the code; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == text)
    }

    /// Returns what an administrator can do about it.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::UnknownRecipient => {
                "Check the address with the person, correct it and send again."
            }
            Self::UnknownDomain => "Check the part after the @, correct it and send again.",
            Self::MailboxFull => "Ask the person to make room, then send again.",
            Self::RefusedByPolicy => {
                "The receiving side refuses our mail: ask its administrator, or have ours look at the sender's reputation."
            }
            Self::TooLarge => "Shorten the personal message and send again.",
            Self::Refused => "Read what the receiving side said, mend it and send again.",
            Self::RetriesExhausted => {
                "The receiving side could not be reached for days: check the address, then send again."
            }
            Self::Bounced => "The mail came back: check the address, correct it and send again.",
        }
    }
}

/// A failure for good: why, and what the other side said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The stable reason.
    pub reason: FailureReason,
    /// What the mail server or gateway said, on one line and cut to a readable length.
    pub detail: String,
}

impl Failure {
    /// The longest detail that is kept, in characters.
    pub const MAX_DETAIL: usize = 500;

    /// Takes what the other side said; control characters become spaces and the rest is cut.
    pub fn new(reason: FailureReason, said: &str) -> Self {
        Self {
            reason,
            detail: one_line(said),
        }
    }
}

/// Makes a remote party's words fit to store and show.
pub(crate) fn one_line(said: &str) -> String {
    said.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(Failure::MAX_DETAIL)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// How one attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryOutcome {
    /// The mail server or gateway took it; `reply` is what it said.
    HandedOver {
        /// What the other side said.
        reply: String,
    },
    /// It did not work now and will be tried again.
    Deferred {
        /// What the other side said.
        detail: String,
        /// When.
        retry_at: DateTime<Utc>,
    },
    /// The connection fell silent after the whole message was sent: it may have arrived.
    Unknown {
        /// What is known.
        detail: String,
        /// When the same message, with the same Message-ID, is tried again.
        retry_at: DateTime<Utc>,
    },
    /// It failed for good.
    Failed(Failure),
    /// It was taken, and came back later.
    Bounced(Failure),
}

impl DeliveryOutcome {
    /// Returns the name on the wire and in storage.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::HandedOver { .. } => "handed_over",
            Self::Deferred { .. } => "deferred",
            Self::Unknown { .. } => "unknown",
            Self::Failed(_) => "failed",
            Self::Bounced(_) => "bounced",
        }
    }
}

/// One attempt at one message on one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its id.
    pub id: DeliveryId,
    /// The account.
    pub account_id: AccountId,
    /// The invitation that the message tells about.
    pub invitation_id: InvitationId,
    /// The message; the same for every attempt at it.
    pub message_id: OutboxId,
    /// The way it took.
    pub channel: Channel,
    /// The how-manieth attempt, from 1.
    pub attempt: u32,
    /// How it ended.
    pub outcome: DeliveryOutcome,
    /// When it ended.
    pub at: DateTime<Utc>,
}
