//! Long names and long lists.

use super::{Page, Setup, check, small_and_dark};
use crate::harness::{Database, SLUG, Site};
use invite_testkit::smtp_sink::Script;
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_names_and_a_hundred_roles_do_not_break_the_layout() {
    crowded_pages(Setup::default()).await;
    crowded_pages(small_and_dark()).await;
}

/// A hundred roles with names that are long and unbroken, and a person who holds them all.
async fn crowded_pages(setup: Setup) {
    let site = Site::new(Database::Sqlite, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamter";
    let roles: Vec<_> = (0..100).map(|n| format!("{long} {n}")).collect();
    let place = format!("/api/v1/accounts/{SLUG}");
    for role in &roles {
        let made = api
            .post(&format!("{place}/roles"), json!({ "key": role }))
            .await;
        assert_eq!(made.status, 201);
    }
    let person = json!({
        "email": format!("{}@example.org", "x".repeat(60)),
        "name": long.repeat(2),
        "login": "y".repeat(60),
        "roles": roles,
    });
    let made = api.post(&format!("{place}/invitations"), person).await;
    assert_eq!(made.status, 201, "{made:?}");
    let id = made.body["id"].as_str().unwrap();

    let page = Page::open(&site, &service, &setup).await;
    page.sign_in().await;
    for address in [
        "",
        "/roles",
        "/invite",
        &format!("/invitations/{id}"),
        &format!("/invitations/{id}/edit"),
        &format!("/invitations/{id}/revoke"),
        "/audit",
    ] {
        page.go(&format!("/a/{SLUG}{address}")).await;
        check(&page, &format!("{address} with a hundred roles")).await;
    }
}
