//! `MessageQueue`: one worker at a time, fairly, and zombies write nothing.

use super::{
    StoreHarness,
    fixture::{Fixture, LEASE, next_version, numbered, settlement},
};
use crate::{a_member, a_person, an_account, an_invitation};
use chrono::TimeDelta;
use invite_domain::{
    model::{Account, CredentialsPolicy, DueMessage, OutboxId, OutboxMessage, State, Verdict},
    ports::IdSource,
};
use std::collections::{BTreeMap, BTreeSet};

fn ids(claimed: &[DueMessage]) -> Vec<OutboxId> {
    claimed.iter().map(|due| due.message.id).collect()
}

/// Stores `count` queued invitations of the account, each with a message that is due now.
async fn many(f: &Fixture, account: &Account, count: usize) -> Vec<OutboxMessage> {
    let invitations: Vec<_> = (0..count)
        .map(|n| {
            an_invitation()
                .of(account)
                .to(&numbered(n))
                .queued()
                .build()
        })
        .collect();
    let messages: Vec<_> = invitations.iter().map(|i| f.message(i)).collect();
    f.put_all(&invitations).await;
    f.enqueue(&messages).await;
    messages
}

pub async fn a_message_is_claimed_only_when_it_is_due(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let mut message = f.message(&an_invitation().queued().build());
    f.put(&an_invitation().queued().build()).await;
    message.due_at = f.now + TimeDelta::milliseconds(1);
    f.enqueue(std::slice::from_ref(&message)).await;
    assert!(f.claim(10).await.is_empty());
    let claimed = f.claim_at(message.due_at, 10).await;
    assert_eq!(claimed.len(), 1);
    assert_eq!(claimed[0].message, message);
    assert_eq!(claimed[0].claim.message, message.id);
    assert_eq!(claimed[0].claim.leased_until, message.due_at + LEASE);
}

pub async fn a_claimed_message_is_given_to_nobody_else(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    f.queued(&f.account, "first@example.org").await;
    assert_eq!(f.claim(10).await.len(), 1);
    assert!(f.claim(10).await.is_empty());
    let moment_before = f.now + LEASE - TimeDelta::milliseconds(1);
    assert!(f.claim_at(moment_before, 10).await.is_empty());
}

pub async fn each_claim_has_a_higher_fence(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    f.queued(&f.account, "first@example.org").await;
    let mut last = 0;
    for n in 0..5 {
        let claimed = f.claim_at(f.now + LEASE * n, 1).await;
        assert!(claimed[0].claim.fence > last, "claim {n}");
        last = claimed[0].claim.fence;
    }
}

pub async fn a_lease_that_is_over_can_be_claimed_again(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let message = f.queued(&f.account, "first@example.org").await;
    f.claim(1).await;
    let again = f.claim_at(f.now + LEASE, 10).await;
    assert_eq!(ids(&again), [message.id]);
    assert_eq!(again[0].message, message, "a lost lease is no attempt");
}

pub async fn a_zombie_with_an_old_fence_can_neither_renew_nor_settle(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let message = f.queued(&f.account, "first@example.org").await;
    let zombie = f.claim(1).await[0].claim;
    let now = f.now + LEASE;
    let holder = f.claim_at(now, 1).await[0].claim;
    let renewed = f
        .harness
        .queue
        .renew(&[zombie, holder], now + LEASE * 2)
        .await;
    let renewed = renewed.unwrap();
    assert_eq!(renewed.len(), 1);
    assert_eq!(renewed[0].fence, holder.fence);
    let due_at = now;
    for verdict in [
        Verdict::Sent,
        Verdict::Failed,
        Verdict::Obsolete,
        Verdict::Retry { due_at },
        Verdict::Release { due_at },
    ] {
        assert_eq!(f.settle(&[settlement(&zombie, verdict)]).await, []);
    }
    assert!(
        f.claim_at(now + LEASE, 1).await.is_empty(),
        "the holder still holds"
    );
    let counted = f.settle(&[settlement(&holder, Verdict::Sent)]).await;
    assert_eq!(counted, [message.id]);
}

pub async fn renewing_extends_the_lease(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    many(&f, &f.account, 3).await;
    let mut claims: Vec<_> = f.claim(2).await.iter().map(|due| due.claim).collect();
    let until = f.now + LEASE * 3;
    let mut renewed = f.harness.queue.renew(&claims, until).await.unwrap();
    for claim in &mut claims {
        claim.leased_until = until;
    }
    renewed.sort_by_key(|c| c.message);
    claims.sort_by_key(|c| c.message);
    assert_eq!(renewed, claims);
    let moment_before = until - TimeDelta::milliseconds(1);
    assert_eq!(
        f.claim_at(moment_before, 10).await.len(),
        1,
        "the third one"
    );
    assert_eq!(f.claim_at(until, 10).await.len(), 2);
    assert_eq!(f.harness.queue.renew(&[], until).await.unwrap(), []);
}

