//! Guide 003: "Inviting new users to the platform": selecting, statuses, errors, sending again; in Russian.

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
        ("Анна", "anna@example.org"),
        ("Борис", "boris@example.org"),
        ("Никто", "nobody@example.org"),
    ] {
        let person = json!({ "name": name, "email": email });
        olga.makes("/accounts/platform/invitations", person).await;
    }

    // Find users by search, select them by their check boxes, send after one question.
    let setup = Setup {
        language: "ru",
        ..Setup::default()
    };
    let page = Page::open(&site, &service, &setup).await;
    page.sign_in_as(OLGA, PASSWORD).await;
    page.says("Platform").await;
    page.go("/a/platform?status=not_invited&q=example.org")
        .await;
    page.speak("ru").await;
    page.says("Никто").await;
    for row in page.all("tbody input[name='id']").await {
        row.click().await.unwrap();
    }
    page.press("Отправить").await;
    let question = page.says("Отправить 3 людям?").await;
    assert!(question.contains("Анна") && question.contains("Никто"));
    page.submit().await;
    page.says("3 сообщения отправляются").await;

    // The statuses change on the page by themselves.
    page.go("/a/platform?sort=name").await;
    site.sink.wait_for(2, LONG).unwrap();
    page.says("Такого почтового ящика нет").await;
    let told = page.says("истекает через 7 дней").await;
    assert_eq!(told.matches("истекает через").count(), 2, "{told}");

    // Each filter shows who stands so.
    for (status, seen, hidden) in [
        ("invited", "Анна", "nobody@"),
        ("error", "nobody@", "Анна"),
        ("not_invited", "Никто не подходит", "Борис"),
    ] {
        page.go(&format!("/a/platform?status={status}")).await;
        let text = page.says(seen).await;
        assert!(!text.contains(hidden), "{status}: {text}");
    }

    // Send again.
    page.go("/a/platform?q=анна").await;
    page.click("tbody input[name='id']").await;
    page.press("Отправить снова").await;
    page.says("Отправить снова 1 человеку?").await;
    page.submit().await;
    page.says("1 сообщение отправляется").await;
    site.sink.wait_for(3, LONG).unwrap();
}
