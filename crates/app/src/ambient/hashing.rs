//! A few threads that do nothing but hash, each with memory of its own, and a bounded line before
//! them.
//!
//! Argon2 takes its memory anew for every hash, and an allocator that gave it to any of hundreds of
//! threads keeps it for each of them. Here the threads are few and stay, and so does their memory:
//! however many people sign in at once, it is never more than one hash's worth for each thread.

use argon2::Block;
use invite_domain::ports::HashError;
use std::{
    num::NonZero,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
    },
    thread,
};
use tokio::sync::oneshot;

/// The memory that a thread hashes in, kept from one hash to the next.
pub(super) type Memory = Vec<Block>;

type Job = Box<dyn FnOnce(&mut Memory) + Send>;

/// More threads than this take more memory than sign-ins are worth.
const MOST_THREADS: usize = 4;
/// How many may wait for each thread: two or three seconds of work at the recommended cost.
const ROOM: usize = 64;

/// The line and the threads behind it. The threads end when the last clone is gone.
#[derive(Debug, Clone)]
pub(super) struct Hashing {
    line: SyncSender<Job>,
}

impl Hashing {
    /// Starts a thread for each core, four at most.
    pub(super) fn start() -> Self {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let threads = cores.min(MOST_THREADS);
        Self::with(threads, threads * ROOM)
    }

    fn with(threads: usize, room: usize) -> Self {
        let (line, waiting) = sync_channel::<Job>(room);
        let waiting = Arc::new(Mutex::new(waiting));
        for n in 0..threads {
            let waiting = Arc::clone(&waiting);
            let started = thread::Builder::new()
                .name(format!("hashing-{n}"))
                .spawn(move || serve(&waiting));
            if let Err(error) = started {
                // Without any thread the line is closed, and every hash says so.
                tracing::error!(%error, "a thread for hashing passwords cannot be started");
            }
        }
        Self { line }
    }

    /// Does a piece of work on one of the threads.
    ///
    /// # Errors
    /// [`HashError::Busy`] at once when the line is full; [`HashError::Failed`] when the work panicked.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Memory) -> Result<T, HashError> + Send + 'static,
    ) -> Result<T, HashError> {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move |memory| {
            // Nobody waits anymore for what a caller who hung up has asked.
            if !reply.is_closed() {
                let _ = reply.send(work(memory));
            }
        });
        match self.line.try_send(job) {
            Ok(()) => answer.await.map_err(HashError::failed)?,
            Err(TrySendError::Full(_)) => Err(HashError::Busy),
            Err(TrySendError::Disconnected(_)) => Err(HashError::failed("no thread hashes")),
        }
    }
}

/// Works through the line, together with the other threads, until nobody can join it anymore.
fn serve(waiting: &Mutex<Receiver<Job>>) {
    let mut memory = Memory::new();
    loop {
        let next = waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        let Ok(job) = next else {
            return;
        };
        // Whoever asked is told by the reply that is dropped; the next one is served all the same.
        let _ = catch_unwind(AssertUnwindSafe(|| job(&mut memory)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[tokio::test]
    async fn a_full_line_is_busy_at_once() {
        let hashing = Hashing::with(1, 1);
        let (begun, has_begun) = channel();
        let (go_on, may_go_on) = channel::<()>();
        let at_work = tokio::spawn({
            let hashing = hashing.clone();
            async move {
                let work = hashing.run(move |_| {
                    begun.send(()).unwrap();
                    may_go_on.recv().unwrap();
                    Ok(1)
                });
                work.await
            }
        });
        tokio::task::spawn_blocking(move || has_begun.recv().unwrap())
            .await
            .unwrap();
        let mut in_line = Box::pin(hashing.run(|_| Ok(2)));
        // It takes its place in the line when it is first looked at.
        assert!(futures_poll(&mut in_line).is_none());
        let refused = hashing.run(|_| Ok(3)).await;
        assert!(matches!(refused, Err(HashError::Busy)));
        go_on.send(()).unwrap();
        assert_eq!(at_work.await.unwrap().unwrap(), 1);
        assert_eq!(in_line.await.unwrap(), 2);
    }

    #[tokio::test]
    async fn work_that_panics_fails_alone() {
        let hashing = Hashing::with(1, 8);
        let failed = hashing.run(|_| -> Result<(), _> { panic!("on purpose") });
        assert!(matches!(failed.await, Err(HashError::Failed(_))));
        assert_eq!(hashing.run(|_| Ok(1)).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn a_thread_keeps_its_memory() {
        let hashing = Hashing::with(1, 8);
        let taken = hashing.run(|memory| {
            memory.resize(8, Block::new());
            Ok(memory.as_ptr() as usize)
        });
        let taken = taken.await.unwrap();
        let found = hashing.run(|memory| Ok((memory.as_ptr() as usize, memory.len())));
        assert_eq!(found.await.unwrap(), (taken, 8));
    }

    /// Looks at a future once.
    fn futures_poll<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
        use std::task::{Context, Poll, Waker};
        match std::pin::Pin::new(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(output) => Some(output),
            Poll::Pending => None,
        }
    }
}
