//! Sessions.

use super::{Fields, millis};
use invite_domain::{
    model::{DeviceName, Session, SessionId, UserId},
    ports::StoreError,
};
use sea_orm::Value;

pub(crate) const COLUMNS: [&str; 8] = [
    "id",
    "user_id",
    "digest",
    "created_at",
    "expires_at",
    "last_seen_at",
    "idle_until",
    "device",
];

pub(crate) fn encode(session: &Session) -> [Value; 8] {
    [
        session.id.uuid().into(),
        session.user_id.uuid().into(),
        session.digest.to_vec().into(),
        millis(session.created_at).into(),
        millis(session.expires_at).into(),
        millis(session.last_seen_at).into(),
        millis(session.idle_until).into(),
        session.device.as_ref().map(DeviceName::as_str).into(),
    ]
}

pub(crate) fn decode(fields: Fields<'_>) -> Result<Session, StoreError> {
    let digest: Vec<u8> = fields.get("digest")?;
    Ok(Session {
        id: SessionId::new(fields.id("id")?),
        user_id: UserId::new(fields.id("user_id")?),
        digest: <[u8; 32]>::try_from(digest.as_slice())
            .map_err(|error| fields.unreadable("digest", error))?,
        created_at: fields.time("created_at")?,
        expires_at: fields.time("expires_at")?,
        last_seen_at: fields.time("last_seen_at")?,
        idle_until: fields.time("idle_until")?,
        device: fields.parsed_if_any("device", DeviceName::parse)?,
    })
}
