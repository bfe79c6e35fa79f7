//! The task that keeps the leases of what this process holds.

use super::job::InFlight;
use crate::telemetry::chain;
use chrono::TimeDelta;
use invite_domain::{model::Claim, service::DispatchService};
use std::{collections::HashSet, sync::Arc, time::Duration};
use tokio::time::{Instant, MissedTickBehavior, interval_at};

/// How many leases one statement renews.
const CHUNK: usize = 500;

pub(super) struct Heartbeat {
    pub(super) dispatch: DispatchService,
    pub(super) lease: TimeDelta,
    pub(super) every: Duration,
    pub(super) in_flight: Arc<InFlight>,
}

impl Heartbeat {
    /// Renews until it is aborted.
    pub(super) async fn run(self) {
        // What is claimed in the meantime is fresh.
        let mut beat = interval_at(Instant::now() + self.every, self.every);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            beat.tick().await;
            for claims in self.in_flight.all().chunks(CHUNK) {
                self.renew(claims).await;
            }
        }
    }

    /// Renews, and forgets what others hold by now: the senders leave that alone.
    async fn renew(&self, claims: &[Claim]) {
        match self.dispatch.renew(claims, self.lease).await {
            Ok(held) => {
                let held: HashSet<_> = held.iter().map(|c| (c.message, c.fence)).collect();
                for claim in claims {
                    if !held.contains(&(claim.message, claim.fence)) {
                        self.in_flight.remove(claim.message, claim.fence);
                    }
                }
            }
            Err(error) => tracing::warn!(error = chain(&error), "leases cannot be renewed now"),
        }
    }
}
