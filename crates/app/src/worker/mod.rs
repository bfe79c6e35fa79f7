//! The worker: claims messages that are due, sends them, and records how that ended.
//!
//! One claimer gives messages to several senders; the senders give outcomes to one recorder, which
//! writes down in one transaction whatever came in while the one before was committing. A heartbeat
//! keeps the leases of everything between claim and record. No mail waits for a commit of another,
//! and no database round trip is made for a single mail.

mod claimer;
mod gate;
mod heartbeat;
mod job;
mod pace;
mod recorder;
mod sender;
mod state;
mod stop;
mod sweeper;

pub use gate::MailGate;
pub use state::WorkerState;

use chrono::TimeDelta;
use claimer::Claimer;
use heartbeat::Heartbeat;
use invite_domain::{
    ports::Clock,
    service::{DispatchService, InvitationService, SignInService},
};
use job::InFlight;
use recorder::Recorder;
use sender::Sender;
use std::{sync::Arc, time::Duration};
use stop::Stop;
use tokio::{
    sync::{Mutex, Notify, mpsc},
    task::JoinHandle,
    time::{Instant, timeout_at},
};

/// The most messages that are claimed ahead, however fast they leave.
const MAX_AHEAD: usize = 1_000;
/// The most outcomes that one transaction records.
const MAX_RECORDED: usize = 500;
/// How much of a stop is kept for recording, after the last message had its time.
const RECORDING: Duration = Duration::from_secs(1);

/// What a worker needs.
pub struct WorkerParts {
    /// Names this worker in the queue.
    pub name: String,
    /// Claims, sends and records.
    pub dispatch: DispatchService,
    /// Tells when the next message is due.
    pub clock: Arc<dyn Clock>,
    /// Writes down what expired.
    pub invitations: InvitationService,
    /// Sweeps away sessions that are over.
    pub sign_in: SignInService,
    /// How many messages are sent at the same time.
    pub connections: usize,
    /// For how long messages are claimed.
    pub lease: Duration,
    /// Rung when a message was queued.
    pub wake: Arc<Notify>,
    /// Where the worker tells how it is.
    pub state: Arc<WorkerState>,
}

/// A running worker.
pub struct Worker {
    stop: Stop,
    claimer: JoinHandle<()>,
    senders: Vec<JoinHandle<()>>,
    recorder: JoinHandle<()>,
    heartbeat: JoinHandle<()>,
    sweeper: JoinHandle<()>,
}

impl Worker {
    /// Starts the tasks.
    pub fn start(parts: WorkerParts) -> Self {
        let stop = Stop::default();
        let lease = TimeDelta::from_std(parts.lease).unwrap_or(TimeDelta::MAX);
        let in_flight = Arc::new(InFlight::default());
        let room = Arc::new(Notify::new());
        let (jobs, waiting) = mpsc::channel(MAX_AHEAD);
        let (outcomes, ended) = mpsc::channel(MAX_RECORDED);
        let waiting = Arc::new(Mutex::new(waiting));

        let senders = (0..parts.connections)
            .map(|_| Sender {
                dispatch: parts.dispatch.clone(),
                lease,
                waiting: Arc::clone(&waiting),
                outcomes: outcomes.clone(),
                in_flight: Arc::clone(&in_flight),
                state: Arc::clone(&parts.state),
                room: Arc::clone(&room),
                stop: stop.clone(),
            })
            .map(|sender| tokio::spawn(sender.run()))
            .collect();
        let recorder = Recorder {
            dispatch: parts.dispatch.clone(),
            ended,
            in_flight: Arc::clone(&in_flight),
            state: Arc::clone(&parts.state),
        };
        let heartbeat = Heartbeat {
            dispatch: parts.dispatch.clone(),
            lease,
            every: parts.lease / 3,
            in_flight: Arc::clone(&in_flight),
        };
        let claimer = Claimer {
            name: parts.name,
            dispatch: parts.dispatch,
            clock: parts.clock,
            lease,
            jobs,
            in_flight,
            state: parts.state,
            room,
            wake: parts.wake,
            stop: stop.clone(),
            pace: pace::Pace::new(parts.connections, MAX_AHEAD),
        };
        Self {
            claimer: tokio::spawn(claimer.run()),
            senders,
            recorder: tokio::spawn(recorder.run()),
            heartbeat: tokio::spawn(heartbeat.run()),
            sweeper: tokio::spawn(sweeper::run(parts.invitations, parts.sign_in, stop.clone())),
            stop,
        }
    }

    /// Stops claiming, lets messages that are being sent end, gives the others back, and records it
    /// all by `deadline`. What is still being sent then is left to its lease.
    pub async fn stop(mut self, deadline: Instant) {
        self.stop.ask();
        let now = Instant::now();
        let recording = RECORDING.min(deadline.duration_since(now) / 2);
        let last_send = now + deadline.duration_since(now).saturating_sub(recording);
        if timeout_at(last_send, &mut self.claimer).await.is_err() {
            self.claimer.abort();
        }
        let mut cut_off = 0;
        for sender in &mut self.senders {
            if timeout_at(last_send, &mut *sender).await.is_err() {
                sender.abort();
                // The recorder ends when the last sender is gone.
                let _ = sender.await;
                cut_off += 1;
            }
        }
        if timeout_at(deadline, &mut self.recorder).await.is_err() {
            self.recorder.abort();
        }
        self.heartbeat.abort();
        self.sweeper.abort();
        if cut_off > 0 {
            tracing::warn!(
                messages = cut_off,
                "messages that were being sent are left to their lease"
            );
        }
    }
}
