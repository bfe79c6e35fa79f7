//! What belongs to someone else and what does not exist are the same, to the byte.

use crate::service::{Answer, Service};
use invite_domain::model::Scope;
use serde_json::json;

async fn ask(service: &Service, method: &str, path: &str) -> Answer {
    let call = service
        .call(method, &format!("/api/v1/accounts{path}"))
        .admin();
    let call = call.header("x-request-id", "same");
    match method {
        "GET" => call.send().await,
        _ => call.json(&json!({})).send().await,
    }
}

#[tokio::test]
async fn foreign_and_missing_are_the_same_bytes() {
    let service = Service::new().await;
    let key = service.key_for(&service.foreign, Scope::Administer).await;
    let call = service
        .call("POST", "/api/v1/accounts/jaya/invitations")
        .key(&key);
    let theirs = call
        .json(&json!({ "email": "x@example.org" }))
        .send()
        .await
        .ok(201);
    let theirs = theirs["id"].as_str().unwrap();
    let foreign_id = service.foreign.id.to_string();
    let missing = uuid::Uuid::from_u128(42).to_string();

    for (method, rest) in [
        ("GET", ""),
        ("PATCH", ""),
        ("GET", "/invitations"),
        ("GET", "/invitations/counts"),
        ("POST", "/invitations"),
        ("POST", "/invitations/batch"),
        ("POST", "/api-keys"),
        ("GET", "/roles"),
        ("POST", "/roles"),
        ("GET", "/invitations/x"),
    ] {
        // The bodies of these are checked first, for everyone alike.
        let expected = ask(&service, method, &format!("/nobody{rest}")).await;
        for account in ["jaya", &foreign_id, &missing, "-malformed-", "%00", "x%20y"] {
            let answer = ask(&service, method, &format!("/{account}{rest}")).await;
            assert_eq!(answer, expected, "{method} {account}{rest}");
        }
    }
    ask(&service, "GET", "/jaya")
        .await
        .problem(404, "account_not_found");

    for (method, rest) in [
        ("GET", ""),
        ("PATCH", ""),
        ("POST", "/send"),
        ("POST", "/resend"),
        ("POST", "/revoke"),
        ("GET", "/history"),
    ] {
        let expected = ask(
            &service,
            method,
            &format!("/maju/invitations/{missing}{rest}"),
        )
        .await;
        expected.problem(404, "invitation_not_found");
        for id in [theirs, "nonsense", "%00", "1"] {
            let answer = ask(&service, method, &format!("/maju/invitations/{id}{rest}")).await;
            assert_eq!(answer, expected, "{method} {id}{rest}");
        }
    }
}

#[tokio::test]
async fn the_requests_host_is_in_no_answer() {
    let service = Service::new().await;
    let (id, token) = service.invited("siti@example.org").await;
    let invitation = format!("/api/v1/accounts/maju/invitations/{id}");
    let calls = [
        service.call("GET", &invitation).admin(),
        service
            .call("POST", "/api/v1/accounts/maju/invitations")
            .admin()
            .json(&json!({ "email": "b@example.org" })),
        service.post("/invitations/preview", &json!({ "token": token })),
        service.call("GET", "/api/openapi.json"),
        service.call("GET", "/api/docs"),
        service.call("GET", "/api/nothing"),
    ];
    for call in calls {
        let mut call = call;
        for name in [
            "host",
            "x-forwarded-host",
            "forwarded",
            "x-original-host",
            "x-forwarded-proto",
        ] {
            call = call.header(name, "evil.example");
        }
        let answer = call.send().await;
        assert!(!answer.body.contains("evil.example"));
        assert!(!format!("{:?}", answer.headers).contains("evil.example"));
    }
}

#[tokio::test]
async fn no_answer_holds_a_token_or_a_link() {
    let service = Service::new().await;
    let (id, token) = service.invited("siti@example.org").await;
    let path = format!("/invitations/{id}");
    for path in [
        &path,
        &format!("{path}/history"),
        "/invitations",
        "/invitations/counts",
        "",
    ] {
        let answer = service.admin("GET", path).send().await;
        answer.ok(200);
        assert!(
            !answer.body.contains(&token) && !answer.body.contains("invt_"),
            "{}",
            answer.body
        );
    }
    let answer = service
        .post("/invitations/preview", &json!({ "token": token }))
        .send()
        .await;
    assert!(!answer.body.contains("invt_"));
}
