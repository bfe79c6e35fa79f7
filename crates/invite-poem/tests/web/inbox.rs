//! The built-in inbox: who sees which mails, and how.

use crate::harness::{Browser, Mails, an_administrator, services};
use invite_domain::model::AccountId;
use invite_poem::{InboxMail, Services, app};
use invite_testkit::{Scenario, an_account};
use poem::{
    EndpointExt, Server,
    http::header,
    listener::{Acceptor, Listener, TcpListener},
};
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

fn mail(id: &str, account_id: AccountId) -> InboxMail {
    InboxMail {
        id: id.to_owned(),
        account_id,
        from: "Maju <invite@example.org>".to_owned(),
        to: format!("{id}@example.org"),
        subject: format!("Invitation for {id} <b>"),
        at: "2026-01-05T09:00:00Z".parse().unwrap(),
        text: format!("Open it:\nhttps://invite.example.org/i/{id}\n<b>Bye</b>"),
        html: format!("<html><head></head><body><p>Mail for {id}</p></body></html>"),
    }
}

async fn with_mails(scenario: &Scenario) -> Services {
    let elsewhere = an_account().named("Elsewhere").slug("elsewhere");
    let elsewhere = elsewhere.put_into(&scenario.store).await.unwrap();
    let mails = Mails::default();
    mails.0.lock().unwrap().extend([
        mail("siti", scenario.account().id),
        mail("foreign", elsewhere.id),
    ]);
    Services {
        inbox: Some(Arc::new(mails)),
        ..services(scenario)
    }
}

#[tokio::test]
async fn an_administrator_sees_the_mails_of_their_accounts() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    let mut browser = Browser::over(with_mails(&scenario).await);
    let page = browser.sign_in("budi@example.org").await;
    page.shows(200, &["href=\"/inbox\""]);

    let page = browser.open("/inbox").await;
    page.shows(
        200,
        &[
            "For trying out only",
            "INVITE_SMTP_URL",
            "Invitation for siti &#60;b&#62;",
        ],
    );
    page.hides(&["foreign"]);
    let page = browser.open("/inbox/siti").await;
    page.shows(
        200,
        &[
            "For trying out only",
            "<iframe src=\"/inbox/siti/html\"",
            "sandbox=\"allow-popups allow-popups-to-escape-sandbox\"",
            "<a href=\"https://invite.example.org/i/siti\" rel=\"noreferrer\">",
            "&#60;b&#62;Bye&#60;/b&#62;",
        ],
    );
    let policy = page.headers[header::CONTENT_SECURITY_POLICY]
        .to_str()
        .unwrap();
    assert!(policy.contains("frame-src 'self'") && policy.contains("default-src 'none'"));
    browser.open("/inbox/foreign").await.shows(404, &[]);
    browser.open("/inbox/foreign/html").await.shows(404, &[]);
    browser.open("/inbox/none").await.shows(404, &[]);

    let frame = browser.open("/inbox/siti/html").await;
    frame.shows(200, &["<head><base target=\"_blank\">", "Mail for siti"]);
    let policy = frame.headers[header::CONTENT_SECURITY_POLICY]
        .to_str()
        .unwrap();
    assert!(policy.contains("sandbox ") && !policy.contains("script"));
    assert!(policy.contains("frame-ancestors 'self'"));
    assert_eq!(frame.headers[header::X_FRAME_OPTIONS], "SAMEORIGIN");
}

#[tokio::test]
async fn there_is_no_inbox_for_anyone_else() {
    let scenario = Scenario::new().await;
    let (_, token) = scenario.invited("siti@example.org").await;
    scenario.accept(&token).await.unwrap();
    let mut browser = Browser::over(with_mails(&scenario).await);
    for address in ["/inbox", "/inbox/siti", "/inbox/siti/html"] {
        browser
            .open(address)
            .await
            .shows(404, &["There is no such page"]);
    }
    browser.sign_in("siti@example.org").await;
    browser.open("/inbox").await.shows(404, &[]);
    let mut without = Browser::on(&scenario);
    without.open("/inbox").await.shows(404, &[]);
}

/// Sends a request over a real connection and returns the answer.
async fn over_loopback(address: &str, extra: &str) -> String {
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let request =
        format!("GET /inbox/siti HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{extra}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn whoever_sits_at_the_machine_sees_them_all_but_nobody_behind_a_proxy() {
    let scenario = Scenario::new().await;
    let app = app(with_mails(&scenario).await).boxed();
    let acceptor = TcpListener::bind("127.0.0.1:0")
        .into_acceptor()
        .await
        .unwrap();
    let local = acceptor.local_addr();
    let address = local[0].as_socket_addr().unwrap().to_string();
    let server = tokio::spawn(Server::new_with_acceptor(acceptor).run(app));

    assert!(
        over_loopback(&address, "")
            .await
            .starts_with("HTTP/1.1 200")
    );
    for header in [
        "Forwarded: for=127.0.0.1",
        "X-Forwarded-For: 127.0.0.1",
        "X-Real-IP: ::1",
    ] {
        let answer = over_loopback(&address, &format!("{header}\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 404"), "{header}");
    }
    server.abort();
}
