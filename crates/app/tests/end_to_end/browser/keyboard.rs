//! All of it by keyboard: nothing here touches a mouse.

use super::{Page, Setup};
use crate::harness::{ADMIN_EMAIL, ADMIN_PASSWORD, Database, LONG, SLUG, Site};
use invite_testkit::smtp_sink::Script;
use serde_json::json;
use thirtyfour::Key;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_administrator_signs_in_selects_and_sends_by_keyboard() {
    let site = Site::new(Database::Sqlite, Script::new());
    let service = site.start();
    let api = site.api(&service);
    for name in ["Anna", "Boris"] {
        let person = json!({ "email": format!("{name}@example.org"), "name": name });
        let made = api
            .post(&format!("/api/v1/accounts/{SLUG}/invitations"), person)
            .await;
        assert_eq!(made.status, 201, "{made:?}");
    }
    let page = Page::open(&site, &service, &Setup::default()).await;
    page.go("/sign-in").await;
    page.tab_to("#identifier").await;
    page.types(ADMIN_EMAIL).await;
    page.types(Key::Enter).await;
    page.find("#password").await;
    page.tab_to("#password").await;
    page.types(ADMIN_PASSWORD).await;
    page.types(Key::Enter).await;
    page.says("Sign out").await;

    // The first stop leads past everything that stands above the content.
    page.go(&format!("/a/{SLUG}")).await;
    page.tab_to(".skip").await;
    page.types(Key::Enter).await;
    page.tab_to("#q").await;
    page.types("anna").await;
    page.types(Key::Enter).await;
    page.find("[name='q'][value='anna']").await;
    page.tab_to("tbody input[name='id']").await;
    page.types(Key::Space).await;
    page.says("Selected: 1").await;
    page.tab_to("button[value='send']").await;
    page.types(Key::Enter).await;
    page.says("Send to 1 person?").await;
    page.tab_to("main form button").await;
    page.types(Key::Enter).await;
    page.says("on its way").await;
    let mails = site.sink.wait_for(1, LONG).unwrap();
    assert_eq!(mails[0].recipients, ["Anna@example.org"]);

    // The table leads on to the person.
    page.go(&format!("/a/{SLUG}")).await;
    page.tab_to("tbody th a").await;
    page.types(Key::Enter).await;
    page.says("History").await;
}
