//! `IdentityStore` and `IdentityUnitOfWork`: accounts, what they define, and who is in them.

use super::{StoreHarness, fixture::Fixture};
use crate::{a_member, a_person, an_account, values};
use invite_domain::{
    model::{Account, GrantKind, UserId},
    ports::{AccountRef, IdSource, IdentityUnitOfWork, InsertError, JoinOutcome, UpdateError},
};

async fn begin(f: &Fixture) -> Box<dyn IdentityUnitOfWork> {
    f.harness.identity.begin_identity().await.unwrap()
}

fn by_id(account: &Account) -> AccountRef {
    AccountRef::Id(account.id)
}

pub async fn a_rollback_or_drop_leaves_nothing(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let account = an_account().named("New").build();
    let mut unit = begin(&f).await;
    unit.insert_account(&account).await.unwrap();
    unit.rollback().await.unwrap();
    let mut unit = begin(&f).await;
    unit.insert_account(&account).await.unwrap();
    drop(unit);
    let identity = &f.harness.identity;
    assert_eq!(identity.account(&by_id(&account)).await.unwrap(), None);
    // The place is free, and no lock was left behind.
    let mut unit = begin(&f).await;
    unit.insert_account(&account).await.unwrap();
    unit.commit().await.unwrap();
}

pub async fn a_slug_names_one_account(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let mut unit = begin(&f).await;
    let same = an_account().named("Another").slug("maju").build();
    let taken = unit.insert_account(&same).await;
    assert!(matches!(taken, Err(InsertError::Taken)), "{taken:?}");
    unit.commit().await.unwrap();
    let found = f.harness.identity.account(&by_id(&same)).await.unwrap();
    assert_eq!(found, None);
}

