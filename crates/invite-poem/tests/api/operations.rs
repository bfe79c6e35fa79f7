//! What operators see: health, numbers, request ids and headers.

use crate::service::Service;
use invite_poem::Check;
use serde_json::json;

#[tokio::test]
async fn readiness_goes_first_when_anything_fails_or_stops() {
    let service = Service::new().await;
    *service.health.checks.lock().unwrap() = vec![
        Check {
            name: "database",
            result: Ok(()),
        },
        Check {
            name: "mail",
            result: Ok(()),
        },
    ];
    assert_eq!(
        service.call("GET", "/healthz").send().await.status.as_u16(),
        200
    );
    let ready = service.call("GET", "/readyz").send().await.ok(200);
    assert_eq!(ready["ready"], true);
    assert_eq!(
        ready["checks"][0],
        json!({ "name": "database", "ok": true })
    );

    service.health.checks.lock().unwrap()[1].result = Err("the password is refused".to_owned());
    let ready = service.call("GET", "/readyz").send().await.ok(503);
    assert_eq!(ready["checks"][1]["detail"], "the password is refused");
    service.health.checks.lock().unwrap().clear();
    *service.health.stopping.lock().unwrap() = true;
    let ready = service.call("GET", "/readyz").send().await.ok(503);
    assert_eq!(
        (&ready["ready"], &ready["stopping"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(
        service.call("GET", "/healthz").send().await.status.as_u16(),
        200
    );
}

#[tokio::test]
async fn numbers_name_routes_and_never_addresses() {
    let service = Service::new().await;
    let (id, token) = service.invited("siti@example.org").await;
    service
        .admin("GET", &format!("/invitations/{id}"))
        .send()
        .await
        .ok(200);
    service.call("GET", &format!("/i/{token}")).send().await;
    service.call("GET", "/api/v1/secret-path").send().await;
    service.call("GET", "/secret-page").send().await;
    let text = service.call("GET", "/metrics").send().await.body;
    let line = "invite_http_request_duration_seconds_count{method=\"GET\",route=\"/api/v1/accounts/:param0/invitations/:param1\",status=\"2xx\"} 1";
    assert!(text.contains(line), "{text}");
    assert!(
        text.contains("route=\"unmatched\"") && !text.contains("route=\"\""),
        "{text}"
    );
    for secret in [&*id, &*token, "secret", "siti"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[tokio::test]
async fn every_answer_is_named_and_guarded() {
    let service = Service::new().await;
    for path in [
        "/api/v1/accounts/maju",
        "/api/nothing",
        "/healthz",
        "/readyz",
        "/metrics",
        "/",
        "/nothing",
        "/api/docs",
    ] {
        let answer = service.call("GET", path).send().await;
        assert!(answer.header("x-request-id").len() >= 32, "{path}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("strict-transport-security", "max-age=31536000"),
        ] {
            assert_eq!(answer.header(name), value, "{path}");
        }
        if path.starts_with("/api/v1") {
            assert_eq!(answer.header("cache-control"), "no-store");
        }
    }
    let answer = service
        .call("GET", "/healthz")
        .header("x-request-id", "mine-1")
        .send()
        .await;
    assert_eq!(answer.header("x-request-id"), "mine-1");
    let answer = service
        .call("GET", "/healthz")
        .header("x-request-id", "a b\"")
        .send()
        .await;
    assert_ne!(answer.header("x-request-id"), "a b\"");
}

#[tokio::test]
async fn a_panic_is_a_problem_and_the_service_lives_on() {
    let service = Service::new().await;
    *service.health.panics.lock().unwrap() = true;
    let answer = service.call("GET", "/readyz").send().await;
    answer.problem(500, "internal_error");
    assert!(!answer.body.contains("the test asked"));
    assert!(!answer.header("x-request-id").is_empty());
    service.health.panics.clear_poison();
    *service.health.panics.lock().unwrap() = false;
    service.call("GET", "/readyz").send().await.ok(200);
}
