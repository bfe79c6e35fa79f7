//! `InvitationReader`: what happened to one invitation.

use super::{StoreHarness, fixture::Fixture};
use crate::an_invitation;
use chrono::TimeDelta;
use invite_domain::{
    model::{
        Action, AuditEntry, Channel, Delivery, DeliveryOutcome, Doer, Event, Failure,
        FailureReason, Invitation, OutboxId,
    },
    ports::{HistoryEntry, HistoryFact, IdSource},
};

fn entry(f: &Fixture, invitation: &Invitation, event: Event, minute: i64) -> AuditEntry {
    AuditEntry {
        id: f.audit_id(),
        account_id: Some(invitation.account_id),
        doer: Doer::WORKER,
        action: Action::Invitation {
            id: invitation.id,
            event,
        },
        at: f.now + TimeDelta::minutes(minute),
    }
}

fn attempt(f: &Fixture, invitation: &Invitation, nth: u32, minute: i64) -> Delivery {
    Delivery {
        id: f.delivery_id(),
        account_id: invitation.account_id,
        invitation_id: invitation.id,
        message_id: OutboxId::new(f.ids.next_id()),
        channel: Channel::Email,
        attempt: nth,
        outcome: DeliveryOutcome::Failed(Failure::new(FailureReason::Refused, "550 no")),
        at: f.now + TimeDelta::minutes(minute),
    }
}

fn told(history: &[HistoryEntry]) -> Vec<String> {
    let tell = |entry: &HistoryEntry| match &entry.fact {
        HistoryFact::Action { name, detail, .. } => format!("{name} {detail}"),
        HistoryFact::Delivery(delivery) => format!("attempt {}", delivery.attempt),
    };
    history.iter().map(tell).collect()
}

pub async fn a_history_is_complete_and_ordered(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let invitation = an_invitation().build();
    let other = an_invitation().to("other@example.org").build();
    f.put_all(&[invitation.clone(), other.clone()]).await;
    // Written down in another order than things happened.
    let deliveries = [
        attempt(&f, &invitation, 2, 5),
        attempt(&f, &invitation, 1, 3),
    ];
    let failure = Failure::new(FailureReason::Refused, "550 no");
    let mut unit = f.begin().await;
    unit.outbox().record(&deliveries).await.unwrap();
    unit.outbox()
        .record(&[attempt(&f, &other, 1, 4)])
        .await
        .unwrap();
    unit.audit()
        .append(&[
            entry(&f, &invitation, Event::Failed(failure), 6),
            entry(&f, &invitation, Event::Queued, 2),
            entry(&f, &other, Event::Created, 2),
            entry(&f, &invitation, Event::Created, 1),
        ])
        .await
        .unwrap();
    // A repeated resend fills the history; nothing of it may be cut.
    let resends: Vec<_> = (0..300)
        .map(|n| entry(&f, &invitation, Event::Queued, 10 + n))
        .collect();
    unit.audit().append(&resends).await.unwrap();
    unit.commit().await.unwrap();

    let history = f
        .harness
        .reader
        .history(f.account.id, invitation.id)
        .await
        .unwrap();
    assert_eq!(
        told(&history[..5]),
        [
            "invitation.created ",
            "invitation.queued ",
            "attempt 1",
            "attempt 2",
            "invitation.failed refused: 550 no",
        ]
    );
    assert_eq!(history.len(), 305);
    assert!(history.is_sorted_by_key(|entry| entry.at));
}

pub async fn a_history_within_one_moment_is_ordered_by_id(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let invitation = an_invitation().build();
    f.put(&invitation).await;
    let queued = entry(&f, &invitation, Event::Queued, 1);
    let failed = attempt(&f, &invitation, 1, 1);
    let expired = entry(&f, &invitation, Event::Expired, 1);
    let again = attempt(&f, &invitation, 2, 1);
    let mut unit = f.begin().await;
    unit.outbox().record(&[again, failed]).await.unwrap();
    unit.audit().append(&[expired, queued]).await.unwrap();
    unit.commit().await.unwrap();
    let reader = &f.harness.reader;
    let history = reader.history(f.account.id, invitation.id).await;
    assert_eq!(
        told(&history.unwrap()),
        [
            "invitation.queued ",
            "attempt 1",
            "invitation.expired ",
            "attempt 2",
        ]
    );
}

pub async fn a_history_stays_within_the_account(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let other = f.account("Other").await;
    let invitation = an_invitation().build();
    f.put(&invitation).await;
    let mut unit = f.begin().await;
    let entries = [entry(&f, &invitation, Event::Created, 1)];
    unit.audit().append(&entries).await.unwrap();
    unit.commit().await.unwrap();
    let history = async |account, id| f.harness.reader.history(account, id).await.unwrap();
    assert_eq!(history(f.account.id, invitation.id).await.len(), 1);
    assert_eq!(history(other.id, invitation.id).await, []);
    assert_eq!(history(f.account.id, f.invitation_id()).await, []);
}
