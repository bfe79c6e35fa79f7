//! How the worker is, for readiness.

use super::MailGate;
use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// A worker that did not look at the queue for so long hangs.
const HANGING: Duration = Duration::from_mins(1);

/// Shared by the worker's tasks and the readiness check.
#[derive(Debug)]
pub struct WorkerState {
    /// Whether mail may leave.
    pub mail: MailGate,
    ended: AtomicU64,
    queue: Mutex<Queue>,
    recorder: Mutex<Option<&'static str>>,
}

#[derive(Debug)]
struct Queue {
    looked: Instant,
    trouble: bool,
}

impl WorkerState {
    /// Makes the state of a worker that is about to start.
    pub fn new(mail: MailGate) -> Self {
        Self {
            mail,
            ended: AtomicU64::new(0),
            queue: Mutex::new(Queue {
                looked: Instant::now(),
                trouble: false,
            }),
            recorder: Mutex::new(None),
        }
    }

    /// Returns what is wrong with the worker, for the operator.
    ///
    /// # Errors
    /// What is wrong.
    pub fn check(&self) -> Result<(), String> {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if queue.trouble {
            return Err("the queue cannot be read; the log says why".to_owned());
        }
        if queue.looked.elapsed() > HANGING {
            return Err(format!(
                "the queue was not looked at for {} s",
                queue.looked.elapsed().as_secs()
            ));
        }
        let recorder = self.recorder.lock().unwrap_or_else(PoisonError::into_inner);
        recorder.map_or(Ok(()), |trouble| Err(trouble.to_owned()))
    }

    pub(super) fn looked(&self, worked: bool) {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.looked = Instant::now();
        queue.trouble = !worked;
    }

    pub(super) fn recorded(&self, worked: bool) {
        let mut recorder = self.recorder.lock().unwrap_or_else(PoisonError::into_inner);
        *recorder = (!worked).then_some("outcomes cannot be recorded; the log says why");
    }

    pub(super) fn ended_one(&self) {
        self.ended.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn ended(&self) -> u64 {
        self.ended.load(Ordering::Relaxed)
    }
}
