//! `InsightReader`: an account at a glance.

use super::{
    StoreHarness,
    fixture::{Fixture, numbered},
};
use crate::{InvitationBuilder, a_member, a_person, an_invitation, values};
use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::{
    model::{Failure, FailureReason, Invitation, MemberId, State},
    ports::{Funnel, IdSource, OVERVIEW_DAYS, Overview, overview_since},
};

async fn overview(f: &Fixture, now: DateTime<Utc>) -> Overview {
    let overview = f.harness.insight.overview(f.account.id, now);
    overview.await.unwrap()
}

fn accepted(f: &Fixture, at: DateTime<Utc>) -> State {
    State::Accepted {
        at,
        member: MemberId::new(f.ids.next_id()),
    }
}

fn failed(at: DateTime<Utc>, reason: FailureReason) -> State {
    let detail = "550 no".to_owned();
    State::Error {
        at,
        failure: Failure { reason, detail },
    }
}

/// Someone whose message was handed over when they were put on the roster.
fn sent(number: usize, at: DateTime<Utc>) -> InvitationBuilder {
    an_invitation()
        .to(&numbered(number))
        .created_at(at)
        .invited()
}

pub async fn an_overview_counts_only_the_accounts_own_invitations(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let (other, child) = (f.account("Other").await, f.child("Child").await);
    let soon = f.now - TimeDelta::days(6);
    for account in [&other, &child] {
        let joined = sent(1, f.now).of(account).standing(accepted(&f, f.now));
        let bad = sent(2, f.now)
            .of(account)
            .standing(failed(f.now, FailureReason::Refused));
        let late = an_invitation()
            .of(account)
            .to(&numbered(3))
            .created_at(soon);
        let all = [joined, bad, late.queued(), sent(4, soon).of(account)];
        f.put_all(&all.map(InvitationBuilder::build)).await;
    }
    let found = overview(&f, f.now).await;
    assert_eq!(found.counts.total(), 0);
    assert_eq!(found.funnel, Funnel::default());
    assert_eq!(found.median_to_accept, None);
    assert!(
        found
            .days
            .iter()
            .all(|day| (day.sent, day.accepted) == (0, 0))
    );
    assert_eq!(found.attention, invite_domain::ports::Attention::default());
}

pub async fn its_counts_are_those_of_the_roster(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let states = super::invitations::every_state(&f).into_iter().enumerate();
    let made: Vec<_> = states
        .map(|(n, state)| {
            let invitation = an_invitation().to(&numbered(n)).ttl(values::hours(1));
            invitation.invited().standing(state).build()
        })
        .collect();
    f.put_all(&made).await;
    for now in [f.now, f.now + TimeDelta::hours(1)] {
        let counts = f.harness.reader.counts(f.account.id, now).await.unwrap();
        assert_eq!(overview(&f, now).await.counts, counts);
    }
}

pub async fn the_funnel_and_the_days_hold_what_is_within_the_period(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let since = overview_since(f.now);
    let before = since - TimeDelta::milliseconds(1);
    let roster = |n: usize, at| an_invitation().to(&numbered(n)).created_at(at);
    let states = [
        // Before the period: neither put on the roster nor sent within it, but accepted within it.
        sent(0, before).standing(accepted(&f, since)),
        sent(1, before).standing(State::Declined {
            at: since,
            reason: None,
        }),
        // On its first day.
        sent(2, since).standing(accepted(&f, f.now)),
        sent(3, since).standing(State::Expired { at: f.now }),
        roster(4, since),
        // Today.
        sent(5, f.now),
        sent(6, f.now).standing(State::Declined {
            at: f.now,
            reason: None,
        }),
        sent(7, f.now).standing(failed(f.now, FailureReason::Bounced)),
        sent(8, f.now).standing(State::Revoked { at: f.now }),
        roster(9, f.now).queued(),
        roster(10, f.now)
            .queued()
            .standing(failed(f.now, FailureReason::Refused)),
        roster(11, f.now).standing(State::Revoked { at: f.now }),
        // Accepted before the hand-over was written down.
        roster(12, f.now).queued().standing(accepted(&f, f.now)),
    ];
    f.put_all(&states.map(InvitationBuilder::build)).await;
    let found = overview(&f, f.now).await;
    let funnel = Funnel {
        added: 11,
        sent: 7,
        accepted: 2,
    };
    assert_eq!(found.funnel, funnel);
    assert_eq!(found.days.len(), OVERVIEW_DAYS as usize);
    let (first, last) = (found.days[0], found.days[found.days.len() - 1]);
    assert_eq!(first.day, since.date_naive());
    assert_eq!((first.sent, first.accepted), (2, 1));
    assert_eq!(last.day, f.now.date_naive());
    assert_eq!((last.sent, last.accepted), (4, 2));
    let between = &found.days[1..found.days.len() - 1];
    assert!(between.iter().all(|day| (day.sent, day.accepted) == (0, 0)));
    // A day later the first day has left the period with all that was in it.
    let found = overview(&f, f.now + TimeDelta::days(1)).await;
    assert_eq!(found.funnel.added, 8);
    assert_eq!(found.days[0].sent, 0);
}

