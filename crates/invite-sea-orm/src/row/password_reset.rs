//! Askings for a new password.

use super::{Fields, millis};
use invite_domain::{
    model::{PasswordReset, PasswordResetId, UserId},
    ports::StoreError,
};
use sea_orm::Value;

pub(crate) const COLUMNS: [&str; 5] = ["id", "user_id", "requested_at", "expires_at", "used_at"];

/// Returns the values in the order of [`COLUMNS`].
pub(crate) fn encode(reset: &PasswordReset) -> [Value; 5] {
    [
        reset.id.uuid().into(),
        reset.user_id.uuid().into(),
        millis(reset.requested_at).into(),
        millis(reset.expires_at).into(),
        reset.used_at.map(millis).into(),
    ]
}

pub(crate) fn decode(fields: Fields<'_>) -> Result<PasswordReset, StoreError> {
    Ok(PasswordReset {
        id: PasswordResetId::new(fields.id("id")?),
        user_id: UserId::new(fields.id("user_id")?),
        requested_at: fields.time("requested_at")?,
        expires_at: fields.time("expires_at")?,
        used_at: fields.time_if_any("used_at")?,
    })
}
