//! `AccountReader`: who may act in which accounts, and who acts in one from above.

use super::{StoreHarness, fixture::Fixture};
use crate::{AccountBuilder, a_member, a_person, an_account, values};
use chrono::TimeDelta;
use invite_domain::{
    model::{
        Access, Account, Actor, ApiKeyId, Authority, Scope, SessionId, SessionLimits, UserId, Via,
    },
    ports::{AccountFilter, AccountPageRequest, AccountRef, ApiKey, IdSource, InsertError},
};

/// A reseller with two customers and a customer's customer, and an account beside them:
///
/// `Maju` above `Anak` and `Beku`, `Anak` above `Cucu`, and `Lain`. `Beku` is suspended.
struct Family {
    f: Fixture,
    anak: Account,
    beku: Account,
    cucu: Account,
    lain: Account,
}

impl Family {
    async fn new(harness: StoreHarness) -> Self {
        let f = Fixture::new(harness).await;
        let anak = f.child("Anak").await;
        let beku = an_account().named("Beku").below(&f.account);
        let beku = put(&f, beku.suspended_at(f.now)).await.unwrap();
        let cucu = put(&f, an_account().named("Cucu").below(&anak)).await;
        let lain = f.account("Lain").await;
        Self {
            cucu: cucu.unwrap(),
            f,
            anak,
            beku,
            lain,
        }
    }

    async fn person(&self, address: &str, places: &[(&Account, bool)]) -> UserId {
        let identity = self.f.harness.identity.as_ref();
        let mut known = None;
        for (account, administers) in places {
            let member = match known {
                None => a_member().who(a_person().email(address)),
                Some(user) => a_member().known(user),
            };
            let member = if *administers {
                member.administrator()
            } else {
                member
            };
            let member = member.put_into(identity, account).await.unwrap();
            known = Some(member.user_id);
        }
        known.unwrap()
    }

    async fn key(&self, account: &Account, scope: Scope, digest: [u8; 32]) -> ApiKeyId {
        let key = ApiKey {
            id: ApiKeyId::new(self.f.ids.next_id()),
            account_id: account.id,
            name: values::name("Payroll"),
            scope,
            digest,
            created_at: self.f.now,
            created_by: Actor::System,
            expires_at: Some(self.f.now + TimeDelta::days(1)),
        };
        let mut unit = self.f.harness.identity.begin_identity().await.unwrap();
        unit.insert_api_key(&key).await.unwrap();
        unit.commit().await.unwrap();
        key.id
    }

    async fn sign_in(&self, user: UserId, digest: [u8; 32]) {
        let limits = SessionLimits {
            idle: TimeDelta::minutes(30),
            absolute: TimeDelta::hours(1),
        };
        let id = SessionId::new(self.f.ids.next_id());
        let session = limits.begin(id, user, digest, None, self.f.now);
        let mut unit = self.f.harness.identity.begin_identity().await.unwrap();
        unit.insert_session(&session).await.unwrap();
        unit.commit().await.unwrap();
    }

    async fn list(&self, actor: &Actor, filter: &AccountFilter) -> Vec<(String, Access)> {
        self.walk(actor, filter, 200).await
    }

    /// Walks through a whole list in pages.
    async fn walk(
        &self,
        actor: &Actor,
        filter: &AccountFilter,
        limit: u32,
    ) -> Vec<(String, Access)> {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let request = AccountPageRequest {
                limit,
                after: after.clone(),
            };
            let page = self
                .f
                .harness
                .identity
                .accounts(actor, filter, &request, self.f.now);
            let page = page.await.unwrap();
            assert!(page.items.len() <= limit as usize, "a page is too long");
            for item in page.items {
                all.push((item.account.name.to_string(), item.access));
            }
            match page.next {
                Some(next) => {
                    assert_ne!(after.as_ref(), Some(&next), "the walk does not get on");
                    after = Some(next);
                }
                None => return all,
            }
        }
    }
}

async fn put(f: &Fixture, account: AccountBuilder) -> Result<Account, InsertError> {
    account.put_into(f.harness.identity.as_ref()).await
}

fn listed(expected: &[(&str, Access)]) -> Vec<(String, Access)> {
    let listed = expected
        .iter()
        .map(|(name, way)| ((*name).to_owned(), *way));
    listed.collect()
}

const ALL: AccountFilter = AccountFilter {
    search: None,
    parent: None,
};

