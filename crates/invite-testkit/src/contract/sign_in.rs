//! `IdentityStore` and `IdentityUnitOfWork`: passwords, sessions, API keys, and who calls with them.

use super::{StoreHarness, fixture::Fixture};
use crate::{a_member, a_person, an_account, an_invitation, values};
use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::{
    model::{
        Account, Actor, ApiKeyId, Authority, Caller, CredentialsPolicy, GrantKind, PasswordHash,
        Scope, SessionId, UserId, Via,
    },
    ports::{AccountRef, ApiKey, IdSource, IdentityUnitOfWork, JoinOutcome, Session},
};

async fn begin(f: &Fixture) -> Box<dyn IdentityUnitOfWork> {
    f.harness.identity.begin_identity().await.unwrap()
}

fn by_id(account: &Account) -> AccountRef {
    AccountRef::Id(account.id)
}

const TOKEN: [u8; 32] = [9; 32];

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
    let caller = f
        .harness
        .identity
        .caller_by_session(&TOKEN, account, Via::Api, now);
    caller.await.unwrap()
}

async fn by_key(f: &Fixture, account: &AccountRef, now: DateTime<Utc>) -> Option<Caller> {
    let caller = f
        .harness
        .identity
        .caller_by_api_key(&TOKEN, account, Via::Api, now);
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
        created_by: Actor::System,
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
        assert_eq!(caller.authority, Authority::of_member(&member.grant));
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
        let caller = identity.caller_by_session(&[8; 32], &account, Via::Api, f.now);
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
        assert_eq!(caller.authority, Authority::of_scope(Scope::Invite));
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
    let reverse = identity.caller_by_api_key(&[8; 32], &above, Via::Api, f.now);
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
    let key_end = key.expires_at.unwrap();
    for (now, expected) in [(key_end - moment, Some(&key)), (key_end, None)] {
        let found = identity.api_key(&key.digest, now).await.unwrap();
        assert_eq!(found.as_ref(), expected);
    }
    assert_eq!(identity.api_key(&[3; 32], f.now).await.unwrap(), None);
    let end = session.expires_at;
    assert!(by_session(&f, &account, end - moment).await.is_some());
    assert!(by_session(&f, &account, end).await.is_none());
    let end = key.expires_at.unwrap();
    assert!(by_key(&f, &account, end - moment).await.is_some());
    assert!(by_key(&f, &account, end).await.is_none());
}

pub async fn temporary_passwords_were_sent_to_whom_an_account_that_gives_them_out_invited(
    harness: StoreHarness,
) {
    let f = Fixture::new(harness).await;
    let identity = f.harness.identity.as_ref();
    let giving = |name: &str| {
        let account = an_account().named(name);
        account.settings(|s| s.credentials = CredentialsPolicy::TemporaryPassword)
    };
    let account = giving("Giving").put_into(identity).await.unwrap();
    let other = giving("Other").put_into(identity).await.unwrap();
    let shut = giving("Shut").suspended_at(f.now);
    let shut = shut.put_into(identity).await.unwrap();

    let siti = "siti@example.org";
    let first = an_invitation()
        .of(&account)
        .to(siti)
        .login("siti")
        .invited();
    let first = first.build();
    let second = an_invitation().of(&other).to(siti).queued().build();
    let by_phone = an_invitation().of(&account).to_phone("+79051111111");
    let by_phone = by_phone.invited().build();
    let with_phone = an_invitation().of(&account).to("budi@example.org");
    let with_phone = with_phone.phone("+79052222222").invited().build();
    let written = an_invitation().of(&account).to("draft@example.org").build();
    let of_links = an_invitation().of(&f.account).to(siti).invited().build();
    let of_shut = an_invitation().of(&shut).to(siti).invited().build();
    let all = [
        first.clone(),
        second.clone(),
        by_phone.clone(),
        with_phone.clone(),
        written,
        of_links,
        of_shut,
    ];
    f.put_all(&all).await;

    let sent = async |identifier: &str| {
        let found = identity.sent_temporary_passwords(identifier).await.unwrap();
        let mut ids: Vec<_> = found.iter().map(|s| s.invitation.id).collect();
        ids.sort_unstable();
        ids
    };
    let mut both = vec![first.id, second.id];
    both.sort_unstable();
    assert_eq!(sent(siti).await, both);
    assert_eq!(sent("siti").await, [first.id]);
    assert_eq!(sent("+79051111111").await, [by_phone.id]);
    for nobody in [
        "+79052222222",
        "draft@example.org",
        "nobody",
        "",
        "Siti",
        "si\0ti",
        "%",
    ] {
        assert_eq!(sent(nobody).await, [], "{nobody}");
    }

    let person = a_person().email("budi@example.org");
    let member = a_member().who(person).put_into(identity, &account);
    let member = member.await.unwrap();
    let found = identity.sent_temporary_passwords("budi@example.org").await;
    let found = found.unwrap().remove(0);
    assert_eq!(found.invitation, with_phone);
    assert_eq!(found.account, account);
    assert_eq!(found.user, Some(member.user_id));
    assert_eq!(found.place.map(|place| place.member), Some(member.id));
}
