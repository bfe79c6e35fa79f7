//! Why a mail did not go through, and how far it had come.

use super::{
    classify::{Stage, classify, said},
    reply::Reply,
    wire::describe,
};
use invite_domain::ports::SendError;
use std::io;

/// What went wrong. What it means follows from where.
#[derive(Debug)]
pub(super) enum Fault {
    /// The server said no.
    Refused(Stage, Reply),
    /// The line broke or fell silent before the whole message was sent: the server has nothing.
    Broken(Stage, io::Error),
    /// The line broke or fell silent after the final dot: the server may have the message.
    Silent(io::Error),
    /// There is no connection.
    Unreachable(io::Error),
    /// Our settings and the server do not fit together.
    Unfit(String),
}

impl Fault {
    /// Says whether a connection that had lain idle turned out to be dead, with nothing sent.
    pub(super) fn is_stale(&self) -> bool {
        match self {
            Self::Broken(stage, _) => *stage == Stage::Sender,
            Self::Refused(stage, reply) => *stage == Stage::Sender && reply.code == 421,
            Self::Silent(_) | Self::Unreachable(_) | Self::Unfit(_) => false,
        }
    }
}

impl From<Fault> for SendError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Refused(stage, reply) => classify(stage, &reply),
            Fault::Broken(stage, error) => Self::Temporary {
                detail: said(&format!("{} (at {})", describe(&error), stage.name())),
            },
            Fault::Silent(error) => Self::Unknown {
                detail: said(&describe(&error)),
            },
            Fault::Unreachable(error) => Self::Temporary {
                detail: said(&format!(
                    "the mail server cannot be reached: {}",
                    describe(&error)
                )),
            },
            Fault::Unfit(mend) => Self::Misconfigured {
                detail: said(&mend),
            },
        }
    }
}
