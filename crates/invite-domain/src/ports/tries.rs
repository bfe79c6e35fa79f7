//! Counts of tries to sign in, shared by all replicas and kept over restarts.

use super::StoreError;
use crate::model::{SignInTries, TryKeys};
use async_trait::async_trait;
use chrono::{DateTime, Utc};

/// Keeps the counts that decide who must wait, each under a digest.
///
/// # Contract
/// - A count that was never recorded, or was forgotten, is zero.
/// - Two units of work that lock a count in common take turns: the second one sees what the first one
///   recorded. Counts without anything in common do not wait for each other on PostgreSQL.
/// - Forgetting removes a count only when there is nothing worth keeping in it anymore.
#[async_trait]
pub trait TryRepository: Send {
    /// Returns the counts, and keeps others from changing them until the unit of work ends.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn lock(&mut self, keys: &TryKeys) -> Result<SignInTries, StoreError>;

    /// Writes counts that were locked before.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn record(&mut self, keys: &TryKeys, tries: &SignInTries) -> Result<(), StoreError>;

    /// Removes at most `limit` counts in which nothing is worth keeping at `now`, and says how many.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn forget(&mut self, now: DateTime<Utc>, limit: u32) -> Result<u64, StoreError>;
}
