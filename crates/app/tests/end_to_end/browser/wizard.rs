//! The wizard for several people, by someone who makes mistakes and changes their mind.

use super::{Page, Setup};
use crate::harness::{Database, LONG, SLUG, Site};
use invite_testkit::smtp_sink::Script;
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mistakes_are_shown_at_their_lines_and_what_was_typed_stays() {
    let site = Site::new(Database::Sqlite, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let role = json!({ "key": "Sales" });
    let made = api
        .post(&format!("/api/v1/accounts/{SLUG}/roles"), role)
        .await;
    assert_eq!(made.status, 201, "{made:?}");
    api.invite("there@example.org").await;
    site.sink.wait_for(1, LONG).unwrap();
    let page = Page::open(&site, &service, &Setup::default()).await;
    page.sign_in().await;

    // Every usual form, with a line that is no address, one that comes twice, and one who is invited.
    page.go(&format!("/a/{SLUG}/invite/several")).await;
    let typed = "anna@example.org, Boris Gusev <boris@example.org>\nno address\n\
                 anna@example.org\nthere@example.org";
    page.fill("people", typed).await;
    page.press("Next").await;
    let told = page.says("Line 2:").await;
    for line in [
        "Line 2: no address",
        "Line 3: anna@example.org: stands on line 1 already.",
        "Line 4: there@example.org",
    ] {
        assert!(told.contains(line), "{line} in {told}");
    }
    assert_eq!(page.value("people").await, typed);

    // Going on without them; next, back and next keep what was chosen.
    page.choose("skip", "1").await;
    page.press("Next").await;
    page.choose("access:boris@example.org", "administrator")
        .await;
    page.choose("roles", "Sales").await;
    page.press("Next").await;
    page.says("Invite 2 people").await;
    page.press("Back").await;
    assert_eq!(
        page.value("access:boris@example.org").await,
        "administrator"
    );
    assert_eq!(page.count("[name='roles'][value='Sales']:checked").await, 1);
    page.press("Back").await;
    assert_eq!(page.value("people").await, typed);
    page.press("Next").await;
    page.press("Next").await;

    // Nothing was sent so far; a double click sends once.
    assert_eq!(site.sink.count(), 1);
    let summary = page.says("Invite 2 people").await;
    for shown in ["Boris Gusev", "Administrator", "Sales"] {
        assert!(summary.contains(shown), "{shown} in {summary}");
    }
    page.press_twice("Invite 2 people").await;
    page.says("2 messages are on their way").await;
    site.sink.wait_for(3, LONG).unwrap();
    assert_eq!(api.counts().await["total"], 3);

    // Cancelling leaves nothing behind.
    page.go(&format!("/a/{SLUG}/invite/several")).await;
    page.fill("people", "late@example.org").await;
    page.press("Next").await;
    page.press("Cancel").await;
    page.says("there@example.org").await;
    assert_eq!(api.counts().await["total"], 3);
}
