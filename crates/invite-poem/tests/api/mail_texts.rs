//! How an account words its mails, over the API.

use crate::service::Service;
use serde_json::{Value, json};

const ALL: &str = "/api/v1/accounts/maju/mail-texts";
const ONE: &str = "/api/v1/accounts/maju/mail-texts/invitation/en";

async fn put(service: &Service, path: &str, body: &Value) -> crate::service::Answer {
    service.call("PUT", path).admin().json(body).send().await
}

#[tokio::test]
async fn a_text_is_listed_worded_and_given_back() {
    let service = Service::new().await;
    let list = service.call("GET", ALL).admin().send().await.ok(200);
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), 6);
    assert!(items.iter().all(|item| item["is_default"] == true));
    assert_eq!(items[0]["own"]["subject"], Value::Null);
    assert_eq!(
        items[0]["built_in"]["subject"],
        "{inviter} invited you to {account}"
    );

    let worded = json!({ "subject": "Join {account}", "body": "One\n\nTwo", "closing": null });
    let answer = put(&service, ONE, &worded).await.ok(200);
    assert_eq!(answer["own"]["body"], "One\n\nTwo");
    assert_eq!(answer["is_default"], false);
    let read = service.call("GET", ONE).admin().send().await.ok(200);
    assert_eq!(read, answer);

    // What is put takes the place of all that was there.
    put(&service, ONE, &json!({ "button": "Go" })).await.ok(200);
    let read = service.call("GET", ONE).admin().send().await.ok(200);
    assert_eq!(read["own"]["subject"], Value::Null);
    assert_eq!(read["own"]["button"], "Go");

    for _ in 0..2 {
        let gone = service.call("DELETE", ONE).admin().send().await;
        assert_eq!(gone.status.as_u16(), 204);
    }
    let read = service.call("GET", ONE).admin().send().await.ok(200);
    assert_eq!(read["is_default"], true);
    let audit = service.call(
        "GET",
        "/api/v1/accounts/maju/audit?action=account.mail_text_edited",
    );
    let audit = audit.admin().send().await.ok(200);
    let details: Vec<_> = audit["items"].as_array().unwrap().iter().collect();
    let details: Vec<_> = details
        .iter()
        .map(|e| e["detail"].as_str().unwrap())
        .collect();
    assert_eq!(
        details,
        [
            "invitation: en: button",
            "invitation: en: subject, body, button",
            "invitation: en: subject, body",
        ],
        "nothing is told where nothing changed"
    );
}

#[tokio::test]
async fn every_wrong_part_is_named() {
    let service = Service::new().await;
    let body = json!({
        "subject": "a\r\nBcc: b@example.org",
        "heading": "x".repeat(201),
        "greeting": "Hi {you}",
        "body": "{account}".repeat(21),
    });
    for path in [ONE.to_owned(), format!("{ONE}/preview")] {
        let method = if path == ONE { "PUT" } else { "POST" };
        let answer = service.call(method, &path).admin().json(&body).send().await;
        answer.fields(
            422,
            "invalid_input",
            &[
                ("subject", "forbidden_character"),
                ("heading", "too_long"),
                ("greeting", "unknown_placeholder"),
                ("body", "too_many_placeholders"),
            ],
        );
        assert!(answer.body.contains("“{you}”") && answer.body.contains("{validity}"));
    }
}

#[tokio::test]
async fn a_preview_fills_everything_in_and_keeps_nothing() {
    let service = Service::new().await;
    let before = service.dump().await;
    let body = json!({ "subject": "{inviter}: {account}, {name}", "body": "{login} {validity}" });
    let answer = service.call("POST", &format!("{ONE}/preview"));
    let answer = answer.admin().json(&body).send().await.ok(200);
    assert_eq!(answer["subject"], "Importer: Maju, Jordan Lee");
    assert_eq!(answer["text"], "jordan.lee@example.org 7 days");
    assert_eq!(service.dump().await, before);
}

#[tokio::test]
async fn what_is_no_text_is_not_found() {
    let service = Service::new().await;
    for place in ["invitation/de", "invitation/en-US", "password/en", "%00/en"] {
        for method in ["GET", "DELETE"] {
            let answer = service.call(method, &format!("{ALL}/{place}")).admin();
            answer.send().await.problem(404, "mail_text_not_found");
        }
    }
}
