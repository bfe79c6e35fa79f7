//! One person is invited, mailed, and in; the administrator sees every step.

use crate::harness::{Database, LONG, SLUG, Site, link_of, on_both_databases, token_of};
use invite_testkit::smtp_sink::Script;
use mail_parser::MessageParser;
use reqwest::Method;

on_both_databases! {
    one_person_is_invited_mailed_and_in
    looking_at_a_link_changes_nothing
}

const PASSWORD: &str = "a quiet harbor in spring";

async fn one_person_is_invited_mailed_and_in(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let api = site.api(&service);

    let id = api.invite("zhanna@example.org").await;
    let mails = site.sink.wait_for(1, LONG).unwrap();
    assert_eq!(mails[0].recipients, ["zhanna@example.org"]);
    let mail = MessageParser::default().parse(&mails[0].raw[..]).unwrap();
    let to = mail.to().unwrap().first().unwrap();
    assert_eq!(to.name(), Some("Жанна Ё."));
    assert!(mail.subject().unwrap().contains("PT Maju Jaya"));
    assert!(link_of(&mails[0]).starts_with(&service.url));
    let invited = api.until(&id, "invited").await;
    assert!(invited["expires_at"].is_string());

    let token = token_of(&mails[0]);
    let accepted = api.accept(&token, PASSWORD).await;
    assert_eq!(accepted.status, 200, "{accepted:?}");
    assert_eq!(accepted.body["already_member"], false);
    let again = api.accept(&token, PASSWORD).await;
    assert_eq!(
        (again.status, &again.body["already_member"]),
        (200, &true.into())
    );
    assert_eq!(api.status(&id).await, "accepted");

    let session = api.sign_in("zhanna@example.org", PASSWORD).await;
    assert_eq!(session.status, 201, "{session:?}");
    assert_eq!(session.body["accounts"][0]["slug"], SLUG);
    assert_eq!(
        api.events(&id).await,
        [
            "invitation.created",
            "invitation.queued",
            "delivery.handed_over",
            "invitation.invited",
            "invitation.accepted",
        ]
    );
    assert_eq!(site.sink.count(), 1);
}

async fn looking_at_a_link_changes_nothing(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let id = api.invite("zhanna@example.org").await;
    let mails = site.sink.wait_for(1, LONG).unwrap();
    let before = api.until(&id, "invited").await;

    let link = link_of(&mails[0]);
    for scanner in ["Mozilla/5.0 SafeLinks", "Barracuda Sentinel", "curl/8", ""] {
        for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
            let mut request = api.client.request(method, &link);
            if !scanner.is_empty() {
                request = request.header("user-agent", scanner);
            }
            let answer = request.send().await.unwrap();
            // Scanners follow redirects, cookie in hand.
            let cookie = answer.headers().get("set-cookie").cloned();
            let next = answer.headers().get("location").cloned();
            if let Some(next) = next {
                let next = format!("{}{}", service.url, next.to_str().unwrap());
                let mut request = api.client.get(next);
                if let Some(cookie) = cookie {
                    let cookie = cookie
                        .to_str()
                        .unwrap()
                        .split(';')
                        .next()
                        .unwrap()
                        .to_owned();
                    request = request.header("cookie", cookie);
                }
                assert!(request.send().await.unwrap().status().is_success());
            }
        }
    }
    assert_eq!(api.invitation(&id).await, before);
    let accepted = api.accept(&token_of(&mails[0]), PASSWORD).await;
    assert_eq!(
        accepted.status, 200,
        "the link is as good as new: {accepted:?}"
    );
}
