//! Guessing, sessions that are seen, and what is swept away.

use chrono::TimeDelta;
use invite_domain::{
    model::{Network, Password, SessionLimits, TryKeys, Via, Visitor},
    ports::IdentityStore,
    service::{SignInError, Swept},
};
use invite_testkit::{PASSWORD, Scenario};

const SITI: &str = "siti@example.org";

fn from(address: &str) -> Visitor {
    Visitor {
        network: Network::of(address.parse().ok()),
        ..Visitor::from(Via::Api)
    }
}

fn wrong() -> Password {
    Password::new("not the password")
}

/// A scenario in which Siti has a password.
async fn scenario() -> Scenario {
    let s = Scenario::new().await;
    let (_, token) = s.invited(SITI).await;
    s.accept(&token).await.unwrap();
    s
}

#[tokio::test]
async fn an_attacker_elsewhere_makes_nobody_wait() {
    let s = scenario().await;
    for _ in 0..20 {
        let tried = s.sign_in.sign_in(SITI, &wrong(), from("203.0.113.7")).await;
        assert!(tried.is_err());
        s.clock.advance(TimeDelta::minutes(15));
    }
    let tried = s.sign_in.sign_in(SITI, &wrong(), from("203.0.113.7")).await;
    assert!(matches!(tried, Err(SignInError::WrongCredentials)));
    let right = Password::new(PASSWORD);
    let there = s.sign_in.sign_in(SITI, &right, from("203.0.113.7")).await;
    assert!(matches!(there, Err(SignInError::TooManyAttempts(_))));
    s.sign_in
        .sign_in(SITI, &right, from("192.0.2.1"))
        .await
        .unwrap();
}

#[tokio::test]
async fn one_hosts_many_addresses_are_one_network() {
    let s = scenario().await;
    for n in 0..5 {
        let address = format!("2001:db8:1:2::{n}");
        let tried = s.sign_in.sign_in(SITI, &wrong(), from(&address)).await;
        assert!(matches!(tried, Err(SignInError::WrongCredentials)));
    }
    let again = from("2001:db8:1:2:ffff::1");
    let tried = s.sign_in.sign_in(SITI, &wrong(), again).await;
    assert!(matches!(tried, Err(SignInError::TooManyAttempts(_))));
}

#[tokio::test]
async fn many_tries_at_once_learn_no_more_than_one_after_the_other() {
    let s = scenario().await;
    let tries: Vec<_> = (0..40)
        .map(|_| {
            let sign_in = s.sign_in.clone();
            tokio::spawn(async move { sign_in.sign_in(SITI, &wrong(), Via::Api).await })
        })
        .collect();
    let mut told = 0;
    for tried in tries {
        match tried.await.unwrap() {
            Err(SignInError::WrongCredentials) => told += 1,
            Err(SignInError::TooManyAttempts(waits)) => {
                assert_eq!(waits.wait, TimeDelta::seconds(10));
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(told, 5);
}

#[tokio::test]
async fn guessing_from_many_networks_is_slowed_and_the_person_gets_in_where_they_were() {
    let s = scenario().await;
    let right = Password::new(PASSWORD);
    let home = || from("192.0.2.1");
    s.sign_in.sign_in(SITI, &right, home()).await.unwrap();
    for n in 0..51 {
        let address = format!("198.51.100.{n}");
        let tried = s.sign_in.sign_in(SITI, &wrong(), from(&address)).await;
        assert!(matches!(tried, Err(SignInError::WrongCredentials)), "{n}");
    }
    let elsewhere = s.sign_in.sign_in(SITI, &right, from("203.0.113.7")).await;
    assert!(matches!(elsewhere, Err(SignInError::TooManyAttempts(_))));
    s.sign_in.sign_in(SITI, &right, home()).await.unwrap();
}

#[tokio::test]
async fn a_session_lives_on_while_something_is_asked_in_it() {
    let s = scenario().await;
    let limits = SessionLimits {
        idle: TimeDelta::hours(1),
        absolute: TimeDelta::hours(3),
    };
    let sign_in = s.sign_in.clone().with_limits(limits);
    let begun = sign_in
        .sign_in(SITI, &Password::new(PASSWORD), Via::Page)
        .await
        .unwrap();
    assert_eq!(begun.expires_at, s.clock.get() + limits.absolute);
    for _ in 0..3 {
        s.clock.advance(TimeDelta::minutes(50));
        let person = sign_in.signed_in(&begun.token).await.unwrap().unwrap();
        // The request itself wrote nothing.
        let listed = sign_in.sessions(&person).await.unwrap();
        assert!(listed[0].last_seen_at < s.clock.get());
        assert_eq!(sign_in.record_seen().await.unwrap(), 1);
        let listed = sign_in.sessions(&person).await.unwrap();
        assert_eq!(listed[0].last_seen_at, s.clock.get());
    }
    assert_eq!(sign_in.record_seen().await.unwrap(), 0);
    s.clock.advance(TimeDelta::minutes(30));
    assert!(sign_in.signed_in(&begun.token).await.unwrap().is_none());
}

#[tokio::test]
async fn what_could_not_be_written_is_written_next_time() {
    let s = scenario().await;
    let right = Password::new(PASSWORD);
    let begun = s.sign_in.sign_in(SITI, &right, Via::Page).await.unwrap();
    let seen_at = s.clock.advance(TimeDelta::minutes(5));
    let person = s.sign_in.signed_in(&begun.token).await.unwrap().unwrap();
    s.store.set_reachable(false);
    assert!(s.sign_in.record_seen().await.is_err());
    s.store.set_reachable(true);
    s.clock.advance(TimeDelta::minutes(5));
    assert_eq!(s.sign_in.record_seen().await.unwrap(), 1);
    let listed = s.sign_in.sessions(&person).await.unwrap();
    assert_eq!(listed[0].last_seen_at, seen_at);
}

#[tokio::test]
async fn sweeping_removes_what_is_over() {
    let s = scenario().await;
    let right = Password::new(PASSWORD);
    for _ in 0..3 {
        s.sign_in.sign_in(SITI, &right, Via::Page).await.unwrap();
    }
    // The person's and the network's count are empty after a success.
    let swept = s.sign_in.sweep(100).await.unwrap();
    assert_eq!(
        swept,
        Swept {
            sessions: 0,
            tries: 2
        }
    );
    s.clock.advance(TimeDelta::hours(12));
    assert_eq!(s.sign_in.sweep(2).await.unwrap().sessions, 2);
    assert_eq!(s.sign_in.sweep(2).await.unwrap().sessions, 1);
    // Where someone signed in is known for a month.
    s.clock.advance(TimeDelta::days(30));
    let swept = s.sign_in.sweep(100).await.unwrap();
    assert_eq!(
        swept,
        Swept {
            sessions: 0,
            tries: 1
        }
    );
}

#[tokio::test]
async fn nothing_keeps_an_identifier_in_clear() {
    let s = scenario().await;
    let typed = "a password typed into the wrong field";
    let tried = s.sign_in.sign_in(typed, &wrong(), Via::Api).await;
    assert!(matches!(tried, Err(SignInError::WrongCredentials)));
    let keys = TryKeys::of(typed, Network::UNKNOWN);
    let tries = s.store.tries(&keys).await.unwrap();
    assert_eq!(tries.all().map(|count| count.failures), [1, 1, 1]);
    assert!(!format!("{keys:?}").contains("password"));
}
