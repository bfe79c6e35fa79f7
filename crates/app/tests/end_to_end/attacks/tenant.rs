//! One account's people and things are nobody else's: not to see, not to change, not to guess at.

use super::{PASSWORD, invited};
use crate::harness::{Api, Database, Person, Site, on_both_databases, run};
use invite_testkit::smtp_sink::Script;
use serde_json::{Value, json};
use std::collections::BTreeSet;

on_both_databases! {
    two_accounts_lists_have_nothing_in_common
    answers_of_many_at_once_are_each_their_askers_own
}

/// Makes another account and a key for it.
fn other(site: &Site, service: &crate::harness::Service, slug: &str) -> Api {
    let key = [
        "api-key",
        "create",
        "--account",
        slug,
        "--name",
        "Tests",
        "--scope",
        "administer",
    ];
    let made = run(site.path(), site.settings(), &key);
    assert!(made.status.success(), "{made:?}");
    let key = String::from_utf8(made.stdout).unwrap();
    Api::new(&service.url, key.trim())
}

async fn two_accounts_lists_have_nothing_in_common(database: Database) {
    let site =
        Site::new(database, Script::new()).with_account("Jaya", "jaya", "Jo", "jo@jaya.example");
    let service = site.start();
    let (ours, theirs) = (site.api(&service), other(&site, &service, "jaya"));
    let (_, token) = invited(&site, &ours, "siti@example.org", json!({})).await;
    assert_eq!(ours.accept(&token, PASSWORD).await.status, 200);
    let body = json!({ "email": "siti@example.org", "send": true });
    assert_eq!(
        theirs
            .post("/api/v1/accounts/jaya/invitations", body)
            .await
            .status,
        201
    );
    for (api, slug) in [(&ours, crate::harness::SLUG), (&theirs, "jaya")] {
        let role = json!({ "key": "Worker" });
        api.post(&format!("/api/v1/accounts/{slug}/roles"), role)
            .await;
    }
    for list in [
        "/invitations",
        "/invitations?q=siti",
        "/members",
        "/members?q=example",
        "/api-keys",
        "/audit",
    ] {
        let ours = ids(&ours
            .get(&format!("/api/v1/accounts/{}{list}", crate::harness::SLUG))
            .await
            .body);
        let theirs = ids(&theirs
            .get(&format!("/api/v1/accounts/jaya{list}"))
            .await
            .body);
        assert!(!ours.is_empty(), "{list}");
        assert!(ours.is_disjoint(&theirs), "{list}");
    }
}

fn ids(list: &Value) -> BTreeSet<String> {
    let items = list["items"].as_array().cloned().unwrap_or_default();
    items
        .iter()
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}

async fn answers_of_many_at_once_are_each_their_askers_own(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let mut tasks = Vec::new();
    for n in 0..12 {
        let email = format!("person{n}@example.org");
        let (_, token) = invited(
            &site,
            &api,
            &email,
            json!({ "name": format!("Person {n}") }),
        )
        .await;
        assert_eq!(api.accept(&token, PASSWORD).await.status, 200);
        let mut person = Person::signed_in(&service, &email, PASSWORD).await;
        tasks.push(tokio::spawn(async move {
            for _ in 0..60 {
                let seen = person.sees("/sessions/current").await;
                assert_eq!(seen["user"]["email"], email.as_str(), "{seen}");
                assert_eq!(seen["user"]["name"], format!("Person {n}"), "{seen}");
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
}
