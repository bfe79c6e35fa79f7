//! One account's people and things are nobody else's: not to see, not to change, not to guess at.

use super::{PASSWORD, invited, tells_of};
use crate::harness::{Api, Database, Person, Site, on_both_databases, run};
use app::ambient::{Argon2Passwords, HashCost};
use invite_domain::{
    model::Password,
    ports::{AccountRef, IdentityStore as _, PasswordHasher as _},
};
use invite_testkit::{a_member, a_person, smtp_sink::Script, values};
use reqwest::{Client, Response};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

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
    // To the other account's key ours does not exist, and its tries are not ours to read.
    let body = json!({ "email": "evil@example.org" });
    let ours_by_them = format!("/api/v1/accounts/{}/invitations", crate::harness::SLUG);
    assert_eq!(theirs.post(&ours_by_them, body).await.status, 404);
    tells_of(&ours, &[]).await;
}

fn ids(list: &Value) -> BTreeSet<String> {
    let items = list["items"].as_array().cloned().unwrap_or_default();
    items
        .iter()
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}

/// How many people ask.
const PEOPLE: usize = 100;
/// How many connections they share.
const CONNECTIONS: usize = 16;
/// How often they ask. The case is about a million, and `INVITE_TEST_REQUESTS` sets it: so many are what
/// two small cores answer in some twenty seconds.
const REQUESTS: usize = 20_000;

/// Someone who is signed in, and what stands in their answers and in nobody else's.
struct Marked {
    cookie: String,
    name: String,
    email: String,
}

async fn answers_of_many_at_once_are_each_their_askers_own(database: Database) {
    let site = Site::new(database, Script::new()).set("INVITE_LOG", "warn");
    let service = site.start();
    let people = Arc::new(a_crowd(&site, &service).await);
    let turns = Arc::new(AtomicUsize::new(0));
    let wanted = std::env::var("INVITE_TEST_REQUESTS");
    let requests = wanted.map_or(REQUESTS, |wanted| wanted.parse().unwrap());
    let connections = (0..CONNECTIONS).map(|_| {
        let (people, turns) = (Arc::clone(&people), Arc::clone(&turns));
        let url = service.url.clone();
        tokio::spawn(async move {
            // One connection, on which everyone asks in turn.
            let client = Client::builder().pool_max_idle_per_host(1).build().unwrap();
            loop {
                let turn = turns.fetch_add(1, Ordering::Relaxed);
                if turn >= requests {
                    return;
                }
                // Every tenth looks at the page instead.
                let path = if turn % 10 == 0 {
                    "/profile"
                } else {
                    "/api/v1/sessions/current"
                };
                // Each round of the crowd has another order.
                let asker = &people[(turn * 7 + turn / PEOPLE) % PEOPLE];
                let request = client.get(format!("{url}{path}"));
                let answer = request.header("cookie", &asker.cookie).send().await;
                is_theirs(asker, path, answer.unwrap()).await;
            }
        })
    });
    for connection in connections.collect::<Vec<_>>() {
        connection.await.unwrap();
    }
}

async fn is_theirs(asker: &Marked, path: &str, answer: Response) {
    let Marked { name, email, .. } = asker;
    assert_eq!(answer.status().as_u16(), 200, "{path} of {name}");
    assert_eq!(answer.headers()["cache-control"], "no-store", "{path}");
    let body = answer.text().await.unwrap();
    assert!(
        body.contains(name) && body.contains(email),
        "{name}: {body}"
    );
    let others = body.replace(name, "").replace(email, "");
    assert!(!others.contains("marked"), "{name}: {body}");
}

/// Puts people into the account, past the invitations, and signs them in.
async fn a_crowd(site: &Site, service: &crate::harness::Service) -> Vec<Marked> {
    let store = site.store().await;
    let slug = AccountRef::Slug(values::slug(crate::harness::SLUG));
    let account = store.account(&slug).await.unwrap().unwrap();
    // One hash for all: making it is slow on purpose.
    let hasher = Argon2Passwords::new(HashCost::default());
    let hash = hasher.hash(&Password::new(PASSWORD)).await.unwrap();
    let mut people = Vec::new();
    for n in 0..PEOPLE {
        let (name, email) = (
            format!("marked {n:03}."),
            format!("marked-{n:03}@example.org"),
        );
        let person = a_person().named(&name).email(&email).password(hash.clone());
        let member = a_member().who(person);
        member.put_into(&store, &account).await.unwrap();
        let person = Person::signed_in(service, &email, PASSWORD).await;
        let cookie = person.cookie().to_owned();
        people.push(Marked {
            cookie,
            name,
            email,
        });
    }
    store.close().await.unwrap();
    people
}
