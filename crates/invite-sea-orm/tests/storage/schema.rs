//! What the schema itself promises.

use crate::fresh::Fresh;
use invite_domain::{
    model::Member,
    ports::{MemberStore as _, UpdatePlaceError},
};
use invite_sea_orm::{MigrateError, SeaStore};
use invite_testkit::{a_member, an_account};

on_both_databases! {
    up_down_and_up_again_leaves_the_same_schema
    migrating_again_changes_nothing
    replicas_that_migrate_at_once_all_succeed
    a_database_of_a_newer_version_is_refused
    every_foreign_key_has_a_delete_rule
    whoever_awaits_approval_is_never_switched_on
}

async fn up_down_and_up_again_leaves_the_same_schema(fresh: Fresh) {
    let store = fresh.migrated().await;
    let first = fresh.schema().await;
    assert!(first.len() > 80, "{first:#?}");
    store.remove_tables().await.unwrap();
    let removed = fresh.schema().await;
    assert!(
        removed
            .iter()
            .all(|line| line.starts_with("invite_migrations")),
        "{removed:#?}"
    );
    store.migrate().await.unwrap();
    assert_eq!(fresh.schema().await, first);
}

async fn migrating_again_changes_nothing(fresh: Fresh) {
    let store = fresh.migrated().await;
    let account = an_account().put_into(&store).await.unwrap();
    let before = invite_sea_orm::dump(&store).await.unwrap();
    assert!(before.contains(account.name.as_str()));
    fresh.connect().await.migrate().await.unwrap();
    assert_eq!(invite_sea_orm::dump(&store).await.unwrap(), before);
}

async fn replicas_that_migrate_at_once_all_succeed(fresh: Fresh) {
    let mut replicas = Vec::new();
    for _ in 0..4 {
        let store = fresh.connect().await;
        replicas.push(tokio::spawn(async move { store.migrate().await }));
    }
    for replica in replicas {
        replica.await.unwrap().unwrap();
    }
    let store: SeaStore = fresh.connect().await;
    an_account().put_into(&store).await.unwrap();
}

async fn a_database_of_a_newer_version_is_refused(fresh: Fresh) {
    let store = fresh.migrated().await;
    let before = fresh.schema().await;
    fresh
        .execute("INSERT INTO invite_migrations (version, applied_at) VALUES ('m29991231_000001_moon', 0)")
        .await;
    for refused in [store.migrate().await, store.remove_tables().await] {
        match refused {
            Err(MigrateError::DatabaseIsNewer { unknown }) => {
                assert_eq!(unknown, ["m29991231_000001_moon"]);
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(fresh.schema().await, before);
}

async fn every_foreign_key_has_a_delete_rule(fresh: Fresh) {
    let _store = fresh.migrated().await;
    let rules = fresh.delete_rules().await;
    assert_eq!(rules.len(), 3 + 13, "{rules:?}");
    for (key, rule) in rules {
        assert!(
            ["CASCADE", "RESTRICT"].contains(&rule.as_str()),
            "{key}: {rule}"
        );
    }
}

async fn whoever_awaits_approval_is_never_switched_on(fresh: Fresh) {
    let store = fresh.migrated().await;
    let account = an_account().put_into(&store).await.unwrap();
    let waits = a_member().awaiting_approval();
    let waits = waits.put_into(&store, &account).await.unwrap();
    let let_in = Member {
        active: true,
        version: waits.version + 1,
        ..waits.clone()
    };
    let mut unit = store.begin_members().await.unwrap();
    let refused = unit.places().update(&let_in).await;
    assert!(
        matches!(refused, Err(UpdatePlaceError::Store(_))),
        "{refused:?}"
    );
    unit.rollback().await.unwrap();
    let stored = store.find_member(account.id, waits.id).await.unwrap();
    assert_eq!(stored.unwrap().member, waits);
}
