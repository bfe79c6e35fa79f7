//! Members.

use super::{Fields, grant, millis};
use invite_domain::{
    model::{AccountId, Member, MemberId, UserId},
    ports::StoreError,
};
use sea_orm::Value;

pub(crate) const COLUMNS: [&str; 10] = [
    "id",
    "account_id",
    "user_id",
    "user_type",
    "access_type",
    "granted",
    "active",
    "awaiting_approval",
    "joined_at",
    "version",
];

/// Returns the values in the order of [`COLUMNS`].
pub(crate) fn encode(member: &Member) -> [Value; 10] {
    [
        member.id.uuid().into(),
        member.account_id.uuid().into(),
        member.user_id.uuid().into(),
        member.grant.user_type.as_str().into(),
        member.grant.access_type.as_str().into(),
        grant::encode_keys(&member.grant).into(),
        member.active.into(),
        member.awaiting_approval.into(),
        millis(member.joined_at).into(),
        i64::from(member.version).into(),
    ]
}

pub(crate) fn decode(fields: Fields<'_>) -> Result<Member, StoreError> {
    Ok(Member {
        id: MemberId::new(fields.id("id")?),
        account_id: AccountId::new(fields.id("account_id")?),
        user_id: UserId::new(fields.id("user_id")?),
        grant: grant::decode(fields)?,
        active: fields.get("active")?,
        awaiting_approval: fields.get("awaiting_approval")?,
        joined_at: fields.time("joined_at")?,
        version: fields.number("version")?,
    })
}
