//! The one task that claims messages, just ahead of the senders.

use super::{
    WorkerState,
    job::{InFlight, Job},
    pace::Pace,
    stop::Stop,
};
use crate::telemetry::chain;
use chrono::TimeDelta;
use invite_domain::{model::DueMessage, ports::Clock, service::DispatchService};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    sync::{Notify, mpsc},
    time::sleep,
};

/// How often the queue is looked at when nothing rings: another replica's messages don't.
const POLL: Duration = Duration::from_secs(1);
/// How long to wait when something is due that others are just taking.
const TAKEN_BY_OTHERS: Duration = Duration::from_millis(50);

pub(super) struct Claimer {
    pub(super) name: String,
    pub(super) dispatch: DispatchService,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) lease: TimeDelta,
    pub(super) jobs: mpsc::Sender<Job>,
    pub(super) in_flight: Arc<InFlight>,
    pub(super) state: Arc<WorkerState>,
    pub(super) room: Arc<Notify>,
    pub(super) wake: Arc<Notify>,
    pub(super) stop: Stop,
    pub(super) pace: Pace,
}

impl Claimer {
    /// Claims until a stop is asked for; the senders end when what was claimed is used up.
    pub(super) async fn run(mut self) {
        while !self.stop.is_asked() {
            let limit = self.room();
            if limit == 0 {
                self.wait_for_room().await;
                continue;
            }
            let limit = u32::try_from(limit).unwrap_or(u32::MAX);
            match self.dispatch.claim(&self.name, self.lease, limit).await {
                Ok(claimed) => {
                    self.state.looked(true);
                    if claimed.is_empty() {
                        self.idle().await;
                    } else {
                        self.hand_out(claimed).await;
                    }
                }
                Err(error) => {
                    self.state.looked(false);
                    tracing::error!(error = chain(&error), "messages cannot be claimed");
                    self.stop.or_after(POLL).await;
                }
            }
        }
    }

    /// Returns how many messages to claim now; 0 while enough are waiting for senders.
    fn room(&mut self) -> usize {
        let waiting = self.jobs.max_capacity() - self.jobs.capacity();
        if waiting * 2 > self.pace.want() {
            return 0;
        }
        self.pace.learn(self.state.ended(), Instant::now());
        let want = self.state.mail.limit(self.pace.want());
        want.saturating_sub(waiting)
    }

    async fn wait_for_room(&self) {
        self.state.looked(true);
        tokio::select! {
            () = self.room.notified() => {}
            () = self.state.mail.changed() => {}
            () = self.stop.or_after(POLL) => {}
        }
    }

    async fn hand_out(&self, claimed: Vec<DueMessage>) {
        let now = Instant::now();
        for due in &claimed {
            self.in_flight.add(due.claim);
        }
        for due in claimed {
            // There was room for all of them, and the senders outlive the claimer.
            let _ = self.jobs.send(Job { due, claimed: now }).await;
        }
    }

    /// Waits until something is due, looking without writing.
    async fn idle(&self) {
        let mut wait = TAKEN_BY_OTHERS;
        loop {
            tokio::select! {
                () = self.wake.notified() => return,
                () = self.stop.asked() => return,
                () = sleep(wait) => {}
            }
            match self.until_due().await {
                Some(Duration::ZERO) | None => return,
                Some(span) => wait = span.min(POLL),
            }
            self.state.looked(true);
        }
    }

    /// Returns how long until the next message is due; `None` when that cannot be told.
    async fn until_due(&self) -> Option<Duration> {
        match self.dispatch.next_due().await.ok()? {
            Some(at) => Some((at - self.clock.now()).to_std().unwrap_or_default()),
            None => Some(POLL),
        }
    }
}