pub async fn a_person_acts_in_their_places_and_below_those_they_administer(harness: StoreHarness) {
    let family = Family::new(harness).await;
    let (above, anak) = (&family.f.account, &family.anak);
    let boss = family.person("boss@example.org", &[(above, true)]).await;
    let expected = listed(&[
        ("Anak", Access::Parent),
        ("Beku", Access::Parent),
        ("Cucu", Access::Parent),
        ("Maju", Access::Administrator),
    ]);
    assert_eq!(family.list(&Actor::User(boss), &ALL).await, expected);
    // Never the other way round, and never sideways.
    let child = family.person("child@example.org", &[(anak, true)]).await;
    let expected = listed(&[("Anak", Access::Administrator), ("Cucu", Access::Parent)]);
    assert_eq!(family.list(&Actor::User(child), &ALL).await, expected);
    // A standard user reaches nothing below; of two ways into one account the greater is told.
    let places = [(above, false), (anak, true), (&family.cucu, false)];
    let mixed = family.person("mixed@example.org", &places).await;
    let expected = listed(&[
        ("Anak", Access::Administrator),
        ("Cucu", Access::Parent),
        ("Maju", Access::Member),
    ]);
    assert_eq!(family.list(&Actor::User(mixed), &ALL).await, expected);
    let nobody = Actor::User(UserId::new(family.f.ids.next_id()));
    assert_eq!(family.list(&nobody, &ALL).await, []);
    assert_eq!(family.list(&Actor::Invitee, &ALL).await, []);
}

pub async fn a_key_acts_in_its_account_and_everything_below(harness: StoreHarness) {
    let family = Family::new(harness).await;
    for (n, scope, own) in [
        (1, Scope::Read, Access::Member),
        (2, Scope::Invite, Access::Member),
        (3, Scope::Administer, Access::Administrator),
    ] {
        let key = family.key(&family.anak, scope, [n; 32]).await;
        let expected = listed(&[("Anak", own), ("Cucu", Access::Parent)]);
        assert_eq!(family.list(&Actor::ApiKey(key), &ALL).await, expected);
        let mut unit = family.f.harness.identity.begin_identity().await.unwrap();
        let anak = family.anak.id;
        let name = unit.revoke_api_key(anak, key, family.f.now).await.unwrap();
        assert!(name.is_some());
        unit.commit().await.unwrap();
        assert_eq!(family.list(&Actor::ApiKey(key), &ALL).await, []);
    }
}

pub async fn the_operator_sees_every_account(harness: StoreHarness) {
    let family = Family::new(harness).await;
    let found = family.list(&Actor::System, &ALL).await;
    let names: Vec<_> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Anak", "Beku", "Cucu", "Lain", "Maju"]);
    assert!(found.iter().all(|(_, way)| *way == Access::Parent));
}

pub async fn a_suspended_account_is_listed_only_from_above(harness: StoreHarness) {
    let family = Family::new(harness).await;
    let places = [(&family.beku, true), (&family.lain, false)];
    let own = family.person("own@example.org", &places).await;
    let expected = listed(&[("Lain", Access::Member)]);
    assert_eq!(family.list(&Actor::User(own), &ALL).await, expected);
    let key = family.key(&family.beku, Scope::Administer, [1; 32]).await;
    assert_eq!(family.list(&Actor::ApiKey(key), &ALL).await, []);
}

pub async fn a_search_of_accounts_finds_name_and_slug_in_any_case(harness: StoreHarness) {
    let family = Family::new(harness).await;
    let named = an_account().named("Ёлка 100% & Co").slug("xmas");
    let named = put(&family.f, named.below(&family.f.account))
        .await
        .unwrap();
    let renamed = an_account().named("Старое").below(&named);
    let renamed = put(&family.f, renamed).await.unwrap();
    let mut unit = family.f.harness.identity.begin_identity().await.unwrap();
    let changed = Account {
        name: values::name("Новое ИМЯ"),
        version: renamed.version + 1,
        ..renamed
    };
    unit.update_account(&changed).await.unwrap();
    unit.commit().await.unwrap();
    for (search, expected) in [
        ("ёЛК", &["Ёлка 100% & Co"][..]),
        ("XMAS", &["Ёлка 100% & Co"]),
        ("0% &", &["Ёлка 100% & Co"]),
        ("имя", &["Новое ИМЯ"]),
        ("старое", &[]),
        ("%", &["Ёлка 100% & Co"]),
        ("_", &[]),
        ("\n", &[]),
        ("\0", &[]),
    ] {
        let filter = AccountFilter {
            search: Some(search.to_owned()),
            ..ALL
        };
        let found = family.list(&Actor::System, &filter).await;
        let names: Vec<_> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, expected, "{search:?}");
    }
}

pub async fn accounts_directly_below_one_of_ones_own_are_found(harness: StoreHarness) {
    let family = Family::new(harness).await;
    let (above, anak) = (&family.f.account, &family.anak);
    let boss = family.person("boss@example.org", &[(above, true)]).await;
    let child = family.person("child@example.org", &[(anak, true)]).await;
    let (boss, child) = (Actor::User(boss), Actor::User(child));
    let below = |account: &Account| {
        let by_id = AccountRef::Id(account.id);
        [by_id, AccountRef::Slug(account.slug.clone())].map(|parent| AccountFilter {
            search: None,
            parent: Some(parent),
        })
    };
    for filter in below(above) {
        let expected = listed(&[("Anak", Access::Parent), ("Beku", Access::Parent)]);
        assert_eq!(family.list(&boss, &filter).await, expected);
        // Someone else's account, and one that does not exist, have nothing below them.
        assert_eq!(family.list(&child, &filter).await, []);
    }
    for filter in below(anak) {
        let expected = listed(&[("Cucu", Access::Parent)]);
        assert_eq!(family.list(&child, &filter).await, expected);
    }
    for filter in below(&an_account().named("Nobody").build()) {
        assert_eq!(family.list(&boss, &filter).await, []);
    }
}

