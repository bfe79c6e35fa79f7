//! Messages on their way out: the queue that workers claim from, and the channels.

use super::StoreError;
use crate::model::{
    AcceptanceCode, AccountId, Claim, DisplayName, DueMessage, EmailAddress, Failure,
    FailureReason, Locale, MailWording, OutboxId, PasswordResetLink, PersonalMessage, PhoneNumber,
    SubjectTemplate, Ttl, WayIn,
};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use zeroize::Zeroizing;

/// The worker's side of the outbox. Every method is atomic by itself.
///
/// # Contract
/// - A message is claimed only when it is due, and by one worker at a time however many ask.
/// - Each claim of a message has a higher fence than the one before.
/// - A claim whose lease is over can be claimed again; the former holder can renew nothing.
/// - Accounts take turns: one account's long queue does not delay another account's message.
/// - Within an account, the message that is due longest comes first.
/// - A message says who has credentials, where the account gives out temporary passwords.
/// - A message carries the account's own wording of its mails, as it stands at the claim.
/// - Messages of invitations that moved on are still given out; the service settles them as obsolete.
#[async_trait]
pub trait MessageQueue: Send + Sync {
    /// Claims up to `limit` messages that are due at `now`, until `now + lease`.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is claimed then.
    async fn claim(
        &self,
        worker: &str,
        now: DateTime<Utc>,
        lease: TimeDelta,
        limit: u32,
    ) -> Result<Vec<DueMessage>, StoreError>;

    /// Extends leases to `until` and returns the claims that still hold, with their new end.
    ///
    /// A claim that is missing from the answer was taken by another worker, settled, or cancelled
    /// because its invitation moved on: its message must not be sent.
    ///
    /// # Errors
    /// [`StoreError`]; no lease is extended then.
    async fn renew(&self, claims: &[Claim], until: DateTime<Utc>)
    -> Result<Vec<Claim>, StoreError>;

    /// Returns when the next message is due, `None` when none waits. A lease counts until its end.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn next_due(&self) -> Result<Option<DateTime<Utc>>, StoreError>;
}

/// A mail that invites, with everything that its text needs. The adapter words and encodes it.
#[derive(Debug, Clone)]
pub struct InvitationMail {
    /// Gives the Message-ID: every attempt and every copy carries the same.
    pub id: OutboxId,
    /// The account that the person is invited into.
    pub account_id: AccountId,
    /// Where it goes.
    pub to: EmailAddress,
    /// How the person is called, where it is known.
    pub to_name: Option<DisplayName>,
    /// The language of the text.
    pub locale: Locale,
    /// The `Date`: when it was queued.
    pub date: DateTime<Utc>,
    /// The account's name.
    pub account_name: DisplayName,
    /// The name that the mail is from, where it is not the account's.
    pub sender_name: Option<DisplayName>,
    /// The account's own subject for every language.
    pub subject: Option<SubjectTemplate>,
    /// The account's own wording in this language; its subject goes before the one above.
    pub wording: MailWording,
    /// Who the person signs in as: their login, else the address.
    pub user_name: String,
    /// Who asks.
    pub inviter_name: DisplayName,
    /// What they want to say.
    pub message: Option<PersonalMessage>,
    /// How the person gets in.
    pub way_in: WayIn,
    /// How long the way in stays open.
    pub ttl: Ttl,
}

/// A mail about a person's own password.
#[derive(Debug, Clone)]
pub struct PasswordMail {
    /// Gives the Message-ID: every attempt and every copy carries the same.
    pub id: OutboxId,
    /// Where it goes: the address that the person proved to hold.
    pub to: EmailAddress,
    /// How the person is called.
    pub to_name: DisplayName,
    /// The language of the text.
    pub locale: Locale,
    /// The `Date`: when it was queued.
    pub date: DateTime<Utc>,
    /// The name that it is from: of an account that the person is in, or none.
    pub sender_name: Option<DisplayName>,
    /// What it says.
    pub says: PasswordMailSays,
}

/// What a mail about a password says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PasswordMailSays {
    /// Set a new one here.
    Reset {
        /// The link, good once.
        link: PasswordResetLink,
        /// Until when.
        good_until: DateTime<Utc>,
    },
    /// It was changed; if that was not you, ask for a new one.
    Changed {
        /// When.
        at: DateTime<Utc>,
        /// The page that asks for a new one: an address that holds no secret.
        forgotten_url: String,
    },
}

impl PasswordMailSays {
    /// Returns the secret in it, to strike it out of what the other side says; empty when none.
    pub fn secret(&self) -> Zeroizing<String> {
        match self {
            Self::Reset { link, .. } => {
                let link = link.expose();
                Zeroizing::new(link.rsplit('/').next().unwrap_or(link).to_owned())
            }
            Self::Changed { .. } => Zeroizing::default(),
        }
    }
}

/// An SMS that invites.
#[derive(Debug, Clone)]
pub struct InvitationText {
    /// The same for every attempt: gateways use it to drop a second copy.
    pub id: OutboxId,
    /// Where it goes.
    pub to: PhoneNumber,
    /// The language of the text.
    pub locale: Locale,
    /// The account's name.
    pub account_name: DisplayName,
    /// Who asks.
    pub inviter_name: DisplayName,
    /// How the person gets in.
    pub way_in: WayIn,
}

