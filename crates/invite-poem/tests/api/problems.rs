//! Problems that come from the framework or from trouble, and the ones of the lifecycle.

use crate::service::{PASSWORD, Service};
use invite_domain::model::Scope;
use invite_testkit::{CommitFault, answer, values};
use serde_json::json;

#[tokio::test]
async fn everything_below_api_is_a_problem_document() {
    let service = Service::new().await;
    for path in [
        "/api",
        "/api/",
        "/api/nothing",
        "/api/v1",
        "/api/v1/nothing",
        "/api/v1/accounts/a/b/c",
        "/api/v2/accounts",
    ] {
        service
            .call("GET", path)
            .send()
            .await
            .problem(404, "not_found");
    }
    for (method, path, allow) in [
        (
            "DELETE",
            "/api/v1/accounts/maju/invitations",
            "GET, HEAD, POST",
        ),
        ("GET", "/api/v1/invitations/accept", "POST"),
        ("PUT", "/api/v1/sessions/current", "DELETE, GET, HEAD"),
        ("GET", "/api/v1/accounts/maju/invitations/batch", "POST"),
        ("POST", "/api/openapi.json", "GET, HEAD"),
        ("TRACE", "/api/v1/accounts", "GET, HEAD, POST"),
    ] {
        let answer = service.call(method, path).send().await;
        answer.problem(405, "method_not_allowed");
        assert_eq!(answer.header("allow"), allow, "{method} {path}");
    }
    let huge = format!("{{\"email\":\"{}\"}}", "x".repeat(1 << 20));
    let answer = service
        .admin("POST", "/invitations")
        .text(huge.clone())
        .send()
        .await;
    answer.problem(413, "payload_too_large");
    let announced = service.admin("POST", "/invitations").text("{}");
    let answer = announced.header("content-length", "1048577").send().await;
    answer.problem(413, "payload_too_large");
    let answer = service
        .call("POST", "/api/v1/invitations/accept")
        .text(huge)
        .send()
        .await;
    answer.problem(413, "payload_too_large");
}

#[tokio::test]
async fn trouble_in_storage_tells_nothing_of_itself() {
    let service = Service::new().await;
    service.store.set_reachable(false);
    let answer = service.admin("GET", "/invitations").send().await;
    answer.problem(503, "unavailable");
    assert!(!answer.header("retry-after").is_empty());
    assert!(!answer.body.contains("reach the"), "{}", answer.body);
    service.store.set_reachable(true);

    let before = service.dump().await;
    service.store.fail_commit(1, CommitFault::NotCommitted);
    let body = json!({ "email": "a@example.org", "send": true });
    let answer = service
        .admin("POST", "/invitations")
        .json(&body)
        .send()
        .await;
    assert!(answer.status.is_server_error());
    assert_eq!(service.dump().await, before);
    assert_eq!(service.woken(), 0);
}

#[tokio::test]
async fn credentials_are_needed_and_looked_at() {
    let service = Service::new().await;
    let path = "/api/v1/accounts/maju";
    let answer = service.call("GET", path).send().await;
    answer.problem(401, "unauthenticated");
    assert_eq!(answer.header("www-authenticate"), "Bearer");
    for value in [
        "",
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Basic YTpi",
        "invk_x",
        "Bearer invs_x",
        "Bearer invk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ] {
        let answer = service
            .call("GET", path)
            .header("authorization", value)
            .send()
            .await;
        answer.problem(401, "unauthenticated");
    }
    let call = service.call("GET", path);
    call.header("authorization", format!("bearer {}", service.key))
        .send()
        .await
        .ok(200);
    let answer = service.call("GET", path).session("invs_over").send().await;
    answer.problem(401, "unauthenticated");
    let inviting = service.key_for(&service.account, Scope::Invite).await;
    let body = json!({ "name": "x" });
    let answer = service
        .call("PATCH", path)
        .key(&inviting)
        .json(&body)
        .send()
        .await;
    answer.problem(403, "forbidden");
    let body = json!({ "email": "a@example.org", "access_type": "administrator" });
    let call = service
        .call("POST", &format!("{path}/invitations"))
        .key(&inviting);
    let answer = call.json(&body).send().await;
    answer.fields(403, "grant_exceeds_rights", &[("access_type", "not_held")]);
}

