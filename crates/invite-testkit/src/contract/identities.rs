//! `IdentityStore` and `IdentityUnitOfWork`: accounts, people, sessions and API keys.

use super::{StoreHarness, fixture::Fixture};
use crate::{a_member, a_person, an_account, values};
use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::{
    model::{
        Account, Actor, ApiKeyId, Authority, Caller, GrantKind, PasswordHash, Scope, SessionId,
        UserId,
    },
    ports::{
        AccountRef, ApiKey, IdSource, IdentityUnitOfWork, InsertError, JoinOutcome, Session,
        UpdateError,
    },
};

const TOKEN: [u8; 32] = [9; 32];

async fn begin(f: &Fixture) -> Box<dyn IdentityUnitOfWork> {
    f.harness.identity.begin_identity().await.unwrap()
}

fn by_id(account: &Account) -> AccountRef {
    AccountRef::Id(account.id)
}

fn session(f: &Fixture, user: UserId, digest: [u8; 32]) -> Session {
    Session {
        id: SessionId::new(f.ids.next_id()),
        user_id: user,
        digest,
        created_at: f.now,
        expires_at: f.now + TimeDelta::hours(8),
    }
}

async fn sign_in(f: &Fixture, user: UserId, digest: [u8; 32]) -> Session {
    let session = session(f, user, digest);
    let mut unit = begin(f).await;
    unit.insert_session(&session).await.unwrap();
    unit.commit().await.unwrap();
    session
}

async fn by_session(f: &Fixture, account: &AccountRef, now: DateTime<Utc>) -> Option<Caller> {
    let caller = f.harness.identity.caller_by_session(&TOKEN, account, now);
    caller.await.unwrap()
}

async fn by_key(f: &Fixture, account: &AccountRef, now: DateTime<Utc>) -> Option<Caller> {
    let caller = f.harness.identity.caller_by_api_key(&TOKEN, account, now);
    caller.await.unwrap()
}

fn api_key(f: &Fixture, account: &Account, scope: Scope) -> ApiKey {
    ApiKey {
        id: ApiKeyId::new(f.ids.next_id()),
        account_id: account.id,
        name: values::name("Payroll"),
        scope,
        digest: TOKEN,
        created_at: f.now,
        expires_at: Some(f.now + TimeDelta::days(1)),
    }
}

