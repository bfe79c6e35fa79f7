//! `PlaceRepository`: changing and ending the places that people have in an account.

use super::{
    StoreHarness,
    fixture::{Fixture, numbered},
    member_list::{begin, find, holds, numbered_member, walk},
};
use crate::{a_member, a_person, values};
use chrono::TimeDelta;
use invite_domain::{
    model::{
        AccessType, Account, Actor, GrantItem, GrantKind, Member, MemberChanges, MemberId, UserId,
        UserType,
    },
    ports::{IdSource, MemberFilter, MemberPageRequest, UpdateError, UpdatePlaceError},
};

async fn administrator(f: &Fixture, n: usize) -> Member {
    let member = a_member()
        .who(a_person().email(&numbered(n)))
        .administrator();
    let member = member.put_into(f.harness.identity.as_ref(), &f.account);
    member.await.unwrap()
}

/// Returns the member after a change.
fn changed(member: &Member, changes: MemberChanges) -> Member {
    let edited = member.clone().edit(changes);
    assert!(edited.is_change());
    edited.member
}

fn switch(member: &Member, on: bool) -> Member {
    let changes = MemberChanges {
        active: Some(on),
        ..MemberChanges::default()
    };
    changed(member, changes)
}

pub async fn another_accounts_member_is_absent(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let other = f.account("Other").await;
    let member = numbered_member(&f, 1).await;
    assert_eq!(find(&f, &other, member.id).await, None);
    let nobody = MemberId::new(f.ids.next_id());
    assert_eq!(find(&f, &f.account, nobody).await, None);

    let mut unit = begin(&f).await;
    let places = unit.places();
    assert_eq!(places.lock(other.id, member.id).await.unwrap(), None);
    let moved = Member {
        account_id: other.id,
        ..switch(&member, false)
    };
    let stale = places.update(&moved).await;
    assert!(matches!(stale, Err(UpdatePlaceError::Stale)), "{stale:?}");
    let moved = Member {
        account_id: other.id,
        ..member.clone()
    };
    let stale = places.remove(&moved).await;
    assert!(matches!(stale, Err(UpdateError::Stale)), "{stale:?}");
    unit.commit().await.unwrap();
    let found = find(&f, &f.account, member.id).await.unwrap();
    assert_eq!(found.member, member);
    let list = f
        .harness
        .members
        .list_members(
            other.id,
            &MemberFilter::default(),
            MemberPageRequest {
                limit: 10,
                after: Some(member.id),
            },
        )
        .await;
    assert_eq!(list.unwrap().items, []);
}

pub async fn a_change_writes_what_is_held_and_the_switch_and_nothing_else(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let before = a_member()
        .holding(GrantKind::Role, "Sales")
        .holding(GrantKind::Resource, "+62 21 555");
    let before = before.put_into(f.harness.identity.as_ref(), &f.account);
    let before = before.await.unwrap();
    let person = find(&f, &f.account, before.id).await.unwrap().user;
    let key = values::key;
    let after = changed(
        &before,
        MemberChanges {
            user_type: Some(UserType::External),
            access_type: Some(AccessType::Administrator),
            keys: [
                (GrantKind::Role, [key("Boss"), key("Clerk")].into()),
                (GrantKind::Resource, [].into()),
            ]
            .into(),
            active: Some(false),
        },
    );
    let tampered = Member {
        user_id: UserId::new(f.ids.next_id()),
        joined_at: f.now + TimeDelta::days(1),
        ..after.clone()
    };
    let mut unit = begin(&f).await;
    let locked = unit.places().lock(f.account.id, before.id).await.unwrap();
    assert_eq!(locked.unwrap().member, before);
    unit.places().update(&tampered).await.unwrap();
    unit.commit().await.unwrap();
    let found = find(&f, &f.account, before.id).await.unwrap();
    assert_eq!(found.member, after);
    assert_eq!(found.user, person, "the person is as they were");
    for (filter, expected) in [
        (holds(GrantKind::Role, "Boss"), 1),
        (holds(GrantKind::Role, "Clerk"), 1),
        (holds(GrantKind::Role, "Sales"), 0),
        (holds(GrantKind::Resource, "+62 21 555"), 0),
    ] {
        assert_eq!(walk(&f, &filter, 10).await.len(), expected, "{filter:?}");
    }
}

