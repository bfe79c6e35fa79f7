//! `MemberRepository` and `AccountRepository`: who is in, and who may give what.

use super::{
    StoreHarness,
    fixture::{Fixture, numbered},
};
use crate::{MemberBuilder, a_member, a_person, an_account, values};
use chrono::TimeDelta;
use invite_domain::{
    model::{
        Account, Actor, ApiKeyId, Authority, Grant, GrantKind, Login, MemberId, Scope, UserId,
    },
    ports::{ApiKey, IdSource, JoinOutcome, Joining},
};

async fn join(f: &Fixture, joining: &Joining) -> JoinOutcome {
    let mut unit = f.begin().await;
    let outcome = unit.members().join(joining).await.unwrap();
    unit.commit().await.unwrap();
    outcome
}

async fn add(f: &Fixture, member: MemberBuilder, account: &Account) -> UserId {
    let joining = member.joining(account);
    assert_eq!(join(f, &joining).await, JoinOutcome::Joined);
    joining.member.user_id
}

async fn authority(f: &Fixture, account: &Account, actor: &Actor) -> Option<Authority> {
    let mut unit = f.begin().await;
    let authority = unit.members().authority(account.id, actor, f.now).await;
    unit.rollback().await.unwrap();
    authority.unwrap()
}

pub async fn joining_adds_person_and_member_together(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let joining = a_member().joining(&f.account);
    assert_eq!(join(&f, &joining).await, JoinOutcome::Joined);
    let person = joining.new_user.unwrap().user;
    let places = f.harness.identity.memberships(person.id).await.unwrap();
    assert_eq!(places.len(), 1);
    assert_eq!(places[0].member, joining.member);
    let found = f
        .harness
        .identity
        .credentials("ana@example.org")
        .await
        .unwrap();
    assert_eq!(found.unwrap().user, person);
}

pub async fn joining_never_changes_an_existing_person(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let other = f.account("Other").await;
    let user = add(&f, a_member(), &f.account).await;
    let before = f
        .harness
        .identity
        .credentials("ana@example.org")
        .await
        .unwrap();
    // As a known person into another account.
    add(&f, a_member().known(user), &other).await;
    // As if they were new, with another name and password.
    let imposter = a_person()
        .id(UserId::new(f.ids.next_id()))
        .named("Mallory")
        .password(invite_domain::model::PasswordHash::new("$insecure$stolen"));
    let third = f.account("Third").await;
    let outcome = join(&f, &a_member().who(imposter).joining(&third)).await;
    assert_eq!(outcome, JoinOutcome::UserExists);
    let after = f
        .harness
        .identity
        .credentials("ana@example.org")
        .await
        .unwrap();
    let (before, after) = (before.unwrap(), after.unwrap());
    assert_eq!(before.user, after.user);
    assert_eq!(before.password, after.password);
    assert_eq!(f.harness.identity.memberships(user).await.unwrap().len(), 2);
}

pub async fn joining_twice_changes_nothing(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let first = a_member().joining(&f.account);
    assert_eq!(join(&f, &first).await, JoinOutcome::Joined);
    let again = a_member()
        .known(first.member.user_id)
        .administrator()
        .id(MemberId::new(f.ids.next_id()))
        .joining(&f.account);
    let outcome = join(&f, &again).await;
    assert_eq!(outcome, JoinOutcome::AlreadyMember(first.member.id));
    let mut unit = f.begin().await;
    let place = unit
        .members()
        .find(f.account.id, first.member.user_id)
        .await;
    assert_eq!(place.unwrap(), Some(first.member));
    unit.rollback().await.unwrap();
}

pub async fn a_known_address_number_or_login_refuses_a_new_person(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let other = f.account("Other").await;
    let known = [a_person().login("ana"), a_person().phone("+79051111111")];
    for person in known {
        add(&f, a_member().who(person), &f.account).await;
    }
    for imposter in [
        a_person().email("ANA@Example.org"),
        a_person().phone("+7 905 111 11 11"),
        a_person().email("b@example.org").login("Ana"),
    ] {
        let imposter = imposter.id(UserId::new(f.ids.next_id()));
        let joining = a_member().who(imposter).joining(&other);
        let mut unit = f.begin().await;
        let outcome = unit.members().join(&joining).await.unwrap();
        assert_eq!(outcome, JoinOutcome::UserExists, "{joining:?}");
        // The unit of work stays usable.
        let place = unit.members().find(other.id, joining.member.user_id).await;
        assert_eq!(place.unwrap(), None);
        unit.commit().await.unwrap();
    }
}