/// The very first account always has the same id, so that however many set it up, one does.
pub async fn an_id_names_one_account_however_many_add_it(harness: StoreHarness) {
    let mut tasks = Vec::new();
    for n in 0..12 {
        let identity = harness.identity.clone();
        tasks.push(tokio::spawn(async move {
            let account = an_account().slug(&format!("slug-{n}")).build();
            let mut unit = identity.begin_identity().await.unwrap();
            let inserted = unit.insert_account(&account).await;
            // The unit of work stays usable.
            let role = values::grantable(GrantKind::Role, "Sales");
            let added = unit.catalog().define(account.id, &[role]).await.unwrap();
            unit.commit().await.unwrap();
            (inserted, added.len())
        }));
    }
    let mut made = 0;
    for task in tasks {
        match task.await.unwrap() {
            (Ok(()), 1) => made += 1,
            (Err(InsertError::Taken), 0) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(made, 1);
}

pub async fn an_account_is_found_by_id_and_by_slug(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let identity = &f.harness.identity;
    let by_slug = AccountRef::Slug(values::slug("MAJU"));
    for account in [by_id(&f.account), by_slug] {
        let found = identity.account(&account).await.unwrap();
        assert_eq!(found.as_ref(), Some(&f.account));
    }
    let unknown = AccountRef::Slug(values::slug("maj"));
    assert_eq!(identity.account(&unknown).await.unwrap(), None);
}

pub async fn an_account_update_raises_the_version_by_exactly_one(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let mut changed = f.account.clone();
    changed.name = values::name("Maju Jaya");
    let mut unit = begin(&f).await;
    for wrong in [0, f.account.version, f.account.version + 2] {
        changed.version = wrong;
        let stale = unit.update_account(&changed).await;
        assert!(
            matches!(stale, Err(UpdateError::Stale)),
            "{wrong}: {stale:?}"
        );
    }
    let mut unknown = an_account().named("Unknown").build();
    unknown.version = 2;
    let stale = unit.update_account(&unknown).await;
    assert!(matches!(stale, Err(UpdateError::Stale)), "{stale:?}");
    changed.version = f.account.version + 1;
    unit.update_account(&changed).await.unwrap();
    unit.commit().await.unwrap();
    let found = f.harness.identity.account(&by_id(&changed)).await.unwrap();
    assert_eq!(found, Some(changed));
}

pub async fn an_account_update_to_a_taken_slug_is_refused(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let other = f.account("Other").await;
    let mut changed = other.clone();
    changed.version += 1;
    changed.slug = f.account.slug.clone();
    let mut unit = begin(&f).await;
    let taken = unit.update_account(&changed).await;
    assert!(matches!(taken, Err(UpdateError::Taken)), "{taken:?}");
    changed.slug = values::slug("other-2");
    unit.update_account(&changed).await.unwrap();
    unit.commit().await.unwrap();
    let old = AccountRef::Slug(other.slug);
    assert_eq!(f.harness.identity.account(&old).await.unwrap(), None);
}

pub async fn a_taken_place_leaves_the_unit_of_work_usable(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let new = an_account().named("New").build();
    let mut unit = begin(&f).await;
    let same_slug = an_account().named("Another").slug("maju").build();
    let taken = unit.insert_account(&same_slug).await;
    assert!(matches!(taken, Err(InsertError::Taken)), "{taken:?}");
    unit.insert_account(&new).await.unwrap();
    unit.commit().await.unwrap();
    let identity = &f.harness.identity;
    assert_eq!(identity.account(&by_id(&new)).await.unwrap(), Some(new));
}

pub async fn memberships_come_by_account_name_without_the_inactive(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let identity = f.harness.identity.as_ref();
    let user = a_member()
        .put_into(identity, &f.account)
        .await
        .unwrap()
        .user_id;
    let (beta, alpha) = (f.account("Beta").await, f.account("Alpha").await);
    let (off, _foreign) = (f.account("Off").await, f.account("Foreign").await);
    let suspended = an_account().named("Suspended").suspended_at(f.now);
    let suspended = suspended.put_into(identity).await.unwrap();
    for account in [&beta, &alpha, &suspended] {
        let member = a_member().known(user);
        member.put_into(identity, account).await.unwrap();
    }
    let member = a_member().known(user).inactive();
    member.put_into(identity, &off).await.unwrap();
    let places = identity.memberships(user).await.unwrap();
    let names: Vec<_> = places.iter().map(|p| p.account.name.as_str()).collect();
    assert_eq!(names, ["Alpha", "Beta", "Maju"]);
    for place in places {
        assert_eq!(place.member.account_id, place.account.id);
        assert_eq!(place.member.user_id, user);
    }
    let nobody = identity.memberships(UserId::new(f.ids.next_id())).await;
    assert_eq!(nobody.unwrap(), []);
}

pub async fn awaited_approvals_are_named_and_open_nothing(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let identity = f.harness.identity.as_ref();
    let waits = a_member().awaiting_approval();
    let user = waits.put_into(identity, &f.account).await.unwrap().user_id;
    let suspended = an_account().named("Asleep").suspended_at(f.now);
    let suspended = suspended.put_into(identity).await.unwrap();
    let (off, on) = (f.account("Off").await, f.account("On").await);
    for (member, account) in [
        (a_member().awaiting_approval(), &suspended),
        (a_member().inactive(), &off),
        (a_member(), &on),
    ] {
        let member = member.known(user).put_into(identity, account).await;
        member.unwrap();
    }
    let waits_in = identity.awaited_approvals(user).await.unwrap();
    let names: Vec<_> = waits_in
        .iter()
        .map(invite_domain::model::DisplayName::as_str)
        .collect();
    assert_eq!(names, ["Asleep", "Maju"]);
    let places = identity.memberships(user).await.unwrap();
    let names: Vec<_> = places.iter().map(|p| p.account.name.as_str()).collect();
    assert_eq!(names, ["On"]);
    let nobody = UserId::new(f.ids.next_id());
    assert_eq!(identity.awaited_approvals(nobody).await.unwrap(), []);
}

pub async fn joining_is_the_same_as_for_invitations(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let mut joining = a_member().joining(&f.account);
    joining.seats = Some(1);
    let mut unit = begin(&f).await;
    assert_eq!(unit.join(&joining).await.unwrap(), JoinOutcome::Joined);
    let again = unit.join(&joining).await.unwrap();
    assert_eq!(again, JoinOutcome::AlreadyMember(joining.member.id));
    let mut second = a_member().who(a_person().email("second@example.org"));
    let mut no_seat = second.clone().joining(&f.account);
    no_seat.seats = Some(1);
    assert_eq!(unit.join(&no_seat).await.unwrap(), JoinOutcome::NoSeat);
    second = second.who(a_person().id(UserId::new(f.ids.next_id())));
    let exists = unit.join(&second.joining(&f.account)).await.unwrap();
    assert_eq!(exists, JoinOutcome::UserExists);
    unit.commit().await.unwrap();
    let mut unit = f.begin().await;
    let place = unit
        .members()
        .find(f.account.id, joining.member.user_id)
        .await;
    assert_eq!(place.unwrap(), Some(joining.member));
    unit.rollback().await.unwrap();
}

pub async fn the_first_account_is_noticed(harness: StoreHarness) {
    assert!(!harness.identity.has_accounts().await.unwrap());
    let f = Fixture::new(harness).await;
    assert!(f.harness.identity.has_accounts().await.unwrap());
}