pub async fn a_walk_through_accounts_visits_each_once_by_name(harness: StoreHarness) {
    let family = Family::new(harness).await;
    for (n, name) in ["zebra", "Alpha", "alpha", "Ёж", "ёж", "Zebra"]
        .into_iter()
        .enumerate()
    {
        let account = an_account().named(name).slug(&format!("s-{n}"));
        let account = account.id(invite_domain::model::AccountId::new(family.f.ids.next_id()));
        put(&family.f, account).await.unwrap();
    }
    let whole = family.list(&Actor::System, &ALL).await;
    assert_eq!(whole.len(), 11);
    let folded: Vec<_> = whole.iter().map(|(name, _)| name.to_lowercase()).collect();
    assert!(folded.is_sorted(), "{folded:?}");
    for limit in [1, 2, 3, 10, 11] {
        assert_eq!(family.walk(&Actor::System, &ALL, limit).await, whole);
    }
}

pub async fn an_overseers_rights_come_from_strictly_above(harness: StoreHarness) {
    let family = Family::new(harness).await;
    let identity = &family.f.harness.identity;
    let (above, beku) = (&family.f.account, &family.beku);
    let boss = family.person("boss@example.org", &[(above, true)]).await;
    let member = family.person("member@example.org", &[(above, false)]).await;
    let own = family.person("own@example.org", &[(beku, true)]).await;
    for (n, user) in [(1, boss), (2, member), (3, own)] {
        family.sign_in(user, [n; 32]).await;
    }
    let key = family.key(above, Scope::Invite, [4; 32]).await;
    family.key(beku, Scope::Administer, [5; 32]).await;
    for account in [AccountRef::Id(beku.id), AccountRef::Slug(beku.slug.clone())] {
        for n in 1..=5 {
            let (digest, now) = ([n; 32], family.f.now);
            let by_session = identity.overseer_by_session(&digest, &account, Via::Api, now);
            let by_key = identity.overseer_by_api_key(&digest, &account, Via::Api, now);
            let found = by_session.await.unwrap().or(by_key.await.unwrap());
            let found = found.map(|overseer| overseer.0);
            if let Some(caller) = &found {
                assert_eq!(caller.account, *beku);
                assert_eq!(caller.via, Via::Api);
            }
            let who = found.map(|caller| (caller.actor, caller.authority));
            let expected = match n {
                1 => Some((Actor::User(boss), Authority::administrator())),
                4 => Some((Actor::ApiKey(key), Authority::of_scope(Scope::Invite))),
                _ => None,
            };
            assert_eq!(who, expected, "{n}");
        }
    }
    // Nobody oversees their own account, nor one beside it.
    for account in [above, &family.lain] {
        let account = AccountRef::Id(account.id);
        let found = identity.overseer_by_session(&[1; 32], &account, Via::Api, family.f.now);
        assert!(found.await.unwrap().is_none());
    }
    let later = family.f.now + TimeDelta::days(2);
    let beku = AccountRef::Id(beku.id);
    let idle = family.f.now + TimeDelta::minutes(30);
    for over in [idle, later] {
        let ended = identity.overseer_by_session(&[1; 32], &beku, Via::Api, over);
        assert!(ended.await.unwrap().is_none());
    }
    let ended = identity.overseer_by_api_key(&[4; 32], &beku, Via::Api, later);
    assert!(ended.await.unwrap().is_none());
}

pub async fn nobody_oversees_from_a_suspended_account(harness: StoreHarness) {
    let family = Family::new(harness).await;
    let identity = &family.f.harness.identity;
    let below = an_account().named("Below").below(&family.beku);
    let below = put(&family.f, below).await.unwrap();
    let boss = [(&family.f.account, true)];
    let boss = family.person("boss@example.org", &boss).await;
    let own = family
        .person("own@example.org", &[(&family.beku, true)])
        .await;
    family.sign_in(boss, [1; 32]).await;
    family.sign_in(own, [2; 32]).await;
    let account = AccountRef::Id(below.id);
    for (digest, expected) in [([1; 32], true), ([2; 32], false)] {
        let found = identity.overseer_by_session(&digest, &account, Via::Api, family.f.now);
        assert_eq!(found.await.unwrap().is_some(), expected);
    }
    let expected = listed(&[("Below", Access::Parent)]);
    let filter = AccountFilter {
        search: Some("below".to_owned()),
        ..ALL
    };
    assert_eq!(family.list(&Actor::User(boss), &filter).await, expected);
    assert_eq!(family.list(&Actor::User(own), &filter).await, []);
}