pub async fn joining_never_goes_beyond_the_seats(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let other = f.account("Other").await;
    let nth = |n: usize, account: &Account| {
        let mut joining = a_member()
            .who(a_person().email(&numbered(n)))
            .joining(account);
        joining.seats = Some(2);
        joining
    };
    assert_eq!(join(&f, &nth(0, &f.account)).await, JoinOutcome::Joined);
    assert_eq!(join(&f, &nth(1, &f.account)).await, JoinOutcome::Joined);
    let third = nth(2, &f.account);
    let mut unit = f.begin().await;
    assert_eq!(
        unit.members().join(&third).await.unwrap(),
        JoinOutcome::NoSeat
    );
    // Neither the member nor the person is there, and the unit of work stays usable.
    let email = third.new_user.as_ref().unwrap().user.email.clone();
    let user = unit
        .members()
        .find_user(email.as_ref(), None)
        .await
        .unwrap();
    assert_eq!(user, None);
    unit.commit().await.unwrap();
    // Each account has its own seats.
    assert_eq!(join(&f, &nth(2, &other)).await, JoinOutcome::Joined);
    let mut none = nth(3, &f.account);
    none.seats = Some(0);
    assert_eq!(join(&f, &none).await, JoinOutcome::NoSeat);
    none.seats = None;
    assert_eq!(join(&f, &none).await, JoinOutcome::Joined, "no limit");
}

