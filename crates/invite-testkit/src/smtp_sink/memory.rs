//! The sink's memory, which every connection writes and every test reads and waits on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::record::{Connection, End, Message, TimedOut};
use super::stage::{Stage, StageEvent};

#[derive(Default)]
struct State {
    messages: BTreeMap<u64, Message>,
    /// Messages whose 250 is on its way at this very moment.
    settling: BTreeSet<u64>,
    last_message: u64,
    connections: BTreeMap<u64, Connection>,
    last_connection: u64,
    open: usize,
    reached: [u64; Stage::COUNT],
}

impl State {
    fn times_reached(&self, stage: Stage) -> u64 {
        self.reached.get(stage as usize).copied().unwrap_or(0)
    }

    /// Says whether no message up to `number` is still being answered.
    ///
    /// Without this a test could see a message just before its 250 and call it unacknowledged.
    fn settled_to(&self, number: u64) -> bool {
        self.settling.first().is_none_or(|first| *first > number)
    }
}

pub(super) struct Memory {
    started: Instant,
    lean: bool,
    state: Mutex<State>,
    changed: Condvar,
}

/// What connections write.
impl Memory {
    pub(super) fn new(lean: bool) -> Self {
        Self {
            started: Instant::now(),
            lean,
            state: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    pub(super) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    pub(super) fn open_connection(&self) -> u64 {
        let mut state = self.lock();
        state.last_connection += 1;
        state.open += 1;
        let number = state.last_connection;
        let connection = Connection {
            number,
            events: Vec::new(),
            end: None,
        };
        state.connections.insert(number, connection);
        number
    }

    pub(super) fn reach(&self, event: StageEvent) {
        let mut state = self.lock();
        if let Some(count) = state.reached.get_mut(event.stage as usize) {
            *count += 1;
        }
        if let Some(connection) = state.connections.get_mut(&event.connection) {
            if self.lean {
                connection.events.clear();
            }
            connection.events.push(event);
        }
        self.changed.notify_all();
    }

    pub(super) fn close_connection(&self, number: u64, end: End) {
        let mut state = self.lock();
        state.open -= 1;
        if let Some(count) = state.reached.get_mut(Stage::Closed as usize) {
            *count += 1;
        }
        if let Some(connection) = state.connections.get_mut(&number) {
            connection.end = Some(end);
        }
        self.changed.notify_all();
    }

    /// Keeps a message, unacknowledged, and returns its number.
    ///
    /// With `settling` its answer follows at once, as after [`Memory::begin_settling`].
    pub(super) fn keep(&self, mut message: Message, settling: bool) -> u64 {
        if self.lean {
            message.raw = Arc::from([]);
        }
        let mut state = self.lock();
        state.last_message += 1;
        let number = state.last_message;
        message.number = number;
        state.messages.insert(number, message);
        if settling {
            state.settling.insert(number);
        }
        self.changed.notify_all();
        number
    }

    /// Makes readers wait for [`Memory::settle`], which follows at once.
    pub(super) fn begin_settling(&self, number: u64) {
        self.lock().settling.insert(number);
    }

    pub(super) fn settle(&self, number: u64, acknowledged: bool) {
        let mut state = self.lock();
        state.settling.remove(&number);
        if let Some(message) = state.messages.get_mut(&number) {
            message.acknowledged = acknowledged;
        }
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_settled(&self) -> MutexGuard<'_, State> {
        let state = self.lock();
        let last = state.last_message;
        self.changed
            .wait_while(state, |state| !state.settled_to(last))
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// What tests ask.
impl Memory {
    pub(super) fn messages(&self) -> Vec<Message> {
        self.lock_settled().messages.values().cloned().collect()
    }

    pub(super) fn take(&self) -> Vec<Message> {
        std::mem::take(&mut self.lock_settled().messages)
            .into_values()
            .collect()
    }

    pub(super) fn count(&self) -> usize {
        self.lock().messages.len()
    }

    pub(super) fn wait_for(&self, n: usize, limit: Duration) -> Result<Vec<Message>, TimedOut> {
        self.wait(
            limit,
            |state| state.messages.len() >= n && state.settled_to(state.last_message),
            |state| state.messages.values().cloned().collect(),
            |state| TimedOut {
                wanted: format!("{n} messages"),
                seen: format!("{} and {}", state.messages.len(), whereabouts(state)),
            },
        )
    }

    pub(super) fn wait_stage(&self, stage: Stage, n: u64, limit: Duration) -> Result<(), TimedOut> {
        self.wait(
            limit,
            |state| state.times_reached(stage) >= n,
            |_| (),
            |state| TimedOut {
                wanted: format!("stage {stage:?} {n} times"),
                seen: format!(
                    "{} times, and {}",
                    state.times_reached(stage),
                    whereabouts(state)
                ),
            },
        )
    }

    pub(super) fn wait_idle(&self, limit: Duration) -> Result<(), TimedOut> {
        self.wait(
            limit,
            |state| state.open == 0,
            |_| (),
            |state| TimedOut {
                wanted: "all connections to end".to_owned(),
                seen: whereabouts(state),
            },
        )
    }

    pub(super) fn reached(&self, stage: Stage) -> u64 {
        self.lock().times_reached(stage)
    }

    pub(super) fn connections(&self) -> Vec<Connection> {
        self.lock().connections.values().cloned().collect()
    }

    fn wait<T>(
        &self,
        limit: Duration,
        enough: impl Fn(&State) -> bool,
        found: impl FnOnce(&State) -> T,
        missed: impl FnOnce(&State) -> TimedOut,
    ) -> Result<T, TimedOut> {
        let (state, _) = self
            .changed
            .wait_timeout_while(self.lock(), limit, |state| !enough(state))
            .unwrap_or_else(PoisonError::into_inner);
        if enough(&state) {
            Ok(found(&state))
        } else {
            Err(missed(&state))
        }
    }
}

/// Tells where the open connections stand, for a failing test's message.
fn whereabouts(state: &State) -> String {
    let open: Vec<String> = state
        .connections
        .values()
        .filter(|connection| connection.end.is_none())
        .map(|connection| format!("#{} at {:?}", connection.number, connection.last_stage()))
        .collect();
    if open.is_empty() {
        "no open connection".to_owned()
    } else {
        format!("open connections {}", open.join(", "))
    }
}
