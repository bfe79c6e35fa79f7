//! When sessions were seen, kept in memory until it is written down: no request waits for that.

use chrono::{DateTime, Utc};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// How many sessions are remembered at most; those that come when it is full are seen a little later.
const ROOM: usize = 100_000;

/// The sessions that were seen since the last time it was written down.
#[derive(Debug, Default)]
pub(super) struct LastSeen(Mutex<HashMap<[u8; 32], DateTime<Utc>>>);

impl LastSeen {
    /// Notes that something was asked in a session that is good.
    pub(super) fn note(&self, digest: [u8; 32], at: DateTime<Utc>) {
        let mut seen = self.seen();
        if seen.len() < ROOM || seen.contains_key(&digest) {
            seen.insert(digest, at);
        }
    }

    /// Returns what was noted, and forgets it.
    pub(super) fn take(&self) -> Vec<([u8; 32], DateTime<Utc>)> {
        std::mem::take(&mut *self.seen()).into_iter().collect()
    }

    fn seen(&self) -> MutexGuard<'_, HashMap<[u8; 32], DateTime<Utc>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