pub async fn joining_at_once_never_goes_beyond_the_seats(harness: StoreHarness) {
    const SEATS: u32 = 7;
    let f = Fixture::new(harness).await;
    let mut tasks = Vec::new();
    for n in 0..30 {
        let store = f.harness.store.clone();
        tasks.push(tokio::spawn(async move {
            let account = an_account().build();
            let mut joining = a_member()
                .who(a_person().email(&numbered(n)))
                .joining(&account);
            joining.seats = Some(SEATS);
            let mut unit = store.begin().await.unwrap();
            let outcome = unit.members().join(&joining).await.unwrap();
            unit.commit().await.unwrap();
            outcome
        }));
    }
    let (mut joined, mut refused) = (0, 0);
    for task in tasks {
        match task.await.unwrap() {
            JoinOutcome::Joined => joined += 1,
            JoinOutcome::NoSeat => refused += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((joined, refused), (SEATS, 30 - SEATS));
}

pub async fn a_member_is_told_so_even_when_every_seat_is_taken(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let mut joining = a_member().joining(&f.account);
    joining.seats = Some(1);
    assert_eq!(join(&f, &joining).await, JoinOutcome::Joined);
    joining.new_user = None;
    let outcome = join(&f, &joining).await;
    assert_eq!(outcome, JoinOutcome::AlreadyMember(joining.member.id));
}

pub async fn an_administrator_may_give_everything(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let user = add(&f, a_member().administrator(), &f.account).await;
    let found = authority(&f, &f.account, &Actor::User(user)).await;
    assert_eq!(found, Some(Authority::administrator()));
}

pub async fn a_standard_member_may_give_nothing(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let member = a_member()
        .holding(GrantKind::Role, "Salesperson")
        .holding(GrantKind::Permission, "View & pay invoices");
    let held = member.clone().joining(&f.account).member.grant;
    let user = add(&f, member, &f.account).await;
    let found = authority(&f, &f.account, &Actor::User(user)).await;
    assert_eq!(found, Some(Authority::of_member(&held)));
}

pub async fn a_stranger_has_no_authority(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let other = f.account("Other").await;
    let user = add(&f, a_member().administrator(), &f.account).await;
    for stranger in [
        Actor::User(user),
        Actor::User(UserId::new(f.ids.next_id())),
        Actor::ApiKey(ApiKeyId::new(f.ids.next_id())),
        Actor::Invitee,
    ] {
        assert_eq!(authority(&f, &other, &stranger).await, None, "{stranger:?}");
    }
}

pub async fn a_member_switched_off_has_no_authority(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let child = f.child("Child").await;
    let user = add(&f, a_member().administrator().inactive(), &f.account).await;
    for account in [&f.account, &child] {
        let found = authority(&f, account, &Actor::User(user)).await;
        assert_eq!(found, None, "{}", account.name);
    }
}

pub async fn an_administrator_of_an_account_above_may_act_below_never_the_reverse(
    harness: StoreHarness,
) {
    let f = Fixture::new(harness).await;
    let child = f.child("Child").await;
    let identity = f.harness.identity.as_ref();
    let grandchild = an_account().named("Grandchild").below(&child);
    let grandchild = grandchild.put_into(identity).await.unwrap();
    let above = add(&f, a_member().administrator(), &f.account).await;
    let standard = a_member().who(a_person().email("standard@example.org"));
    let standard = add(&f, standard, &f.account).await;
    let below = a_member().who(a_person().email("below@example.org"));
    let below = add(&f, below.administrator(), &child).await;
    for account in [&f.account, &child, &grandchild] {
        let found = authority(&f, account, &Actor::User(above)).await;
        assert_eq!(found, Some(Authority::administrator()), "{}", account.name);
    }
    // Above as an administrator and below as a standard member: the greater one counts.
    add(&f, a_member().known(above), &child).await;
    let found = authority(&f, &child, &Actor::User(above)).await;
    assert_eq!(found, Some(Authority::administrator()));
    // A standard member above is nobody below.
    assert_eq!(authority(&f, &child, &Actor::User(standard)).await, None);
    assert_eq!(authority(&f, &f.account, &Actor::User(below)).await, None);
}

pub async fn an_administrator_of_a_suspended_account_has_no_reach_below(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let identity = f.harness.identity.as_ref();
    let suspended = an_account().named("Suspended").suspended_at(f.now);
    let suspended = suspended.put_into(identity).await.unwrap();
    let child = an_account().named("Child").below(&suspended);
    let child = child.put_into(identity).await.unwrap();
    let user = add(&f, a_member().administrator(), &suspended).await;
    assert_eq!(authority(&f, &child, &Actor::User(user)).await, None);
}

pub async fn a_key_acts_in_its_account_and_below_until_it_expires(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let (child, other) = (f.child("Child").await, f.account("Other").await);
    let end = f.now + TimeDelta::milliseconds(1);
    let key = |n: u8, scope, expires_at| ApiKey {
        id: ApiKeyId::new(f.ids.next_id()),
        account_id: f.account.id,
        name: values::name("Key"),
        scope,
        digest: [n; 32],
        created_at: f.now,
        created_by: Actor::System,
        expires_at,
    };
    let keys = [
        (key(1, Scope::Read, None), true),
        (key(2, Scope::Invite, Some(end)), true),
        (key(3, Scope::Administer, None), true),
        (key(4, Scope::Administer, Some(f.now)), false),
    ];
    let mut unit = f.harness.identity.begin_identity().await.unwrap();
    for (key, _) in &keys {
        unit.insert_api_key(key).await.unwrap();
    }
    unit.commit().await.unwrap();
    for (key, good) in keys {
        let expected = good.then(|| Authority::of_scope(key.scope));
        let actor = Actor::ApiKey(key.id);
        for account in [&f.account, &child] {
            let found = authority(&f, account, &actor).await;
            assert_eq!(found, expected, "{key:?} in {}", account.name);
        }
        assert_eq!(authority(&f, &other, &actor).await, None);
    }
}

pub async fn the_service_itself_may_do_everything(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let found = authority(&f, &f.account, &Actor::System).await;
    assert_eq!(found, Some(Authority::administrator()));
}

pub async fn people_are_found_by_what_they_proved_to_hold(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let ana = add(&f, a_member(), &f.account).await;
    let number = values::phone("+79051111111");
    let boris = a_member().who(a_person().phone(number.as_str()));
    let boris = add(&f, boris, &f.account).await;
    let (known, unknown) = (
        values::email("ANA@example.org"),
        values::email("x@example.org"),
    );
    let mut unit = f.begin().await;
    for (email, phone, expected) in [
        (Some(&known), None, Some(ana)),
        (None, Some(&number), Some(boris)),
        // With an address, the number identifies nobody.
        (Some(&known), Some(&number), Some(ana)),
        (Some(&unknown), Some(&number), None),
        (Some(&unknown), None, None),
        (None, None, None),
    ] {
        let found = unit.members().find_user(email, phone).await.unwrap();
        assert_eq!(found, expected, "{email:?} {phone:?}");
    }
    unit.rollback().await.unwrap();
}

pub async fn a_login_is_taken_once_someone_has_it(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    add(&f, a_member().who(a_person().login("ana")), &f.account).await;
    let mut unit = f.begin().await;
    let mut taken = async |login: Login| unit.members().login_taken(&login).await.unwrap();
    assert!(taken(values::login("ANA")).await);
    assert!(!taken(values::login("anna")).await);
    unit.rollback().await.unwrap();
}

pub async fn undefined_names_what_the_account_lacks(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let other = an_account().named("Other");
    let other = other
        .defining(GrantKind::Role, "Buyer")
        .defining(GrantKind::Role, "Salesperson")
        .defining(GrantKind::Permission, "Salesperson");
    let other = other.put_into(f.harness.identity.as_ref()).await.unwrap();
    let mut grant = Grant::default();
    for (kind, key) in [
        (GrantKind::Role, "Salesperson"),
        (GrantKind::Role, "salesperson"),
        (GrantKind::Role, "Accountant"),
        (GrantKind::Group, "Everybody"),
        (GrantKind::Group, "Salesperson"),
        (GrantKind::Resource, "+62 21 555"),
    ] {
        grant.keys_mut(kind).insert(values::key(key));
    }
    let mut unit = f.begin().await;
    let mut undefined = async |account: &Account, grant: &Grant| {
        let told = unit.accounts().undefined(account.id, grant).await;
        let items = told.unwrap().into_iter().map(|told| told.item);
        items.collect::<Vec<_>>()
    };
    assert_eq!(
        undefined(&other, &grant).await,
        [
            values::item(GrantKind::Role, "Accountant"),
            values::item(GrantKind::Role, "salesperson"),
            values::item(GrantKind::Group, "Salesperson"),
            values::item(GrantKind::Resource, "+62 21 555"),
        ]
    );
    assert_eq!(undefined(&other, &Grant::default()).await, []);
    // Another account's catalog does not count.
    assert_eq!(undefined(&f.account, &grant).await.len(), 5);
    unit.rollback().await.unwrap();
}