#[tokio::test]
async fn the_roster_holds_a_person_once() {
    let service = Service::new().await;
    let made = service
        .invite(json!({ "email": "siti@example.org", "login": "siti" }))
        .await;
    let body = json!({ "email": "SITI@example.ORG" });
    let answer = service
        .admin("POST", "/invitations")
        .json(&body)
        .send()
        .await;
    let problem = answer.problem(409, "already_invited");
    assert_eq!(problem["invitation_id"], made["id"]);
    let body = json!({ "email": "ana@example.org" });
    let answer = service
        .admin("POST", "/invitations")
        .json(&body)
        .send()
        .await;
    let problem = answer.problem(409, "already_member");
    assert_eq!(problem["member_id"], service.ana.id.to_string());
    let body = json!({ "email": "b@example.org", "login": "ana" });
    let answer = service
        .admin("POST", "/invitations")
        .json(&body)
        .send()
        .await;
    answer.fields(409, "login_taken", &[("login", "login_taken")]);
    let answer = service
        .admin("POST", "/groups")
        .json(&json!({ "key": "Everybody" }))
        .send()
        .await;
    answer.problem(409, "already_defined");
}

#[tokio::test]
async fn the_lifecycle_says_no_by_name() {
    let service = Service::new().await;
    let made = service
        .invite(json!({ "email": "siti@example.org", "send": true }))
        .await;
    let path = format!("/invitations/{}", made["id"].as_str().unwrap());
    let answer = service.admin("POST", &format!("{path}/send")).send().await;
    let problem = answer.problem(409, "illegal_transition");
    assert_eq!(problem["invitation_status"], "queued");
    service.deliver().await;
    let resent = service
        .admin("POST", &format!("{path}/resend"))
        .send()
        .await
        .ok(200);
    assert_eq!(resent["status"], "queued");
    for _ in 0..2 {
        let revoked = service
            .admin("POST", &format!("{path}/revoke"))
            .send()
            .await
            .ok(200);
        assert_eq!(revoked["status"], "revoked");
        assert!(revoked["revoked_at"].is_string());
    }
    let body = json!({ "name": "x" });
    let answer = service.admin("PATCH", &path).json(&body).send().await;
    let problem = answer.problem(409, "not_editable");
    assert_eq!(problem["invitation_status"], "revoked");

    let (id, token) = service.invited("budi@example.org").await;
    let body = json!({ "token": token, "password": PASSWORD });
    service
        .post("/invitations/accept", &body)
        .send()
        .await
        .ok(200);
    let answer = service
        .admin("POST", &format!("/invitations/{id}/revoke"))
        .send()
        .await;
    answer.problem(409, "illegal_transition");
    let answer = service
        .post("/invitations/decline", &json!({ "token": token }))
        .send()
        .await;
    answer.problem(409, "already_accepted");
}

#[tokio::test]
async fn a_failed_delivery_says_what_to_do_about_it() {
    let service = Service::new().await;
    service
        .mailer
        .answer_to(values::email("no@example.org"), answer::no_such_recipient());
    let made = service
        .invite(json!({ "email": "no@example.org", "send": true }))
        .await;
    service.deliver().await;
    let path = format!("/invitations/{}", made["id"].as_str().unwrap());
    let failed = service.admin("GET", &path).send().await.ok(200);
    assert_eq!(failed["status"], "error");
    assert_eq!(failed["error"]["code"], "unknown_recipient");
    let detail = failed["error"]["detail"].as_str().unwrap();
    assert!(
        detail.contains("Check the address") && detail.contains("550 5.1.1"),
        "{detail}"
    );
}