pub async fn whoever_awaits_approval_administers_nothing_until_they_are_approved(
    harness: StoreHarness,
) {
    let f = Fixture::new(harness).await;
    let ana = administrator(&f, 1).await;
    let waits = a_member()
        .who(a_person().email(&numbered(2)))
        .administrator()
        .awaiting_approval();
    let waits = waits
        .put_into(f.harness.identity.as_ref(), &f.account)
        .await
        .unwrap();
    let stored = find(&f, &f.account, waits.id).await.unwrap().member;
    assert_eq!(stored, waits);
    let actor = Actor::User(waits.user_id);

    let mut unit = begin(&f).await;
    let others = unit.places().other_administrators(f.account.id, ana.id);
    assert_eq!(others.await.unwrap(), 0);
    let authority = unit.members().authority(f.account.id, &actor, f.now);
    assert_eq!(authority.await.unwrap(), None);

    let approved = switch(&waits, true);
    assert!(!approved.awaiting_approval);
    unit.places().update(&approved).await.unwrap();
    let others = unit.places().other_administrators(f.account.id, ana.id);
    assert_eq!(others.await.unwrap(), 1);
    let authority = unit.members().authority(f.account.id, &actor, f.now);
    assert!(authority.await.unwrap().is_some());
    // Another administrator was as fast: nothing is written over what they did.
    let again = unit.places().update(&approved).await;
    assert!(matches!(again, Err(UpdatePlaceError::Stale)), "{again:?}");
    unit.commit().await.unwrap();
    let stored = find(&f, &f.account, waits.id).await.unwrap().member;
    assert_eq!(stored, approved);
}

pub async fn a_change_over_another_version_is_stale(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let member = numbered_member(&f, 1).await;
    let first = switch(&member, false);
    let gone = Member {
        id: MemberId::new(f.ids.next_id()),
        ..first.clone()
    };
    let jump = Member {
        version: 7,
        ..first.clone()
    };
    let mut unit = begin(&f).await;
    for wrong in [&member, &jump, &gone] {
        let stale = unit.places().update(wrong).await;
        assert!(matches!(stale, Err(UpdatePlaceError::Stale)), "{stale:?}");
    }
    unit.places().update(&first).await.unwrap();
    for wrong in [&member, &jump, &gone] {
        let stale = unit.places().remove(wrong).await;
        assert!(matches!(stale, Err(UpdateError::Stale)), "{stale:?}");
    }
    // The unit of work stays usable.
    unit.commit().await.unwrap();
    assert_eq!(find(&f, &f.account, member.id).await.unwrap().member, first);
}

pub async fn an_ended_place_leaves_nothing_but_the_person(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let other = f.account("Other").await;
    let identity = f.harness.identity.as_ref();
    let here = a_member()
        .administrator()
        .holding(GrantKind::Role, "Sales")
        .put_into(identity, &f.account);
    let here = here.await.unwrap();
    let there = a_member().known(here.user_id).put_into(identity, &other);
    let there = there.await.unwrap();
    let mut unit = begin(&f).await;
    unit.places().remove(&here).await.unwrap();
    let actor = Actor::User(here.user_id);
    let authority = unit.members().authority(f.account.id, &actor, f.now).await;
    assert_eq!(authority.unwrap(), None);
    unit.commit().await.unwrap();
    assert_eq!(find(&f, &f.account, here.id).await, None);
    let left = walk(&f, &holds(GrantKind::Role, "Sales"), 10).await;
    assert_eq!(left, []);
    let places = identity.memberships(here.user_id).await.unwrap();
    assert_eq!(places.len(), 1, "the person and their other place stay");
    assert_eq!(places[0].member, there);

    // The place is free for exactly what is given next.
    let again = a_member()
        .known(here.user_id)
        .id(MemberId::new(f.ids.next_id()))
        .put_into(identity, &f.account);
    let again = again.await.unwrap();
    assert_eq!(find(&f, &f.account, again.id).await.unwrap().member, again);
    assert_eq!(walk(&f, &holds(GrantKind::Role, "Sales"), 10).await, []);
}

