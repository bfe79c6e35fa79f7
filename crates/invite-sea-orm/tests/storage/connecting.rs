//! Which databases are opened, and how.

use crate::fresh::Fresh;
use invite_domain::ports::{IdentityStore, Store};
use invite_sea_orm::{ConnectError, SeaStore, StoreOptions};
use invite_testkit::{an_account, contract::run};

on_both_databases! {
    a_ping_is_answered_until_the_store_is_closed
    reading_goes_on_while_a_unit_of_work_is_open
}

async fn a_ping_is_answered_until_the_store_is_closed(fresh: Fresh) {
    let store = fresh.connect().await;
    store.ping().await.unwrap();
    store.clone().close().await.unwrap();
    assert!(store.ping().await.unwrap_err().is_transient());
}

async fn reading_goes_on_while_a_unit_of_work_is_open(fresh: Fresh) {
    let store = fresh.migrated().await;
    let unit = Store::begin(&store).await.unwrap();
    assert!(!store.has_accounts().await.unwrap());
    unit.rollback().await.unwrap();
    an_account().put_into(&store).await.unwrap();
    assert!(store.has_accounts().await.unwrap());
}

#[test]
fn addresses_of_other_databases_are_refused() {
    run(async {
        for url in ["mysql://root@localhost/invite", "invite.db", "", "postgres"] {
            let refused = SeaStore::connect(url, &StoreOptions::default()).await;
            assert!(
                matches!(refused, Err(ConnectError::UnknownDatabase)),
                "{url}"
            );
        }
    });
}

#[test]
fn sqlite_in_memory_is_refused() {
    run(async {
        for url in ["sqlite::memory:", "sqlite://invite?mode=memory"] {
            let refused = SeaStore::connect(url, &StoreOptions::default()).await;
            assert!(matches!(refused, Err(ConnectError::InMemory)), "{url}");
        }
    });
}

#[test]
fn what_cannot_be_opened_gives_no_password_away() {
    run(async {
        let url = "postgres://invite:hunter2@127.0.0.1:1/invite";
        let mut options = StoreOptions::default();
        options.acquire_timeout = std::time::Duration::from_millis(500);
        let Err(error) = SeaStore::connect(url, &options).await else {
            panic!("nobody listens on port 1");
        };
        let text = format!("{error} {error:?}");
        assert!(!text.contains("hunter2"), "{text}");
    });
}
