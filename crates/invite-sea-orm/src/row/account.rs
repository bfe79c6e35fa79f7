//! Accounts.

use super::{Fields, millis, settings};
use invite_domain::{
    model::{Account, AccountId, DisplayName, Slug},
    ports::StoreError,
};
use sea_orm::Value;

pub(crate) const COLUMNS: [&str; 8] = [
    "id",
    "parent_id",
    "name",
    "slug",
    "settings",
    "suspended_at",
    "created_at",
    "version",
];

/// What is written: what is read, and what lists are sorted by and searched in.
pub(crate) const WRITTEN: [&str; 9] = {
    let [
        id,
        parent_id,
        name,
        slug,
        settings,
        suspended_at,
        created_at,
        version,
    ] = COLUMNS;
    [
        id,
        parent_id,
        name,
        slug,
        settings,
        suspended_at,
        created_at,
        version,
        "listing_key",
    ]
};

/// Returns the values in the order of [`WRITTEN`].
pub(crate) fn encode(account: &Account) -> [Value; 9] {
    [
        account.id.uuid().into(),
        account.parent_id.map(AccountId::uuid).into(),
        account.name.as_str().into(),
        account.slug.as_str().into(),
        settings::encode(&account.settings).into(),
        account.suspended_at.map(millis).into(),
        millis(account.created_at).into(),
        i64::from(account.version).into(),
        account.listing_key().into(),
    ]
}

pub(crate) fn decode(fields: Fields<'_>) -> Result<Account, StoreError> {
    let parent: Option<uuid::Uuid> = fields.get("parent_id")?;
    Ok(Account {
        id: AccountId::new(fields.id("id")?),
        name: fields.parsed("name", DisplayName::parse)?,
        slug: fields.parsed("slug", Slug::parse)?,
        parent_id: parent.map(AccountId::new),
        settings: fields.parsed("settings", settings::decode)?,
        suspended_at: fields.time_if_any("suspended_at")?,
        created_at: fields.time("created_at")?,
        version: fields.number("version")?,
    })
}
