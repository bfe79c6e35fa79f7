//! Impatient people: a double click does once what was asked, and the way back does no harm.

use super::{Page, Setup};
use crate::{
    guides::mail_to,
    harness::{Database, PASSWORD, SLUG, Site, link_of},
};
use invite_testkit::smtp_sink::Script;

const SITI: &str = "siti@example.org";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_double_click_and_the_way_back_do_no_harm() {
    let site = Site::new(Database::Sqlite, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let page = Page::open(&site, &service, &Setup::default()).await;
    page.sign_in().await;
    let account = format!("/a/{SLUG}");
    let count = async |what: &str| {
        let listed = api.get(&format!("/api/v1/accounts/{SLUG}/{what}")).await;
        listed.body["items"].as_array().unwrap().len()
    };

    // A role, and a key: there is one of each.
    page.go(&format!("{account}/roles/new")).await;
    page.fill("key", "Sales").await;
    page.press_twice("Add a role").await;
    page.says("Sales").await;
    assert_eq!(count("roles").await, 1);
    let keys = count("api-keys").await;
    page.go(&format!("{account}/api-keys")).await;
    page.fill("name", "Shop").await;
    page.press_twice("Create the key").await;
    page.says("Your new API key").await;
    assert_eq!(count("api-keys").await, keys + 1);
    // Back from the key leads to no second one, and shows it to nobody else.
    page.back().await;
    page.go(&format!("{account}/api-keys")).await;
    page.says("Shop").await;
    assert_eq!(count("api-keys").await, keys + 1);

    // One invitation, one mail; going back and sending again is told, not done.
    page.go(&format!("{account}/invite")).await;
    page.fill("email", SITI).await;
    page.fill("name", "Siti").await;
    page.press("Save and send").await;
    page.press_twice("Send the invitation").await;
    page.says("on its way").await;
    let mail = mail_to(&site, SITI, 1);
    page.go(&format!("{account}/invite")).await;
    page.fill("email", SITI).await;
    page.press("Save and send").await;
    page.says("already").await;
    assert_eq!(page.value("email").await, SITI);

    // Two clicks accept once; back from there, whoever is in is told so.
    let siti = Page::open(&site, &service, &Setup::default()).await;
    siti.go(&link_of(&mail)).await;
    siti.fill("password", PASSWORD).await;
    siti.fill("repeated", PASSWORD).await;
    siti.press_twice("Accept the invitation").await;
    siti.says("You are in").await;
    siti.back().await;
    siti.go(&link_of(&mail)).await;
    siti.says("You are in").await;

    let counts = api.counts().await;
    assert_eq!(
        (&counts["total"], &counts["accepted"]),
        (&1.into(), &1.into())
    );
    assert_eq!(site.sink.count(), 1);
}
