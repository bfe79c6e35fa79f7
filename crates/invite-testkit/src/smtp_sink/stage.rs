//! The stages of an SMTP conversation, at which scripts and hooks step in.

use std::time::Duration;

/// A point of the conversation that a script can act on and that the log records.
///
/// Each is reached *before* the sink answers, except [`Secured`](Self::Secured),
/// [`DataPartly`](Self::DataPartly), [`Accepted`](Self::Accepted) and [`Closed`](Self::Closed),
/// where no reply is due. A command that is refused for being malformed or out of order reaches no
/// stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// The connection stands; the greeting is due.
    Connected,
    /// `EHLO` or `HELO` arrived.
    Ehlo,
    /// TLS is about to begin: after `STARTTLS`, or at once where TLS is implicit.
    StartTls,
    /// The TLS handshake is complete.
    Secured,
    /// Credentials arrived, right or wrong.
    Auth,
    /// `MAIL FROM` arrived.
    Mail,
    /// One `RCPT TO` arrived.
    Rcpt,
    /// `DATA` arrived; the 354 is due.
    DataStarted,
    /// The given number of octets of the body arrived; see
    /// [`Script::partly_after`](super::Script::partly_after).
    DataPartly,
    /// The whole message with its final dot arrived; the 250 is due.
    FinalDot,
    /// The 250 for the message was written to the connection.
    Accepted,
    /// `RSET` arrived.
    Rset,
    /// `NOOP` arrived.
    Noop,
    /// `QUIT` arrived.
    Quit,
    /// The connection is over; nothing that a script or hook answers matters any more.
    Closed,
}

impl Stage {
    pub(super) const COUNT: usize = Self::Closed as usize + 1;

    /// Says whether the sink owes the client a reply at this stage.
    pub fn owes_reply(self) -> bool {
        !matches!(
            self,
            Self::Secured | Self::DataPartly | Self::Accepted | Self::Closed
        )
    }
}

/// One stage reached by one connection: what a hook is given and what the log keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageEvent {
    /// Which connection, counted from 1 in the order in which they came.
    pub connection: u64,
    /// What was reached.
    pub stage: Stage,
    /// When, counted from the start of the sink.
    pub at: Duration,
    /// At `Rcpt` the address asked for; from `DataStarted` to `Accepted` the accepted ones; else none.
    pub recipients: Vec<String>,
    /// The message's octets so far, from `DataPartly` to `Accepted`; else 0.
    pub octets: usize,
}
