//! A body that each route takes, so that what is refused is the caller and not the body.

use serde_json::{Value, json};

/// Returns a body for the route, where it takes one; `account` is where it is asked, and two bodies
/// with different numbers name different things.
pub(crate) fn body(method: &str, path: &str, account: &str, number: u32) -> Option<Value> {
    let last = path.rsplit('/').next().unwrap_or_default();
    let body = match (method, last) {
        ("GET" | "DELETE", _) | ("POST", "resend" | "revoke" | "suspend" | "resume") => {
            return None;
        }
        ("POST", "send") if path.contains("{id}") => return None,
        ("POST", "{catalog}") => return None,
        ("POST", "accounts") => json!({ "name": format!("Below {number}"), "parent_id": account }),
        ("POST", "roles" | "groups" | "permissions" | "resources") => {
            json!({ "key": format!("Thing {number}") })
        }
        ("POST", "api-keys") => json!({ "name": "Another key", "scope": "read" }),
        ("POST", "invitations") => json!({ "email": format!("i{number}@example.org") }),
        ("POST", "batch") => {
            json!({ "invitations": [{ "email": format!("b{number}@example.org") }] })
        }
        ("POST", "send") => {
            json!({ "ids": ["00000000-0000-0000-0000-000000000007"] })
        }
        ("POST", "password") => {
            json!({ "current_password": "no", "new_password": "a quiet harbor in spring" })
        }
        ("PUT", "{locale}") => json!({ "subject": format!("Join us {number}") }),
        ("POST", "preview") if path.contains("mail-texts") => json!({ "subject": "Join us" }),
        ("POST", "preview" | "accept" | "code" | "decline" | "renew") => {
            json!({ "token": "invt_nonsense" })
        }
        ("POST", "reset-requests") => json!({ "identifier": "nobody@example.org" }),
        ("POST", "reset") => json!({ "token": "no", "password": "a quiet harbor in spring" }),
        ("POST", "sessions") => json!({ "email": "nobody@example.org", "password": "no" }),
        ("PATCH", _) if path.contains("/members/") => json!({ "user_type": "external" }),
        ("PATCH", "profile") => json!({ "name": format!("Name {number}") }),
        ("PATCH", "{key}") => json!({ "texts": { "en": { "name": "Another name" } } }),
        ("PATCH", _) if path.contains("/invitations/") => json!({ "name": "Another name" }),
        ("PATCH", _) if path.ends_with("{account}") => json!({ "name": format!("Name {number}") }),
        _ => panic!("the matrix has no body for {method} {path}: teach it"),
    };
    Some(body)
}
