//! Grants: the two types in columns of their own, the keys as JSON.

use super::Fields;
use invite_domain::{
    model::{AccessType, Grant, GrantKey, GrantKind, UserType},
    ports::StoreError,
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, error::Error, sync::LazyLock};

/// The shape. A changed shape gets a further `version`, and the old one is read for ever.
#[derive(Serialize, Deserialize)]
#[serde(tag = "version")]
enum Stored {
    #[serde(rename = "1")]
    One(StoredKeys),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredKeys {
    roles: Vec<String>,
    groups: Vec<String>,
    permissions: Vec<String>,
    resources: Vec<String>,
}

pub(crate) fn encode_keys(grant: &Grant) -> String {
    let keys = |kind| {
        let keys = grant.keys(kind).iter();
        keys.map(|key| key.as_str().to_owned()).collect()
    };
    let stored = Stored::One(StoredKeys {
        roles: keys(GrantKind::Role),
        groups: keys(GrantKind::Group),
        permissions: keys(GrantKind::Permission),
        resources: keys(GrantKind::Resource),
    });
    serde_json::to_string(&stored).unwrap_or_default()
}

/// Reads the columns `user_type`, `access_type` and `granted`.
pub(crate) fn decode(fields: Fields<'_>) -> Result<Grant, StoreError> {
    let mut grant: Grant = fields.parsed("granted", decode_keys)?;
    grant.user_type = fields.parsed("user_type", UserType::parse)?;
    grant.access_type = fields.parsed("access_type", AccessType::parse)?;
    Ok(grant)
}

/// What most invitations hold: nothing beyond the two types.
static NO_KEYS: LazyLock<String> = LazyLock::new(|| encode_keys(&Grant::default()));

fn decode_keys(text: &str) -> Result<Grant, Box<dyn Error + Send + Sync>> {
    if text == NO_KEYS.as_str() {
        return Ok(Grant::default());
    }
    let Stored::One(stored) = serde_json::from_str(text)?;
    let keys = |texts: Vec<String>| -> Result<BTreeSet<GrantKey>, _> {
        texts.iter().map(|key| GrantKey::parse(key)).collect()
    };
    Ok(Grant {
        roles: keys(stored.roles)?,
        groups: keys(stored.groups)?,
        permissions: keys(stored.permissions)?,
        resources: keys(stored.resources)?,
        ..Grant::default()
    })
}
