//! Codes that were asked for at acceptance: one for each moment, and a count of wrong tries that ends.

use super::{StoreHarness, fixture::Fixture};
use crate::an_invitation;
use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::{
    model::{About, AskedCode, CodeClaim, Invitation, OutboxMessage},
    ports::Store,
};

async fn invited(f: &Fixture, address: &str) -> Invitation {
    let invitation = an_invitation().of(&f.account).to(address).invited().build();
    f.put(&invitation).await;
    invitation
}

fn claim(of: &Invitation, asked_at: DateTime<Utc>) -> CodeClaim {
    CodeClaim {
        invitation: of.id,
        generation: of.generation,
        asked_at,
    }
}

/// Adds a code in a unit of work of its own.
async fn added(store: &dyn Store, claim: &CodeClaim) -> bool {
    let mut unit = store.begin().await.unwrap();
    let added = unit.invitations().add_code(claim).await.unwrap();
    unit.commit().await.unwrap();
    added
}

/// Counts a wrong try in a unit of work of its own.
async fn counted(store: &dyn Store, claim: &CodeClaim) -> bool {
    let mut unit = store.begin().await.unwrap();
    let counted = unit.invitations().count_wrong_code(claim).await.unwrap();
    unit.commit().await.unwrap();
    counted
}

async fn asked(f: &Fixture, of: &Invitation) -> Vec<AskedCode> {
    let mut unit = f.begin().await;
    let mut within = unit.invitations().codes(of.id).await.unwrap();
    unit.rollback().await.unwrap();
    let mut outside = f.harness.reader.asked_codes(of.id).await.unwrap();
    for codes in [&mut within, &mut outside] {
        codes.sort_by_key(|code| code.claim);
    }
    assert_eq!(within, outside);
    within
}

pub async fn one_code_is_added_for_each_moment_of_an_invitation(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let (siti, budi) = (
        invited(&f, "s@example.org").await,
        invited(&f, "b@example.org").await,
    );
    let first = claim(&siti, f.now);
    let tries: Vec<_> = (0..8)
        .map(|_| {
            let store = f.harness.store.clone();
            tokio::spawn(async move { added(store.as_ref(), &first).await })
        })
        .collect();
    let mut won = 0;
    for tried in tries {
        won += u32::from(tried.await.unwrap());
    }
    assert_eq!(won, 1);
    let (store, later) = (f.harness.store.as_ref(), f.now + TimeDelta::milliseconds(1));
    assert!(added(store, &claim(&siti, later)).await);
    assert!(added(store, &claim(&budi, f.now)).await);
    let both = [first, claim(&siti, later)].map(AskedCode::new);
    assert_eq!(asked(&f, &siti).await, both);
    assert_eq!(
        asked(&f, &budi).await,
        [AskedCode::new(claim(&budi, f.now))]
    );
}

pub async fn codes_of_a_day_before_are_forgotten(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let (siti, budi) = (
        invited(&f, "s@example.org").await,
        invited(&f, "b@example.org").await,
    );
    let (store, next_day) = (f.harness.store.as_ref(), f.now + AskedCode::KEPT);
    let kept = claim(&siti, f.now + TimeDelta::milliseconds(1));
    for code in [claim(&siti, f.now), kept, claim(&budi, f.now)] {
        assert!(added(store, &code).await);
    }
    assert!(added(store, &claim(&siti, next_day)).await);
    let codes = [kept, claim(&siti, next_day)].map(AskedCode::new);
    assert_eq!(asked(&f, &siti).await, codes);
    assert_eq!(asked(&f, &budi).await.len(), 1);
}

pub async fn wrong_tries_at_once_are_counted_to_the_last_and_no_further(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let siti = invited(&f, "s@example.org").await;
    let code = claim(&siti, f.now);
    assert!(added(f.harness.store.as_ref(), &code).await);
    let tries: Vec<_> = (0..20)
        .map(|_| {
            let store = f.harness.store.clone();
            tokio::spawn(async move { counted(store.as_ref(), &code).await })
        })
        .collect();
    let mut number = 0;
    for tried in tries {
        number += u32::from(tried.await.unwrap());
    }
    assert_eq!(number, AskedCode::TRIES);
    assert_eq!(asked(&f, &siti).await[0].wrong_tries, AskedCode::TRIES);
    let never = claim(&siti, f.now + TimeDelta::minutes(1));
    assert!(!counted(f.harness.store.as_ref(), &never).await);
}

pub async fn a_message_with_a_code_carries_invitation_and_account(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let siti = invited(&f, "s@example.org").await;
    let about = About::AcceptanceCode {
        id: siti.id,
        generation: siti.generation,
    };
    let message = OutboxMessage {
        about,
        ..f.message(&siti)
    };
    f.enqueue(std::slice::from_ref(&message)).await;
    let due = f.claim(10).await.remove(0);
    assert_eq!(due.message, message);
    let matter = due.invitation().unwrap();
    assert_eq!((&matter.invitation, &*matter.account), (&siti, &f.account));

    let mut unit = f.begin().await;
    unit.outbox().cancel(siti.id).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(f.harness.queue.next_due().await.unwrap(), None);
}
