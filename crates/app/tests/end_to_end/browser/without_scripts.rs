//! Everything but live updates works in a browser that runs no script.

use super::{Page, Setup};
use crate::{
    guides::mail_to,
    harness::{Database, PASSWORD, SLUG, Site, link_of},
};
use invite_testkit::smtp_sink::Script;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_are_found_invited_and_let_in_without_scripts() {
    let site = Site::new(Database::Sqlite, Script::new());
    let service = site.start();
    let setup = Setup {
        javascript: false,
        ..Setup::default()
    };
    let page = Page::open(&site, &service, &setup).await;
    page.sign_in().await;

    // No script ran: none of what they add is there.
    assert_eq!(page.count("iframe, button.reveal").await, 0);

    // One person, after a look at the mail.
    page.go(&format!("/a/{SLUG}/invite")).await;
    page.fill("email", "siti@example.org").await;
    page.fill("name", "Siti").await;
    page.press("Save and send").await;
    page.says("Subject").await;
    page.press("Send the invitation").await;
    page.says("on its way").await;
    let link = link_of(&mail_to(&site, "siti@example.org", 1));

    // Several, then one bulk action over a search.
    page.go(&format!("/a/{SLUG}/invite/several")).await;
    page.fill("people", "a@example.com; B <b@example.com>")
        .await;
    page.press("Next").await;
    page.press("Next").await;
    page.press("Invite 2 people").await;
    mail_to(&site, "b@example.com", 3);
    page.go(&format!("/a/{SLUG}")).await;
    page.fill("q", "example.com").await;
    page.press("Search").await;
    assert_eq!(page.all("tbody tr").await.len(), 2);
    for row in page.all("tbody input[name='id']").await {
        row.click().await.unwrap();
    }
    page.press("Withdraw").await;
    page.says("Withdraw 2 invitations?").await;
    page.submit().await;
    page.find(".notice").await;
    assert_eq!(site.api(&service).counts().await["revoked"], 2);

    // And the invitee comes in.
    let siti = Page::open(&site, &service, &setup).await;
    siti.go(&link).await;
    siti.fill("password", PASSWORD).await;
    siti.fill("repeated", PASSWORD).await;
    siti.submit().await;
    siti.says("You are in").await;
}
