//! Counts of tries to sign in, in memory.

use super::unit_of_work::MemoryUnit;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{SignInTries, TryKeys},
    ports::{StoreError, TryRepository},
};

#[async_trait]
impl TryRepository for MemoryUnit {
    async fn lock(&mut self, keys: &TryKeys) -> Result<SignInTries, StoreError> {
        // No other unit of work runs meanwhile.
        Ok(self.tables.tries_of(keys))
    }

    async fn record(&mut self, keys: &TryKeys, tries: &SignInTries) -> Result<(), StoreError> {
        for (key, count) in keys.all().into_iter().zip(tries.all()) {
            self.tables.tries.put(key, count);
        }
        Ok(())
    }

    async fn forget(&mut self, now: DateTime<Utc>, limit: u32) -> Result<u64, StoreError> {
        let all = self.tables.tries.entries();
        let stale = all.filter(|(_, tries)| tries.forget_at() <= now);
        let stale: Vec<_> = stale.take(limit as usize).map(|(key, _)| *key).collect();
        for key in &stale {
            self.tables.tries.remove(key);
        }
        Ok(stale.len() as u64)
    }
}
