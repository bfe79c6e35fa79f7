//! What a run has gathered: the checker judges from this alone.
//!
//! Every invitation of a run has an address of its own, so the address ties together what was asked, what is
//! stored, what is shown and what was mailed. Moments count from the start of the run.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use uuid::Uuid;

use crate::plan::Point;

/// Everything that was seen from outside.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    /// The one person who was a member before the run.
    pub(crate) administrator: String,
    /// Within this time after a kill another worker must hold the mail of the killed one.
    pub(crate) recovery_limit: Duration,
    pub(crate) creates: Vec<Create>,
    pub(crate) accepts: Vec<Accept>,
    pub(crate) revokes: Vec<Revoke>,
    pub(crate) kills: Vec<Kill>,
    /// In the order in which they arrived.
    pub(crate) mails: Vec<Mail>,
    /// Links of copied mails, tried when all was quiet.
    pub(crate) tried: Vec<TriedLink>,
    pub(crate) tables: Tables,
    /// What the API shows in the end, by invitation.
    pub(crate) shown: BTreeMap<Uuid, Shown>,
    /// Answers that nobody should ever get, mails that cannot be read, kill points that were not reached.
    pub(crate) oddities: Vec<String>,
}

/// One person put on the roster and sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Create {
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) answer: CreateAnswer,
}

/// What the client knows about its create.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CreateAnswer {
    /// It was acknowledged.
    Created(Uuid),
    /// The first answer was lost with the process; asked again, the service said that the person is on the roster.
    Present,
    /// The connection broke; it may or may not have happened.
    Unknown,
}

/// One attempt to accept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Accept {
    pub(crate) email: String,
    pub(crate) answer: AcceptAnswer,
}

/// What the invitee knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AcceptAnswer {
    /// "You are in", for the first time.
    Joined,
    /// "You were in already."
    AlreadyIn,
    /// The link was refused.
    Refused,
    /// The connection broke.
    Unknown,
}

/// One attempt to withdraw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Revoke {
    pub(crate) email: String,
    /// When it was acknowledged, if it was.
    pub(crate) acknowledged: Option<Duration>,
}

/// One `kill -9`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kill {
    pub(crate) point: Point,
    /// The how-manieth process it ended, from 0.
    pub(crate) life: usize,
    /// The messages that the dead worker held.
    pub(crate) held: BTreeSet<Uuid>,
    /// Those of them that the mail server had by then: each may come once more.
    pub(crate) window: BTreeSet<Uuid>,
    /// Whether it fell where it was meant to.
    pub(crate) on_target: bool,
    /// For each held message that was watched: after what time another worker held it.
    pub(crate) recoveries: Vec<Duration>,
    /// Held messages that nobody had taken up by the end of the watch.
    pub(crate) left_behind: Vec<Uuid>,
}

/// One message that the mail server took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mail {
    /// The outbox row, as the Message-ID names it.
    pub(crate) message: Uuid,
    pub(crate) recipient: String,
    pub(crate) link: String,
    /// Whether the service read the 250.
    pub(crate) acknowledged: bool,
    /// The process that sent it.
    pub(crate) life: usize,
    /// When its `MAIL FROM` arrived.
    pub(crate) begun: Duration,
}

/// A link that was tried when all was quiet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TriedLink {
    pub(crate) message: Uuid,
    pub(crate) works: bool,
}

/// What the API shows of one invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) status: String,
    /// The names of its events in order, where the history was asked for.
    pub(crate) history: Option<Vec<String>>,
}

/// The tables as they are when all is quiet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tables {
    pub(crate) invitations: Vec<InvitationRow>,
    pub(crate) messages: Vec<MessageRow>,
    pub(crate) deliveries: Vec<DeliveryRow>,
    /// What the audit log holds about invitations, oldest first.
    pub(crate) events: Vec<EventRow>,
    pub(crate) members: Vec<MemberRow>,
}

/// A row of `invitations`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InvitationRow {
    pub(crate) id: Uuid,
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) status: String,
    pub(crate) generation: i64,
    pub(crate) member: Option<Uuid>,
    /// The reason of an `error`.
    pub(crate) failure: Option<String>,
}

/// A row of `outbox`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MessageRow {
    pub(crate) id: Uuid,
    pub(crate) invitation: Uuid,
    pub(crate) generation: i64,
    pub(crate) state: String,
    pub(crate) attempts: i64,
}

/// A row of `deliveries`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DeliveryRow {
    pub(crate) message: Uuid,
    pub(crate) outcome: String,
}

/// A row of `audit_log` that is about an invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EventRow {
    pub(crate) invitation: Uuid,
    pub(crate) name: String,
}

/// A row of `members` with the person's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MemberRow {
    pub(crate) id: Uuid,
    pub(crate) email: String,
}