/// A mail with the code that someone accepts with. It holds no link: the reader has one already.
#[derive(Debug, Clone)]
pub struct CodeMail {
    /// Gives the Message-ID: every attempt and every copy carries the same.
    pub id: OutboxId,
    /// The account that the person is invited into.
    pub account_id: AccountId,
    /// Where it goes: the address on record.
    pub to: EmailAddress,
    /// How the person is called, where it is known.
    pub to_name: Option<DisplayName>,
    /// The language of the text.
    pub locale: Locale,
    /// The `Date`: when it was queued.
    pub date: DateTime<Utc>,
    /// The account's name.
    pub account_name: DisplayName,
    /// The name that the mail is from, where it is not the account's.
    pub sender_name: Option<DisplayName>,
    /// The code.
    pub code: AcceptanceCode,
}

/// An SMS with the code that someone accepts with.
#[derive(Debug, Clone)]
pub struct CodeText {
    /// The same for every attempt: gateways use it to drop a second copy.
    pub id: OutboxId,
    /// Where it goes: the number on record.
    pub to: PhoneNumber,
    /// The language of the text.
    pub locale: Locale,
    /// The account's name.
    pub account_name: DisplayName,
    /// The code.
    pub code: AcceptanceCode,
}

/// The other side took the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    /// What it said, for the history.
    pub reply: String,
}

/// The other side did not take the message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Not now: 4xx, refused, timed out before the message was complete.
    #[error("not now: {detail}")]
    Temporary {
        /// What it said.
        detail: String,
    },
    /// Never: 5xx.
    #[error("refused: {}", .0.detail)]
    Permanent(Failure),
    /// Silence after the whole message was sent: it may have been taken.
    #[error("no answer after the message: {detail}")]
    Unknown {
        /// What is known.
        detail: String,
    },
    /// Our own settings are at fault (a wrong password, a certificate that does not fit): no
    /// message can leave, and none of them is to blame.
    #[error("sending is set up wrongly: {detail}")]
    Misconfigured {
        /// What is wrong, for the operator.
        detail: String,
    },
}

/// Sends mail.
///
/// # Contract
/// - The Message-ID depends on the mail's id alone.
/// - A name with line breaks, markup or a link in it changes neither headers nor structure.
/// - Every kind of refusal is told as the kind it is.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Renders the mail and hands it over.
    ///
    /// # Errors
    /// [`SendError`], which says whether it is worth trying again.
    async fn send(&self, mail: &InvitationMail) -> Result<HandOver, SendError>;

    /// Does the same for a mail about a person's own password.
    ///
    /// The default refuses for good, for embedders whose people sign in elsewhere.
    ///
    /// # Errors
    /// [`SendError`], which says whether it is worth trying again.
    async fn send_password_mail(&self, _mail: &PasswordMail) -> Result<HandOver, SendError> {
        Err(SendError::Permanent(Failure::new(
            FailureReason::Refused,
            "this mailer sends invitations only",
        )))
    }

    /// Does the same for a mail with a code.
    ///
    /// The default refuses for good, for embedders who ask for no code.
    ///
    /// # Errors
    /// [`SendError`], which says whether it is worth trying again.
    async fn send_code(&self, _mail: &CodeMail) -> Result<HandOver, SendError> {
        Err(SendError::Permanent(Failure::new(
            FailureReason::Refused,
            "this mailer sends no codes",
        )))
    }
}

/// A mail as its reader will see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedMail {
    /// The name that it is from.
    pub from_name: String,
    /// The subject.
    pub subject: String,
    /// The text for readers without HTML.
    pub text: String,
    /// The HTML, whole.
    pub html: String,
}

/// Words a mail without sending it, exactly as [`Mailer::send`] would.
pub trait MailRenderer: Send + Sync {
    /// Returns the mail as its reader would see it.
    ///
    /// # Errors
    /// [`SendError::Permanent`] if it cannot be rendered.
    fn render(&self, mail: &InvitationMail) -> Result<RenderedMail, SendError>;
}

/// Sends SMS.
///
/// # Contract
/// - The same id is given to the gateway at every attempt.
/// - Every kind of refusal is told as the kind it is.
#[async_trait]
pub trait SmsGateway: Send + Sync {
    /// Renders the text and hands it over.
    ///
    /// # Errors
    /// [`SendError`], which says whether it is worth trying again.
    async fn send(&self, text: &InvitationText) -> Result<HandOver, SendError>;

    /// Does the same for a text with a code.
    ///
    /// The default refuses for good, for embedders who ask for no code.
    ///
    /// # Errors
    /// [`SendError`], which says whether it is worth trying again.
    async fn send_code(&self, _text: &CodeText) -> Result<HandOver, SendError> {
        Err(SendError::Permanent(Failure::new(
            FailureReason::Refused,
            "this gateway sends no codes",
        )))
    }
}
