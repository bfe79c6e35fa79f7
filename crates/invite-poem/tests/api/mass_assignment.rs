//! Every column of every table, sent in every body: what the form does not have is refused by name.

use crate::{matrix::samples, service::Service};
use invite_poem::{ROUTES, openapi_json};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs, path::Path};

/// What only the service itself ever decides.
const NEVER_WRITABLE: [&str; 12] = [
    "id",
    "account_id",
    "created_at",
    "queued_at",
    "invited_at",
    "accepted_at",
    "expires_at",
    "generation",
    "status",
    "email_verified",
    "inviter_id",
    "member_id",
];

/// Returns the names of all columns, read off the steps that make the tables.
fn columns() -> BTreeSet<String> {
    let steps = Path::new(env!("CARGO_MANIFEST_DIR")).join("../invite-sea-orm/src/migration");
    let mut columns = BTreeSet::new();
    for step in fs::read_dir(steps).unwrap() {
        let text = fs::read_to_string(step.unwrap().path()).unwrap();
        for line in text.lines() {
            let line = line
                .split_once("ADD COLUMN")
                .map_or(line, |(_, column)| column);
            let mut words = line.split_whitespace();
            if let (Some(name), Some(kind)) = (words.next(), words.next())
                && kind.starts_with('{')
                && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
            {
                columns.insert(name.to_owned());
            }
        }
    }
    assert!(columns.len() > 50, "{columns:?}");
    columns.extend(NEVER_WRITABLE.map(str::to_owned));
    columns
}

/// Returns the fields that a route's body has.
fn fields(document: &Value, method: &str, path: &str) -> BTreeSet<String> {
    let operation = &document["paths"][path][method.to_lowercase()];
    let content = &operation["requestBody"]["content"];
    let schema = content
        .as_object()
        .and_then(|c| c.values().next())
        .map(|c| &c["schema"]);
    let name = schema
        .and_then(|schema| schema["$ref"].as_str())
        .unwrap_or_default();
    let name = name.rsplit('/').next().unwrap_or_default();
    let properties = &document["components"]["schemas"][name]["properties"];
    let names = properties
        .as_object()
        .into_iter()
        .flat_map(|p| p.keys().cloned());
    names.collect()
}

#[tokio::test]
async fn fields_that_the_form_does_not_have_are_refused_by_name() {
    let service = Service::new().await;
    let document: Value = serde_json::from_str(&openapi_json()).unwrap();
    let session = service.sign_in().await;
    let invitation = service.invite(json!({ "email": "siti@example.org" })).await;
    let id = invitation["id"].as_str().unwrap();
    let columns = columns();
    let before = service.dump().await;
    let mut tried = 0;
    for (method, path, _) in ROUTES {
        let known = fields(&document, method, path);
        if known.is_empty() {
            continue;
        }
        let sample = samples::body(method, path, "maju", 1).unwrap_or_else(|| json!({}));
        for column in columns.difference(&known) {
            let mut body = sample.clone();
            body[column] = json!("x");
            let asked = path.replace("{account}", "maju").replace("{id}", id);
            let call = service.call(method, &format!("/api/v1{asked}"));
            let call = if path.contains("{account}") || *path == "/accounts" {
                call.admin()
            } else {
                call.session(&session)
            };
            let answer = call.json(&body).send().await;
            let problem = answer.problem(422, "invalid_input");
            let errors = problem["errors"].as_array().unwrap();
            let is_named =
                |e: &Value| e["field"] == column.as_str() && e["code"] == "unknown_field";
            assert!(
                errors.iter().any(is_named),
                "{method} {path} {column}: {problem:#}"
            );
            tried += 1;
        }
        for name in NEVER_WRITABLE {
            let is_a_keys_own = name == "expires_at" && path.ends_with("/api-keys");
            assert!(
                is_a_keys_own || !known.contains(name),
                "{method} {path} takes {name}"
            );
        }
    }
    assert!(tried > 500, "{tried}");
    assert_eq!(service.dump().await, before, "nothing changed");
}
