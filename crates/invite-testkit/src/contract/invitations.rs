//! `InvitationRepository`: one live invitation for each person, and nobody overwrites anybody.

use super::{
    StoreHarness,
    fixture::{Fixture, next_version, numbered},
};
use crate::{an_account, an_invitation, values};
use chrono::TimeDelta;
use invite_domain::{
    model::{Failure, FailureReason, Invitation, InvitationId, MemberId, State, Status},
    ports::{IdSource, InsertError, UpdateError},
};

async fn insert(f: &Fixture, invitation: &Invitation) -> Result<(), InsertError> {
    let mut unit = f.begin().await;
    let inserted = unit.invitations().insert(invitation).await;
    unit.commit().await.unwrap();
    inserted
}

async fn update(f: &Fixture, invitation: &Invitation) -> Result<(), UpdateError> {
    let mut unit = f.begin().await;
    let updated = unit.invitations().update(invitation).await;
    unit.commit().await.unwrap();
    updated
}

/// One of each state, for the person and account of the builder's default.
pub(super) fn every_state(f: &Fixture) -> Vec<State> {
    let (at, member) = (f.now, MemberId::new(f.ids.next_id()));
    vec![
        State::NotInvited,
        State::Queued,
        State::Invited,
        State::Accepted { at, member },
        State::Declined { at, reason: None },
        State::Declined {
            at,
            reason: Some(values::message("Нет, спасибо.\nI stay.")),
        },
        State::Expired { at },
        State::Error {
            at,
            failure: Failure::new(FailureReason::MailboxFull, "452 4.2.2 ящик полон"),
        },
        State::Revoked { at },
    ]
}

pub async fn one_live_invitation_holds_an_identity(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    insert(&f, &an_invitation().build()).await.unwrap();
    let second = an_invitation().id(f.invitation_id()).build();
    let taken = insert(&f, &second).await;
    assert!(matches!(taken, Err(InsertError::Taken)), "{taken:?}");
    assert_eq!(f.find(second.id).await, None);
}

pub async fn spelling_makes_no_second_person(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    for (first, second) in [
        ("anna@bücher.example", "ANNA@xn--bcher-kva.Example"),
        ("Budi.S@example.org", "budi.s@EXAMPLE.org"),
    ] {
        insert(&f, &an_invitation().to(first).build())
            .await
            .unwrap();
        let second = an_invitation().to(second).id(f.invitation_id()).build();
        let taken = insert(&f, &second).await;
        assert!(matches!(taken, Err(InsertError::Taken)), "{taken:?}");
    }
    // By number, where there is no address; beside an address it identifies nobody.
    let number = "+79051111111";
    let by_number = an_invitation().to_phone(number).build();
    insert(&f, &by_number).await.unwrap();
    let again = an_invitation()
        .to_phone("+7 905 111-11-11")
        .id(f.invitation_id());
    let taken = insert(&f, &again.build()).await;
    assert!(matches!(taken, Err(InsertError::Taken)), "{taken:?}");
    let beside = an_invitation().to("x@example.org").phone(number).build();
    insert(&f, &beside).await.unwrap();
}

pub async fn another_account_may_invite_the_same_person(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let other = f.account("Other").await;
    insert(&f, &an_invitation().build()).await.unwrap();
    let second = an_invitation().of(&other).build();
    insert(&f, &second).await.unwrap();
    assert_eq!(f.find_in(other.id, second.id).await, Some(second));
}

pub async fn an_accepted_or_revoked_invitation_frees_its_identity(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let member = MemberId::new(f.ids.next_id());
    let mut latest = an_invitation().build();
    insert(&f, &latest).await.unwrap();
    for history in [
        State::Accepted { at: f.now, member },
        State::Revoked { at: f.now },
    ] {
        let mut ended = next_version(&latest);
        ended.state = history;
        update(&f, &ended).await.unwrap();
        latest = an_invitation().id(f.invitation_id()).build();
        insert(&f, &latest).await.unwrap();
        // The history stays.
        assert_eq!(f.find(ended.id).await, Some(ended));
    }
}

pub async fn every_other_state_holds_the_identity(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let live = every_state(&f).into_iter().filter(|s| s.status().is_live());
    for (n, state) in live.enumerate() {
        let address = numbered(n);
        let first = an_invitation().to(&address).standing(state.clone()).build();
        insert(&f, &first).await.unwrap();
        let second = an_invitation().to(&address).id(f.invitation_id()).build();
        let taken = insert(&f, &second).await;
        assert!(
            matches!(taken, Err(InsertError::Taken)),
            "{state:?}: {taken:?}"
        );
    }
}

