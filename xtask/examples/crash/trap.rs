//! Where the process dies: a hook in the mail server that kills at a stage of a conversation, or marks it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use invite_testkit::smtp_sink::{Action, Stage, StageEvent};
use tokio::runtime::Handle;
use tokio::sync::Notify;

use crate::database::{Database, Lock};
use crate::plan::Point;
use crate::server::Server;

/// How long the service is given to read the 250 and to run into our lock.
const READ_THE_REPLY: Duration = Duration::from_millis(200);

/// The trap, set for at most one kill at a time.
pub(crate) struct Trap {
    server: Arc<Server>,
    database: Arc<Database>,
    runtime: Handle,
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Default)]
struct State {
    point: Option<Point>,
    /// How many occasions to let pass.
    skip: u32,
    target: Option<Target>,
    lock: Option<Result<Lock>>,
    /// When it killed.
    killed: Option<Instant>,
}

/// The mail whose conversation decides.
struct Target {
    connection: u64,
    email: Option<String>,
}

/// What is left of a trap that has killed.
pub(crate) struct Caught {
    /// When.
    pub(crate) at: Instant,
    /// Whose mail it was, where a mail decided.
    pub(crate) email: Option<String>,
    /// What still keeps the database from committing.
    pub(crate) lock: Option<Lock>,
}

impl Trap {
    /// Makes a trap that is not set.
    pub(crate) fn new(server: Arc<Server>, database: Arc<Database>, runtime: Handle) -> Self {
        Self {
            server,
            database,
            runtime,
            state: Mutex::default(),
            changed: Notify::new(),
        }
    }

    /// Sets it: the process dies at this point, after so many occasions let pass.
    pub(crate) fn set(&self, point: Point, skip: u32) {
        *self.state() = State {
            point: Some(point),
            skip,
            ..State::default()
        };
    }

    /// Kills at once, whether it is set or not.
    pub(crate) fn spring(&self) {
        self.kill(&mut self.state());
    }

    /// Waits until it has killed.
    pub(crate) async fn sprung(&self) {
        self.wait_until(|state| state.killed.is_some()).await;
    }

    /// Waits until a mail was chosen and returns whose it is.
    pub(crate) async fn target(&self) -> Option<String> {
        self.wait_until(|state| state.target.is_some()).await;
        self.state()
            .target
            .as_ref()
            .and_then(|target| target.email.clone())
    }

    /// Takes what is left of it; from here on it is not set.
    pub(crate) fn clear(&self) -> Result<Caught> {
        let state = std::mem::take(&mut *self.state());
        Ok(Caught {
            at: state.killed.context("the trap has not killed")?,
            email: state.target.and_then(|target| target.email),
            lock: state.lock.transpose()?,
        })
    }

    /// What the mail server does at a stage; runs on the connection's own thread, which stands still meanwhile.
    pub(crate) fn on_stage(&self, event: &StageEvent) -> Action {
        let mut state = self.state();
        let (Some(point), None) = (state.point, state.killed) else {
            return Action::proceed();
        };
        let stage = match point {
            // Nothing begins while the database is watched for the claim.
            Point::AfterClaim if matches!(event.stage, Stage::Connected | Stage::Mail) => {
                return Action::silence();
            }
            Point::AfterReply if event.stage == Stage::Accepted => {
                if state
                    .target
                    .as_ref()
                    .is_some_and(|target| target.connection == event.connection)
                {
                    self.runtime
                        .block_on(async { tokio::time::sleep(READ_THE_REPLY).await });
                    self.kill(&mut state);
                }
                return Action::proceed();
            }
            Point::AfterConnect => Stage::Connected,
            Point::AfterRecipient => Stage::Rcpt,
            Point::MidData => Stage::DataPartly,
            Point::AfterDot | Point::AfterReply => Stage::FinalDot,
            Point::AfterCommit => Stage::Accepted,
            Point::AfterClaim
            | Point::DuringCreate
            | Point::DuringAccept
            | Point::DuringStart
            | Point::Random => return Action::proceed(),
        };
        if event.stage != stage || state.target.is_some() {
            return Action::proceed();
        }
        if state.skip > 0 {
            state.skip -= 1;
            return Action::proceed();
        }
        let email = event.recipients.first().cloned();
        state.target = Some(Target {
            connection: event.connection,
            email: email.clone(),
        });
        match point {
            Point::AfterReply => {
                let email = email.unwrap_or_default();
                state.lock = Some(self.runtime.block_on(self.database.lock(&email)));
            }
            // Whoever waits for the target watches the database.
            Point::AfterCommit => self.changed.notify_waiters(),
            _ => self.kill(&mut state),
        }
        match point {
            // What already lies in the kernel's buffer must not count as arrived.
            Point::MidData => Action::close(),
            _ => Action::proceed(),
        }
    }

    fn kill(&self, state: &mut State) {
        self.server.kill();
        state.killed = Some(Instant::now());
        self.changed.notify_waiters();
    }

    async fn wait_until(&self, holds: impl Fn(&State) -> bool) {
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            if holds(&self.state()) {
                return;
            }
            changed.await;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
