//! `TryRepository`: counts of tries to sign in.

use super::{StoreHarness, fixture::Fixture};
use chrono::TimeDelta;
use invite_domain::{
    model::{Network, SignInTries, Tries, TryKeys},
    ports::IdentityUnitOfWork,
};

fn keys(identifier: &str) -> TryKeys {
    TryKeys::of(identifier, Network::UNKNOWN)
}

async fn begin(f: &Fixture) -> Box<dyn IdentityUnitOfWork> {
    f.harness.identity.begin_identity().await.unwrap()
}

async fn committed(f: &Fixture, identifier: &str) -> SignInTries {
    f.harness.identity.tries(&keys(identifier)).await.unwrap()
}

async fn record(f: &Fixture, identifier: &str, tries: SignInTries) {
    let (keys, mut unit) = (keys(identifier), begin(f).await);
    unit.tries().lock(&keys).await.unwrap();
    unit.tries().record(&keys, &tries).await.unwrap();
    unit.commit().await.unwrap();
}

/// Three counts that differ in everything.
fn counts(f: &Fixture) -> SignInTries {
    SignInTries {
        here: Tries {
            failures: 3,
            failed_at: Some(f.now),
            succeeded_at: None,
        },
        person: Tries {
            failures: 0,
            failed_at: None,
            succeeded_at: Some(f.now - TimeDelta::milliseconds(1)),
        },
        network: Tries {
            failures: 70_000,
            failed_at: Some(f.now + TimeDelta::milliseconds(1)),
            succeeded_at: Some(f.now),
        },
    }
}

pub async fn a_count_that_was_never_recorded_is_zero(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    assert_eq!(committed(&f, "ana").await, SignInTries::default());
    let mut unit = begin(&f).await;
    let locked = unit.tries().lock(&keys("ana")).await.unwrap();
    assert_eq!(locked, SignInTries::default());
    unit.rollback().await.unwrap();
    assert_eq!(committed(&f, "ana").await, SignInTries::default());
}

pub async fn counts_come_back_as_they_were_recorded(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let counts = counts(&f);
    record(&f, "ana", counts).await;
    assert_eq!(committed(&f, "ana").await, counts);
    let mut unit = begin(&f).await;
    assert_eq!(unit.tries().lock(&keys("ana")).await.unwrap(), counts);
    // Someone else has only the network in common.
    let other = unit.tries().lock(&keys("budi")).await.unwrap();
    let expected = SignInTries {
        network: counts.network,
        ..SignInTries::default()
    };
    assert_eq!(other, expected);
    unit.rollback().await.unwrap();
    record(&f, "ana", SignInTries::default()).await;
    assert_eq!(committed(&f, "ana").await, SignInTries::default());
}

pub async fn what_is_rolled_back_is_not_counted(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let mut unit = begin(&f).await;
    unit.tries().lock(&keys("ana")).await.unwrap();
    let counted = counts(&f);
    unit.tries().record(&keys("ana"), &counted).await.unwrap();
    assert_eq!(committed(&f, "ana").await, SignInTries::default());
    unit.rollback().await.unwrap();
    assert_eq!(committed(&f, "ana").await, SignInTries::default());
}

pub async fn counts_of_many_at_once_are_all_counted(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let tries: Vec<_> = (0..20)
        .map(|n| {
            let (identity, now) = (f.harness.identity.clone(), f.now);
            // Two identifiers from one network: some of what they lock is common, some is not.
            let keys = keys(["ana", "budi"][n % 2]);
            tokio::spawn(async move {
                let mut unit = identity.begin_identity().await.unwrap();
                let mut tries = unit.tries().lock(&keys).await.unwrap();
                for count in [&mut tries.here, &mut tries.person, &mut tries.network] {
                    count.failures += 1;
                    count.failed_at = Some(now);
                }
                unit.tries().record(&keys, &tries).await.unwrap();
                unit.commit().await.unwrap();
            })
        })
        .collect();
    for one in tries {
        one.await.unwrap();
    }
    for identifier in ["ana", "budi"] {
        let counts = committed(&f, identifier).await;
        let failures = counts.all().map(|count| count.failures);
        assert_eq!(failures, [10, 10, 20], "{identifier}");
    }
}

pub async fn only_what_is_worth_nothing_is_forgotten(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    record(&f, "ana", counts(&f)).await;
    let forget = async |now, limit| {
        let mut unit = begin(&f).await;
        let gone = unit.tries().forget(now, limit).await.unwrap();
        unit.commit().await.unwrap();
        gone
    };
    let day = f.now + TimeDelta::days(1);
    let moment = TimeDelta::milliseconds(1);
    assert_eq!(forget(day - moment, 10).await, 0);
    assert_eq!(committed(&f, "ana").await, counts(&f));
    // The failures of a day ago are; the network in which someone signed in is not, for a month.
    assert_eq!(forget(day, 10).await, 1);
    assert_eq!(committed(&f, "ana").await.here, Tries::default());
    assert_eq!(committed(&f, "ana").await.network, counts(&f).network);
    let month = f.now + TimeDelta::days(30);
    assert_eq!(forget(month, 1).await, 1);
    assert_eq!(forget(month, 1).await, 1);
    assert_eq!(forget(month, 1).await, 0);
}