pub async fn the_median_is_a_time_that_someone_took(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let long_ago = overview_since(f.now) - TimeDelta::days(9);
    let took = |n: usize, minutes| {
        let at = f.now - TimeDelta::minutes(minutes);
        sent(n, at).standing(accepted(&f, f.now)).build()
    };
    // Accepted before the period, or without a hand-over: no time that counts.
    let old = sent(0, long_ago).standing(accepted(&f, long_ago));
    let unseen = an_invitation().to(&numbered(1)).queued();
    let unseen = unseen.standing(accepted(&f, f.now));
    f.put_all(&[old.build(), unseen.build()]).await;
    assert_eq!(overview(&f, f.now).await.median_to_accept, None);
    for (number, minutes, median) in [(2, 90, 90), (3, 10, 10), (4, 50, 50), (5, 4000, 50)] {
        f.put(&took(number, minutes)).await;
        let found = overview(&f, f.now).await.median_to_accept;
        assert_eq!(found, Some(TimeDelta::minutes(median)), "{minutes}");
    }
}

pub async fn what_needs_attention_is_judged_by_the_moment_of_asking(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let ends_in = |n: usize, left: TimeDelta| {
        let day = values::hours(24);
        let at = f.now + left - TimeDelta::hours(24);
        sent(n, f.now).ttl(day).created_at(at).invited().build()
    };
    let ending: Vec<Invitation> = [49, 48, 47, 30, 20, 10, 1]
        .into_iter()
        .enumerate()
        .map(|(n, hours)| ends_in(n, TimeDelta::hours(hours)))
        .collect();
    f.put_all(&ending).await;
    f.put(&ends_in(8, TimeDelta::zero())).await;
    for (n, reason) in [
        (10, FailureReason::MailboxFull),
        (11, FailureReason::UnknownRecipient),
        (12, FailureReason::MailboxFull),
        (13, FailureReason::Bounced),
    ] {
        f.put(&sent(n, f.now).standing(failed(f.now, reason)).build())
            .await;
    }
    let hour = f.now - TimeDelta::hours(1);
    for (n, since) in [(20, hour), (21, hour - TimeDelta::milliseconds(1))] {
        let waits = an_invitation().to(&numbered(n)).created_at(since);
        f.put(&waits.queued().build()).await;
    }
    let found = overview(&f, f.now).await.attention;
    let failures = [
        (FailureReason::MailboxFull, 2),
        (FailureReason::UnknownRecipient, 1),
        (FailureReason::Bounced, 1),
    ];
    assert_eq!(found.failures, failures);
    assert_eq!((found.expiring, found.waiting), (6, 1));
    let first: Vec<_> = ending.iter().rev().take(5).map(|i| i.id).collect();
    let named: Vec<_> = found.expiring_first.iter().map(|i| i.id).collect();
    assert_eq!(named, first);
    let found = overview(&f, f.now + TimeDelta::hours(1)).await.attention;
    assert_eq!((found.expiring, found.waiting), (6, 2));
}

pub async fn whoever_awaits_approval_in_the_account_needs_attention(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let child = f.child("Child").await;
    for (n, account) in [(1, &f.account), (2, &f.account), (3, &child)] {
        let waits = a_member().who(a_person().email(&numbered(n)));
        let waits = waits.awaiting_approval();
        waits
            .put_into(f.harness.identity.as_ref(), account)
            .await
            .unwrap();
    }
    let off = a_member().who(a_person().email(&numbered(4))).inactive();
    off.put_into(f.harness.identity.as_ref(), &f.account)
        .await
        .unwrap();
    assert_eq!(overview(&f, f.now).await.attention.approvals, 2);
}
