//! Messages that wait to leave.

use super::{Fields, millis, named};
use invite_domain::{
    model::{
        About, AccountId, Channel, InvitationId, OutboxId, OutboxMessage, PasswordResetId, UserId,
    },
    ports::StoreError,
};
use sea_orm::Value;
use uuid::Uuid;

pub(crate) const COLUMNS: [&str; 11] = [
    "id",
    "account_id",
    "invitation_id",
    "generation",
    "channel",
    "queued_at",
    "due_at",
    "attempts",
    "kind",
    "reset_id",
    "user_id",
];

/// Returns the values in the order of [`COLUMNS`].
pub(crate) fn encode(message: &OutboxMessage) -> [Value; 11] {
    let nothing: Option<Uuid> = None;
    let (kind, invitation, generation, reset, user) = match message.about {
        About::Invitation { id, generation } => {
            ("invitation", Some(id.uuid()), generation, nothing, nothing)
        }
        About::AcceptanceCode { id, generation } => (
            "acceptance_code",
            Some(id.uuid()),
            generation,
            nothing,
            nothing,
        ),
        About::PasswordReset(id) => ("password_reset", nothing, 0, Some(id.uuid()), nothing),
        About::PasswordChanged(id) => ("password_changed", nothing, 0, nothing, Some(id.uuid())),
    };
    [
        message.id.uuid().into(),
        message.account_id.uuid().into(),
        invitation.into(),
        i64::from(generation).into(),
        message.channel.as_str().into(),
        millis(message.queued_at).into(),
        millis(message.due_at).into(),
        i64::from(message.attempts).into(),
        kind.into(),
        reset.into(),
        user.into(),
    ]
}

pub(crate) fn decode(fields: Fields<'_>) -> Result<OutboxMessage, StoreError> {
    Ok(OutboxMessage {
        id: OutboxId::new(fields.id("id")?),
        account_id: AccountId::new(fields.id("account_id")?),
        about: about(fields)?,
        channel: fields.parsed("channel", channel)?,
        queued_at: fields.time("queued_at")?,
        due_at: fields.time("due_at")?,
        attempts: fields.number("attempts")?,
    })
}

fn about(fields: Fields<'_>) -> Result<About, StoreError> {
    match fields.text("kind")?.as_str() {
        "invitation" => Ok(About::Invitation {
            id: InvitationId::new(fields.id("invitation_id")?),
            generation: fields.number("generation")?,
        }),
        "acceptance_code" => Ok(About::AcceptanceCode {
            id: InvitationId::new(fields.id("invitation_id")?),
            generation: fields.number("generation")?,
        }),
        "password_reset" => fields
            .id("reset_id")
            .map(|id| About::PasswordReset(PasswordResetId::new(id))),
        "password_changed" => fields
            .id("user_id")
            .map(|id| About::PasswordChanged(UserId::new(id))),
        _ => Err(fields.unreadable("kind", "no such name")),
    }
}

/// Reads the name of a channel.
pub(crate) fn channel(text: &str) -> Result<Channel, &'static str> {
    named(&[Channel::Email, Channel::Sms], Channel::as_str, text)
}
