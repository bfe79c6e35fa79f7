//! Messages that wait to leave.

use super::{Fields, millis, named};
use invite_domain::{
    model::{AccountId, Channel, InvitationId, OutboxId, OutboxMessage},
    ports::StoreError,
};
use sea_orm::Value;

pub(crate) const COLUMNS: [&str; 8] = [
    "id",
    "account_id",
    "invitation_id",
    "generation",
    "channel",
    "queued_at",
    "due_at",
    "attempts",
];

/// Returns the values in the order of [`COLUMNS`].
pub(crate) fn encode(message: &OutboxMessage) -> [Value; 8] {
    [
        message.id.uuid().into(),
        message.account_id.uuid().into(),
        message.invitation_id.uuid().into(),
        i64::from(message.generation).into(),
        message.channel.as_str().into(),
        millis(message.queued_at).into(),
        millis(message.due_at).into(),
        i64::from(message.attempts).into(),
    ]
}

pub(crate) fn decode(fields: Fields<'_>) -> Result<OutboxMessage, StoreError> {
    Ok(OutboxMessage {
        id: OutboxId::new(fields.id("id")?),
        account_id: AccountId::new(fields.id("account_id")?),
        invitation_id: InvitationId::new(fields.id("invitation_id")?),
        generation: fields.number("generation")?,
        channel: fields.parsed("channel", channel)?,
        queued_at: fields.time("queued_at")?,
        due_at: fields.time("due_at")?,
        attempts: fields.number("attempts")?,
    })
}

/// Reads the name of a channel.
pub(crate) fn channel(text: &str) -> Result<Channel, &'static str> {
    named(&[Channel::Email, Channel::Sms], Channel::as_str, text)
}
