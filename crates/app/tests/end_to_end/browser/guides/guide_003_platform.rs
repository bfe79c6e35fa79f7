//! Guide 003: "Inviting new users to the platform": selecting, statuses, errors, sending again.

use crate::{
    browser::{Page, Setup},
    harness::{Database, LONG, PASSWORD, Person, Site},
};
use invite_testkit::smtp_sink::{Action, Script, Stage, When};
use serde_json::json;

const OLGA: &str = "olga@platform.example";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn selected_users_are_sent_to_and_the_page_tells_where_each_stands() {
    // The server has no mailbox for the one who is written to last.
    let script = Script::new().when(
        When::at(Stage::Rcpt).to("nobody@example.org"),
        Action::reply(550, "5.1.1 No such user"),
    );
    let site =
        Site::new(Database::Sqlite, script).with_account("Platform", "platform", "Olga", OLGA);
    let service = site.start();
    let mut olga = Person::signed_in(&service, OLGA, PASSWORD).await;
    for (name, email) in [
        ("Anna", "anna@example.org"),
        ("Boris", "boris@example.org"),
        ("Nobody", "nobody@example.org"),
    ] {
        let person = json!({ "name": name, "email": email });
        olga.makes("/accounts/platform/invitations", person).await;
    }

    // Find users by search, select them by their check boxes, send after one question.
    let page = Page::open(&site, &service, &Setup::default()).await;
    page.sign_in_as(OLGA, PASSWORD).await;
    page.says("Platform").await;
    page.go("/a/platform?status=not_invited&q=example.org")
        .await;
    page.says("Nobody").await;
    for row in page.all("tbody input[name='id']").await {
        row.click().await.unwrap();
    }
    page.press("Send").await;
    let question = page.says("Send to 3 people?").await;
    assert!(question.contains("Anna") && question.contains("Nobody"));
    page.submit().await;
    page.says("3 messages are on their way").await;

    // The statuses change on the page by themselves.
    page.go("/a/platform?sort=name").await;
    site.sink.wait_for(2, LONG).unwrap();
    page.says("There is no such mailbox").await;
    let told = page.says("expires in").await;
    assert_eq!(told.matches("expires in").count(), 2, "{told}");

    // Each filter shows who stands so.
    for (status, seen, hidden) in [
        ("invited", "Anna", "Nobody"),
        ("error", "Nobody", "Anna"),
        ("not_invited", "Nobody matches", "Boris"),
    ] {
        page.go(&format!("/a/platform?status={status}")).await;
        let text = page.says(seen).await;
        assert!(!text.contains(hidden), "{status}: {text}");
    }

    // Send again.
    page.go("/a/platform?q=anna").await;
    page.find("tbody input[name='id']")
        .await
        .click()
        .await
        .unwrap();
    page.press("Resend").await;
    page.says("Resend to 1 person?").await;
    page.submit().await;
    page.says("on its way").await;
    site.sink.wait_for(3, LONG).unwrap();
}
