//! How invitation flows have really been broken: each test is named by what must be refused, and looks
//! for what must not have happened as well as at the answer.

mod approval;
mod identity;
mod leaks;
mod races;
mod role;
mod tenant;
mod token_life;

use crate::harness::{Api, LONG, Person, SLUG, Service, Site, token_of};
use serde_json::{Value, json};

const PASSWORD: &str = "a quiet harbor in spring";

/// The account that everything happens in.
fn account(rest: &str) -> String {
    format!("/accounts/{SLUG}{rest}")
}

/// Invites an address with a grant, waits until it is invited, and returns the id and the token.
async fn invited(site: &Site, api: &Api, email: &str, grant: Value) -> (String, String) {
    let mut body = json!({ "email": email, "send": true });
    if let (Some(body), Value::Object(grant)) = (body.as_object_mut(), grant) {
        body.extend(grant);
    }
    let before = site.sink.count();
    let made = api
        .post(&format!("/api/v1{}", account("/invitations")), body)
        .await;
    assert_eq!(made.status, 201, "{made:?}");
    let id = made.body["id"].as_str().unwrap().to_owned();
    api.until(&id, "invited").await;
    let mails = site.sink.wait_for(before + 1, LONG).unwrap();
    let mail = mails.iter().rev().find(|mail| mail.recipients[0] == email);
    (id, token_of(mail.unwrap()))
}

/// Changes settings of the account.
async fn set(api: &Api, settings: Value) {
    let path = format!("/api/v1{}", account(""));
    let body = json!({ "settings": settings });
    let changed = api.call(reqwest::Method::PATCH, &path, Some(body)).await;
    assert_eq!(changed.status, 200, "{changed:?}");
}

/// Checks what the account's log tells of refusals: each of these once, whatever the order.
async fn tells_of(api: &Api, expected: &[&str]) {
    let log = api
        .get(&format!("/api/v1{}", account("/audit?action=refusal")))
        .await;
    assert_eq!(log.status, 200, "{log:?}");
    let text = |entry: &Value| {
        let part = |name: &str| entry[name].as_str().unwrap().to_owned();
        format!("{} {}", part("action"), part("detail"))
    };
    let items = log.body["items"].as_array().unwrap();
    let mut told: Vec<String> = items.iter().map(text).collect();
    told.sort();
    assert_eq!(told, expected, "{log:?}");
}

/// Makes someone a member of the account and signs them in.
async fn member(site: &Site, service: &Service, api: &Api, email: &str, grant: Value) -> Person {
    let administers = grant["access_type"] == "administrator";
    let (_, token) = invited(site, api, email, grant).await;
    let accepted = if administers {
        let code = api.code(site, &token).await;
        api.accept_with(&token, PASSWORD, &code).await
    } else {
        api.accept(&token, PASSWORD).await
    };
    assert_eq!(accepted.status, 200, "{accepted:?}");
    Person::signed_in(service, email, PASSWORD).await
}

/// Defines a role, group, permission or resource.
async fn define(api: &Api, kind: &str, key: &str) {
    let made = api
        .post(&format!("/api/v1{}", account(kind)), json!({ "key": key }))
        .await;
    assert_eq!(made.status, 201, "{made:?}");
}
