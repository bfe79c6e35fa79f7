//! A run in which every promise was kept, for the tests to spoil.

use std::time::Duration;

use uuid::Uuid;

use crate::facts::{
    Accept, AcceptAnswer, Create, CreateAnswer, DeliveryRow, EventRow, Facts, InvitationRow, Kill,
    Mail, MemberRow, MessageRow, Revoke, Shown, TriedLink,
};
use crate::plan::Point;

pub(super) const SENT: usize = 0;
pub(super) const ACCEPTED: usize = 1;
pub(super) const REFUSED: usize = 2;
pub(super) const REVOKED: usize = 3;
pub(super) const COPIED: usize = 4;

/// How one person fared.
struct Fate {
    status: &'static str,
    message: &'static str,
    attempts: &'static [&'static str],
    history: &'static [&'static str],
}

/// By the constants above.
const FATES: [Fate; 5] = [
    Fate {
        status: "invited",
        message: "sent",
        attempts: &["deferred", "handed_over"],
        history: &["created", "queued", "invited"],
    },
    Fate {
        status: "accepted",
        message: "sent",
        attempts: &["handed_over"],
        history: &["created", "queued", "invited", "edited", "accepted"],
    },
    Fate {
        status: "error",
        message: "failed",
        attempts: &["failed"],
        history: &["created", "queued", "failed"],
    },
    Fate {
        status: "revoked",
        message: "cancelled",
        attempts: &[],
        history: &["created", "queued", "revoked"],
    },
    Fate {
        status: "invited",
        message: "sent",
        attempts: &["handed_over"],
        history: &["created", "queued", "invited"],
    },
];

/// Five people and two processes: one mail arrived, one led to a member, one was refused, one was withdrawn, and
/// one came twice because of the kill between the processes.
pub(super) fn healthy() -> Facts {
    let mut facts = Facts {
        administrator: "root@example.test".to_owned(),
        recovery_limit: Duration::from_secs(3),
        mails: vec![
            mail(SENT, 0),
            mail(ACCEPTED, 0),
            mail(COPIED, 0),
            mail(COPIED, 1),
        ],
        accepts: vec![
            accept(AcceptAnswer::Unknown),
            accept(AcceptAnswer::Joined),
            accept(AcceptAnswer::AlreadyIn),
        ],
        revokes: vec![Revoke {
            email: email(REVOKED),
            acknowledged: Some(Duration::ZERO),
        }],
        kills: vec![Kill {
            point: Point::AfterReply,
            life: 0,
            held: [message(COPIED)].into(),
            window: [message(COPIED)].into(),
            on_target: true,
            recoveries: vec![Duration::from_secs(2)],
            left_behind: Vec::new(),
        }],
        tried: vec![TriedLink {
            message: message(COPIED),
            works: true,
        }],
        ..Facts::default()
    };
    facts.tables.members = vec![
        MemberRow {
            id: member(99),
            email: "root@example.test".to_owned(),
        },
        MemberRow {
            id: member(ACCEPTED),
            email: email(ACCEPTED),
        },
    ];
    for (person, fate) in FATES.iter().enumerate() {
        add(&mut facts, person, fate);
    }
    facts
}

/// Lets a person fare so, in the tables and in what clients were told.
fn add(facts: &mut Facts, person: usize, fate: &Fate) {
    let (id, name) = (invitation(person), format!("Person {person}"));
    let history = fate.history.iter().map(|name| format!("invitation.{name}"));
    facts.creates.push(Create {
        email: email(person),
        name: name.clone(),
        answer: CreateAnswer::Created(id),
    });
    facts.shown.insert(
        id,
        Shown {
            email: email(person),
            name: name.clone(),
            status: fate.status.to_owned(),
            history: Some(history.clone().collect()),
        },
    );
    let tables = &mut facts.tables;
    tables.invitations.push(InvitationRow {
        id,
        email: email(person),
        name,
        status: fate.status.to_owned(),
        generation: 1,
        member: (person == ACCEPTED).then(|| member(person)),
        failure: (person == REFUSED).then(|| "unknown_recipient".to_owned()),
    });
    tables.messages.push(MessageRow {
        id: message(person),
        invitation: id,
        generation: 1,
        state: fate.message.to_owned(),
        attempts: fate.attempts.iter().map(|_| 1).sum(),
    });
    let attempts = fate.attempts.iter().map(|outcome| DeliveryRow {
        message: message(person),
        outcome: (*outcome).to_owned(),
    });
    tables.deliveries.extend(attempts);
    tables.events.extend(history.map(|name| EventRow {
        invitation: id,
        name,
    }));
}

pub(super) fn mail(person: usize, life: usize) -> Mail {
    Mail {
        message: message(person),
        recipient: email(person),
        link: format!("http://127.0.0.1/i/{person}"),
        acknowledged: true,
        life,
        begun: Duration::from_millis(10 * person as u64),
    }
}

pub(super) fn accept(answer: AcceptAnswer) -> Accept {
    Accept {
        email: email(ACCEPTED),
        answer,
    }
}

pub(super) fn invitation(person: usize) -> Uuid {
    id(1, person)
}

pub(super) fn message(person: usize) -> Uuid {
    id(2, person)
}

pub(super) fn member(person: usize) -> Uuid {
    id(3, person)
}

pub(super) fn email(person: usize) -> String {
    format!("p{person}@example.test")
}

/// Ids that tell in a failing test what they are about.
fn id(kind: u128, person: usize) -> Uuid {
    Uuid::from_u128(kind << 64 | person as u128)
}
