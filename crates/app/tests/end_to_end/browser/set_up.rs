//! The first start in a browser: the printed link, the account, and the mail server with a real test mail.

use super::{Page, Setup, accessibility::check};
use crate::harness::{Database, Folder, LONG, PASSWORD, Service};
use invite_testkit::smtp_sink::{Encryption, Script, SmtpSink};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_printed_link_leads_to_an_account_that_can_send_mail() {
    let folder = Folder::new();
    let mut settings = Database::Sqlite.settings(folder.path());
    settings.push(("INVITE_LISTEN".to_owned(), "127.0.0.1:0".to_owned()));
    let script = Script::new()
        .encryption(Encryption::None)
        .login("ann", "hunter2");
    let sink = SmtpSink::start(script);
    let service = Service::start(folder.path(), &settings, "set-up.log");
    let link = service
        .said
        .split_whitespace()
        .find(|w| w.contains("/setup/"));
    let page = Page::at(folder.path(), &service, &Setup::default()).await;

    // Whoever comes without the link is told where it is.
    page.go("/").await;
    page.says("one-time link in its output").await;

    page.go(link.unwrap()).await;
    page.says("Set up the first account").await;
    check(&page, "set-up").await;
    page.fill("account", "Maju").await;
    page.fill("name", "Ana").await;
    page.fill("email", "ana@example.org").await;
    page.fill("password", PASSWORD).await;
    page.fill("repeated", "something else").await;
    page.submit().await;
    page.find("#repeated[aria-invalid='true']").await;
    assert_eq!(page.value("account").await, "Maju");
    page.fill("password", PASSWORD).await;
    page.fill("repeated", PASSWORD).await;
    page.submit().await;

    // The mail server is tried before it is kept, and the page says what it really said.
    page.says("Mail server").await;
    check(&page, "set-up of mail").await;
    page.fill("host", "127.0.0.1").await;
    page.fill("port", &sink.port().to_string()).await;
    page.choose("encryption", "none").await;
    page.fill("user", "ann").await;
    page.fill("password", "wrong").await;
    page.fill("from", "invite@maju.example").await;
    page.press("Send me a test mail, then save").await;
    page.says("nothing was saved").await;
    page.says("535").await;
    assert_eq!(page.value("host").await, "127.0.0.1");
    page.fill("password", "hunter2").await;
    page.press("Send me a test mail, then save").await;
    page.says("The server took the test mail").await;
    page.says("250").await;
    check(&page, "a test mail").await;
    assert_eq!(
        sink.wait_for(1, LONG).unwrap()[0].recipients,
        ["ana@example.org"]
    );
    page.press("Go on to the people").await;
    page.says("Invite someone").await;
}
