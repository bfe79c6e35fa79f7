//! API keys on the wire.

use super::{fields::Fields, names::ScopeName};
use crate::shared::Problem;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::DisplayName,
    service::{self, CreateApiKey},
};
use poem_openapi::Object;
use serde::Deserialize;

/// A key to make.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct NewApiKey {
    /// What it is called; mails name it as the inviter.
    name: String,
    scope: ScopeName,
    /// When it stops working; never when absent.
    expires_at: Option<String>,
}

impl NewApiKey {
    /// Reads every field.
    ///
    /// # Errors
    /// `invalid_input` with everything that is wrong.
    pub(in crate::api) fn command(&self) -> Result<CreateApiKey, Problem> {
        let mut fields = Fields::default();
        let name = fields.optional("name", Some(&*self.name), DisplayName::parse);
        let expires_at = self.expires_at.as_deref().and_then(|text| {
            let read = DateTime::parse_from_rfc3339(text).ok();
            if read.is_none() {
                fields.refuse(
                    "expires_at",
                    "wrong_type",
                    "expected a time such as 2027-01-31T09:00:00Z",
                );
            }
            read
        });
        fields.finish()?;
        // Nothing was refused, so that the name is there.
        let name = name.ok_or_else(|| Problem::invalid(Vec::new()))?;
        Ok(CreateApiKey {
            name,
            scope: self.scope.into(),
            expires_at: expires_at.map(|time| time.to_utc()),
        })
    }
}

/// A key that was just made.
#[derive(Debug, Object)]
pub(in crate::api) struct ApiKey {
    id: String,
    name: String,
    scope: ScopeName,
    expires_at: Option<DateTime<Utc>>,
    /// The key itself: shown here and never again.
    key: String,
}

impl ApiKey {
    /// Shows a new key, once.
    pub(in crate::api) fn shown_once(
        made: &service::ApiKeyCreated,
        command: &CreateApiKey,
    ) -> Self {
        Self {
            id: made.id.to_string(),
            name: command.name.to_string(),
            scope: command.scope.into(),
            expires_at: command.expires_at,
            key: made.key.expose().to_owned(),
        }
    }
}
