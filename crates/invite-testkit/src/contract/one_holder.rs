//! `AccountRepository`, `MemberRepository` and `CatalogRepository`: what one member alone may hold.

use super::{
    StoreHarness,
    fixture::{Fixture, next_version, numbered},
};
use crate::{a_member, a_person, an_account, an_invitation, values};
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{Account, Grant, GrantKey, GrantKind, InvitationId, MemberId, Obstacle, State, UserId},
    ports::{IdSource, JoinOutcome, Joining, UpdateError},
};
use std::collections::BTreeSet;

const NUMBER: &str = "+1 415 555 0101";
const OTHER: &str = "+1 415 555 0102";
const LICENSE: &str = "license";

/// An account with two numbers for one holder each, and a license that is shared.
async fn fixture(harness: StoreHarness) -> Fixture {
    let mut f = Fixture::new(harness).await;
    let telecom = an_account()
        .named("Telecom")
        .defining(GrantKind::Role, NUMBER)
        .defining(GrantKind::Resource, NUMBER)
        .defining(GrantKind::Resource, OTHER)
        .sharing(LICENSE);
    f.account = telecom.put_into(f.harness.identity.as_ref()).await.unwrap();
    f
}

fn joining(account: &Account, nth: usize, resources: &[&str]) -> Joining {
    let member = a_member().who(a_person().email(&numbered(nth)));
    let holds = |member: crate::MemberBuilder, key: &&str| member.holding(GrantKind::Resource, key);
    resources.iter().fold(member, holds).joining(account)
}

async fn join(f: &Fixture, joining: &Joining) -> JoinOutcome {
    let mut unit = f.begin().await;
    let outcome = unit.members().join(joining).await.unwrap();
    unit.commit().await.unwrap();
    outcome
}

fn taken(keys: &[&str]) -> JoinOutcome {
    JoinOutcome::ResourceTaken(keys.iter().map(|key| values::key(key)).collect())
}

pub async fn a_resource_has_one_holder_unless_it_is_shared(harness: StoreHarness) {
    let f = fixture(harness).await;
    let first = joining(&f.account, 0, &[NUMBER, LICENSE]);
    assert_eq!(join(&f, &first).await, JoinOutcome::Joined);
    let second = joining(&f.account, 1, &[NUMBER, OTHER, LICENSE]);
    assert_eq!(join(&f, &second).await, taken(&[NUMBER]));
    let third = joining(&f.account, 2, &[OTHER, LICENSE]);
    assert_eq!(join(&f, &third).await, JoinOutcome::Joined);
    assert_eq!(join(&f, &second).await, taken(&[NUMBER, OTHER]));
    // The same key of another kind or in another account is something else.
    let mut role = joining(&f.account, 3, &[]);
    role.member.grant.roles.insert(values::key(NUMBER));
    assert_eq!(join(&f, &role).await, JoinOutcome::Joined);
    let elsewhere = f.account("Elsewhere").await;
    let mut there = joining(&elsewhere, 0, &[NUMBER]);
    there.new_user = None;
    assert_eq!(join(&f, &there).await, JoinOutcome::Joined);
}

pub async fn a_taken_resource_changes_nothing(harness: StoreHarness) {
    let f = fixture(harness).await;
    assert_eq!(
        join(&f, &joining(&f.account, 0, &[NUMBER])).await,
        JoinOutcome::Joined
    );
    let refused = joining(&f.account, 1, &[NUMBER]);
    let email = refused.new_user.as_ref().unwrap().user.email.clone();
    let mut unit = f.begin().await;
    let outcome = unit.members().join(&refused).await.unwrap();
    assert_eq!(outcome, taken(&[NUMBER]));
    // Neither member nor person is there, and the unit of work stays usable.
    let user = unit
        .members()
        .find_user(email.as_ref(), None)
        .await
        .unwrap();
    assert_eq!(user, None);
    let place = unit
        .members()
        .find(f.account.id, refused.member.user_id)
        .await;
    assert_eq!(place.unwrap(), None);
    let without = joining(&f.account, 1, &[OTHER]);
    let outcome = unit.members().join(&without).await.unwrap();
    assert_eq!(outcome, JoinOutcome::Joined);
    unit.commit().await.unwrap();
}

pub async fn joining_at_once_gives_a_resource_to_one(harness: StoreHarness) {
    let f = fixture(harness).await;
    let mut tasks = Vec::new();
    for n in 0..24 {
        let (store, account) = (f.harness.store.clone(), f.account.clone());
        tasks.push(tokio::spawn(async move {
            // In different orders, so that a lock order would show.
            let wanted = if n % 2 == 0 {
                [NUMBER, OTHER]
            } else {
                [OTHER, NUMBER]
            };
            let joining = joining(&account, n, &wanted);
            let mut unit = store.begin().await.unwrap();
            let outcome = unit.members().join(&joining).await.unwrap();
            unit.commit().await.unwrap();
            outcome
        }));
    }
    let mut joined = 0;
    for task in tasks {
        match task.await.unwrap() {
            JoinOutcome::Joined => joined += 1,
            outcome => assert_eq!(outcome, taken(&[NUMBER, OTHER])),
        }
    }
    assert_eq!(joined, 1);
    let item = values::item(GrantKind::Resource, NUMBER);
    let held = f
        .harness
        .catalog
        .holders(f.account.id, std::slice::from_ref(&item))
        .await;
    assert_eq!(held.unwrap()[&item].total, 1);
}