pub async fn accounts_take_turns(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let (small, third) = (f.account("Small").await, f.account("Third").await);
    // A thousand messages that are due for longer, and one that is due just now.
    let invitations: Vec<_> = (0..1000)
        .map(|n| an_invitation().to(&numbered(n)).queued().build())
        .collect();
    let mut messages: Vec<_> = invitations.iter().map(|i| f.message(i)).collect();
    for message in &mut messages {
        message.due_at = f.now - TimeDelta::hours(1);
    }
    f.put_all(&invitations).await;
    f.enqueue(&messages).await;
    let one = f.queued(&small, "one@example.org").await;
    let others = many(&f, &third, 5).await;

    let first = f.claim(10).await;
    assert_eq!(first.len(), 10);
    assert!(
        ids(&first).contains(&one.id),
        "the small account's only message"
    );
    let of_third = first.iter().filter(|d| d.message.account_id == third.id);
    assert!(of_third.count() >= 4, "an even share among three accounts");
    // Whoever comes next is in turn as well.
    let late = f.queued(&small, "two@example.org").await;
    let second = f.claim(10).await;
    assert!(ids(&second).contains(&late.id));
    let remaining = others.iter().filter(|m| !ids(&first).contains(&m.id));
    for message in remaining {
        assert!(ids(&second).contains(&message.id));
    }
}

pub async fn within_an_account_the_longest_due_comes_first(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let invitations: Vec<_> = (0..6)
        .map(|n| an_invitation().to(&numbered(n)).queued().build())
        .collect();
    let mut messages: Vec<_> = invitations.iter().map(|i| f.message(i)).collect();
    // Neither the order of ids nor that of insertion.
    for (message, minutes) in messages.iter_mut().zip([3, 5, 1, 6, 2, 4]) {
        message.due_at = f.now - TimeDelta::minutes(minutes);
    }
    f.put_all(&invitations).await;
    f.enqueue(&messages).await;
    let mut claimed = ids(&f.claim(2).await);
    claimed.extend(ids(&f.claim(4).await));
    messages.sort_by_key(|message| message.due_at);
    let expected: Vec<_> = messages.iter().map(|message| message.id).collect();
    assert_eq!(claimed, expected);
}

pub async fn a_message_carries_invitation_and_account_as_they_stand_at_the_claim(
    harness: StoreHarness,
) {
    let f = Fixture::new(harness).await;
    let other = f.account("Other").await;
    let invitation = an_invitation().named("Жанна Ё.").queued().build();
    f.put(&invitation).await;
    f.enqueue(&[f.message(&invitation)]).await;
    let of_other = f.queued(&other, "other@example.org").await;
    let mut changed = next_version(&invitation);
    changed.invitee.name = Some(crate::values::name("Anna"));
    let mut unit = f.begin().await;
    unit.invitations().update(&changed).await.unwrap();
    unit.commit().await.unwrap();

    let claimed = f.claim(10).await;
    assert_eq!(claimed.len(), 2);
    for due in claimed {
        let matter = due.invitation().unwrap();
        if due.message.id == of_other.id {
            assert_eq!(*matter.account, other);
            assert_eq!(Some(matter.invitation.id), of_other.about.invitation());
        } else {
            assert_eq!(*matter.account, f.account);
            assert_eq!(matter.invitation, changed);
        }
    }
}

pub async fn a_message_says_who_has_credentials_where_temporary_passwords_are_given_out(
    harness: StoreHarness,
) {
    let f = Fixture::new(harness).await;
    let identity = f.harness.identity.as_ref();
    let giving = an_account().named("Giving");
    let giving = giving.settings(|s| s.credentials = CredentialsPolicy::TemporaryPassword);
    let giving = giving.put_into(identity).await.unwrap();
    let (by_mail, number) = ("known@example.org", "+79051111111");
    let mail = a_person().email(by_mail);
    let phone = a_person().named("Boris").phone(number);
    for person in [mail, phone] {
        let member = a_member().who(person).put_into(identity, &f.account);
        member.await.unwrap();
    }
    let new = an_invitation().to("new@example.org").phone(number);
    let known = [
        an_invitation().to(by_mail),
        an_invitation().to_phone(number),
    ];
    let mut expected = BTreeMap::new();
    for (account, gives) in [(&giving, true), (&f.account, false)] {
        let all = known.iter().map(|k| (k, gives)).chain([(&new, false)]);
        for (invitation, is_known) in all {
            let invitation = invitation.clone().of(account).queued().build();
            f.put(&invitation).await;
            f.enqueue(&[f.message(&invitation)]).await;
            expected.insert(invitation.id, is_known);
        }
    }
    let claimed = f.claim(10).await;
    let told: BTreeMap<_, _> = claimed
        .iter()
        .filter_map(|due| due.invitation())
        .map(|due| (due.invitation.id, due.is_known))
        .collect();
    assert_eq!(told, expected);
}

