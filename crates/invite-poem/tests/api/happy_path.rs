//! The main job: an account, what can be granted, a person, a mail, a member.

use crate::service::{PASSWORD, Service, session_of};
use serde_json::json;

#[tokio::test]
async fn a_person_is_invited_mailed_and_in() {
    let service = Service::new().await;
    for (kind, key) in [
        ("roles", "Salesperson"),
        ("groups", "Office"),
        ("permissions", "View & pay invoices"),
        ("resources", "+62 21 555"),
    ] {
        let path = format!("/{kind}");
        let body = json!({ "key": key });
        let defined = service
            .admin("POST", &path)
            .json(&body)
            .send()
            .await
            .ok(201);
        assert_eq!(defined["key"], key);
        let listed = service.admin("GET", &path).send().await.ok(200);
        assert!(
            listed["items"]
                .as_array()
                .unwrap()
                .iter()
                .any(|item| item["key"] == key),
            "{listed}"
        );
    }

    let answer = service
        .admin("POST", "/invitations")
        .json(&json!({
            "email": "Siti@Example.org", "name": "Siti Nurhaliza", "login": "siti",
            "locale": "id", "user_type": "invitation_internal", "access_type": "standard",
            "roles": ["Salesperson"], "groups": ["Office"],
            "permissions": ["View & pay invoices"], "resources": ["+62 21 555"],
            "channel": "auto", "ttl_seconds": 86_400, "message": "Hi Siti", "send": true,
        }))
        .send()
        .await;
    let made = answer.ok(201);
    let id = made["id"].as_str().unwrap();
    assert_eq!(answer.header("etag"), format!("\"{}\"", made["version"]));
    assert_eq!(
        answer.header("location"),
        format!("/api/v1/accounts/{}/invitations/{id}", service.account.id)
    );
    assert_eq!(made["status"], "queued");
    assert_eq!(made["user_type"], "invitation_internal");
    assert_eq!(made["email"], "Siti@Example.org");
    assert_eq!(made["inviter"]["name"], "Importer");
    assert_eq!(made["roles"], json!(["Salesperson"]));
    assert!(made["queued_at"].is_string() && made["invited_at"].is_null());
    assert_eq!(service.woken(), 1, "the worker hears of it at once");

    service.deliver().await;
    let path = format!("/invitations/{id}");
    let invited = service.admin("GET", &path).send().await.ok(200);
    assert_eq!(invited["status"], "invited");
    assert!(invited["expires_at"].is_string());

    let token = service.token("siti@example.org");
    let body = json!({ "token": token });
    let preview = service
        .post("/invitations/preview", &body)
        .send()
        .await
        .ok(200);
    assert_eq!(preview["account"]["name"], "Maju");
    assert_eq!(preview["inviter"]["name"], "Importer");
    assert_eq!(preview["credentials"], "set_password");
    assert_eq!(preview["next"], "set_password");
    assert_eq!(preview["locale"], "id");
    assert_eq!(preview["login"], "siti");
    assert_eq!(preview["expires_at"], invited["expires_at"]);

    let body = json!({ "token": token, "password": PASSWORD });
    for already in [false, true] {
        let accepted = service
            .post("/invitations/accept", &body)
            .send()
            .await
            .ok(200);
        assert_eq!(accepted["already_member"], already);
        assert_eq!(accepted["account"]["name"], "Maju");
        assert!(accepted["member_id"].is_string());
    }
    let accepted = service.admin("GET", &path).send().await.ok(200);
    assert_eq!(accepted["status"], "accepted");
    assert_eq!(accepted["user_type"], "internal");
    assert!(accepted["accepted_at"].is_string());

    let history = service
        .admin("GET", &format!("{path}/history"))
        .send()
        .await
        .ok(200);
    let events = history["items"].as_array().unwrap().iter();
    let events: Vec<&str> = events.map(|e| e["event"].as_str().unwrap()).collect();
    assert_eq!(
        events,
        [
            "invitation.created",
            "invitation.queued",
            "delivery.handed_over",
            "invitation.invited",
            "invitation.accepted",
        ]
    );

    let body = json!({ "login": "siti", "password": PASSWORD });
    let answer = service.post("/sessions", &body).send().await;
    let session = answer.ok(201);
    assert_eq!(session["user"]["name"], "Siti Nurhaliza");
    assert_eq!(session["accounts"][0]["slug"], "maju");
    let cookie = session_of(&answer);
    let current = service
        .call("GET", "/api/v1/sessions/current")
        .session(&cookie);
    assert_eq!(current.send().await.ok(200)["user"], session["user"]);
}