pub async fn sharing_ends_only_while_there_is_one_holder(harness: StoreHarness) {
    let f = fixture(harness).await;
    let item = values::item(GrantKind::Resource, LICENSE);
    let share = async |shared: bool| {
        let mut unit = f.harness.identity.begin_identity().await.unwrap();
        let mut entry = unit
            .catalog()
            .lock(f.account.id, &item)
            .await
            .unwrap()
            .unwrap();
        entry.shared = shared;
        let updated = unit.catalog().update(f.account.id, &entry).await;
        // The unit of work stays usable.
        unit.commit().await.unwrap();
        updated
    };
    assert_eq!(
        join(&f, &joining(&f.account, 0, &[LICENSE])).await,
        JoinOutcome::Joined
    );
    share(false).await.unwrap();
    let second = joining(&f.account, 1, &[LICENSE]);
    assert_eq!(join(&f, &second).await, taken(&[LICENSE]));
    share(true).await.unwrap();
    assert_eq!(join(&f, &second).await, JoinOutcome::Joined);
    let refused = share(false).await;
    assert!(matches!(refused, Err(UpdateError::Taken)), "{refused:?}");
    let kept = f.harness.catalog.find(f.account.id, &item).await.unwrap();
    assert!(kept.unwrap().shared);
    assert_eq!(
        join(&f, &joining(&f.account, 2, &[LICENSE])).await,
        JoinOutcome::Joined
    );
}

