//! Askings for a new password: as many as allowed, used once, and told about by mail.

use super::{StoreHarness, fixture::Fixture};
use crate::{a_member, a_person, an_account};
use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::{
    model::{
        About, Channel, DueMessage, OutboxId, OutboxMessage, PasswordNews, PasswordReset,
        PasswordResetId, UserId,
    },
    ports::{IdSource, IdentityStore},
};

/// Makes a person known, with a place in the fixture's account.
async fn person(f: &Fixture, address: &str) -> UserId {
    let person = a_person().email(address);
    let member = a_member().who(person);
    let identity = f.harness.identity.as_ref();
    member.put_into(identity, &f.account).await.unwrap().user_id
}

fn message(id: OutboxId, about: About, at: DateTime<Utc>) -> OutboxMessage {
    OutboxMessage {
        id,
        account_id: OutboxMessage::OF_NO_ACCOUNT,
        about,
        channel: Channel::Email,
        queued_at: at,
        due_at: at,
        attempts: 0,
    }
}

/// Asks in a unit of work of its own; says whether it was added.
async fn ask(identity: &dyn IdentityStore, reset: &PasswordReset, id: OutboxId) -> bool {
    let message = message(id, About::PasswordReset(reset.id), reset.requested_at);
    let since = reset.requested_at - PasswordReset::WINDOW;
    let mut unit = identity.begin_identity().await.unwrap();
    let added = unit.request_password_reset(reset, &message, since, PasswordReset::AT_MOST);
    let added = added.await.unwrap();
    unit.commit().await.unwrap();
    added
}

async fn asked(f: &Fixture, user: UserId, at: DateTime<Utc>) -> Option<PasswordReset> {
    let id = PasswordResetId::new(f.ids.next_id());
    let reset = PasswordReset::new(id, user, at);
    let message = OutboxId::new(f.ids.next_id());
    let added = ask(f.harness.identity.as_ref(), &reset, message).await;
    added.then_some(reset)
}

async fn find(f: &Fixture, reset: &PasswordReset) -> Option<PasswordReset> {
    let found = f.harness.identity.password_reset(reset.id).await.unwrap();
    found.map(|(reset, _)| reset)
}

/// Tries to use one up in a unit of work of its own.
async fn used(identity: &dyn IdentityStore, id: PasswordResetId, at: DateTime<Utc>) -> bool {
    let mut unit = identity.begin_identity().await.unwrap();
    let used = unit.use_password_reset(id, at).await.unwrap();
    unit.commit().await.unwrap();
    used
}