#[tokio::test]
async fn accounts_are_made_below_the_callers_and_changed_part_by_part() {
    let service = Service::new().await;
    let body = json!({
        "name": "PT Maju Cabang", "parent_id": "maju",
        "settings": { "invitation_ttl_seconds": 3600, "resend_policy": "grace", "resend_grace_seconds": 7200 },
    });
    let answer = service.post("/accounts", &body).admin().send().await;
    let made = answer.ok(201);
    assert_eq!(made["slug"], "pt-maju-cabang");
    assert_eq!(made["parent_id"], service.account.id.to_string());
    assert_eq!(made["settings"]["invitation_ttl_seconds"], 3600);
    assert_eq!(made["settings"]["credentials"], "set_password");
    assert_eq!(made["settings"]["default_groups"], json!(["Everybody"]));

    let path = answer.header("location").to_owned();
    let body = json!({ "settings": { "seats": 5, "login_url": "https://app.example.org/" } });
    let changed = service
        .call("PATCH", &path)
        .admin()
        .json(&body)
        .send()
        .await
        .ok(200);
    assert_eq!(changed["settings"]["seats"], 5);
    assert_eq!(
        changed["settings"]["resend_policy"], "grace",
        "the rest stays"
    );
    assert_eq!(changed["settings"]["resend_grace_seconds"], 7200);
    let body =
        json!({ "settings": { "seats": null, "resend_policy": "immediately" }, "slug": "cabang" });
    let changed = service
        .call("PATCH", &path)
        .admin()
        .json(&body)
        .send()
        .await
        .ok(200);
    assert!(changed["settings"]["seats"].is_null());
    let read = service.call("GET", "/api/v1/accounts/cabang").admin();
    assert_eq!(read.send().await.ok(200), changed);

    let session = service.sign_in().await;
    let body = json!({ "name": "Another" });
    let made = service
        .post("/accounts", &body)
        .session(&session)
        .send()
        .await
        .ok(201);
    assert_eq!(
        made["parent_id"],
        service.account.id.to_string(),
        "the only one Ana administers"
    );
    let body = json!({ "name": "By a key" });
    let answer = service.post("/accounts", &body).admin().send().await;
    let expected = service.account.id.to_string();
    assert_eq!(answer.ok(201)["parent_id"], expected, "the key's own");
}

#[tokio::test]
async fn keys_are_shown_once_and_do_no_more_than_their_scope() {
    let service = Service::new().await;
    let body =
        json!({ "name": "Reader", "scope": "read", "expires_at": "2099-01-01T00:00:00+07:00" });
    let made = service
        .admin("POST", "/api-keys")
        .json(&body)
        .send()
        .await
        .ok(201);
    assert_eq!(made["expires_at"], "2098-12-31T17:00:00+00:00");
    let key = made["key"].as_str().unwrap();
    assert!(key.starts_with("invk_"));
    let path = "/api/v1/accounts/maju/invitations";
    service.call("GET", path).key(key).send().await.ok(200);
    let body = json!({ "email": "a@example.org" });
    let answer = service.call("POST", path).key(key).json(&body).send().await;
    answer.problem(403, "may_not_invite");
    let body = json!({ "name": "x", "scope": "read", "expires_at": "2001-01-01T00:00:00Z" });
    let answer = service.admin("POST", "/api-keys").json(&body).send().await;
    answer.fields(422, "invalid_input", &[("expires_at", "in_the_past")]);
}

#[tokio::test]
async fn the_password_is_changed_and_the_session_ended() {
    let service = Service::new().await;
    let (here, there) = (service.sign_in().await, service.sign_in().await);
    let change = |current: &str, new: &str| {
        let body = json!({ "current": current, "new": new });
        service.post("/password", &body).session(&here)
    };
    let answer = change("wrong", "a new long password").send().await;
    answer.fields(403, "wrong_password", &[("current", "wrong_password")]);
    let answer = change(PASSWORD, "short").send().await;
    answer.fields(422, "invalid_input", &[("new", "password_too_short")]);
    let answer = change(PASSWORD, "a new long password").send().await;
    assert_eq!((answer.status.as_u16(), &*answer.body), (204, ""));

    let current = |token: &str| {
        service
            .call("GET", "/api/v1/sessions/current")
            .session(token)
    };
    current(&here).send().await.ok(200);
    current(&there).send().await.problem(401, "unauthenticated");
    let ended = service
        .call("DELETE", "/api/v1/sessions/current")
        .session(&here)
        .send()
        .await;
    assert_eq!(ended.status.as_u16(), 204);
    assert!(ended.header("set-cookie").contains("Max-Age=0"));
    current(&here).send().await.problem(401, "unauthenticated");
}
