//! Where connections stand still: silences and slow replies wait here, and nowhere else.

use std::net::TcpStream;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::record::End;

#[derive(Default)]
struct State {
    releases: u64,
    held: usize,
    stopped: bool,
}

#[derive(Default)]
pub(super) struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

/// A slow reply's permission to hurry, given by a release after this was taken.
pub(super) struct Patience(u64);

impl Gate {
    /// Stands still until released; errs when the client hangs up or the sink stops meanwhile.
    pub(super) fn hold(self: &Arc<Self>, socket: Arc<TcpStream>) -> Result<(), End> {
        let mut state = self.lock();
        if state.stopped {
            return Err(End::Stopped);
        }
        let releases = state.releases;
        state.held += 1;
        self.changed.notify_all();

        let hung_up = Arc::new(Mutex::new(None));
        thread::spawn({
            let (gate, hung_up) = (Arc::clone(self), Arc::clone(&hung_up));
            move || gate.watch(&socket, &hung_up)
        });
        let mut end = None;
        state = self
            .changed
            .wait_while(state, |state| {
                end.clone_from(&lock(&hung_up));
                end.is_none() && !state.stopped && state.releases == releases
            })
            .unwrap_or_else(PoisonError::into_inner);
        state.held -= 1;
        self.changed.notify_all();
        match end {
            _ if state.stopped => Err(End::Stopped),
            Some(end) => Err(end),
            None => Ok(()),
        }
    }

    /// Waits on behalf of [`Gate::hold`] for the client to hang up.
    ///
    /// Octets that the client has sent ahead hide what comes behind them; then the watch is over.
    fn watch(&self, socket: &TcpStream, hung_up: &Mutex<Option<End>>) {
        let end = loop {
            match socket.peek(&mut [0]) {
                Ok(0) => break End::ClientClosed,
                Ok(_) => return,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(_) => break End::ClientReset,
            }
        };
        let _state = self.lock();
        *lock(hung_up) = Some(end);
        self.changed.notify_all();
    }

    pub(super) fn patience(&self) -> Patience {
        Patience(self.lock().releases)
    }

    /// Lets this much time pass; returns early when released or stopped.
    pub(super) fn pause(&self, patience: &Patience, time: Duration) {
        let _ = self
            .changed
            .wait_timeout_while(self.lock(), time, |state| {
                !state.stopped && state.releases == patience.0
            })
            .unwrap_or_else(PoisonError::into_inner);
    }

    pub(super) fn release(&self) {
        self.lock().releases += 1;
        self.changed.notify_all();
    }

    pub(super) fn stop(&self) {
        self.lock().stopped = true;
        self.changed.notify_all();
    }

    pub(super) fn stopped(&self) -> bool {
        self.lock().stopped
    }

    /// Waits until this many connections stand still, and returns how many do.
    pub(super) fn wait_held(&self, n: usize, limit: Duration) -> usize {
        self.changed
            .wait_timeout_while(self.lock(), limit, |state| state.held < n)
            .unwrap_or_else(PoisonError::into_inner)
            .0
            .held
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
