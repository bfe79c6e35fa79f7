//! The lifecycle of an invitation: one table that everything else asks.
//!
//! The diagram and the table in `docs/lifecycle.md` are generated from [`TRANSITIONS`].

use std::fmt;

/// Where an invitation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Written down on the roster; nobody was told.
    NotInvited,
    /// A message waits to leave.
    Queued,
    /// The message was handed over to the mail server or SMS gateway.
    Invited,
    /// The person is a member.
    Accepted,
    /// The person said no.
    Declined,
    /// The link's time is over.
    Expired,
    /// The message cannot be delivered; the reason is one that a person can act on.
    Error,
    /// Withdrawn by the account.
    Revoked,
}

impl Status {
    /// Every status, in the order of a usual life.
    pub const ALL: [Self; 8] = [
        Self::NotInvited,
        Self::Queued,
        Self::Invited,
        Self::Accepted,
        Self::Declined,
        Self::Expired,
        Self::Error,
        Self::Revoked,
    ];

    /// Returns the name on the wire and in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotInvited => "not_invited",
            Self::Queued => "queued",
            Self::Invited => "invited",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Error => "error",
            Self::Revoked => "revoked",
        }
    }

    /// Reads the name on the wire; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }

    /// Whether the invitation still holds its person's one place on the roster.
    ///
    /// An accepted or revoked invitation is history: the same address may be written down anew.
    pub const fn is_live(self) -> bool {
        !matches!(self, Self::Accepted | Self::Revoked)
    }

    /// Whether name, address, grant and so on may still be changed.
    pub const fn is_editable(self) -> bool {
        self.is_live()
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is asked of an invitation, or what the world reports about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Command {
    /// An administrator sends or resends.
    Send,
    /// The mail server or gateway took the message.
    HandOver,
    /// The message failed for good, or its retries are used up.
    Fail,
    /// The right person accepts.
    Accept,
    /// The right person declines.
    Decline,
    /// The link's time is over.
    Expire,
    /// The message came back after it was handed over.
    Bounce,
    /// An administrator withdraws the invitation.
    Revoke,
}

impl Command {
    /// Every command.
    pub const ALL: [Self; 8] = [
        Self::Send,
        Self::HandOver,
        Self::Fail,
        Self::Accept,
        Self::Decline,
        Self::Expire,
        Self::Bounce,
        Self::Revoke,
    ];

    /// Returns the name used in documents and messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::HandOver => "hand over",
            Self::Fail => "fail",
            Self::Accept => "accept",
            Self::Decline => "decline",
            Self::Expire => "expire",
            Self::Bounce => "bounce",
            Self::Revoke => "revoke",
        }
    }
}

/// One arrow of the lifecycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    /// Where it starts.
    pub from: Status,
    /// What is asked or reported.
    pub command: Command,
    /// Where it leads.
    pub to: Status,
    /// What must hold besides, empty when nothing.
    pub condition: &'static str,
}

const fn arrow(from: Status, command: Command, to: Status, condition: &'static str) -> Transition {
    Transition {
        from,
        command,
        to,
        condition,
    }
}

/// The conditions that the table names; [`super::Invitation`] enforces them.
const LINK_GOOD: &str = "the link is still good";
const LATEST_LINK_GOOD: &str = "the latest link is still good, since a bounce can be wrong";
const TIME_OVER: &str = "the link's time is over";

