//! Changing an invitation: absent leaves, null clears, versions guard.

use crate::service::Service;
use serde_json::{Value, json};

async fn roster(service: &Service) -> String {
    for key in ["Boss", "Clerk"] {
        service
            .admin("POST", "/roles")
            .json(&json!({ "key": key }))
            .send()
            .await
            .ok(201);
    }
    let made = service
        .invite(json!({
            "email": "siti@example.org", "name": "Siti", "login": "siti", "message": "Hi",
            "roles": ["Boss"], "ttl_seconds": 3600, "access_type": "administrator",
        }))
        .await;
    format!("/invitations/{}", made["id"].as_str().unwrap())
}

#[tokio::test]
async fn absent_leaves_and_null_clears() {
    let service = Service::new().await;
    let path = roster(&service).await;
    let before = service.admin("GET", &path).send().await.ok(200);
    let same = service
        .admin("PATCH", &path)
        .json(&json!({}))
        .send()
        .await
        .ok(200);
    assert_eq!(same, before, "nothing was asked");

    let body = json!({ "name": null, "message": null, "ttl_seconds": null, "access_type": null, "roles": null });
    let answer = service.admin("PATCH", &path).json(&body).send().await;
    let changed = answer.ok(200);
    for field in ["name", "message", "ttl_seconds"] {
        assert_eq!(changed[field], Value::Null);
    }
    assert_eq!(changed["access_type"], "standard");
    assert_eq!(changed["roles"], json!([]));
    assert_eq!(changed["login"], "siti", "the rest stays");
    assert_eq!(changed["email"], "siti@example.org");
    assert_eq!(answer.header("etag"), format!("\"{}\"", changed["version"]));

    let body =
        json!({ "roles": ["Clerk"], "locale": "ru", "channel": "email", "user_type": "external" });
    let changed = service
        .admin("PATCH", &path)
        .json(&body)
        .send()
        .await
        .ok(200);
    assert_eq!(changed["roles"], json!(["Clerk"]));
    assert_eq!(changed["user_type"], "invitation_external");
    assert_eq!(service.woken(), 0, "nothing was queued");

    let cases = [
        (json!({ "email": null }), 422, "email", "contact_required"),
        (json!({ "email": "no" }), 422, "email", "email_invalid"),
        (
            json!({ "roles": ["Clerk", "Nobody"] }),
            422,
            "roles[1]",
            "unknown_role",
        ),
        (
            json!({ "ttl_seconds": 5 }),
            422,
            "ttl_seconds",
            "ttl_out_of_range",
        ),
        (json!({ "send": true }), 422, "send", "unknown_field"),
        (
            json!({ "status": "accepted" }),
            422,
            "status",
            "unknown_field",
        ),
    ];
    for (body, status, field, code) in cases {
        let answer = service.admin("PATCH", &path).json(&body).send().await;
        answer.fields(status, "invalid_input", &[(field, code)]);
    }
}

#[tokio::test]
async fn a_version_guards_against_everyone_elses_changes() {
    let service = Service::new().await;
    let path = roster(&service).await;
    let etag = service
        .admin("GET", &path)
        .send()
        .await
        .header("etag")
        .to_owned();
    let rename = |name: &str| service.admin("PATCH", &path).json(&json!({ "name": name }));
    rename("First")
        .header("if-match", &*etag)
        .send()
        .await
        .ok(200);
    let answer = rename("Second").header("if-match", &*etag).send().await;
    answer.problem(412, "version_mismatch");
    rename("Third").header("if-match", "*").send().await.ok(200);
    let answer = rename("Fourth")
        .header("if-match", "yesterday")
        .send()
        .await;
    answer.fields(400, "invalid_parameter", &[("If-Match", "invalid_version")]);
    let read = service.admin("GET", &path).send().await.ok(200);
    assert_eq!(read["name"], "Third");

    service.store.stale_next_update();
    let changed = rename("Fifth").send().await.ok(200);
    assert_eq!(
        changed["name"], "Fifth",
        "without a version, the change is put over what is there"
    );
    service.store.stale_next_update();
    let etag = service
        .admin("GET", &path)
        .send()
        .await
        .header("etag")
        .to_owned();
    rename("Sixth")
        .header("if-match", etag)
        .send()
        .await
        .problem(412, "version_mismatch");
    for _ in 0..4 {
        service.store.stale_next_update();
    }
    rename("Seventh").send().await.problem(409, "conflict");
}

#[tokio::test]
async fn a_new_address_gets_a_new_message_at_once() {
    let service = Service::new().await;
    let (id, token) = service.invited("wrong@example.org").await;
    let woken = service.woken();
    let path = format!("/invitations/{id}");
    let body = json!({ "email": "right@example.org" });
    let changed = service
        .admin("PATCH", &path)
        .json(&body)
        .send()
        .await
        .ok(200);
    assert_eq!(changed["status"], "queued");
    assert_eq!(service.woken(), woken + 1);
    let answer = service
        .post("/invitations/preview", &json!({ "token": token }))
        .send()
        .await;
    answer.problem(410, "link_superseded");
    service
        .invite(json!({ "email": "taken@example.org" }))
        .await;
    let body = json!({ "email": "taken@example.org" });
    let answer = service.admin("PATCH", &path).json(&body).send().await;
    answer.problem(409, "already_invited");
}

#[tokio::test]
async fn a_look_alike_domain_is_taken_with_a_warning() {
    let service = Service::new().await;
    let made = service.invite(json!({ "email": "siti@аpple.com" })).await;
    let warning = json!([{
        "field": "email",
        "code": "look_alike_domain",
        "detail": "the domain is easily taken for another one; its true name is xn--pple-43d.com",
    }]);
    assert_eq!(made["warnings"], warning);
    let path = format!("/invitations/{}", made["id"].as_str().unwrap());
    for (email, expected) in [
        ("siti@почта.рф", json!([])),
        ("siti@xn--pple-43d.com", warning),
        ("siti@bücher.example", json!([])),
    ] {
        let body = json!({ "email": email });
        let changed = service
            .admin("PATCH", &path)
            .json(&body)
            .send()
            .await
            .ok(200);
        assert_eq!(changed["warnings"], expected, "{email}");
    }
}