pub async fn nothing_is_visible_before_the_commit_and_everything_after_it(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let identity = &f.harness.identity;
    let account = an_account().named("New").build();
    let joining = a_member().joining(&account);
    let user = joining.member.user_id;
    let mut unit = begin(&f).await;
    unit.insert_account(&account).await.unwrap();
    let item = values::item(GrantKind::Role, "Sales");
    unit.define(account.id, &item).await.unwrap();
    assert_eq!(unit.join(&joining).await.unwrap(), JoinOutcome::Joined);
    unit.insert_session(&session(&f, user, TOKEN))
        .await
        .unwrap();
    unit.insert_api_key(&api_key(&f, &account, Scope::Read))
        .await
        .unwrap();
    let seen = async || {
        [
            identity.account(&by_id(&account)).await.unwrap().is_some(),
            !identity
                .grantables(account.id, GrantKind::Role)
                .await
                .unwrap()
                .is_empty(),
            identity
                .credentials("ana@example.org")
                .await
                .unwrap()
                .is_some(),
            identity.signed_in(&TOKEN, f.now).await.unwrap().is_some(),
            by_session(&f, &by_id(&account), f.now).await.is_some(),
            by_key(&f, &by_id(&account), f.now).await.is_some(),
        ]
    };
    assert_eq!(seen().await, [false; 6]);
    unit.commit().await.unwrap();
    assert_eq!(seen().await, [true; 6]);
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
            let found = unit
                .define(account.id, &values::item(GrantKind::Role, "Sales"))
                .await;
            unit.commit().await.unwrap();
            (inserted, found)
        }));
    }
    let mut made = 0;
    for task in tasks {
        match task.await.unwrap() {
            (Ok(()), Ok(())) => made += 1,
            (Err(InsertError::Taken), Err(InsertError::Taken)) => {}
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
    let item = values::item(GrantKind::Role, "Sales");
    let new = an_account().named("New").build();
    let mut unit = begin(&f).await;
    unit.define(f.account.id, &item).await.unwrap();
    let taken = unit.define(f.account.id, &item).await;
    assert!(matches!(taken, Err(InsertError::Taken)), "{taken:?}");
    let same_slug = an_account().named("Another").slug("maju").build();
    let taken = unit.insert_account(&same_slug).await;
    assert!(matches!(taken, Err(InsertError::Taken)), "{taken:?}");
    unit.insert_account(&new).await.unwrap();
    unit.commit().await.unwrap();
    let identity = &f.harness.identity;
    assert_eq!(identity.account(&by_id(&new)).await.unwrap(), Some(new));
    let roles = identity.grantables(f.account.id, GrantKind::Role).await;
    assert_eq!(roles.unwrap(), [item.key]);
}

pub async fn a_grantable_is_defined_once_for_each_account_and_kind(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let other = f.account("Other").await;
    let mut unit = begin(&f).await;
    for (account, kind, key, free) in [
        (&f.account, GrantKind::Role, "Sales", true),
        (&f.account, GrantKind::Role, "Sales", false),
        (&f.account, GrantKind::Role, "sales", true),
        (&f.account, GrantKind::Group, "Sales", true),
        (&other, GrantKind::Role, "Sales", true),
        // Every account of these cases begins with this one.
        (&other, GrantKind::Group, "Everybody", false),
    ] {
        let defined = unit.define(account.id, &values::item(kind, key)).await;
        match defined {
            Ok(()) => assert!(free, "{kind:?} {key}"),
            Err(InsertError::Taken) => assert!(!free, "{kind:?} {key}"),
            Err(error) => panic!("{error:?}"),
        }
    }
    unit.commit().await.unwrap();
}

pub async fn grantables_are_sorted(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    // By code point: the same on every storage, whatever its collation.
    let sorted = [
        "1 phone",
        "Accountant",
        "Sales",
        "Sales 2",
        "accountant",
        "Ёлка",
        "Бухгалтер",
    ];
    let mut keys: Vec<_> = sorted.map(values::key).into();
    let mut unit = begin(&f).await;
    for n in [3, 0, 6, 2, 5, 1, 4] {
        let item = values::item(GrantKind::Role, sorted[n]);
        unit.define(f.account.id, &item).await.unwrap();
    }
    unit.commit().await.unwrap();
    keys.sort();
    let found = f
        .harness
        .identity
        .grantables(f.account.id, GrantKind::Role)
        .await;
    assert_eq!(found.unwrap(), keys);
    let none = f
        .harness
        .identity
        .grantables(f.account.id, GrantKind::Resource)
        .await;
    assert_eq!(none.unwrap(), []);
}

pub async fn people_sign_in_with_address_login_or_number(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let identity = f.harness.identity.as_ref();
    let hash = |text: &str| PasswordHash::new(format!("$insecure${text}"));
    let ana = a_person()
        .email("Ana@Bücher.example")
        .login("ana.b")
        .password(hash("ana"));
    let boris = a_person()
        .phone("+79051111111")
        .named("Борис")
        .password(hash("boris"));
    for person in [&ana, &boris] {
        let member = a_member().who(person.clone());
        member.put_into(identity, &f.account).await.unwrap();
    }
    let (ana, boris) = (ana.build(), boris.build());
    for (identifier, expected) in [
        ("ana@xn--bcher-kva.example", Some(&ana)),
        ("ana.b", Some(&ana)),
        ("+79051111111", Some(&boris)),
        ("Ana@Bücher.example", None),
        ("ana", None),
        ("%", None),
        ("", None),
    ] {
        let found = identity.credentials(identifier).await.unwrap();
        let found = found.map(|c| (c.user, c.password));
        let expected = expected.map(|new| (new.user.clone(), new.password.clone()));
        assert_eq!(found, expected, "{identifier}");
    }
}

pub async fn a_session_is_its_persons_until_it_ends(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let identity = f.harness.identity.as_ref();
    a_member().put_into(identity, &f.account).await.unwrap();
    let ana = a_person().build().user;
    let session = sign_in(&f, ana.id, TOKEN).await;
    let last = session.expires_at - TimeDelta::milliseconds(1);
    for (now, good) in [(f.now, true), (last, true), (session.expires_at, false)] {
        let found = identity.signed_in(&TOKEN, now).await.unwrap();
        let found = found.map(|s| (s.session, s.user));
        assert_eq!(found, good.then(|| (session.id, ana.clone())), "{now}");
    }
    let other = identity.signed_in(&[8; 32], f.now).await.unwrap();
    assert_eq!(other, None);
}

pub async fn ended_sessions_are_gone(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let identity = f.harness.identity.as_ref();
    let member = a_member().put_into(identity, &f.account).await.unwrap();
    let session = sign_in(&f, member.user_id, TOKEN).await;
    let mut unit = begin(&f).await;
    unit.end_session(session.id).await.unwrap();
    // Nothing happens when there is none.
    unit.end_session(session.id).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(identity.signed_in(&TOKEN, f.now).await.unwrap(), None);
    assert!(by_session(&f, &by_id(&f.account), f.now).await.is_none());
}

pub async fn ending_the_other_sessions_keeps_the_one(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let identity = f.harness.identity.as_ref();
    let ana = a_member().put_into(identity, &f.account).await.unwrap();
    let budi = a_member().who(a_person().email("budi@example.org"));
    let budi = budi.put_into(identity, &f.account).await.unwrap();
    let kept = sign_in(&f, ana.user_id, [1; 32]).await;
    sign_in(&f, ana.user_id, [2; 32]).await;
    sign_in(&f, budi.user_id, [3; 32]).await;
    let alive = async || {
        let mut alive = Vec::new();
        for n in [1, 2, 3] {
            alive.push(identity.signed_in(&[n; 32], f.now).await.unwrap().is_some());
        }
        alive
    };
    let mut unit = begin(&f).await;
    unit.end_other_sessions(ana.user_id, Some(kept.id))
        .await
        .unwrap();
    unit.commit().await.unwrap();
    assert_eq!(alive().await, [true, false, true]);
    let mut unit = begin(&f).await;
    unit.end_other_sessions(ana.user_id, None).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(alive().await, [false, false, true]);
}

pub async fn a_new_password_takes_the_place_of_the_old(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let identity = f.harness.identity.as_ref();
    let ana = a_member().put_into(identity, &f.account).await.unwrap();
    let budi = a_member().who(a_person().email("budi@example.org"));
    budi.put_into(identity, &f.account).await.unwrap();
    let new = PasswordHash::new("$insecure$new");
    let mut unit = begin(&f).await;
    unit.set_password(ana.user_id, &new).await.unwrap();
    unit.commit().await.unwrap();
    for (address, expected) in [
        ("ana@example.org", new),
        ("budi@example.org", a_person().build().password),
    ] {
        let found = identity.credentials(address).await.unwrap().unwrap();
        assert_eq!(found.password.expose(), expected.expose(), "{address}");
    }
}

pub async fn a_session_acts_with_its_persons_authority(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let identity = f.harness.identity.as_ref();
    let member = a_member().holding(GrantKind::Role, "Sales");
    let member = member.put_into(identity, &f.account).await.unwrap();
    sign_in(&f, member.user_id, TOKEN).await;
    for account in [by_id(&f.account), AccountRef::Slug(f.account.slug.clone())] {
        let caller = by_session(&f, &account, f.now).await.unwrap();
        assert_eq!(caller.actor, Actor::User(member.user_id));
        assert_eq!(caller.name, values::name("Ana"));
        assert_eq!(caller.authority, Authority::standard(member.grant.clone()));
        assert_eq!(caller.account, f.account);
    }
}

pub async fn an_unknown_foreign_or_suspended_account_has_no_caller(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let identity = f.harness.identity.as_ref();
    let foreign = f.account("Foreign").await;
    let member = a_member().administrator();
    let member = member.put_into(identity, &f.account).await.unwrap();
    sign_in(&f, member.user_id, TOKEN).await;
    let mut unit = begin(&f).await;
    let key = api_key(&f, &f.account, Scope::Administer);
    unit.insert_api_key(&key).await.unwrap();
    unit.commit().await.unwrap();
    let unknown = AccountRef::Slug(values::slug("unknown"));
    for account in [&unknown, &by_id(&foreign)] {
        assert!(
            by_session(&f, account, f.now).await.is_none(),
            "{account:?}"
        );
        assert!(by_key(&f, account, f.now).await.is_none(), "{account:?}");
    }
    let own = by_id(&f.account);
    assert!(by_session(&f, &own, f.now).await.is_some());
    assert!(by_key(&f, &own, f.now).await.is_some());

    let mut suspended = f.account.clone();
    suspended.version += 1;
    suspended.suspended_at = Some(f.now);
    let mut unit = begin(&f).await;
    unit.update_account(&suspended).await.unwrap();
    unit.commit().await.unwrap();
    assert!(by_session(&f, &own, f.now).await.is_none());
    assert!(by_key(&f, &own, f.now).await.is_none());
}

pub async fn an_administrator_of_a_parent_is_an_administrator_of_its_children(
    harness: StoreHarness,
) {
    let f = Fixture::new(harness).await;
    let identity = f.harness.identity.as_ref();
    let child = f.child("Child").await;
    let above = a_member().administrator();
    let above = above.put_into(identity, &f.account).await.unwrap();
    sign_in(&f, above.user_id, TOKEN).await;
    let caller = by_session(&f, &by_id(&child), f.now).await.unwrap();
    assert_eq!(caller.authority, Authority::administrator());
    assert_eq!(caller.account, child);

    let below = a_member().who(a_person().email("below@example.org"));
    let below = below
        .administrator()
        .put_into(identity, &child)
        .await
        .unwrap();
    sign_in(&f, below.user_id, [8; 32]).await;
    for (account, good) in [(&f.account, false), (&child, true)] {
        let account = by_id(account);
        let caller = identity.caller_by_session(&[8; 32], &account, f.now);
        assert_eq!(caller.await.unwrap().is_some(), good, "{account:?}");
    }
}

pub async fn a_key_acts_with_its_scope_in_its_account_and_below(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let child = f.child("Child").await;
    let key = api_key(&f, &f.account, Scope::Invite);
    let mut unit = begin(&f).await;
    unit.insert_api_key(&key).await.unwrap();
    unit.commit().await.unwrap();
    for account in [&f.account, &child] {
        let caller = by_key(&f, &by_id(account), f.now).await.unwrap();
        assert_eq!(caller.actor, Actor::ApiKey(key.id));
        assert_eq!(caller.name, key.name);
        assert_eq!(caller.authority, Authority::inviting_key());
        assert_eq!(caller.account, *account);
    }
    // A key is not a session, nor a session a key.
    assert!(by_session(&f, &by_id(&f.account), f.now).await.is_none());
    // Never the reverse.
    let below = ApiKey {
        digest: [8; 32],
        ..api_key(&f, &child, Scope::Administer)
    };
    let mut unit = begin(&f).await;
    unit.insert_api_key(&below).await.unwrap();
    unit.commit().await.unwrap();
    let (identity, above) = (&f.harness.identity, by_id(&f.account));
    let reverse = identity.caller_by_api_key(&[8; 32], &above, f.now);
    assert!(reverse.await.unwrap().is_none());
}

pub async fn an_expired_session_or_key_has_no_caller(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let identity = f.harness.identity.as_ref();
    let member = a_member().administrator();
    let member = member.put_into(identity, &f.account).await.unwrap();
    let session = sign_in(&f, member.user_id, TOKEN).await;
    let key = api_key(&f, &f.account, Scope::Read);
    let mut unit = begin(&f).await;
    unit.insert_api_key(&key).await.unwrap();
    unit.commit().await.unwrap();
    let (account, moment) = (by_id(&f.account), TimeDelta::milliseconds(1));
    let end = session.expires_at;
    assert!(by_session(&f, &account, end - moment).await.is_some());
    assert!(by_session(&f, &account, end).await.is_none());
    let end = key.expires_at.unwrap();
    assert!(by_key(&f, &account, end - moment).await.is_some());
    assert!(by_key(&f, &account, end).await.is_none());
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