pub async fn messages_of_invitations_that_moved_on_are_still_given_out(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let message = f.queued(&f.account, "first@example.org").await;
    let invitation = f.find(message.about.invitation().unwrap()).await.unwrap();
    let mut revoked = next_version(&invitation);
    revoked.state = State::Revoked { at: f.now };
    let mut unit = f.begin().await;
    unit.invitations().update(&revoked).await.unwrap();
    unit.commit().await.unwrap();
    let claimed = f.claim(10).await;
    assert_eq!(ids(&claimed), [message.id]);
    assert_eq!(claimed[0].invitation().unwrap().invitation, revoked);
}

pub async fn the_next_due_moment_counts_leases_until_their_end(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let next = async || f.harness.queue.next_due().await.unwrap();
    assert_eq!(next().await, None);
    f.queued(&f.account, "first@example.org").await;
    assert_eq!(next().await, Some(f.now));
    let claim = f.claim(1).await[0].claim;
    assert_eq!(next().await, Some(f.now + LEASE));
    let second = f.queued(&f.account, "second@example.org").await;
    let mut later = OutboxMessage {
        id: OutboxId::new(f.ids.next_id()),
        ..second
    };
    later.due_at = f.now + TimeDelta::seconds(10);
    f.enqueue(&[later]).await;
    assert_eq!(next().await, Some(f.now));
    f.claim(1).await;
    assert_eq!(next().await, Some(f.now + TimeDelta::seconds(10)));
    f.settle(&[settlement(&claim, Verdict::Sent)]).await;
    f.claim_at(f.now + TimeDelta::seconds(10), 1).await;
    assert_eq!(next().await, Some(f.now + LEASE));
}

pub async fn a_claim_takes_no_more_than_asked(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    many(&f, &f.account, 5).await;
    assert!(f.claim(0).await.is_empty());
    assert_eq!(f.claim(2).await.len(), 2);
    assert_eq!(f.claim(10).await.len(), 3);
}

pub async fn claims_of_many_workers_never_hand_out_one_message_twice(harness: StoreHarness) {
    const MESSAGES: usize = 300;
    let f = Fixture::new(harness).await;
    let other = f.account("Other").await;
    many(&f, &f.account, MESSAGES / 2).await;
    many(&f, &other, MESSAGES / 2).await;
    let mut tasks = Vec::new();
    for worker in 0..16 {
        let (queue, now) = (f.harness.queue.clone(), f.now);
        tasks.push(tokio::spawn(async move {
            let (name, mut all) = (format!("worker {worker}"), Vec::new());
            loop {
                let claimed = queue.claim(&name, now, LEASE, 7).await.unwrap();
                if claimed.is_empty() {
                    return all;
                }
                all.extend(ids(&claimed));
            }
        }));
    }
    let mut all = Vec::new();
    for task in tasks {
        all.extend(task.await.unwrap());
    }
    // A worker may find nothing while another one holds the rest; nothing may be lost to that.
    all.extend(ids(&f.claim(u32::try_from(MESSAGES).unwrap()).await));
    let different: BTreeSet<_> = all.iter().collect();
    assert_eq!((all.len(), different.len()), (MESSAGES, MESSAGES));
}

pub async fn messages_of_a_suspended_account_wait_until_it_is_resumed(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let other = f.account("Other").await;
    let waiting = f.queued(&f.account, "ana@example.org").await;
    let set = async |suspended_at, version| {
        let changed = Account {
            suspended_at,
            version,
            ..f.account.clone()
        };
        let mut unit = f.harness.identity.begin_identity().await.unwrap();
        unit.update_account(&changed).await.unwrap();
        unit.commit().await.unwrap();
    };
    set(Some(f.now), 2).await;
    assert!(f.claim(10).await.is_empty());
    assert_eq!(f.harness.queue.next_due().await.unwrap(), None);
    let going = f.queued(&other, "boris@example.org").await;
    let claimed: Vec<_> = f.claim(10).await.iter().map(|c| c.message.id).collect();
    assert_eq!(claimed, [going.id]);
    set(None, 3).await;
    assert_eq!(f.harness.queue.next_due().await.unwrap(), Some(f.now));
    let claimed: Vec<_> = f.claim(10).await.iter().map(|c| c.message.id).collect();
    assert_eq!(claimed, [waiting.id]);
}
