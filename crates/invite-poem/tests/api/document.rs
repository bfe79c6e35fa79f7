//! The specification, the readable page, and the catalog of errors.

use crate::service::Service;
use invite_poem::{error_catalog, openapi_json};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn document() -> Value {
    serde_json::from_str(&openapi_json()).unwrap()
}

#[tokio::test]
async fn the_served_document_is_the_printed_one() {
    assert_eq!(openapi_json(), openapi_json());
    let service = Service::new().await;
    let answer = service.call("GET", "/api/openapi.json").send().await;
    assert_eq!(answer.body, openapi_json());
    assert_eq!(answer.header("content-type"), "application/json");
}

#[test]
fn the_document_names_every_route_of_the_design() {
    let document = document();
    let mut found = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            found.insert(format!("{} {path}", method.to_uppercase()));
            let problem = &operation["responses"]["default"]["content"]["application/problem+json"];
            assert!(problem["schema"]["$ref"].is_string(), "{method} {path}");
            assert!(operation["operationId"].is_string());
        }
    }
    let account = "/accounts/{account}";
    let mut expected: BTreeSet<String> = [
        "GET /accounts",
        "POST /accounts",
        "POST /invitations/preview",
        "POST /invitations/accept",
        "POST /invitations/code",
        "POST /invitations/decline",
        "POST /invitations/renew",
        "POST /sessions",
        "GET /sessions",
        "DELETE /sessions",
        "DELETE /sessions/{id}",
        "GET /sessions/current",
        "DELETE /sessions/current",
        "PATCH /profile",
        "POST /password",
        "POST /password/reset",
        "POST /password/reset-requests",
    ]
    .map(str::to_owned)
    .into();
    for (method, rest) in [
        ("GET", ""),
        ("PATCH", ""),
        ("POST", "/invitations"),
        ("GET", "/invitations"),
        ("POST", "/invitations/batch"),
        ("GET", "/invitations/counts"),
        ("POST", "/invitations/send"),
        ("GET", "/invitations/{id}"),
        ("PATCH", "/invitations/{id}"),
        ("POST", "/invitations/{id}/send"),
        ("POST", "/invitations/{id}/resend"),
        ("POST", "/invitations/{id}/revoke"),
        ("GET", "/invitations/{id}/history"),
        ("GET", "/members"),
        ("GET", "/members/{id}"),
        ("PATCH", "/members/{id}"),
        ("DELETE", "/members/{id}"),
        ("GET", "/people"),
        ("POST", "/suspend"),
        ("POST", "/resume"),
        ("GET", "/api-keys"),
        ("POST", "/api-keys"),
        ("DELETE", "/api-keys/{id}"),
        ("GET", "/audit"),
        ("GET", "/audit.csv"),
        ("GET", "/overview"),
        ("GET", "/catalogs"),
        ("POST", "/catalogs/{catalog}"),
        ("GET", "/mail-texts"),
        ("GET", "/mail-texts/{message}/{locale}"),
        ("PUT", "/mail-texts/{message}/{locale}"),
        ("DELETE", "/mail-texts/{message}/{locale}"),
        ("POST", "/mail-texts/{message}/{locale}/preview"),
    ] {
        expected.insert(format!("{method} {account}{rest}"));
    }
    for kind in ["roles", "groups", "permissions", "resources"] {
        expected.insert(format!("GET {account}/{kind}"));
        expected.insert(format!("POST {account}/{kind}"));
        for method in ["GET", "PATCH", "DELETE"] {
            expected.insert(format!("{method} {account}/{kind}/{{key}}"));
        }
    }
    assert_eq!(found, expected);
}

