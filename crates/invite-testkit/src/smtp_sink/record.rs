//! What the sink tells of the past: messages, connections and how they ended.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::stage::{Stage, StageEvent};

/// A message whose final dot arrived and that was not refused.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own that a test asserts by its name"
)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Counted from 1 in the order in which the final dots arrived, over all connections.
    pub number: u64,
    /// The connection it came over, counted from 1.
    pub connection: u64,
    /// When the final dot arrived, counted from the start of the sink.
    pub at: Duration,
    /// The envelope's sender; empty for the null sender `<>`.
    pub from: String,
    /// The envelope's recipients, those that were accepted, in their order.
    pub recipients: Vec<String>,
    /// The message as it arrived, without the dots added for transport and without the final dot.
    pub raw: Arc<[u8]>,
    /// The length of the message, also where a lean sink keeps no `raw`.
    pub size: usize,
    /// Whether it came over TLS.
    pub tls: bool,
    /// Who had logged in.
    pub user: Option<String>,
    /// Whether the client declared `BODY=8BITMIME`.
    pub eight_bit: bool,
    /// Whether the client declared `SMTPUTF8`.
    pub smtp_utf8: bool,
    /// Whether the whole 250 went to a client that was still there to read it.
    ///
    /// `false` marks a possible copy: the sink has the message and the client cannot know. It is
    /// final once the connection is over, because only then is it known whether a killed client had
    /// left the 250 unread.
    pub acknowledged: bool,
}

/// One connection and all that happened on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Counted from 1 in the order in which they came.
    pub number: u64,
    /// The stages reached, in order; a lean sink keeps only the latest.
    pub events: Vec<StageEvent>,
    /// How it ended; `None` while it is open.
    pub end: Option<End>,
}

impl Connection {
    /// Returns the stages reached, in order.
    pub fn stages(&self) -> Vec<Stage> {
        self.events.iter().map(|event| event.stage).collect()
    }

    /// Returns the last stage that the conversation reached: where it stands, or where it died.
    pub fn last_stage(&self) -> Option<Stage> {
        self.events.last().map(|event| event.stage)
    }
}

/// How a connection ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The client said `QUIT`.
    Quit,
    /// The client closed, or died, without saying so.
    ClientClosed,
    /// The client reset the connection, or died with a reply unread.
    ClientReset,
    /// The script closed it.
    ServerClosed,
    /// The script reset it.
    ServerReset,
    /// No TLS came about, for this reason.
    TlsFailed(String),
    /// The hook panicked.
    HookPanicked,
    /// The sink was dropped.
    Stopped,
}

/// What was waited for did not happen in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimedOut {
    pub(super) wanted: String,
    pub(super) seen: String,
}

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "waited for {}, saw {}", self.wanted, self.seen)
    }
}

impl std::error::Error for TimedOut {}