/// Some join while sharing ends: afterwards it is shared, or one alone holds it.
pub async fn joining_while_sharing_ends_leaves_one_holder_or_shares_on(harness: StoreHarness) {
    let f = fixture(harness).await;
    let item = values::item(GrantKind::Resource, LICENSE);
    let mut tasks = Vec::new();
    for n in 0..9 {
        let (harness, account, item) = (f.harness.clone(), f.account.clone(), item.clone());
        tasks.push(tokio::spawn(async move {
            if n == 4 {
                let mut unit = harness.identity.begin_identity().await.unwrap();
                let entry = unit.catalog().lock(account.id, &item).await.unwrap();
                let mut entry = entry.unwrap();
                entry.shared = false;
                let _refused = unit.catalog().update(account.id, &entry).await;
                unit.commit().await.unwrap();
            } else {
                let mut unit = harness.store.begin().await.unwrap();
                let joining = joining(&account, n, &[LICENSE]);
                unit.members().join(&joining).await.unwrap();
                unit.commit().await.unwrap();
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let shared = f
        .harness
        .catalog
        .find(f.account.id, &item)
        .await
        .unwrap()
        .unwrap()
        .shared;
    let held = f
        .harness
        .catalog
        .holders(f.account.id, std::slice::from_ref(&item))
        .await;
    let holders = held.unwrap().get(&item).map_or(0, |held| held.total);
    assert!(shared || holders <= 1, "{holders} hold what is not shared");
}

async fn unavailable(f: &Fixture, but_for: Option<InvitationId>) -> Vec<(GrantKey, Obstacle)> {
    unavailable_at(f, but_for, f.now).await
}

async fn unavailable_at(
    f: &Fixture,
    but_for: Option<InvitationId>,
    now: DateTime<Utc>,
) -> Vec<(GrantKey, Obstacle)> {
    let wanted: BTreeSet<_> = [NUMBER, OTHER, LICENSE].map(values::key).into();
    let mut unit = f.begin().await;
    let accounts = unit.accounts();
    let found = accounts
        .unavailable(f.account.id, &wanted, but_for, now)
        .await;
    unit.rollback().await.unwrap();
    let told = found.unwrap().into_iter();
    told.map(|told| (told.item.key, told.obstacle)).collect()
}

pub async fn what_a_member_holds_is_unavailable(harness: StoreHarness) {
    let f = fixture(harness).await;
    assert_eq!(unavailable(&f, None).await, []);
    let holder = joining(&f.account, 0, &[NUMBER, LICENSE]);
    assert_eq!(join(&f, &holder).await, JoinOutcome::Joined);
    assert_eq!(
        unavailable(&f, None).await,
        [(values::key(NUMBER), Obstacle::Held)]
    );
}

pub async fn what_can_still_be_accepted_is_promised(harness: StoreHarness) {
    let f = fixture(harness).await;
    let (at, reason) = (f.now, None);
    let member = MemberId::new(f.ids.next_id());
    let promise = || {
        an_invitation()
            .of(&f.account)
            .granting(GrantKind::Resource, NUMBER)
    };
    for (n, (invitation, promises)) in [
        (promise(), true),
        (promise().queued(), true),
        (promise().invited(), true),
        (promise().standing(State::Expired { at }), false),
        (promise().standing(State::Declined { at, reason }), false),
        (promise().standing(State::Revoked { at }), false),
        (promise().standing(State::Accepted { at, member }), false),
    ]
    .into_iter()
    .enumerate()
    {
        let id = f.invitation_id();
        let invitation = invitation.to(&numbered(n)).id(id).build();
        f.put(&invitation).await;
        let told = format!("{:?}", invitation.state);
        let mut expected = vec![(values::key(NUMBER), Obstacle::Promised)];
        expected.retain(|_| promises);
        assert_eq!(unavailable(&f, None).await, expected, "{told}");
        assert_eq!(
            unavailable(&f, Some(id)).await,
            [],
            "{told}: not in its own way"
        );
        if let Some(end) = invitation.trail.expires_at.filter(|_| promises) {
            assert_eq!(unavailable_at(&f, None, end).await, [], "{told}: over");
        }
        // Out of the next one's way.
        let mut revoked = next_version(&invitation);
        revoked.state = State::Revoked { at };
        let mut unit = f.begin().await;
        unit.invitations().update(&revoked).await.unwrap();
        unit.commit().await.unwrap();
    }
}

pub async fn promising_at_once_promises_to_one(harness: StoreHarness) {
    let f = fixture(harness).await;
    let mut tasks = Vec::new();
    for n in 0..12 {
        let (store, account, now) = (f.harness.store.clone(), f.account.clone(), f.now);
        tasks.push(tokio::spawn(async move {
            let invitation = an_invitation().of(&account).to(&numbered(n));
            let invitation = invitation.granting(GrantKind::Resource, NUMBER).build();
            let wanted = &invitation.grant.resources;
            let mut unit = store.begin().await.unwrap();
            let accounts = unit.accounts();
            let found = accounts.unavailable(account.id, wanted, None, now).await;
            let free = found.unwrap().is_empty();
            if free {
                unit.invitations().insert(&invitation).await.unwrap();
            }
            unit.commit().await.unwrap();
            free
        }));
    }
    let mut promised = 0;
    for task in tasks {
        promised += u32::from(task.await.unwrap());
    }
    assert_eq!(promised, 1);
}

pub async fn what_is_meant_is_told_beside_what_is_not_defined(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let other = an_account()
        .named("Other")
        .defining(GrantKind::Role, "Sales Person")
        .defining(GrantKind::Role, "sales-person")
        .defining(GrantKind::Role, "+++")
        .defining(GrantKind::Group, "Продажи")
        .defining(GrantKind::Resource, NUMBER);
    let other = other.put_into(f.harness.identity.as_ref()).await.unwrap();
    let mut grant = Grant::default();
    for (kind, key) in [
        (GrantKind::Role, "salesperson"),
        (GrantKind::Role, "Sales Person"),
        (GrantKind::Role, "++"),
        (GrantKind::Group, "salesperson"),
        (GrantKind::Group, "продажи"),
        (GrantKind::Resource, "+14155550101"),
    ] {
        grant.keys_mut(kind).insert(values::key(key));
    }
    let mut unit = f.begin().await;
    let told = unit.accounts().undefined(other.id, &grant).await.unwrap();
    unit.rollback().await.unwrap();
    let told = told.into_iter().map(|told| {
        let similar = told.similar.map(|key| key.to_string());
        (told.item.key.to_string(), similar)
    });
    let meant = |key: &str, similar: Option<&str>| (key.to_owned(), similar.map(str::to_owned));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            meant("++", None),
            meant("salesperson", Some("Sales Person")),
            meant("salesperson", None),
            meant("продажи", Some("Продажи")),
            meant("+14155550101", Some(NUMBER)),
        ]
    );
}

/// A person without a place keeps nothing: whoever is removed leaves the resource free.
pub async fn a_person_known_elsewhere_can_be_refused_and_stays_known(harness: StoreHarness) {
    let f = fixture(harness).await;
    let elsewhere = f.account("Elsewhere").await;
    let known = joining(&elsewhere, 7, &[]);
    assert_eq!(join(&f, &known).await, JoinOutcome::Joined);
    assert_eq!(
        join(&f, &joining(&f.account, 0, &[NUMBER])).await,
        JoinOutcome::Joined
    );
    let user: UserId = known.member.user_id;
    let again = a_member().known(user).holding(GrantKind::Resource, NUMBER);
    assert_eq!(join(&f, &again.joining(&f.account)).await, taken(&[NUMBER]));
    let places = f.harness.identity.memberships(user).await.unwrap();
    assert_eq!(places.len(), 1);
}
