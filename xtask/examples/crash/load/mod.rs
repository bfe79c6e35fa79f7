//! The clients: they invite, withdraw, send again and accept without end, and write down what they were told.

mod accepting;
mod inviting;

use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use fastrand::Rng;
use invite_testkit::smtp_sink::SmtpSink;
use tokio::sync::watch;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::api::{Answer, Api};
use crate::facts::{Accept, Create, Revoke};

/// Strong enough for any policy.
pub(crate) const PASSWORD: &str = "Quiet-Otters-Paddle-Upstream-47";

/// How many clients invite at the same time.
const INVITERS: u64 = 4;

/// What the clients share.
pub(crate) struct Load {
    api: Api,
    sink: Arc<SmtpSink>,
    public_url: String,
    started: Instant,
    /// Whether the service answers, and whether the run goes on.
    phase: watch::Sender<Phase>,
    journal: Mutex<Journal>,
    last_person: AtomicUsize,
    /// Requests on their way.
    pub(crate) creating: AtomicUsize,
    pub(crate) accepting: AtomicUsize,
}

/// What the service is doing, as far as clients care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// It is dead or starting.
    Away,
    /// It answers.
    Up,
    /// The run is over.
    Over,
}

/// What the clients were told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Journal {
    pub(crate) creates: Vec<Create>,
    pub(crate) accepts: Vec<Accept>,
    pub(crate) revokes: Vec<Revoke>,
    pub(crate) oddities: Vec<String>,
    /// Acknowledged invitations that no client has done anything else with.
    untouched: Vec<Person>,
}

#[derive(Clone, Debug)]
struct Person {
    email: String,
    id: Uuid,
}

impl Load {
    /// Makes the clients' common ground; nobody works yet.
    pub(crate) fn new(api: Api, sink: Arc<SmtpSink>, public_url: String, started: Instant) -> Self {
        Self {
            api,
            sink,
            public_url,
            started,
            phase: watch::Sender::new(Phase::Away),
            journal: Mutex::default(),
            last_person: AtomicUsize::new(0),
            creating: AtomicUsize::new(0),
            accepting: AtomicUsize::new(0),
        }
    }

    /// Sets the clients to work; they end with the run.
    pub(crate) fn start(self: &Arc<Self>, random: &mut Rng) -> JoinSet<()> {
        let mut clients = JoinSet::new();
        for _ in 0..INVITERS {
            clients.spawn(Arc::clone(self).invite_on(random.fork()));
        }
        clients.spawn(Arc::clone(self).change_on(random.fork()));
        clients.spawn(Arc::clone(self).accept_on(random.fork()));
        clients
    }

    /// Tells the clients whether the service answers, and when the run is over.
    pub(crate) fn tell(&self, phase: Phase) {
        self.phase.send_replace(phase);
    }

    /// Returns what the clients were told.
    pub(crate) fn journal(&self) -> Journal {
        self.lock().clone()
    }

    /// Writes down an answer that nobody should get.
    fn note(&self, what: &str, answer: &Answer) {
        if let Answer::Odd(why) = answer {
            self.lock().oddities.push(format!("{what}: {why}"));
        }
    }

    /// Waits until the service answers; `false` when the run is over.
    async fn up(&self) -> bool {
        let mut phase = self.phase.subscribe();
        let phase = phase.wait_for(|phase| *phase != Phase::Away).await;
        phase.is_ok_and(|phase| *phase == Phase::Up)
    }

    fn lock(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a person lives, which decides what the mail server says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Domain {
    /// It takes the mail.
    Plain,
    /// It puts mails off now and then.
    Busy,
    /// It refuses for good.
    Closed,
}

impl Domain {
    /// Returns the name after the `@`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain.example",
            Self::Busy => "busy.example",
            Self::Closed => "closed.example",
        }
    }

    fn draw(random: &mut Rng) -> Self {
        match random.u8(..20) {
            0 => Self::Busy,
            1 => Self::Closed,
            _ => Self::Plain,
        }
    }
}

async fn pause(random: &mut Rng, millis: std::ops::Range<u64>) {
    tokio::time::sleep(Duration::from_millis(random.u64(millis))).await;
}
