//! Messages that wait to leave, and the leases that workers hold on them.

use super::{Account, AccountId, Channel, Invitation, InvitationId, OutboxId};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// A message that waits to leave, written in the same commit as the change that caused it.
///
/// It holds no text and no secret: both are derived when it is rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxMessage {
    /// Its id, from which the Message-ID follows: every attempt and every copy carries the same.
    pub id: OutboxId,
    /// The account, for a fair turn among accounts.
    pub account_id: AccountId,
    /// The invitation that it tells about.
    pub invitation_id: InvitationId,
    /// The link that it carries.
    pub generation: u32,
    /// The way it takes.
    pub channel: Channel,
    /// When it was queued; the `Date` of a mail, the same for every attempt.
    pub queued_at: DateTime<Utc>,
    /// Not before.
    pub due_at: DateTime<Utc>,
    /// How many attempts ended.
    pub attempts: u32,
}

/// A worker's hold on a message: `fence` rises with each claim, and a worker whose number is not
/// the latest can settle nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// The message.
    pub message: OutboxId,
    /// The number of this claim.
    pub fence: u32,
    /// Until when nobody else takes it.
    pub leased_until: DateTime<Utc>,
}

/// A claimed message with everything that rendering it needs.
#[derive(Debug, Clone)]
pub struct DueMessage {
    /// The message.
    pub message: OutboxMessage,
    /// The hold on it.
    pub claim: Claim,
    /// The invitation, as it stood at the claim.
    pub invitation: Invitation,
    /// Whether someone proved to hold the invited address or number: they have credentials. Asked
    /// for only where the account gives out temporary passwords, and `false` elsewhere.
    pub is_known: bool,
    /// The account, shared among the messages of one claim.
    pub account: Arc<Account>,
}

/// What is to become of a claimed message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It left; never again.
    Sent,
    /// It failed for good.
    Failed,
    /// It is tried again at `due_at`; the attempt counts.
    Retry {
        /// When.
        due_at: DateTime<Utc>,
    },
    /// It is not wanted anymore: the invitation moved on.
    Obsolete,
    /// It was not tried; anyone may take it at once.
    Release {
        /// When; usually now.
        due_at: DateTime<Utc>,
    },
}

/// A verdict over one claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settlement {
    /// The message.
    pub message: OutboxId,
    /// The number of the claim; the verdict counts only if it is still the latest.
    pub fence: u32,
    /// How many attempts ended by now.
    pub attempts: u32,
    /// What is to become of it.
    pub verdict: Verdict,
}
