//! An account's settings: read as they were written, and kept.

use crate::service::{PASSWORD, Service};
use serde_json::{Value, json};

#[tokio::test]
async fn after_acceptance_people_go_where_the_account_says() {
    let service = Service::new().await;
    let set = async |url: Value| {
        let body = json!({ "settings": { "after_accept_url": url } });
        service.admin("PATCH", "").json(&body).send().await
    };
    for wrong in [
        "/welcome",
        "javascript:alert(1)",
        "https://u:p@example.org/",
        "ftp://x/",
    ] {
        let refused = set(json!(wrong)).await;
        let field = "settings.after_accept_url";
        refused.fields(422, "invalid_input", &[(field, "url_invalid")]);
    }
    let changed = set(json!("https://app.example.org/welcome?a=1"))
        .await
        .ok(200);
    let url = "https://app.example.org/welcome?a=1";
    assert_eq!(changed["settings"]["after_accept_url"], url);
    let (_, token) = service.invited("siti@example.org").await;
    // The request has no say in it.
    let mut body = json!({ "token": token, "password": PASSWORD, "redirect_url": "https://evil/" });
    let refused = service.post("/invitations/accept", &body).send().await;
    refused.fields(422, "invalid_input", &[("redirect_url", "unknown_field")]);
    body.as_object_mut().unwrap().remove("redirect_url");
    let path = "/invitations/accept?redirect_url=https://evil.example/";
    let accepted = service.post(path, &body).send().await.ok(200);
    assert_eq!(accepted["redirect_url"], url);
    let back = set(Value::Null).await.ok(200);
    assert_eq!(back["settings"]["after_accept_url"], Value::Null);
    let accepted = service
        .post("/invitations/accept", &body)
        .send()
        .await
        .ok(200);
    assert_eq!(accepted["redirect_url"], Value::Null);
}

#[tokio::test]
async fn seats_may_be_fewer_than_there_are_people_and_nobody_more_comes_in() {
    let service = Service::new().await;
    let (_, first) = service.invited("siti@example.org").await;
    let (_, second) = service.invited("budi@example.org").await;
    let accept = async |token: &str| {
        let body = json!({ "token": token, "password": PASSWORD });
        service.post("/invitations/accept", &body).send().await
    };
    accept(&first).await.ok(200);
    let body = json!({ "settings": { "seats": 1 } });
    let set = service.admin("PATCH", "").json(&body).send().await.ok(200);
    assert_eq!(set["settings"]["seats"], 1);
    accept(&second).await.problem(409, "no_seat");
    // Whoever is in stays in, and is told so.
    assert_eq!(accept(&first).await.ok(200)["already_member"], true);
    let body = json!({ "settings": { "seats": 3 } });
    service.admin("PATCH", "").json(&body).send().await.ok(200);
    accept(&second).await.ok(200);
}

#[tokio::test]
async fn every_setting_is_read_as_it_was_written_and_told_by_name() {
    let service = Service::new().await;
    let settings = json!({
        "invitation_ttl_seconds": 7200,
        "credentials": "temporary_password",
        "channels": "email_or_sms",
        "resend_policy": "grace",
        "resend_grace_seconds": 3600,
        "acceptance_proof": "link",
        "approval": "required",
        "default_locale": "id",
        "default_groups": ["Everybody", "Tamu"],
        "login_url": "https://app.example.org/masuk",
        "after_accept_url": "https://app.example.org/",
        "mail_subject": "Undangan dari {account}",
        "sender_name": "PT Maju",
        "password_min_length": 12,
        "seats": 40,
    });
    let body = json!({ "settings": settings });
    let changed = service.admin("PATCH", "").json(&body).send().await.ok(200);
    assert_eq!(changed["settings"], settings);
    let read = service.admin("GET", "").send().await.ok(200);
    assert_eq!(read["settings"], settings);
    let audit = service
        .admin("GET", "/audit?action=account.edited")
        .send()
        .await
        .ok(200);
    let detail = audit["items"][0]["detail"].as_str().unwrap();
    for name in settings.as_object().unwrap().keys() {
        let named = detail.contains(&format!("settings.{name}"));
        assert!(named || name == "resend_grace_seconds", "{name}: {detail}");
    }
    // Asked again nothing changes, and nothing is told.
    let again = service.admin("PATCH", "").json(&body).send().await.ok(200);
    assert_eq!(again["version"], changed["version"]);
}
