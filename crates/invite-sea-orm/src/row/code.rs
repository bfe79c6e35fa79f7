//! Codes that were asked for at acceptance.

use super::{Fields, millis};
use invite_domain::{
    model::{AskedCode, CodeClaim, InvitationId},
    ports::StoreError,
};
use sea_orm::Value;

pub(crate) const COLUMNS: [&str; 4] = ["invitation_id", "asked_at", "generation", "wrong_tries"];

/// Returns the values in the order of [`COLUMNS`].
pub(crate) fn encode(code: &AskedCode) -> [Value; 4] {
    [
        code.claim.invitation.uuid().into(),
        millis(code.claim.asked_at).into(),
        i64::from(code.claim.generation).into(),
        i64::from(code.wrong_tries).into(),
    ]
}

pub(crate) fn decode(fields: Fields<'_>) -> Result<AskedCode, StoreError> {
    Ok(AskedCode {
        claim: CodeClaim {
            invitation: InvitationId::new(fields.id("invitation_id")?),
            generation: fields.number("generation")?,
            asked_at: fields.time("asked_at")?,
        },
        wrong_tries: fields.number("wrong_tries")?,
    })
}
