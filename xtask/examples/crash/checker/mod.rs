//! The judge: from what a run has gathered, every way in which the promise was broken. Pure.

mod acceptance;
mod lifecycle;
mod mail;
mod roster;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use uuid::Uuid;

use crate::facts::{EventRow, Facts, InvitationRow, Kill, Mail, MessageRow};
use crate::plan::Point;

/// A promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rule {
    /// What was acknowledged as created is there, with the facts that were given.
    CreatesSurvive,
    /// One acceptance and one membership for each person; whoever was told "you are in" is in.
    OneAcceptance,
    /// Every due mail is delivered or has visibly failed; none waits forever.
    NoMailLost,
    /// A copy comes only from a kill between final dot and our commit, with the same link, which works.
    CopiesExplained,
    /// No mail begins after an acknowledged revoke.
    RevokedStaysSilent,
    /// States move only along the lifecycle, and the history tells every step once.
    LifecycleHolds,
    /// Invitation, message and attempts belong together: nothing is half-written.
    NothingHalfWritten,
    /// A killed worker's mail is taken up again within the lease.
    TakenUpInTime,
    /// Nobody gets an answer that nobody should get.
    NoOddAnswer,
    /// The run did what it is meant to prove.
    SomethingHappened,
}

impl Rule {
    /// Every promise.
    pub(crate) const ALL: [Self; 10] = [
        Self::CreatesSurvive,
        Self::OneAcceptance,
        Self::NoMailLost,
        Self::CopiesExplained,
        Self::RevokedStaysSilent,
        Self::LifecycleHolds,
        Self::NothingHalfWritten,
        Self::TakenUpInTime,
        Self::NoOddAnswer,
        Self::SomethingHappened,
    ];

    /// Returns what the report calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::CreatesSurvive => "acknowledged creates survive",
            Self::OneAcceptance => "one acceptance, one member",
            Self::NoMailLost => "no mail lost or stuck",
            Self::CopiesExplained => "copies only from the final-dot window",
            Self::RevokedStaysSilent => "no mail after a revoke",
            Self::LifecycleHolds => "states along the lifecycle",
            Self::NothingHalfWritten => "nothing half-written",
            Self::TakenUpInTime => "mail of the killed taken up in time",
            Self::NoOddAnswer => "no odd answer",
            Self::SomethingHappened => "the run did its work",
        }
    }
}

/// One way in which a promise was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    pub(crate) rule: Rule,
    pub(crate) what: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule.name(), self.what)
    }
}

/// Returns every violation there is.
pub(crate) fn check(facts: &Facts) -> Vec<Violation> {
    let index = Index::of(facts);
    let mut found = Found::default();
    roster::check(facts, &index, &mut found);
    acceptance::check(facts, &index, &mut found);
    mail::check(facts, &index, &mut found);
    lifecycle::check(facts, &index, &mut found);
    for oddity in &facts.oddities {
        found.add(Rule::NoOddAnswer, oddity.clone());
    }
    check_that_something_happened(facts, &mut found);
    found.0
}

/// A run without kills, mails or acceptances proves nothing.
fn check_that_something_happened(facts: &Facts, found: &mut Found) {
    let joined = facts.tables.members.len() > 1;
    for (is_there, what) in [
        (!facts.kills.is_empty(), "nothing was killed"),
        (!facts.creates.is_empty(), "nobody was invited"),
        (!facts.mails.is_empty(), "no mail arrived"),
        (joined, "nobody accepted"),
        (!facts.shown.is_empty(), "the API showed nothing"),
    ] {
        found.require(is_there, Rule::SomethingHappened, || what.to_owned());
    }
    let points: BTreeSet<Point> = facts.kills.iter().map(|kill| kill.point).collect();
    for point in points {
        let of_point = |kill: &&Kill| kill.point == point;
        let fell_as_meant = facts
            .kills
            .iter()
            .filter(of_point)
            .any(|kill| kill.on_target);
        found.require(fell_as_meant, Rule::SomethingHappened, || {
            format!("no kill \"{point}\" fell where it was meant to")
        });
    }
}

/// What was found so far.
#[derive(Default)]
struct Found(Vec<Violation>);

impl Found {
    fn add(&mut self, rule: Rule, what: String) {
        self.0.push(Violation { rule, what });
    }

    fn require(&mut self, holds: bool, rule: Rule, what: impl FnOnce() -> String) {
        if !holds {
            self.add(rule, what());
        }
    }
}

/// The facts by what ties them together.
struct Index<'a> {
    invitations: BTreeMap<Uuid, &'a InvitationRow>,
    by_email: BTreeMap<&'a str, Vec<&'a InvitationRow>>,
    messages: BTreeMap<Uuid, &'a MessageRow>,
    messages_of: BTreeMap<Uuid, Vec<&'a MessageRow>>,
    outcomes_of: BTreeMap<Uuid, Vec<&'a str>>,
    events_of: BTreeMap<Uuid, Vec<&'a EventRow>>,
    /// The copies of each message in the order in which they came.
    mails_of: BTreeMap<Uuid, Vec<&'a Mail>>,
    members: BTreeSet<Uuid>,
}

impl<'a> Index<'a> {
    fn of(facts: &'a Facts) -> Self {
        let tables = &facts.tables;
        Self {
            invitations: tables.invitations.iter().map(|row| (row.id, row)).collect(),
            by_email: grouped(&tables.invitations, |row| (row.email.as_str(), row)),
            messages: tables.messages.iter().map(|row| (row.id, row)).collect(),
            messages_of: grouped(&tables.messages, |row| (row.invitation, row)),
            outcomes_of: grouped(&tables.deliveries, |row| {
                (row.message, row.outcome.as_str())
            }),
            events_of: grouped(&tables.events, |row| (row.invitation, row)),
            mails_of: grouped(&facts.mails, |mail| (mail.message, mail)),
            members: tables.members.iter().map(|row| row.id).collect(),
        }
    }

    /// The one invitation of an address.
    fn invitation(&self, email: &str) -> Option<&'a InvitationRow> {
        self.by_email.get(email)?.first().copied()
    }
}

fn grouped<'a, T, K: Ord, V>(rows: &'a [T], pair: impl Fn(&'a T) -> (K, V)) -> BTreeMap<K, Vec<V>> {
    let mut groups: BTreeMap<K, Vec<V>> = BTreeMap::new();
    for row in rows {
        let (key, value) = pair(row);
        groups.entry(key).or_default().push(value);
    }
    groups
}

/// Returns what is kept under the key, nothing where there is none.
fn under<'m, K: Ord, V>(groups: &'m BTreeMap<K, Vec<V>>, key: &K) -> &'m [V] {
    groups.get(key).map_or(&[], Vec::as_slice)
}
