//! Many people at once: all that match are selected, and the page tells how their messages get on.

use super::{Page, Setup};
use crate::harness::{Database, LONG, SLUG, Site};
use invite_testkit::smtp_sink::{Action, Script, Stage, When};
use serde_json::json;

const PEOPLE: usize = 60;
/// How many messages the mail server takes before it falls silent again.
const TAKEN: u64 = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everyone_who_matches_is_sent_to_while_the_page_tells_how_far_it_is() {
    let silent = Script::new()
        .when(When::at(Stage::FinalDot).first(1), Action::silence())
        // The first one is not among those that are skipped here.
        .when(When::at(Stage::FinalDot).skip(TAKEN - 1), Action::silence());
    let site = Site::new(Database::Sqlite, silent).set("INVITE_WORKER_CONNECTIONS", 1);
    let service = site.start();
    let api = site.api(&service);
    let people: Vec<_> = (0..PEOPLE)
        .map(|n| json!({ "email": format!("p{n}@example.org"), "name": format!("Person {n}") }))
        .collect();
    let batch = format!("/api/v1/accounts/{SLUG}/invitations/batch");
    let made = api.post(&batch, json!({ "invitations": people })).await;
    assert!(made.status < 300, "{made:?}");

    // Everyone on the page first, then everyone who matches: the page holds but twenty of them.
    let page = Page::open(&site, &service, &Setup::default()).await;
    page.sign_in().await;
    page.go(&format!("/a/{SLUG}?status=not_invited")).await;
    page.says("Everyone who matches (60 people)").await;
    page.choose("everyone", "1").await;
    page.press("Send").await;
    page.says("Send to 60 people?").await;
    page.submit().await;
    page.says("60 messages are on their way").await;

    // The first message waits for the mail server.
    page.go(&format!("/a/{SLUG}")).await;
    site.sink.wait_held(1, LONG).unwrap();
    page.says("60 messages are waiting to leave").await;
    let marked = "document.body.dataset.same = 'page';";
    page.driver().execute(marked, Vec::new()).await.unwrap();

    // Some leave: bar, words, badges and filters say so.
    site.sink.release();
    page.find("progress[max='60'][value='20']").await;
    let words = page.says("40 messages are waiting to leave").await;
    assert!(words.contains("leave. About"), "an estimate in {words}");
    page.find("tbody .badge.invited").await;
    assert_eq!(count(&page, "queued").await, "40");
    assert_eq!(count(&page, "invited").await, TAKEN.to_string());

    // Then all of them.
    site.sink.set_script(Script::new());
    site.sink.release();
    page.says("Every message has left").await;
    page.find("progress[max='60'][value='60']").await;
    assert_eq!(count(&page, "queued").await, "0");
    assert_eq!(count(&page, "invited").await, PEOPLE.to_string());
    page.find("body[data-same='page']").await;
    assert_eq!(site.sink.count(), PEOPLE);
}

/// Returns the number at a filter.
async fn count(page: &Page, status: &str) -> String {
    let number = page.find(&format!("[data-count='{status}']")).await;
    number.text().await.unwrap()
}