pub async fn only_active_administrators_of_the_account_count(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let (other, child) = (f.account("Other").await, f.child("Child").await);
    let identity = f.harness.identity.as_ref();
    let ana = administrator(&f, 1).await;
    numbered_member(&f, 2).await;
    let off = a_member().who(a_person().email(&numbered(3)));
    let off = off.administrator().inactive();
    off.put_into(identity, &f.account).await.unwrap();
    for (n, elsewhere) in [(4, &other), (5, &child)] {
        let member = a_member().who(a_person().email(&numbered(n)));
        let member = member.administrator().put_into(identity, elsewhere);
        member.await.unwrap();
    }
    let others = async |but: MemberId| {
        let mut unit = begin(&f).await;
        let others = unit.places().other_administrators(f.account.id, but).await;
        unit.rollback().await.unwrap();
        others.unwrap()
    };
    assert_eq!(others(ana.id).await, 0);
    let budi = administrator(&f, 6).await;
    assert_eq!((others(ana.id).await, others(budi.id).await), (1, 1));
    assert_eq!(others(MemberId::new(f.ids.next_id())).await, 2);
}

/// Takes one administrator away unless they are the last one, as the use cases do.
async fn take_away(harness: &StoreHarness, account: &Account, n: usize, id: MemberId) -> bool {
    let mut unit = harness.members.begin_members().await.unwrap();
    let entry = unit.places().lock(account.id, id).await.unwrap().unwrap();
    let others = unit.places().other_administrators(account.id, id).await;
    if others.unwrap() == 0 {
        unit.rollback().await.unwrap();
        return false;
    }
    let standard = MemberChanges {
        access_type: Some(AccessType::Standard),
        ..MemberChanges::default()
    };
    match n % 3 {
        0 => unit.places().remove(&entry.member).await.unwrap(),
        1 => {
            let off = switch(&entry.member, false);
            unit.places().update(&off).await.unwrap();
        }
        _ => {
            let standard = changed(&entry.member, standard);
            unit.places().update(&standard).await.unwrap();
        }
    }
    unit.commit().await.unwrap();
    true
}

pub async fn of_many_who_take_each_other_away_at_once_one_administrator_stays(
    harness: StoreHarness,
) {
    const ADMINISTRATORS: usize = 9;
    let f = Fixture::new(harness).await;
    let mut tasks = Vec::new();
    for n in 0..ADMINISTRATORS {
        let (harness, account) = (f.harness.clone(), f.account.clone());
        let id = administrator(&f, n).await.id;
        tasks.push(async move { take_away(&harness, &account, n, id).await });
    }
    let tasks: Vec<_> = tasks.into_iter().map(tokio::spawn).collect();
    let mut taken = 0;
    for task in tasks {
        taken += usize::from(task.await.unwrap());
    }
    assert_eq!(taken, ADMINISTRATORS - 1);
    let filter = MemberFilter {
        access_type: Some(AccessType::Administrator),
        active: Some(true),
        ..MemberFilter::default()
    };
    assert_eq!(walk(&f, &filter, 10).await.len(), 1);
}

pub async fn of_two_changes_over_one_version_one_wins(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let member = numbered_member(&f, 1).await;
    let mut tasks = Vec::new();
    for n in 0..8 {
        let (members, member) = (f.harness.members.clone(), member.clone());
        tasks.push(tokio::spawn(async move {
            let role = GrantItem {
                kind: GrantKind::Role,
                key: values::key(&format!("Role {n}")),
            };
            let next = changed(
                &member,
                MemberChanges {
                    keys: [(role.kind, [role.key].into())].into(),
                    ..MemberChanges::default()
                },
            );
            let mut unit = members.begin_members().await.unwrap();
            let written = unit.places().update(&next).await;
            unit.commit().await.unwrap();
            written.is_ok().then_some(next)
        }));
    }
    let mut winners = Vec::new();
    for task in tasks {
        winners.extend(task.await.unwrap());
    }
    assert_eq!(winners.len(), 1);
    let found = find(&f, &f.account, member.id).await.unwrap();
    assert_eq!(found.member, winners[0]);
    let held: Vec<_> = winners[0].grant.items().collect();
    let holders = walk(&f, &holds(held[0].kind, held[0].key.as_str()), 10).await;
    assert_eq!(holders.len(), 1);
}
