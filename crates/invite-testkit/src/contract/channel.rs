//! What the suites of `Mailer` and `SmsGateway` have in common: a peer that reacts as it is told.

use crate::values;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{
        AccountId, FailureReason, InvitationId, InvitationLink, LinkBase, Locale, MailWording,
        OutboxId, TokenClaim, TokenPurpose, Ttl, WayIn,
    },
    ports::{HandOver, InvitationMail, InvitationText, Mailer, SendError, SmsGateway, TokenMinter},
};
use uuid::Uuid;

/// What the other side does with the next message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reaction {
    /// Refuses for now.
    NotNow,
    /// Refuses for good, because there is no such recipient.
    NoSuchRecipient,
    /// Takes the whole message and then says nothing.
    SilenceAfterTheMessage,
    /// Refuses us, because of our own settings.
    RefusesUs,
}

/// A mail as it came in at the other side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArrivedMail {
    /// Its Message-ID.
    pub message_id: String,
    /// Whom the envelope names.
    pub recipients: Vec<String>,
    /// The names of its headers, in order.
    pub headers: Vec<String>,
    /// The content types of its parts, from the outside in.
    pub parts: Vec<String>,
    /// Its plain text, decoded.
    pub text: String,
    /// Its `Date`.
    pub date: DateTime<Utc>,
}

/// A mailer and the peer that it sends to. Without a reaction, the peer takes everything.
#[async_trait]
pub trait MailerHarness: Send + Sync {
    /// Returns the mailer.
    fn mailer(&self) -> &dyn Mailer;

    /// Says how the peer reacts to the next mail.
    async fn react(&self, reaction: Reaction);

    /// Returns the mails that came in whole, in order, whatever was answered.
    async fn arrived(&self) -> Vec<ArrivedMail>;
}

/// An SMS as it came in at the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArrivedText {
    /// What the gateway recognizes a second copy by.
    pub id: String,
    /// The number.
    pub to: String,
    /// The text.
    pub text: String,
}

/// A client of an SMS gateway and the gateway. Without a reaction, the gateway takes everything.
#[async_trait]
pub trait SmsHarness: Send + Sync {
    /// Returns the client.
    fn gateway(&self) -> &dyn SmsGateway;

    /// Says how the gateway reacts to the next text.
    async fn react(&self, reaction: Reaction);

    /// Returns the texts that came in whole, in order, whatever was answered.
    async fn arrived(&self) -> Vec<ArrivedText>;
}

/// Returns an id of a message.
pub(super) fn message_id(n: u128) -> OutboxId {
    OutboxId::new(Uuid::from_u128(
        0x0190_0000_0000_7000_8000_0000_0000_0000 + n,
    ))
}

/// Returns a link; the same `n` gives the same.
pub(super) fn link(n: u128) -> InvitationLink {
    let claim = TokenClaim {
        purpose: TokenPurpose::Invitation,
        invitation: InvitationId::new(Uuid::from_u128(n)),
        generation: 1,
    };
    let base = LinkBase::parse("https://invite.example.org").unwrap();
    base.invitation(&crate::fixed_key_ring().mint(&claim))
}

/// Returns a mail without anything special.
pub(super) fn mail(n: u128) -> InvitationMail {
    InvitationMail {
        id: message_id(n),
        account_id: AccountId::new(Uuid::from_u128(1)),
        to: values::email("siti@example.org"),
        to_name: Some(values::name("Siti")),
        locale: Locale::En,
        date: values::time("2026-01-05T09:00:00Z"),
        account_name: values::name("Maju"),
        sender_name: None,
        subject: None,
        wording: MailWording::default(),
        user_name: "siti@example.org".to_owned(),
        inviter_name: values::name("Ana"),
        message: None,
        way_in: WayIn::Link(link(n)),
        ttl: Ttl::default(),
    }
}

/// Returns a text without anything special.
pub(super) fn text(n: u128) -> InvitationText {
    InvitationText {
        id: message_id(n),
        to: values::phone("+79051111111"),
        locale: Locale::En,
        account_name: values::name("Maju"),
        inviter_name: values::name("Ana"),
        way_in: WayIn::Link(link(n)),
    }
}

/// Whether the answer tells the reaction as what it was.
pub(super) fn tells(reaction: Reaction, answer: &Result<HandOver, SendError>) -> bool {
    match (reaction, answer) {
        (Reaction::NotNow, Err(SendError::Temporary { .. }))
        | (Reaction::SilenceAfterTheMessage, Err(SendError::Unknown { .. }))
        | (Reaction::RefusesUs, Err(SendError::Misconfigured { .. })) => true,
        (Reaction::NoSuchRecipient, Err(SendError::Permanent(failure))) => {
            failure.reason == FailureReason::UnknownRecipient
        }
        _ => false,
    }
}