/// Every arrow there is. A pair of status and command that is not in here is illegal.
pub const TRANSITIONS: &[Transition] = &[
    arrow(Status::NotInvited, Command::Send, Status::Queued, ""),
    arrow(Status::Invited, Command::Send, Status::Queued, ""),
    arrow(Status::Expired, Command::Send, Status::Queued, ""),
    arrow(Status::Error, Command::Send, Status::Queued, ""),
    arrow(Status::Declined, Command::Send, Status::Queued, ""),
    arrow(Status::Revoked, Command::Send, Status::Queued, ""),
    arrow(Status::Queued, Command::HandOver, Status::Invited, ""),
    arrow(Status::Queued, Command::Fail, Status::Error, ""),
    arrow(Status::Queued, Command::Accept, Status::Accepted, LINK_GOOD),
    arrow(
        Status::Invited,
        Command::Accept,
        Status::Accepted,
        LINK_GOOD,
    ),
    arrow(
        Status::Error,
        Command::Accept,
        Status::Accepted,
        LATEST_LINK_GOOD,
    ),
    arrow(
        Status::Queued,
        Command::Decline,
        Status::Declined,
        LINK_GOOD,
    ),
    arrow(
        Status::Invited,
        Command::Decline,
        Status::Declined,
        LINK_GOOD,
    ),
    arrow(Status::Invited, Command::Expire, Status::Expired, TIME_OVER),
    arrow(Status::Invited, Command::Bounce, Status::Error, ""),
    arrow(Status::NotInvited, Command::Revoke, Status::Revoked, ""),
    arrow(Status::Queued, Command::Revoke, Status::Revoked, ""),
    arrow(Status::Invited, Command::Revoke, Status::Revoked, ""),
    arrow(Status::Declined, Command::Revoke, Status::Revoked, ""),
    arrow(Status::Expired, Command::Revoke, Status::Revoked, ""),
    arrow(Status::Error, Command::Revoke, Status::Revoked, ""),
];

/// The status does not allow what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an invitation that is {from} cannot {}", .command.as_str())]
pub struct IllegalTransition {
    /// Where the invitation stands.
    pub from: Status,
    /// What was asked.
    pub command: Command,
}

/// Returns where `command` leads from `from`.
///
/// # Errors
/// [`IllegalTransition`] when the table has no such arrow.
pub fn next(from: Status, command: Command) -> Result<Status, IllegalTransition> {
    TRANSITIONS
        .iter()
        .find(|t| t.from == from && t.command == command)
        .map(|t| t.to)
        .ok_or(IllegalTransition { from, command })
}

#[cfg(test)]
mod tests {
    use super::{Command, Status, TRANSITIONS, next};

    /// The table as `docs/` states it, written a second time by hand: rows are states, columns are
    /// the commands in the order of `Command::ALL`, `-` is illegal.
    const BY_HAND: [(Status, [&str; 8]); 8] = [
        (
            Status::NotInvited,
            ["queued", "-", "-", "-", "-", "-", "-", "revoked"],
        ),
        (
            Status::Queued,
            [
                "-", "invited", "error", "accepted", "declined", "-", "-", "revoked",
            ],
        ),
        (
            Status::Invited,
            [
                "queued", "-", "-", "accepted", "declined", "expired", "error", "revoked",
            ],
        ),
        (Status::Accepted, ["-", "-", "-", "-", "-", "-", "-", "-"]),
        (
            Status::Declined,
            ["queued", "-", "-", "-", "-", "-", "-", "revoked"],
        ),
        (
            Status::Expired,
            ["queued", "-", "-", "-", "-", "-", "-", "revoked"],
        ),
        (
            Status::Error,
            ["queued", "-", "-", "accepted", "-", "-", "-", "revoked"],
        ),
        (
            Status::Revoked,
            ["queued", "-", "-", "-", "-", "-", "-", "-"],
        ),
    ];

    #[test]
    fn every_status_and_command_leads_where_the_table_says() {
        for (from, row) in BY_HAND {
            for (command, expected) in Command::ALL.into_iter().zip(row) {
                let found = next(from, command).map_or("-", Status::as_str);
                assert_eq!(found, expected, "{from} + {command:?}");
            }
        }
    }

    #[test]
    fn no_pair_has_two_arrows() {
        for (i, a) in TRANSITIONS.iter().enumerate() {
            let twin = TRANSITIONS
                .iter()
                .skip(i + 1)
                .find(|b| b.from == a.from && b.command == a.command);
            assert_eq!(twin, None);
        }
    }

    #[test]
    fn names_on_the_wire_read_back() {
        for status in Status::ALL {
            assert_eq!(Status::parse(status.as_str()), Some(status));
        }
        assert_eq!(Status::parse("pending"), None);
    }
}
