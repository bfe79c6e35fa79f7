//! API keys on the wire.

use super::{fields::Fields, names::ScopeName, who::Who};
use crate::{api::cursor, shared::Problem};
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{ApiKeyId, DisplayName},
    ports::{ApiKeyCursor, ApiKeyEntry, ApiKeyPage},
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
    created_at: DateTime<Utc>,
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
            created_at: made.created_at,
            expires_at: command.expires_at,
            key: made.key.expose().to_owned(),
        }
    }
}

/// A key as it is listed.
#[derive(Debug, Object)]
#[oai(rename = "ApiKeyEntry")]
struct Entry {
    id: String,
    name: String,
    scope: ScopeName,
    created_at: DateTime<Utc>,
    created_by: Who,
    /// When it stops working; never when null.
    expires_at: Option<DateTime<Utc>>,
    /// When it was last used, to the minute; null when never.
    last_used_at: Option<DateTime<Utc>>,
}

impl From<&ApiKeyEntry> for Entry {
    fn from(entry: &ApiKeyEntry) -> Self {
        Self {
            id: entry.id.to_string(),
            name: entry.name.to_string(),
            scope: entry.scope.into(),
            created_at: entry.created_at,
            created_by: Who::new(&entry.created_by, entry.creator_name.as_ref()),
            expires_at: entry.expires_at,
            last_used_at: entry.last_used_at,
        }
    }
}

/// Part of the keys, newest first.
#[derive(Debug, Object)]
pub(in crate::api) struct ApiKeyList {
    items: Vec<Entry>,
    /// Where the next part begins; null at the end.
    next_cursor: Option<String>,
}

impl From<&ApiKeyPage> for ApiKeyList {
    fn from(page: &ApiKeyPage) -> Self {
        Self {
            items: page.items.iter().map(Entry::from).collect(),
            next_cursor: page
                .next
                .map(|next| cursor::write_moment(next.created_at, next.id.uuid())),
        }
    }
}

/// Reads where a list of keys goes on.
///
/// # Errors
/// `invalid_parameter`.
pub(in crate::api) fn read_cursor(text: &str) -> Result<ApiKeyCursor, Problem> {
    let (created_at, id) = cursor::read_moment(text)?;
    Ok(ApiKeyCursor {
        created_at,
        id: ApiKeyId::new(id),
    })
}
