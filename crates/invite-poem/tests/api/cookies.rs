//! The session's cookie, and that other sites cannot use it.

use crate::service::{COOKIE, PASSWORD, PUBLIC_URL, Service};
use serde_json::json;

#[tokio::test]
async fn the_cookie_is_kept_from_scripts_and_other_hosts() {
    let service = Service::new().await;
    let body = json!({ "email": "ana@example.org", "password": PASSWORD });
    let answer = service.post("/sessions", &body).send().await;
    let cookie = answer.header("set-cookie").to_owned();
    for part in [
        "__Host-invite_session=invs_",
        "; Path=/",
        "; HttpOnly",
        "; SameSite=Lax",
        "; Secure",
    ] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"));
    assert!(
        !answer.body.contains("invs_"),
        "the token is in the cookie only"
    );
    assert_ne!(
        service.sign_in().await,
        service.sign_in().await,
        "every session is a fresh one"
    );
}

#[tokio::test]
async fn other_sites_cannot_change_anything_with_it() {
    let service = Service::new().await;
    let session = service.sign_in().await;
    let before = service.dump().await;
    let forged: &[&[(&str, &str)]] = &[
        &[],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[
            ("sec-fetch-site", "same-origin"),
            ("origin", "https://evil.example"),
        ],
        &[("sec-fetch-site", "cross-site"), ("origin", PUBLIC_URL)],
    ];
    let (_, token) = service.invited("siti@example.org").await;
    let changed = service.dump().await;
    assert_ne!(before, changed);
    for headers in forged {
        for (method, path, body) in [
            (
                "POST",
                "/accounts/maju/invitations",
                json!({ "email": "a@example.org" }),
            ),
            ("PATCH", "/accounts/maju", json!({ "name": "Evil" })),
            ("DELETE", "/sessions/current", json!({})),
            (
                "POST",
                "/password",
                json!({ "current": PASSWORD, "new": "another long password" }),
            ),
            ("POST", "/invitations/accept", json!({ "token": token })),
        ] {
            let mut call = service.call(method, &format!("/api/v1{path}")).json(&body);
            call = call.header("cookie", format!("{COOKIE}={session}"));
            for (name, value) in *headers {
                call = call.header(name, *value);
            }
            call.send().await.problem(403, "cross_site_request");
        }
    }
    assert_eq!(service.dump().await, changed);

    let list = "/api/v1/accounts/maju/invitations";
    let cookie = format!("{COOKIE}={session}");
    service
        .call("GET", list)
        .header("cookie", &*cookie)
        .send()
        .await
        .ok(200);
    for (name, value) in [
        ("origin", PUBLIC_URL),
        ("sec-fetch-site", "none"),
        ("sec-fetch-site", "same-origin"),
    ] {
        let body = json!({ "email": format!("{}@example.org", value.len()) });
        let call = service
            .call("POST", list)
            .json(&body)
            .header("cookie", &*cookie);
        let answer = call.header(name, value).send().await;
        assert!(
            answer.status.as_u16() == 201 || answer.status.as_u16() == 409,
            "{}",
            answer.body
        );
    }
    let body = json!({ "email": "key@example.org" });
    let call = service.call("POST", list).admin().json(&body);
    call.header("origin", "https://evil.example")
        .send()
        .await
        .ok(201);
    let body = json!({ "email": "ana@example.org", "password": PASSWORD });
    let call = service
        .post("/sessions", &body)
        .header("origin", "https://evil.example");
    call.send().await.problem(403, "cross_site_request");
}
