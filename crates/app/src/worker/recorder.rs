//! The one task that writes down how attempts ended, as many at once as there are.

use super::{MAX_RECORDED, WorkerState, job::InFlight};
use crate::telemetry::chain;
use invite_domain::{
    ports::StoreError,
    service::{Attempt, DispatchReport, DispatchService},
};
use std::{future::Future, pin::Pin, sync::Arc, time::Duration};
use tokio::{
    sync::mpsc,
    time::{sleep, timeout},
};

/// The first and the longest pause after storage failed.
const PAUSES: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(5));

pub(super) struct Recorder {
    pub(super) dispatch: DispatchService,
    pub(super) ended: mpsc::Receiver<Attempt>,
    pub(super) in_flight: Arc<InFlight>,
    pub(super) state: Arc<WorkerState>,
}

impl Recorder {
    /// Records until the last sender is gone and everything is written.
    ///
    /// What storage refuses is kept and tried again, its lease being renewed meanwhile: a mail that
    /// left must not leave again only because the database was away for a minute.
    pub(super) async fn run(mut self) {
        let mut pending = Vec::with_capacity(MAX_RECORDED);
        let mut pause = PAUSES.0;
        loop {
            if pending.is_empty() {
                pause = PAUSES.0;
                if self.ended.recv_many(&mut pending, MAX_RECORDED).await == 0 {
                    return;
                }
            } else {
                self.wait(&mut pending, pause).await;
                pause = (pause * 2).min(PAUSES.1);
            }
            pending = self.record(pending).await;
            self.state.recorded(pending.is_empty());
        }
    }

    /// Waits before the next try, and takes what ends meanwhile along.
    async fn wait(&mut self, pending: &mut Vec<Attempt>, pause: Duration) {
        let room = MAX_RECORDED.saturating_sub(pending.len());
        if room == 0 || self.ended.is_closed() {
            sleep(pause).await;
        }
        if room > 0 {
            // Running out of time is as good as an answer.
            let _ = timeout(pause, self.ended.recv_many(pending, room)).await;
        }
    }

    /// Records attempts and returns those that could not be.
    ///
    /// When storage refuses all of them together for a reason that will not pass, halves are tried,
    /// so that one that cannot be written does not keep the others from it.
    fn record(
        &self,
        attempts: Vec<Attempt>,
    ) -> Pin<Box<dyn Future<Output = Vec<Attempt>> + Send + '_>> {
        Box::pin(async move {
            match self.dispatch.record(attempts.clone()).await {
                Ok(report) => {
                    self.done(&attempts, report);
                    Vec::new()
                }
                Err(error) if is_passing(&error) || attempts.len() < 2 => {
                    tracing::error!(
                        error = chain(&error),
                        messages = attempts.len(),
                        "outcomes cannot be recorded now"
                    );
                    attempts
                }
                Err(_) => {
                    let mut first = attempts;
                    let second = first.split_off(first.len() / 2);
                    let mut refused = self.record(first).await;
                    refused.extend(self.record(second).await);
                    refused
                }
            }
        })
    }

    fn done(&self, attempts: &[Attempt], report: DispatchReport) {
        for attempt in attempts {
            self.in_flight.remove(attempt.message.id, attempt.fence);
        }
        let DispatchReport {
            handed_over,
            deferred,
            failed,
            obsolete,
            given_back,
            lost,
        } = report;
        tracing::info!(
            handed_over,
            deferred,
            failed,
            obsolete,
            given_back,
            lost,
            "outcomes recorded"
        );
    }
}

/// Whether the same write may succeed later. A commit that may have happened is safe to repeat: under
/// a fence that is used up nothing counts twice.
fn is_passing(error: &StoreError) -> bool {
    error.is_transient() || !error.certainly_not_committed()
}