pub async fn an_invitation_comes_back_to_life_only_where_its_place_is_free(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let revoked = an_invitation()
        .standing(State::Revoked { at: f.now })
        .build();
    let heir = an_invitation().id(f.invitation_id()).build();
    f.put_all(&[revoked.clone(), heir.clone()]).await;
    let mut revived = next_version(&revoked);
    revived.state = State::Queued;
    let taken = update(&f, &revived).await;
    assert!(matches!(taken, Err(UpdateError::Taken)), "{taken:?}");
    assert_eq!(f.find(revoked.id).await, Some(revoked));

    let mut gone = next_version(&heir);
    gone.state = State::Revoked { at: f.now };
    update(&f, &gone).await.unwrap();
    update(&f, &revived).await.unwrap();
    assert_eq!(f.find(revived.id).await, Some(revived));
}

pub async fn an_update_raises_the_version_by_exactly_one(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let first = an_invitation().build();
    f.put(&first).await;
    for wrong in [0, first.version, first.version + 2, u32::MAX] {
        let mut changed = first.clone();
        changed.version = wrong;
        let stale = update(&f, &changed).await;
        assert!(
            matches!(stale, Err(UpdateError::Stale)),
            "{wrong}: {stale:?}"
        );
    }
    let second = next_version(&first);
    update(&f, &second).await.unwrap();
    assert_eq!(f.find(first.id).await, Some(second.clone()));
    let again = update(&f, &second).await;
    assert!(matches!(again, Err(UpdateError::Stale)), "{again:?}");
    update(&f, &next_version(&second)).await.unwrap();
}

pub async fn an_update_of_what_is_not_there_is_stale(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let stale = update(&f, &next_version(&an_invitation().build())).await;
    assert!(matches!(stale, Err(UpdateError::Stale)), "{stale:?}");
}

pub async fn an_update_to_a_taken_address_is_refused(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let (first, second) = (
        an_invitation().to("first@example.org").build(),
        an_invitation().to("second@example.org").build(),
    );
    f.put_all(&[first.clone(), second.clone()]).await;
    let mut moved = next_version(&second);
    moved.invitee.email = Some(values::email("FIRST@example.org"));
    let taken = update(&f, &moved).await;
    assert!(matches!(taken, Err(UpdateError::Taken)), "{taken:?}");
    assert_eq!(f.find(second.id).await, Some(second));
}

pub async fn an_update_frees_the_old_address(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let first = an_invitation().to("old@example.org").build();
    f.put(&first).await;
    let mut moved = next_version(&first);
    moved.invitee.email = Some(values::email("new@example.org"));
    update(&f, &moved).await.unwrap();
    let heir = an_invitation().to("old@example.org").id(f.invitation_id());
    insert(&f, &heir.build()).await.unwrap();
    let late = an_invitation().to("new@example.org").id(f.invitation_id());
    let taken = insert(&f, &late.build()).await;
    assert!(matches!(taken, Err(InsertError::Taken)), "{taken:?}");
}

pub async fn of_two_updates_over_one_version_one_wins(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let first = an_invitation().build();
    f.put(&first).await;
    let mut tasks = Vec::new();
    for _ in 0..20 {
        let (store, next) = (f.harness.store.clone(), next_version(&first));
        tasks.push(tokio::spawn(async move {
            let mut unit = store.begin().await.unwrap();
            let updated = unit.invitations().update(&next).await;
            unit.commit().await.unwrap();
            updated
        }));
    }
    let mut won = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(()) => won += 1,
            Err(UpdateError::Stale) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
    assert_eq!(won, 1);
    assert_eq!(f.find(first.id).await, Some(next_version(&first)));
}

pub async fn update_all_skips_the_stale_and_says_which_were_updated(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let stored: Vec<_> = (0..30)
        .map(|n| an_invitation().to(&numbered(n)).build())
        .collect();
    f.put_all(&stored).await;
    let mut changed: Vec<_> = stored.iter().map(next_version).collect();
    // Different fields for different rows, so that a batch cannot mix them up.
    for (n, invitation) in changed.iter_mut().enumerate() {
        invitation.generation = u32::try_from(n).unwrap();
        invitation.invitee.name = Some(values::name(&format!("Person {n}")));
    }
    for stale in [3, 17] {
        changed[stale].version += 1;
    }
    let mut unit = f.begin().await;
    let mut updated = unit.invitations().update_all(&changed).await.unwrap();
    unit.commit().await.unwrap();
    updated.sort();
    let fresh = |n: &usize| ![3, 17].contains(n);
    let mut expected: Vec<_> = (0..30).filter(fresh).map(|n| stored[n].id).collect();
    expected.sort();
    assert_eq!(updated, expected);
    for n in 0..30 {
        let expected = if fresh(&n) { &changed[n] } else { &stored[n] };
        assert_eq!(f.find(stored[n].id).await.as_ref(), Some(expected), "{n}");
    }
    let mut unit = f.begin().await;
    let none = unit.invitations().update_all(&[]).await.unwrap();
    assert_eq!(none, [], "nothing to do");
    unit.rollback().await.unwrap();
}

