//! What lies between claim and record, and whose lease the heartbeat keeps.

use invite_domain::model::{Claim, DueMessage, OutboxId};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

/// A claimed message on its way to a sender.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) due: DueMessage,
    pub(super) claimed: Instant,
}

/// The claims that this process holds.
#[derive(Debug, Default)]
pub(super) struct InFlight {
    claims: Mutex<HashMap<OutboxId, Claim>>,
}

impl InFlight {
    pub(super) fn add(&self, claim: Claim) {
        self.lock().insert(claim.message, claim);
    }

    /// Whether just this claim is still held, as far as is known.
    pub(super) fn holds(&self, claim: &Claim) -> bool {
        self.lock()
            .get(&claim.message)
            .is_some_and(|held| held.fence == claim.fence)
    }

    /// Forgets a claim, unless a later one took its place.
    pub(super) fn remove(&self, message: OutboxId, fence: u32) {
        let mut claims = self.lock();
        if claims.get(&message).is_some_and(|held| held.fence == fence) {
            claims.remove(&message);
        }
    }

    pub(super) fn all(&self) -> Vec<Claim> {
        self.lock().values().copied().collect()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<OutboxId, Claim>> {
        self.claims.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
