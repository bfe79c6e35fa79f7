//! `ApiKeyReader` and revoking: which keys there are, and when each was used.

use super::{StoreHarness, fixture::Fixture};
use crate::{a_member, values};
use chrono::TimeDelta;
use invite_domain::{
    model::{Account, Actor, ApiKeyId, Scope, Via},
    ports::{AccountRef, ApiKey, ApiKeyEntry, IdSource},
};

async fn add(f: &Fixture, account: &Account, n: u8, created_by: Actor) -> ApiKey {
    let key = ApiKey {
        id: ApiKeyId::new(f.ids.next_id()),
        account_id: account.id,
        name: values::name(&format!("Key {n}")),
        scope: Scope::Administer,
        digest: [n; 32],
        created_at: f.now + TimeDelta::seconds(i64::from(n)),
        created_by,
        expires_at: n
            .is_multiple_of(2)
            .then(|| f.now + TimeDelta::milliseconds(1)),
    };
    let mut unit = f.harness.identity.begin_identity().await.unwrap();
    unit.insert_api_key(&key).await.unwrap();
    unit.commit().await.unwrap();
    key
}

async fn walk(f: &Fixture, account: &Account, limit: u32) -> Vec<ApiKeyEntry> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = f.harness.identity.api_keys(account.id, limit, after);
        let page = page.await.unwrap();
        assert!(page.items.len() <= limit as usize, "a page is too long");
        all.extend(page.items);
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

async fn revoke(f: &Fixture, account: &Account, key: ApiKeyId) -> Option<String> {
    let mut unit = f.harness.identity.begin_identity().await.unwrap();
    let name = unit.revoke_api_key(account.id, key, f.now).await.unwrap();
    unit.commit().await.unwrap();
    name.map(|name| name.to_string())
}

pub async fn keys_are_listed_newest_first_with_who_made_them(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let (other, child) = (f.account("Other").await, f.child("Child").await);
    let identity = f.harness.identity.as_ref();
    let ana = a_member().put_into(identity, &f.account).await.unwrap();
    let first = add(&f, &f.account, 1, Actor::System).await;
    let makers = [
        (Actor::User(ana.user_id), Some("Ana")),
        (Actor::ApiKey(first.id), Some("Key 1")),
        (Actor::System, None),
    ];
    let mut expected = vec![(first, None)];
    for (n, (maker, name)) in (2..).zip(makers) {
        expected.insert(0, (add(&f, &f.account, n, maker).await, name));
    }
    add(&f, &other, 8, Actor::System).await;
    add(&f, &child, 9, Actor::System).await;
    for limit in [1, 3, 200] {
        let found = walk(&f, &f.account, limit).await;
        assert_eq!(found.len(), expected.len());
        for (entry, (key, maker)) in found.iter().zip(&expected) {
            let name = maker.map(values::name);
            let shown = ApiKeyEntry {
                id: key.id,
                name: key.name.clone(),
                scope: key.scope,
                created_at: key.created_at,
                created_by: key.created_by.clone(),
                creator_name: name,
                expires_at: key.expires_at,
                last_used_at: None,
            };
            assert_eq!(*entry, shown);
        }
    }
}

pub async fn a_revoked_key_is_good_for_nothing_at_once(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let (other, child) = (f.account("Other").await, f.child("Child").await);
    let identity = f.harness.identity.as_ref();
    let key = add(&f, &f.account, 1, Actor::System).await;
    // Not through another account, be it below.
    for account in [&other, &child] {
        assert_eq!(revoke(&f, account, key.id).await, None);
    }
    let good = async || {
        let digest = &key.digest;
        let (own, below) = (AccountRef::Id(f.account.id), AccountRef::Id(child.id));
        let caller = identity.caller_by_api_key(digest, &own, Via::Api, f.now);
        let overseer = identity.overseer_by_api_key(digest, &below, Via::Api, f.now);
        let mut unit = f.begin().await;
        let actor = Actor::ApiKey(key.id);
        let authority = unit.members().authority(f.account.id, &actor, f.now).await;
        unit.rollback().await.unwrap();
        [
            identity.api_key(digest, f.now).await.unwrap().is_some(),
            caller.await.unwrap().is_some(),
            overseer.await.unwrap().is_some(),
            authority.unwrap().is_some(),
            !walk(&f, &f.account, 50).await.is_empty(),
        ]
    };
    assert_eq!(good().await, [true; 5]);
    let mut unit = identity.begin_identity().await.unwrap();
    unit.revoke_api_key(f.account.id, key.id, f.now)
        .await
        .unwrap();
    unit.rollback().await.unwrap();
    assert_eq!(
        good().await,
        [true; 5],
        "what is rolled back did not happen"
    );
    let name = revoke(&f, &f.account, key.id).await;
    assert_eq!(name.as_deref(), Some("Key 1"));
    assert_eq!(good().await, [false; 5]);
    assert_eq!(revoke(&f, &f.account, key.id).await, None);
}

pub async fn a_note_of_use_moves_forward_after_the_quiet_time(harness: StoreHarness) {
    let f = Fixture::new(harness).await;
    let identity = f.harness.identity.as_ref();
    let key = add(&f, &f.account, 1, Actor::System).await;
    let quiet = TimeDelta::minutes(1);
    for (seconds, noted) in [(0, 0), (59, 0), (60, 60), (30, 60), (119, 60), (120, 120)] {
        let at = f.now + TimeDelta::seconds(seconds);
        identity
            .note_api_key_use(key.id, at, at - quiet)
            .await
            .unwrap();
        let found = walk(&f, &f.account, 50).await;
        let expected = f.now + TimeDelta::seconds(noted);
        assert_eq!(found[0].last_used_at, Some(expected), "{seconds}");
    }
    // A key that is not there is nothing to note.
    let nothing = ApiKeyId::new(f.ids.next_id());
    identity
        .note_api_key_use(nothing, f.now, f.now)
        .await
        .unwrap();
}