pub async fn lock_all_returns_those_that_exist(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let stored: Vec<_> = (0..5)
        .map(|n| an_invitation().to(&numbered(n)).build())
        .collect();
    f.put_all(&stored).await;
    let unknown = InvitationId::new(f.ids.next_id());
    let mut unit = f.begin().await;
    let asked = [stored[4].id, unknown, stored[1].id];
    let mut found = unit.invitations().lock_all(&asked).await.unwrap();
    assert_eq!(unit.invitations().lock(unknown).await.unwrap(), None);
    assert_eq!(unit.invitations().lock_all(&[]).await.unwrap(), []);
    unit.rollback().await.unwrap();
    found.sort_by_key(|i| i.id);
    let mut expected = [stored[1].clone(), stored[4].clone()];
    expected.sort_by_key(|i| i.id);
    assert_eq!(found, expected);
}

pub async fn find_live_returns_the_live_one_of_the_account(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let other = f.account("Other").await;
    let revoked = an_invitation()
        .standing(State::Revoked { at: f.now })
        .build();
    let live = an_invitation().id(f.invitation_id()).build();
    f.put_all(&[revoked, live.clone()]).await;
    let identity = live.live_identity().unwrap();
    let mut unit = f.begin().await;
    let invitations = unit.invitations();
    let found = invitations.find_live(f.account.id, &identity).await;
    assert_eq!(found.unwrap(), Some(live));
    let foreign = invitations.find_live(other.id, &identity).await;
    assert_eq!(foreign.unwrap(), None);
    let unknown = invitations.find_live(f.account.id, "mailto:no@example.org");
    assert_eq!(unknown.await.unwrap(), None);
    unit.rollback().await.unwrap();
}

pub async fn overdue_invitations_come_longest_overdue_first(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let other = f.account("Other").await;
    let made = |n: i64| f.now + TimeDelta::hours(n);
    let invited = |n: usize, at: i64| {
        let one_hour = an_invitation().to(&numbered(n)).ttl(values::hours(1));
        one_hour.created_at(made(at)).invited()
    };
    let stored = [
        invited(0, 2).build(),
        invited(1, 0).of(&other).build(),
        invited(2, 1).build(),
        invited(3, 3).build(),
        invited(4, 0)
            .standing(State::Expired { at: made(1) })
            .build(),
        invited(5, 0).standing(State::Queued).build(),
    ];
    f.put_all(&stored).await;
    let mut unit = f.begin().await;
    let mut overdue = async |at, limit| {
        let found = unit.invitations().lock_overdue(made(at), limit).await;
        let ids: Vec<_> = found.unwrap().iter().map(|i| i.id).collect();
        ids
    };
    // Over from the very moment on: the first one's time is over at hour 3.
    assert_eq!(
        overdue(3, 10).await,
        [stored[1].id, stored[2].id, stored[0].id]
    );
    assert_eq!(overdue(3, 2).await, [stored[1].id, stored[2].id]);
    assert_eq!(overdue(0, 10).await, []);
    unit.rollback().await.unwrap();
    let written_down = f.find(stored[3].id).await.unwrap();
    assert_eq!(written_down.status(made(3)), Status::Invited);
}

pub async fn inserting_one_person_at_once_gives_exactly_one(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let mut tasks = Vec::new();
    for _ in 0..20 {
        let (store, id) = (f.harness.store.clone(), f.invitation_id());
        tasks.push(tokio::spawn(async move {
            let account = an_account().build();
            let invitation = an_invitation().of(&account).id(id).build();
            let mut unit = store.begin().await.unwrap();
            let inserted = unit.invitations().insert(&invitation).await;
            unit.commit().await.unwrap();
            inserted
        }));
    }
    let mut inserted = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(()) => inserted += 1,
            Err(InsertError::Taken) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
    assert_eq!(inserted, 1);
    let counts = f.harness.reader.counts(f.account.id, f.now).await.unwrap();
    assert_eq!(counts.total(), 1);
}