pub async fn asking_adds_the_reset_together_with_its_message(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let user = person(&f, "siti@example.org").await;
    let reset = asked(&f, user, f.now).await.unwrap();
    let (found, whose) = f
        .harness
        .identity
        .password_reset(reset.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((found, whose.id), (reset, user));
    let claimed = f.claim(10).await;
    assert_eq!(claimed.len(), 1);
    let due = claimed[0].password().unwrap();
    assert_eq!(due.news, PasswordNews::Reset(reset));
    assert_eq!(due.user, whose);
    assert_eq!(due.account.as_deref(), Some(&f.account));
    assert_eq!(claimed[0].message.about, About::PasswordReset(reset.id));
}

pub async fn nothing_is_added_for_nobody(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let nobody = UserId::new(f.ids.next_id());
    assert_eq!(asked(&f, nobody, f.now).await, None);
    assert_eq!(f.harness.queue.next_due().await.unwrap(), None);
}

pub async fn no_more_are_added_than_allowed_however_many_ask_at_once(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let user = person(&f, "siti@example.org").await;
    let tries: Vec<_> = (0..12)
        .map(|_| {
            let id = PasswordResetId::new(f.ids.next_id());
            let reset = PasswordReset::new(id, user, f.now);
            let (identity, message) = (f.harness.identity.clone(), OutboxId::new(f.ids.next_id()));
            tokio::spawn(async move { ask(identity.as_ref(), &reset, message).await })
        })
        .collect();
    let mut added = 0;
    for tried in tries {
        added += u32::from(tried.await.unwrap());
    }
    assert_eq!(added, PasswordReset::AT_MOST);
    assert_eq!(f.claim(100).await.len(), 3);

    let other = person(&f, "budi@example.org").await;
    assert!(asked(&f, other, f.now).await.is_some(), "each their own");
    let just_before = f.now + PasswordReset::WINDOW - TimeDelta::milliseconds(1);
    assert_eq!(asked(&f, user, just_before).await, None);
    let after = f.now + PasswordReset::WINDOW;
    assert!(asked(&f, user, after).await.is_some());
}

pub async fn what_is_older_than_a_day_is_forgotten(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let user = person(&f, "siti@example.org").await;
    let other = person(&f, "budi@example.org").await;
    let first = asked(&f, user, f.now).await.unwrap();
    let of_other = asked(&f, other, f.now).await.unwrap();
    let next_day = f.now + PasswordReset::KEPT;
    let second = asked(&f, user, next_day).await.unwrap();
    assert_eq!(find(&f, &first).await, None);
    assert_eq!(find(&f, &of_other).await, Some(of_other));
    assert_eq!(find(&f, &second).await, Some(second));
}

pub async fn of_many_uses_at_once_one_wins(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let user = person(&f, "siti@example.org").await;
    let reset = asked(&f, user, f.now).await.unwrap();
    let tries: Vec<_> = (0..12)
        .map(|_| {
            let (identity, now) = (f.harness.identity.clone(), f.now);
            tokio::spawn(async move { used(identity.as_ref(), reset.id, now).await })
        })
        .collect();
    let mut won = 0;
    for tried in tries {
        won += u32::from(tried.await.unwrap());
    }
    assert_eq!(won, 1);
    assert_eq!(find(&f, &reset).await.unwrap().used_at, Some(f.now));
}

pub async fn one_is_not_used_from_its_end_on_nor_when_it_never_was(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let user = person(&f, "siti@example.org").await;
    let reset = asked(&f, user, f.now).await.unwrap();
    let identity = f.harness.identity.as_ref();
    assert!(!used(identity, reset.id, reset.expires_at).await);
    let unknown = PasswordResetId::new(f.ids.next_id());
    assert!(!used(identity, unknown, f.now).await);
    let in_time = reset.expires_at - TimeDelta::milliseconds(1);
    assert!(used(identity, reset.id, in_time).await);
}

pub async fn ending_puts_the_persons_unused_ones_out_of_use(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let user = person(&f, "siti@example.org").await;
    let other = person(&f, "budi@example.org").await;
    let used_before = asked(&f, user, f.now).await.unwrap();
    let open = asked(&f, user, f.now).await.unwrap();
    let of_other = asked(&f, other, f.now).await.unwrap();
    let identity = f.harness.identity.as_ref();
    assert!(used(identity, used_before.id, f.now).await);
    let later = f.now + TimeDelta::minutes(1);
    let mut unit = identity.begin_identity().await.unwrap();
    unit.end_password_resets(user, later).await.unwrap();
    unit.commit().await.unwrap();
    let at = async |reset| find(&f, reset).await.unwrap().used_at;
    assert_eq!(at(&used_before).await, Some(f.now));
    assert_eq!(at(&open).await, Some(later));
    assert_eq!(at(&of_other).await, None);
    assert!(!used(identity, open.id, later).await);
}

pub async fn news_for_people_do_not_wait_behind_invitations(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    for n in 0..8 {
        f.queued(&f.account, &super::fixture::numbered(n)).await;
    }
    let user = person(&f, "siti@example.org").await;
    let later = f.now + TimeDelta::minutes(1);
    let news = message(
        OutboxId::new(f.ids.next_id()),
        About::PasswordChanged(user),
        later,
    );
    f.enqueue(std::slice::from_ref(&news)).await;
    let claimed = f.claim_at(later, 2).await;
    let found: Vec<&DueMessage> = claimed.iter().filter(|d| d.message == news).collect();
    assert_eq!((claimed.len(), found.len()), (2, 1));
    let due = found[0].password().unwrap();
    assert_eq!((due.news, due.user.id), (PasswordNews::Changed, user));
}

pub async fn news_are_from_the_first_account_by_name_that_the_person_may_act_in(
    harness: StoreHarness,
) {
    let f = Fixture::new(harness).await;
    let identity = f.harness.identity.as_ref();
    let shut = an_account().named("A shut one").suspended_at(f.now);
    let shut = shut.put_into(identity).await.unwrap();
    let off = an_account().named("Another").put_into(identity).await;
    let open = an_account().named("Bright").put_into(identity).await;
    let (off, open) = (off.unwrap(), open.unwrap());
    let user = person(&f, "siti@example.org").await;
    for (account, is_active) in [(&shut, true), (&off, false), (&open, true)] {
        let member = a_member().known(user);
        let member = if is_active { member } else { member.inactive() };
        member.put_into(identity, account).await.unwrap();
    }
    let nowhere = a_member()
        .who(a_person().email("budi@example.org"))
        .inactive();
    let nowhere = nowhere
        .put_into(identity, &f.account)
        .await
        .unwrap()
        .user_id;
    for user in [user, nowhere] {
        let id = OutboxId::new(f.ids.next_id());
        let news = message(id, About::PasswordChanged(user), f.now);
        f.enqueue(&[news]).await;
    }
    let claimed = f.claim(10).await;
    assert_eq!(claimed.len(), 2);
    for due in claimed {
        let due = due.password().unwrap();
        let expected = (due.user.id == user).then_some(&open);
        assert_eq!(due.account.as_deref(), expected);
    }
}
