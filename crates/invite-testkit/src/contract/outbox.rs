//! `Outbox`: nothing leaves that was not committed, and only the latest claim counts.

use super::{
    StoreHarness,
    fixture::{Fixture, LEASE, settlement},
};
use crate::an_invitation;
use chrono::TimeDelta;
use invite_domain::{
    model::{Claim, OutboxId, Settlement, Verdict},
    ports::IdSource,
};

pub async fn a_message_of_an_uncommitted_unit_of_work_never_leaves(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let invitation = an_invitation().queued().build();
    f.put(&invitation).await;
    let mut unit = f.begin().await;
    unit.outbox()
        .enqueue(&f.message(&invitation))
        .await
        .unwrap();
    unit.rollback().await.unwrap();
    let mut unit = f.begin().await;
    unit.outbox()
        .enqueue(&f.message(&invitation))
        .await
        .unwrap();
    drop(unit);
    assert!(f.claim(10).await.is_empty());
    assert_eq!(f.harness.queue.next_due().await.unwrap(), None);
}

pub async fn cancelling_takes_back_every_waiting_message_claimed_ones_included(
    harness: StoreHarness,
) {
    let f = Fixture::new(harness).await;
    let first = f.queued(&f.account, "first@example.org").await;
    let other = f.queued(&f.account, "other@example.org").await;
    let claimed = f.claim(1).await;
    assert_eq!(claimed.len(), 1);
    let mut second = first.clone();
    second.id = OutboxId::new(f.ids.next_id());
    f.enqueue(&[second]).await;

    let mut unit = f.begin().await;
    unit.outbox()
        .cancel(first.about.invitation().unwrap())
        .await
        .unwrap();
    // Nothing happens where nothing waits.
    unit.outbox()
        .cancel(first.about.invitation().unwrap())
        .await
        .unwrap();
    unit.commit().await.unwrap();
    let later = f.claim_at(f.now + LEASE, 10).await;
    assert_eq!(later.len(), 1);
    assert_eq!(
        later[0].message, other,
        "another invitation's message stays"
    );
}

pub async fn a_cancelled_claim_can_neither_be_renewed_nor_settled(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let message = f.queued(&f.account, "first@example.org").await;
    let claim = f.claim(1).await[0].claim;
    let mut unit = f.begin().await;
    unit.outbox()
        .cancel(message.about.invitation().unwrap())
        .await
        .unwrap();
    unit.commit().await.unwrap();
    assert!(is_lost(&f, &claim).await);
}

/// Whether a claim can neither be renewed nor settled, by any verdict.
async fn is_lost(f: &Fixture, claim: &Claim) -> bool {
    let renewed = f
        .harness
        .queue
        .renew(&[*claim], f.now + LEASE * 2)
        .await
        .unwrap();
    let mut counted = Vec::new();
    let due_at = f.now;
    for verdict in [
        Verdict::Retry { due_at },
        Verdict::Release { due_at },
        Verdict::Obsolete,
        Verdict::Failed,
        Verdict::Sent,
    ] {
        counted.extend(f.settle(&[settlement(claim, verdict)]).await);
    }
    renewed.is_empty() && counted.is_empty()
}

pub async fn settling_counts_only_under_the_latest_fence(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let first = f.queued(&f.account, "first@example.org").await;
    let second = f.queued(&f.account, "second@example.org").await;
    let old = f.claim(1).await[0].claim;
    let latest = f.claim_at(f.now + LEASE, 10).await;
    assert_eq!(latest.len(), 2);
    let mut settlements: Vec<_> = latest
        .iter()
        .map(|due| settlement(&due.claim, Verdict::Sent))
        .collect();
    // The old claim, and numbers that were never given out.
    settlements.insert(0, settlement(&old, Verdict::Failed));
    for fence in [0, 77] {
        settlements.push(Settlement {
            fence,
            ..settlement(&old, Verdict::Failed)
        });
    }
    let mut counted = f.settle(&settlements).await;
    counted.sort();
    let mut expected = [first.id, second.id];
    expected.sort();
    assert_eq!(counted, expected);
    assert_eq!(f.harness.queue.next_due().await.unwrap(), None);
}

pub async fn a_claim_is_settled_once(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    f.queued(&f.account, "first@example.org").await;
    let claim = f.claim(1).await[0].claim;
    let due_at = f.now + TimeDelta::minutes(1);
    let counted = f
        .settle(&[settlement(&claim, Verdict::Retry { due_at })])
        .await;
    assert_eq!(counted, [claim.message]);
    assert!(is_lost(&f, &claim).await);
    assert_eq!(f.harness.queue.next_due().await.unwrap(), Some(due_at));
}

pub async fn a_settlement_that_is_rolled_back_did_not_happen(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    f.queued(&f.account, "first@example.org").await;
    let claim = f.claim(1).await[0].claim;
    let sent = [settlement(&claim, Verdict::Sent)];
    let mut unit = f.begin().await;
    assert_eq!(unit.outbox().settle(&sent).await.unwrap(), [claim.message]);
    unit.rollback().await.unwrap();
    assert_eq!(f.settle(&sent).await, [claim.message]);
}

pub async fn a_retry_waits_until_it_is_due_with_its_attempts_counted(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let message = f.queued(&f.account, "first@example.org").await;
    let claim = f.claim(1).await[0].claim;
    let due_at = f.now + TimeDelta::minutes(5);
    let retry = Settlement {
        attempts: 3,
        ..settlement(&claim, Verdict::Retry { due_at })
    };
    f.settle(&[retry]).await;
    assert_eq!(f.harness.queue.next_due().await.unwrap(), Some(due_at));
    let early = f.claim_at(due_at - TimeDelta::milliseconds(1), 10).await;
    assert!(early.is_empty());
    let again = f.claim_at(due_at, 10).await;
    assert_eq!(again.len(), 1);
    assert!(again[0].claim.fence > claim.fence);
    let mut expected = message;
    expected.due_at = due_at;
    expected.attempts = 3;
    assert_eq!(again[0].message, expected, "nothing else changes");
}

pub async fn a_released_message_can_be_taken_at_once(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let message = f.queued(&f.account, "first@example.org").await;
    let claim = f.claim(1).await[0].claim;
    let release = Settlement {
        attempts: 0,
        ..settlement(&claim, Verdict::Release { due_at: f.now })
    };
    assert_eq!(f.settle(&[release]).await, [message.id]);
    let again = f.claim(10).await;
    assert_eq!(again.len(), 1);
    assert_eq!(again[0].message, message);
    assert!(again[0].claim.fence > claim.fence);
}

pub async fn sent_failed_and_obsolete_messages_never_come_again(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    for (address, verdict) in [
        ("sent@example.org", Verdict::Sent),
        ("failed@example.org", Verdict::Failed),
        ("obsolete@example.org", Verdict::Obsolete),
    ] {
        let message = f.queued(&f.account, address).await;
        let claim = f.claim(1).await[0].claim;
        assert_eq!(f.settle(&[settlement(&claim, verdict)]).await, [message.id]);
    }
    assert_eq!(f.harness.queue.next_due().await.unwrap(), None);
    let much_later = f.now + TimeDelta::days(365);
    assert!(f.claim_at(much_later, 10).await.is_empty());
}
