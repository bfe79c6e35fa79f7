//! API keys: which there are, and when each was last used.

use super::StoreError;
use crate::model::{AccountId, Actor, ApiKeyId, DisplayName, Scope};
use async_trait::async_trait;
use chrono::{DateTime, Utc};

/// An API key as its account's administrators see it: never the key, nor its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKeyEntry {
    /// Its id.
    pub id: ApiKeyId,
    /// What it is called.
    pub name: DisplayName,
    /// What it may do.
    pub scope: Scope,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Who made it.
    pub created_by: Actor,
    /// What whoever made it is called now, where they have a name.
    pub creator_name: Option<DisplayName>,
    /// When it stops working, if ever.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was last used, to the minute; `None` when never.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// A place in a list of keys: after the one that was made at this time with this id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApiKeyCursor {
    /// When the last one seen was made.
    pub created_at: DateTime<Utc>,
    /// Its id.
    pub id: ApiKeyId,
}

/// Part of a list of keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKeyPage {
    /// The keys, newest first.
    pub items: Vec<ApiKeyEntry>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<ApiKeyCursor>,
}

/// Reads API keys and takes note of their use.
///
/// # Contract
/// - The list holds the account's own keys, expired ones included and revoked ones left out, newest
///   first.
/// - A note of use moves forward only, and not within the quiet time after the one before.
#[async_trait]
pub trait ApiKeyReader: Send + Sync {
    /// Returns up to `limit` (1 to 200) of the account's keys, after `after` where it is given.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn api_keys(
        &self,
        account: AccountId,
        limit: u32,
        after: Option<ApiKeyCursor>,
    ) -> Result<ApiKeyPage, StoreError>;

    /// Writes down that the key was used at `at`, unless that was written for a moment after
    /// `unless_after`.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn note_api_key_use(
        &self,
        key: ApiKeyId,
        at: DateTime<Utc>,
        unless_after: DateTime<Utc>,
    ) -> Result<(), StoreError>;
}
