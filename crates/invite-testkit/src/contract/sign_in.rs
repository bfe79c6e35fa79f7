//! `IdentityStore` and `IdentityUnitOfWork`: passwords, sessions, API keys, and who calls with them.

use super::{StoreHarness, fixture::Fixture};
use crate::{a_member, a_person, an_account, an_invitation, values};
use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::{
    model::{
        Account, Actor, ApiKeyId, Authority, Caller, CredentialsPolicy, DeviceName, GrantKind,
        PasswordHash, Scope, Session, SessionId, SessionLimits, UserId, Via,
    },
    ports::{
        AccountFilter, AccountPageRequest, AccountRef, ApiKey, IdSource, IdentityUnitOfWork,
        JoinOutcome,
    },
};

async fn begin(f: &Fixture) -> Box<dyn IdentityUnitOfWork> {
    f.harness.identity.begin_identity().await.unwrap()
}

fn by_id(account: &Account) -> AccountRef {
    AccountRef::Id(account.id)
}

const TOKEN: [u8; 32] = [9; 32];

/// Nobody is idle for so long in the cases that are not about it.
const LIMITS: SessionLimits = SessionLimits {
    idle: TimeDelta::hours(8),
    absolute: TimeDelta::hours(8),
};

fn session(f: &Fixture, user: UserId, digest: [u8; 32]) -> Session {
    let id = SessionId::new(f.ids.next_id());
    let device = DeviceName::parse("Firefox on Linux").ok();
    LIMITS.begin(id, user, digest, device, f.now)
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
    let joining = a_member().holding(GrantKind::Role, "Sales");
    let joining = joining.joining(&account);
    let user = joining.member.user_id;
    let mut unit = begin(&f).await;
    unit.insert_account(&account).await.unwrap();
    let role = values::grantable(GrantKind::Role, "Sales");
    let roles = std::slice::from_ref(&role);
    unit.catalog().define(account.id, roles).await.unwrap();
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
            f.harness
                .catalog
                .find(account.id, &role.item)
                .await
                .unwrap()
                .is_some(),
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
    let (owner, stranger) = (member.user_id, UserId::new(f.ids.next_id()));
    // Someone else's is as absent as one that there is not.
    for (user, had) in [(stranger, false), (owner, true), (owner, false)] {
        assert_eq!(unit.end_session(user, session.id).await.unwrap(), had);
    }
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
    let others = unit.end_other_sessions(ana.user_id, Some(kept.id));
    assert_eq!(others.await.unwrap(), 1);
    unit.commit().await.unwrap();
    assert_eq!(alive().await, [true, false, true]);
    let mut unit = begin(&f).await;
    let every = unit.end_other_sessions(ana.user_id, None);
    assert_eq!(every.await.unwrap(), 1);
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

/// Begins a session that is over after an idle hour.
async fn idle_hour(f: &Fixture, user: UserId, digest: [u8; 32], now: DateTime<Utc>) -> Session {
    let limits = SessionLimits {
        idle: TimeDelta::hours(1),
        ..LIMITS
    };
    let id = SessionId::new(f.ids.next_id());
    let session = limits.begin(id, user, digest, None, now);
    let mut unit = begin(f).await;
    unit.insert_session(&session).await.unwrap();
    unit.commit().await.unwrap();
    session
}

async fn see(f: &Fixture, digest: [u8; 32], at: DateTime<Utc>) {
    let limits = SessionLimits {
        idle: TimeDelta::hours(1),
        ..LIMITS
    };
    let mut unit = begin(f).await;
    let seen = [limits.seen(digest, at), limits.seen([77; 32], at)];
    unit.note_seen(&seen).await.unwrap();
    unit.commit().await.unwrap();
}

async fn is_good(f: &Fixture, at: DateTime<Utc>) -> bool {
    let signed_in = f.harness.identity.signed_in(&TOKEN, at).await.unwrap();
    let caller = by_session(f, &by_id(&f.account), at).await;
    assert_eq!(signed_in.is_some(), caller.is_some());
    signed_in.is_some()
}

pub async fn a_session_is_over_once_nothing_was_asked_for_too_long(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let identity = f.harness.identity.as_ref();
    let member = a_member().put_into(identity, &f.account).await.unwrap();
    let session = idle_hour(&f, member.user_id, TOKEN, f.now).await;
    assert_eq!(session.idle_until, f.now + TimeDelta::hours(1));
    let last = session.idle_until - TimeDelta::milliseconds(1);
    assert!(is_good(&f, last).await);
    assert!(!is_good(&f, session.idle_until).await);
    assert!(session.idle_until < session.expires_at);
}

pub async fn a_session_that_is_seen_lives_on_until_its_own_end(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let identity = f.harness.identity.as_ref();
    let member = a_member().put_into(identity, &f.account).await.unwrap();
    let session = idle_hour(&f, member.user_id, TOKEN, f.now).await;
    let (minute, hour) = (TimeDelta::minutes(1), TimeDelta::hours(1));
    see(&f, TOKEN, f.now + minute * 59).await;
    // A replica that is late takes nothing back.
    see(&f, TOKEN, f.now + minute * 30).await;
    let until = f.now + minute * 59 + hour;
    assert!(is_good(&f, until - minute).await);
    assert!(!is_good(&f, until).await);

    let late = session.expires_at - minute;
    see(&f, TOKEN, late).await;
    assert!(is_good(&f, late).await);
    assert!(!is_good(&f, session.expires_at).await);
    let listed = identity.sessions(member.user_id, late, 10).await.unwrap();
    let expected = Session {
        last_seen_at: late,
        idle_until: session.expires_at,
        ..session
    };
    assert_eq!(listed, [expected]);
}

pub async fn sessions_are_listed_by_when_they_were_seen(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let identity = f.harness.identity.as_ref();
    let ana = a_member().put_into(identity, &f.account).await.unwrap();
    let budi = a_member().who(a_person().email("budi@example.org"));
    let budi = budi.put_into(identity, &f.account).await.unwrap();
    let first = sign_in(&f, ana.user_id, [1; 32]).await;
    let second = sign_in(&f, ana.user_id, [2; 32]).await;
    let idle = idle_hour(&f, ana.user_id, [3; 32], f.now - TimeDelta::hours(1)).await;
    sign_in(&f, budi.user_id, [4; 32]).await;
    let listed = async |limit| {
        let listed = identity.sessions(ana.user_id, f.now, limit).await.unwrap();
        assert!(!listed.contains(&idle));
        listed
    };
    assert_eq!(listed(10).await, [second.clone(), first.clone()]);
    see(&f, first.digest, f.now + TimeDelta::minutes(1)).await;
    let ids: Vec<_> = listed(10).await.iter().map(|s| s.id).collect();
    assert_eq!(ids, [first.id, second.id]);
    assert_eq!(listed(1).await.len(), 1);
}

pub async fn sweeping_takes_what_is_over_and_no_more_than_asked(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let identity = f.harness.identity.as_ref();
    let ana = a_member().put_into(identity, &f.account).await.unwrap();
    for n in 1..=3 {
        idle_hour(&f, ana.user_id, [n; 32], f.now).await;
    }
    let kept = sign_in(&f, ana.user_id, TOKEN).await;
    let sweep = async |now, limit| {
        let mut unit = begin(&f).await;
        let swept = unit.sweep_sessions(now, limit).await.unwrap();
        unit.commit().await.unwrap();
        swept
    };
    let over = f.now + TimeDelta::hours(1);
    assert_eq!(sweep(over - TimeDelta::milliseconds(1), 10).await, 0);
    assert_eq!([sweep(over, 2).await, sweep(over, 2).await], [2, 1]);
    let left = identity.sessions(ana.user_id, f.now, 10).await.unwrap();
    assert_eq!(left, [kept]);
}

pub async fn a_membership_tells_whether_the_account_works_with_roles(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let identity = f.harness.identity.as_ref();
    let ana = a_member().put_into(identity, &f.account).await.unwrap();
    let told = async || {
        let memberships = identity.memberships(ana.user_id).await.unwrap();
        memberships[0].account_has_roles
    };
    assert!(!told().await);
    let foreign = f.account("Foreign").await;
    for (account, kind, expected) in [
        (&f.account, GrantKind::Group, false),
        (&foreign, GrantKind::Role, false),
        (&f.account, GrantKind::Role, true),
    ] {
        let mut unit = begin(&f).await;
        let entries = [values::grantable(kind, "Sales")];
        unit.catalog().define(account.id, &entries).await.unwrap();
        unit.commit().await.unwrap();
        assert_eq!(told().await, expected, "{kind:?}");
    }
}

pub async fn a_session_opens_no_account_that_works_with_roles_without_one(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let identity = f.harness.identity.as_ref();
    let child = f.child("Anak").await;
    let clerk = a_member().who(a_person().email("clerk@example.org"));
    let clerk = clerk.put_into(identity, &f.account).await.unwrap();
    sign_in(&f, clerk.user_id, TOKEN).await;
    let own = a_member().known(clerk.user_id);
    own.holding(GrantKind::Role, "Sales")
        .put_into(identity, &child)
        .await
        .unwrap();
    let actor = Actor::User(clerk.user_id);
    let opened = async || {
        let mut all = Vec::new();
        for account in [&f.account, &child] {
            let caller = by_session(&f, &by_id(account), f.now).await;
            all.push(caller.is_some());
        }
        let any = AccountFilter::default();
        let page = AccountPageRequest {
            limit: 10,
            after: None,
        };
        let listed = identity.accounts(&actor, &any, &page, f.now);
        let listed = listed.await.unwrap().items.len();
        assert_eq!(listed, all.iter().filter(|open| **open).count());
        all
    };
    assert_eq!(opened().await, [true, true], "nobody needs a role yet");
    for (account, kind, expected) in [
        (&f.account, GrantKind::Group, [true, true]),
        (&child, GrantKind::Role, [true, true]),
        (&f.account, GrantKind::Role, [false, true]),
    ] {
        let mut unit = begin(&f).await;
        let entries = [values::grantable(kind, "Sales")];
        unit.catalog().define(account.id, &entries).await.unwrap();
        unit.commit().await.unwrap();
        assert_eq!(opened().await, expected, "{kind:?}");
    }
}

pub async fn whoever_signs_in_to_join_finds_their_invitation(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let identity = f.harness.identity.as_ref();
    let known = a_member().who(a_person().email("known@example.org"));
    let known = known.put_into(identity, &f.account).await.unwrap();
    let invitation = an_invitation().of(&f.account).to("known@example.org");
    let invitation = invitation.invited().build();
    f.put(&invitation).await;
    let found = identity.invited(invitation.id).await.unwrap().unwrap();
    assert_eq!(found.invitation, invitation);
    assert_eq!(found.user, Some(known.user_id));
    let nothing = f.invitation_id();
    assert!(identity.invited(nothing).await.unwrap().is_none());
}