#[test]
fn the_shapes_keep_their_names() {
    let document = document();
    let fields = |name: &str| -> Vec<String> {
        let schema = &document["components"]["schemas"][name]["properties"];
        schema.as_object().unwrap().keys().cloned().collect()
    };
    for (schema, promised) in [
        (
            "Account",
            &["id", "name", "slug", "parent_id", "settings"][..],
        ),
        (
            "Settings",
            &[
                "invitation_ttl_seconds",
                "credentials",
                "channels",
                "resend_policy",
                "default_locale",
                "default_groups",
                "login_url",
            ],
        ),
        (
            "NewInvitation",
            &[
                "email",
                "phone",
                "name",
                "login",
                "locale",
                "user_type",
                "access_type",
                "roles",
                "groups",
                "permissions",
                "resources",
                "channel",
                "ttl_seconds",
                "message",
                "send",
            ],
        ),
        (
            "Invitation",
            &[
                "email",
                "phone",
                "name",
                "login",
                "locale",
                "user_type",
                "access_type",
                "roles",
                "groups",
                "permissions",
                "resources",
                "channel",
                "ttl_seconds",
                "message",
                "id",
                "account_id",
                "status",
                "inviter",
                "created_at",
                "queued_at",
                "invited_at",
                "expires_at",
                "accepted_at",
                "error",
                "version",
            ],
        ),
        ("RowResult", &["index", "outcome", "invitation", "problem"]),
        (
            "Preview",
            &[
                "account",
                "inviter",
                "email",
                "login",
                "name",
                "credentials",
                "expires_at",
                "locale",
            ],
        ),
        ("Accept", &["token", "password"]),
        (
            "Problem",
            &["type", "title", "status", "detail", "code", "errors"],
        ),
    ] {
        let fields = fields(schema);
        for name in promised {
            assert!(fields.iter().any(|field| field == name), "{schema}.{name}");
        }
    }
    let schemes = document["components"]["securitySchemes"]
        .as_object()
        .unwrap();
    let schemes: Vec<&str> = schemes.keys().map(String::as_str).collect();
    assert_eq!(schemes, ["api_key", "session"]);
}

#[test]
fn bodies_take_nothing_else_and_what_is_optional_may_be_null() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    for name in [
        "NewInvitation",
        "InvitationChange",
        "SettingsChange",
        "Accept",
        "Filter",
        "SignIn",
    ] {
        assert_eq!(schemas[name]["additionalProperties"], false, "{name}");
    }
    for name in ["Invitation", "Account", "Settings", "Problem", "Preview"] {
        assert!(
            schemas[name].get("additionalProperties").is_none(),
            "{name}"
        );
    }
    let invitation = &schemas["Invitation"]["properties"];
    assert_eq!(invitation["accepted_at"]["nullable"], true);
    assert_eq!(invitation["error"]["nullable"], true);
    assert!(invitation["id"].get("nullable").is_none());
    let rows = &schemas["Batch"]["properties"]["invitations"];
    assert_eq!(rows["items"]["$ref"], "#/components/schemas/NewInvitation");
    assert_eq!(rows["maxItems"], 1000);
}

#[tokio::test]
async fn what_an_answer_holds_is_what_the_document_says() {
    let service = Service::new().await;
    let invitation = service.invite(json!({ "email": "a@example.org" })).await;
    let document = document();
    let described = &document["components"]["schemas"]["Invitation"]["properties"];
    let described: BTreeSet<&String> = described.as_object().unwrap().keys().collect();
    let sent: BTreeSet<&String> = invitation.as_object().unwrap().keys().collect();
    assert_eq!(sent, described);
}

#[tokio::test]
async fn the_readable_page_asks_no_other_host() {
    let service = Service::new().await;
    let answer = service.call("GET", "/api/docs").send().await;
    assert_eq!(answer.status.as_u16(), 200);
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'") && policy.contains("connect-src 'self'"));
    assert!(
        !policy.contains("http") && !policy.contains('*'),
        "{policy}"
    );
    assert!(answer.body.contains("validatorUrl: null,"));
    assert!(answer.body.contains("createInvitation"));
    for tag in ["<script src", "<link ", "@import", "<img ", "<iframe"] {
        let page = answer.body.split("<div id=\"ui\">").nth(1).unwrap();
        assert!(!page.contains(tag), "{tag}");
    }
}

#[tokio::test]
async fn every_problem_has_a_page_and_a_line_in_the_catalog() {
    let service = Service::new().await;
    let catalog = error_catalog();
    let table = catalog
        .split("## Problems")
        .nth(1)
        .unwrap()
        .split("## Fields")
        .next()
        .unwrap();
    let codes: Vec<&str> = table
        .split("\n| `")
        .skip(1)
        .filter_map(|row| row.split('`').next())
        .collect();
    assert!(codes.len() > 30);
    for code in codes {
        let answer = service
            .call("GET", &format!("/api/problems/{code}"))
            .send()
            .await;
        assert_eq!(answer.status.as_u16(), 200);
        assert!(answer.body.contains(code));
    }
    service
        .call("GET", "/api/problems/nothing")
        .send()
        .await
        .problem(404, "not_found");
}
