//! Messages that wait to leave, and the leases that workers hold on them.

use super::{
    Account, AccountId, Channel, Invitation, InvitationId, MailWordings, OutboxId, PasswordReset,
    PasswordResetId, User, UserId,
};
use chrono::{DateTime, Utc};
use std::sync::Arc;
use uuid::Uuid;

/// A message that waits to leave, written in the same commit as the change that caused it.
///
/// It holds no text and no secret: both are derived when it is rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxMessage {
    /// Its id, from which the Message-ID follows: every attempt and every copy carries the same.
    pub id: OutboxId,
    /// The account, for a fair turn among accounts; [`Self::OF_NO_ACCOUNT`] for what people ask for
    /// themselves, so that nobody's thousand invitations delay a new password.
    pub account_id: AccountId,
    /// What it tells about.
    pub about: About,
    /// The way it takes.
    pub channel: Channel,
    /// When it was queued; the `Date` of a mail, the same for every attempt.
    pub queued_at: DateTime<Utc>,
    /// Not before.
    pub due_at: DateTime<Utc>,
    /// How many attempts ended.
    pub attempts: u32,
}

impl OutboxMessage {
    /// The turn of messages that belong to a person rather than an account.
    pub const OF_NO_ACCOUNT: AccountId = AccountId::new(Uuid::nil());
}

/// What a message tells about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Brings the invitee the way in.
    Invitation {
        /// Which invitation.
        id: InvitationId,
        /// Which of its links or temporary passwords.
        generation: u32,
    },
    /// Brings the invitee the code that was asked for when the message was queued.
    AcceptanceCode {
        /// Of which invitation.
        id: InvitationId,
        /// With which of its links it was asked for.
        generation: u32,
    },
    /// Brings a person the link that sets a new password.
    PasswordReset(PasswordResetId),
    /// Tells a person that their password was changed.
    PasswordChanged(UserId),
}

impl About {
    /// Returns the invitation, if it is about one.
    pub const fn invitation(&self) -> Option<InvitationId> {
        match self {
            Self::Invitation { id, .. } | Self::AcceptanceCode { id, .. } => Some(*id),
            Self::PasswordReset(_) | Self::PasswordChanged(_) => None,
        }
    }
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
    /// What it tells about, as it stood at the claim.
    pub matter: Matter,
}

impl DueMessage {
    /// Returns the invitation with what belongs to it, if it is about one.
    pub fn invitation(&self) -> Option<&DueInvitation> {
        match &self.matter {
            Matter::Invitation(due) => Some(due),
            Matter::Password(_) => None,
        }
    }

    /// Returns the person with what belongs to them, if it is about their password.
    pub fn password(&self) -> Option<&DuePassword> {
        match &self.matter {
            Matter::Invitation(_) => None,
            Matter::Password(due) => Some(due),
        }
    }
}

/// What a claimed message tells about, as it stood at the claim.
#[derive(Debug, Clone)]
pub enum Matter {
    /// An invitation, to bring its way in or a code.
    Invitation(Box<DueInvitation>),
    /// A person's password.
    Password(Box<DuePassword>),
}

/// A person's password, with what rendering a message about it needs.
#[derive(Debug, Clone)]
pub struct DuePassword {
    /// The person.
    pub user: User,
    /// What there is to tell.
    pub news: PasswordNews,
    /// An account that they are in, whose name the mail is from; `None` when they are in none.
    pub account: Option<Arc<Account>>,
}

/// What there is to tell about a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordNews {
    /// Someone asked for a new one.
    Reset(PasswordReset),
    /// It was changed.
    Changed,
}

/// An invitation, with what rendering its message needs.
#[derive(Debug, Clone)]
pub struct DueInvitation {
    /// The invitation.
    pub invitation: Invitation,
    /// Whether someone proved to hold the invited address or number: they have credentials. Asked
    /// for only where the account gives out temporary passwords, and `false` elsewhere.
    pub is_known: bool,
    /// The account, shared among the messages of one claim.
    pub account: Arc<Account>,
    /// How the account words its mails, shared likewise.
    pub wordings: Arc<MailWordings>,
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
