//! Listing and revoking API keys, and when each was last used.

use crate::service::Service;
use chrono::TimeDelta;
use invite_domain::model::Scope;
use serde_json::{Value, json};

async fn make(service: &Service, name: &str, scope: &str) -> (String, String) {
    let body = json!({ "name": name, "scope": scope });
    let made = service.admin("POST", "/api-keys").json(&body).send().await;
    let made = made.ok(201);
    let text = |field: &str| made[field].as_str().unwrap().to_owned();
    (text("id"), text("key"))
}

async fn listed(service: &Service, name: &str) -> Value {
    let list = service.admin("GET", "/api-keys").send().await.ok(200);
    let items = list["items"].as_array().unwrap();
    items
        .iter()
        .find(|key| key["name"] == name)
        .unwrap()
        .clone()
}

#[tokio::test]
async fn keys_are_listed_without_the_keys_themselves() {
    let service = Service::new().await;
    let session = service.sign_in().await;
    let body =
        json!({ "name": "Payroll", "scope": "invite", "expires_at": "2030-01-01T00:00:00Z" });
    let made = service
        .call("POST", "/api/v1/accounts/maju/api-keys")
        .session(&session)
        .json(&body)
        .send()
        .await;
    let made = made.ok(201);
    let answer = service.admin("GET", "/api-keys").send().await;
    let list = answer.ok(200);
    assert!(!answer.body.contains(made["key"].as_str().unwrap()));
    assert!(!answer.body.contains("digest") && !answer.body.contains("invk_"));
    let key = listed(&service, "Payroll").await;
    let expected = json!({
        "id": made["id"],
        "name": "Payroll",
        "scope": "invite",
        "created_at": made["created_at"],
        "created_by": {
            "kind": "user",
            "id": service.ana.user_id.to_string(),
            "name": "Ana",
        },
        "expires_at": made["expires_at"],
        "last_used_at": null,
    });
    assert_eq!(key, expected);
    // The administrator's own key, which the operator made, is there, too.
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
    let by_operator = listed(&service, "Importer").await;
    assert_eq!(
        by_operator["created_by"],
        json!({ "kind": "system", "id": null, "name": null })
    );
}

#[tokio::test]
async fn a_walk_through_the_keys_meets_each_once_newest_first() {
    let service = Service::new().await;
    for n in 0..5 {
        service.clock.advance(TimeDelta::seconds(1));
        make(&service, &format!("Key {n}"), "read").await;
    }
    let (mut names, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/api-keys?limit=2{cursor}");
        let page = service.admin("GET", &path).send().await.ok(200);
        for key in page["items"].as_array().unwrap() {
            names.push(key["name"].as_str().unwrap().to_owned());
        }
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let expected = ["Key 4", "Key 3", "Key 2", "Key 1", "Key 0", "Importer"];
    assert_eq!(names, expected);
}

#[tokio::test]
async fn a_revoked_key_is_refused_at_its_next_request() {
    let service = Service::new().await;
    let (id, key) = make(&service, "Payroll", "administer").await;
    let ask = async || {
        let call = service.call("GET", "/api/v1/accounts/maju").key(&key);
        call.send().await
    };
    ask().await.ok(200);
    let path = format!("/api-keys/{id}");
    let revoked = service.admin("DELETE", &path).send().await;
    assert_eq!((revoked.status.as_u16(), revoked.body.as_str()), (204, ""));
    ask().await.problem(401, "unauthenticated");
    let accounts = service.call("GET", "/api/v1/accounts").key(&key);
    accounts.send().await.problem(401, "unauthenticated");
    // It is gone from the list, and cannot be revoked twice.
    let again = service.admin("DELETE", &path).send().await;
    again.problem(404, "api_key_not_found");
    let list = service.admin("GET", "/api-keys").send().await.ok(200);
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_a_revoked_key_invited_cannot_be_accepted() {
    let service = Service::new().await;
    let (id, key) = make(&service, "Payroll", "invite").await;
    let body = json!({ "email": "siti@example.org", "send": true });
    let call = service.call("POST", "/api/v1/accounts/maju/invitations");
    call.key(&key).json(&body).send().await.ok(201);
    service.deliver().await;
    let token = service.token("siti@example.org");
    let revoked = service.admin("DELETE", &format!("/api-keys/{id}"));
    assert_eq!(revoked.send().await.status.as_u16(), 204);
    let body = json!({ "token": token, "password": crate::service::PASSWORD });
    let accept = service.post("/invitations/accept", &body).send().await;
    accept.problem(403, "inviter_not_entitled");
}

#[tokio::test]
async fn another_accounts_key_cannot_be_revoked_not_even_by_its_id() {
    let service = Service::new().await;
    let theirs = service.key_for(&service.foreign, Scope::Administer).await;
    let list = service.call("GET", "/api/v1/accounts/jaya/api-keys");
    let list = list.key(&theirs).send().await.ok(200);
    let id = list["items"][0]["id"].as_str().unwrap();
    let ask = async |id: &str| {
        let call = service.admin("DELETE", &format!("/api-keys/{id}"));
        call.header("x-request-id", "same").send().await
    };
    let missing = ask("00000000-0000-7000-8000-00000000002a").await;
    missing.problem(404, "api_key_not_found");
    assert_eq!(ask(id).await, missing);
    assert_eq!(ask("no-id").await, missing);
    let call = service.call("GET", "/api/v1/accounts/jaya").key(&theirs);
    call.send().await.ok(200);
}

#[tokio::test]
async fn the_last_use_is_noted_once_a_minute() {
    let service = Service::new().await;
    let (_, key) = make(&service, "Payroll", "read").await;
    let use_it = async || {
        let call = service.call("GET", "/api/v1/accounts/maju").key(&key);
        call.send().await.ok(200);
        service.note_key_use().await;
        listed(&service, "Payroll").await["last_used_at"].clone()
    };
    let first = use_it().await;
    assert!(first.is_string(), "{first}");
    service.clock.advance(TimeDelta::seconds(59));
    assert_eq!(use_it().await, first);
    service.clock.advance(TimeDelta::seconds(1));
    assert_ne!(use_it().await, first);
}

#[tokio::test]
async fn only_administrators_see_that_there_are_keys() {
    let service = Service::new().await;
    for scope in [Scope::Read, Scope::Invite] {
        let key = service.key_for(&service.account, scope).await;
        for (method, path) in [("GET", "/api-keys"), ("DELETE", "/api-keys/nonsense")] {
            let call = service.call(method, &format!("/api/v1/accounts/maju{path}"));
            call.key(&key).send().await.problem(403, "forbidden");
        }
    }
}

#[tokio::test]
async fn a_bad_page_is_named() {
    let service = Service::new().await;
    for (query, field, code) in [
        ("limit=0", "limit", "out_of_range"),
        ("limit=201", "limit", "out_of_range"),
        ("cursor=x", "cursor", "invalid_cursor"),
    ] {
        let answer = service.admin("GET", &format!("/api-keys?{query}"));
        let answer = answer.send().await;
        answer.fields(400, "invalid_parameter", &[(field, code)]);
    }
}
