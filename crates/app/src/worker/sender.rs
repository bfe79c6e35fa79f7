//! The tasks that send, as many as there are connections.

use super::{
    WorkerState,
    job::{InFlight, Job},
    stop::Stop,
};
use chrono::TimeDelta;
use invite_domain::{
    model::DueMessage,
    ports::SendError,
    service::{Attempt, AttemptOutcome, DispatchService},
};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{Mutex, Notify, mpsc},
    task::JoinSet,
};

/// A claim that is older is looked at once more: the invitation may have been revoked meanwhile, or
/// this process may have stood still until its lease was over.
const FRESH: Duration = Duration::from_secs(1);

pub(super) struct Sender {
    pub(super) dispatch: DispatchService,
    pub(super) lease: TimeDelta,
    pub(super) waiting: Arc<Mutex<mpsc::Receiver<Job>>>,
    pub(super) outcomes: mpsc::Sender<Attempt>,
    pub(super) in_flight: Arc<InFlight>,
    pub(super) state: Arc<WorkerState>,
    pub(super) room: Arc<Notify>,
    pub(super) stop: Stop,
}

impl Sender {
    /// Sends until the claimer is gone and nothing waits anymore.
    pub(super) async fn run(self) {
        while let Some(job) = self.next().await {
            let (message, fence) = (job.due.message.id, job.due.claim.fence);
            let sent = self.send(job).await;
            self.state.ended_one();
            match sent {
                Some(attempt) => {
                    // The recorder outlives the senders.
                    let _ = self.outcomes.send(attempt).await;
                }
                None => self.in_flight.remove(message, fence),
            }
        }
    }

    async fn next(&self) -> Option<Job> {
        let job = self.waiting.lock().await.recv().await?;
        self.room.notify_one();
        Some(job)
    }

    /// Sends one message; `None` when it is no longer ours to send.
    async fn send(&self, job: Job) -> Option<Attempt> {
        let channel = job.due.message.channel;
        if self.stop.is_asked() {
            return Some(self.dispatch.give_back(job.due));
        }
        if !self.state.mail.admits(channel) {
            let mut attempt = self.dispatch.give_back(job.due);
            attempt.outcome = self.state.mail.held_back();
            return Some(attempt);
        }
        let Some(due) = self.still_ours(job).await else {
            self.state.mail.learn(channel, AttemptOutcome::Obsolete);
            return None;
        };
        let mut attempt = match due {
            Ours::Held(due) => self.attempt(*due).await,
            Ours::Unclear(due) => self.dispatch.give_back(*due),
        };
        attempt.outcome = self.state.mail.learn(channel, attempt.outcome);
        tell(&attempt);
        Some(attempt)
    }

    /// Makes sure that nobody took the message over or back.
    async fn still_ours(&self, job: Job) -> Option<Ours> {
        let Job { due, claimed } = job;
        if !self.in_flight.holds(&due.claim) {
            return None;
        }
        if claimed.elapsed() < FRESH {
            return Some(Ours::Held(Box::new(due)));
        }
        match self.dispatch.renew(&[due.claim], self.lease).await {
            Ok(held) if held.is_empty() => None,
            Ok(_) => Some(Ours::Held(Box::new(due))),
            Err(_) => Some(Ours::Unclear(Box::new(due))),
        }
    }

    /// Attempts in a task of its own, so that a panic ends this message's attempt and nothing else;
    /// the task ends with this one.
    async fn attempt(&self, due: DueMessage) -> Attempt {
        let spare = due.clone();
        let dispatch = self.dispatch.clone();
        let mut task = JoinSet::new();
        task.spawn(async move { dispatch.attempt(due).await });
        if let Some(Ok(attempt)) = task.join_next().await {
            return attempt;
        }
        let mut attempt = self.dispatch.give_back(spare);
        attempt.outcome = AttemptOutcome::NotSent(SendError::Temporary {
            detail: "a fault of this program kept the message from leaving".to_owned(),
        });
        attempt
    }
}

/// A claim that was looked at again.
enum Ours {
    /// It holds.
    Held(Box<DueMessage>),
    /// Storage could not say.
    Unclear(Box<DueMessage>),
}

/// Logs how an attempt ended, by ids and codes: what the other side said may repeat the address.
fn tell(attempt: &Attempt) {
    let about = attempt.message.about.invitation();
    let (invitation, message) = (about.map(tracing::field::display), attempt.message.id);
    let attempts = attempt.message.attempts + 1;
    match &attempt.outcome {
        AttemptOutcome::HandedOver(_) => tracing::debug!(
            invitation.id = invitation, message.id = %message, attempts, "message handed over"
        ),
        AttemptOutcome::NotSent(SendError::Permanent(failure)) => tracing::warn!(
            invitation.id = invitation, message.id = %message, attempts,
            reason = failure.reason.as_str(), "message failed for good"
        ),
        AttemptOutcome::NotSent(SendError::Temporary { .. }) => tracing::info!(
            invitation.id = invitation, message.id = %message, attempts, "message not sent now"
        ),
        AttemptOutcome::NotSent(SendError::Unknown { .. }) => tracing::warn!(
            invitation.id = invitation, message.id = %message, attempts,
            "message sent, but its acknowledgment did not come"
        ),
        AttemptOutcome::NotSent(SendError::Misconfigured { detail }) => tracing::warn!(
            invitation.id = invitation, message.id = %message,
            reason = detail, "message cannot leave with these settings"
        ),
        AttemptOutcome::Obsolete | AttemptOutcome::GivenBack => tracing::debug!(
            invitation.id = invitation, message.id = %message, "message not sent"
        ),
    }
}
