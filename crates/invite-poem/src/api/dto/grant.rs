//! What an account has defined, one by one.

use crate::shared::Problem;
use invite_domain::model::GrantKey;
use poem_openapi::Object;
use serde::Deserialize;

/// A role, group, permission or resource of an account.
#[derive(Debug, Object)]
pub(in crate::api) struct Grantable {
    /// What the account calls it.
    key: String,
}

impl From<&GrantKey> for Grantable {
    fn from(key: &GrantKey) -> Self {
        Self {
            key: key.to_string(),
        }
    }
}

/// Everything that an account has defined of one kind, sorted.
#[derive(Debug, Object)]
pub(in crate::api) struct GrantableList {
    pub(in crate::api) items: Vec<Grantable>,
    /// Always null: the list is whole.
    pub(in crate::api) next_cursor: Option<String>,
}

/// Something to define.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct NewGrantable {
    /// One line of up to 100 characters.
    key: String,
}

impl NewGrantable {
    /// Reads the key.
    ///
    /// # Errors
    /// `invalid_input`.
    pub(in crate::api) fn key(&self) -> Result<GrantKey, Problem> {
        GrantKey::parse(&self.key).map_err(|invalid| Problem::invalid_field("key", &invalid))
    }
}
