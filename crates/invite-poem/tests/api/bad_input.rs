//! Whatever is wrong is named by its field, and nothing is half-written.

use crate::service::{PASSWORD, Service};
use serde_json::{Value, json};

#[tokio::test]
async fn every_wrong_field_of_a_new_invitation_is_named() {
    let service = Service::new().await;
    let before = service.dump().await;
    let long = "x".repeat(300);
    let cases: &[(Value, &[(&str, &str)])] = &[
        (json!({}), &[("email", "contact_required")]),
        (
            json!({ "email": null, "phone": null }),
            &[("email", "contact_required")],
        ),
        (json!({ "email": "" }), &[("email", "email_required")]),
        (
            json!({ "email": "anna.example.org" }),
            &[("email", "email_invalid")],
        ),
        (json!({ "email": "a@b" }), &[("email", "email_invalid")]),
        (
            json!({ "email": "a@example.org\r\nBcc: b@example.org" }),
            &[("email", "email_invalid")],
        ),
        (
            json!({ "email": format!("{long}@example.org") }),
            &[("email", "email_too_long")],
        ),
        (json!({ "email": 7 }), &[("email", "wrong_type")]),
        (
            json!({ "email": ["a@example.org"] }),
            &[("email", "wrong_type")],
        ),
        (
            json!({ "phone": "9051111111" }),
            &[("phone", "phone_country_code_missing")],
        ),
        (json!({ "phone": "+7905" }), &[("phone", "phone_invalid")]),
        (
            json!({ "email": "a@example.org", "name": long }),
            &[("name", "too_long")],
        ),
        (
            json!({ "email": "a@example.org", "name": "" }),
            &[("name", "required")],
        ),
        (
            json!({ "email": "a@example.org", "name": "a\nb" }),
            &[("name", "forbidden_character")],
        ),
        (
            json!({ "email": "a@example.org", "login": "a b" }),
            &[("login", "login_invalid")],
        ),
        (
            json!({ "email": "a@example.org", "locale": "de" }),
            &[("locale", "locale_unknown")],
        ),
        (
            json!({ "email": "a@example.org", "user_type": "robot" }),
            &[("user_type", "unknown_value")],
        ),
        (
            json!({ "email": "a@example.org", "access_type": "root" }),
            &[("access_type", "unknown_value")],
        ),
        (
            json!({ "email": "a@example.org", "channel": "fax" }),
            &[("channel", "unknown_value")],
        ),
        (
            json!({ "email": "a@example.org", "ttl_seconds": -1 }),
            &[("ttl_seconds", "ttl_out_of_range")],
        ),
        (
            json!({ "email": "a@example.org", "ttl_seconds": 0 }),
            &[("ttl_seconds", "ttl_out_of_range")],
        ),
        (
            json!({ "email": "a@example.org", "ttl_seconds": u64::MAX }),
            &[("ttl_seconds", "out_of_range")],
        ),
        (
            json!({ "email": "a@example.org", "ttl_seconds": 1.5 }),
            &[("ttl_seconds", "wrong_type")],
        ),
        (
            json!({ "email": "a@example.org", "message": "x".repeat(1001) }),
            &[("message", "too_long")],
        ),
        (
            json!({ "email": "a@example.org", "send": "yes" }),
            &[("send", "wrong_type")],
        ),
        (
            json!({ "email": "a@example.org", "roles": "Boss" }),
            &[("roles", "wrong_type")],
        ),
        (
            json!({ "email": "a@example.org", "roles": ["Everybody", "", 3] }),
            &[("roles[2]", "wrong_type")],
        ),
        (
            json!({ "email": "a@example.org", "roles": ["a", ""] }),
            &[("roles[1]", "required")],
        ),
        (
            json!({ "email": "a@example.org", "roles": ["Boss"] }),
            &[("roles[0]", "unknown_role")],
        ),
        (
            json!({ "email": "a@example.org", "groups": ["Everybody", "Nobody"], "resources": ["x"] }),
            &[
                ("groups[1]", "unknown_group"),
                ("resources[0]", "unknown_resource"),
            ],
        ),
        (
            json!({ "email": "a@example.org", "permissions": ["p"] }),
            &[("permissions[0]", "unknown_permission")],
        ),
        (
            json!({ "email": "a@example.org", "status": "accepted" }),
            &[("status", "unknown_field")],
        ),
        (
            json!({ "email": "a@example.org", "expires_at": "2001-01-01T00:00:00Z" }),
            &[("expires_at", "unknown_field")],
        ),
        (
            json!({ "email": "no", "phone": "no", "name": "a\u{0}", "ttl_seconds": 1, "locale": "xx" }),
            &[
                ("email", "email_invalid"),
                ("phone", "phone_country_code_missing"),
                ("name", "forbidden_character"),
                ("locale", "locale_unknown"),
                ("ttl_seconds", "ttl_out_of_range"),
            ],
        ),
        (
            json!({ "email": 1, "name": 2, "more": 3 }),
            &[
                ("email", "wrong_type"),
                ("more", "unknown_field"),
                ("name", "wrong_type"),
            ],
        ),
        (json!([]), &[("", "wrong_type")]),
        (json!("text"), &[("", "wrong_type")]),
        (json!(null), &[("", "wrong_type")]),
    ];
    for (body, expected) in cases {
        let answer = service
            .admin("POST", "/invitations")
            .json(body)
            .send()
            .await;
        answer.fields(422, "invalid_input", expected);
    }
    assert_eq!(service.dump().await, before, "nothing is half-written");
    assert_eq!(service.woken(), 0);
}

#[tokio::test]
async fn what_is_no_json_is_told_apart_from_wrong_json() {
    let service = Service::new().await;
    for text in [
        "",
        "{",
        "{\"email\":}",
        "{} {}",
        "\u{feff}{}",
        "{\"email\":\"\\u0000\"",
    ] {
        let answer = service
            .admin("POST", "/invitations")
            .text(text)
            .send()
            .await;
        answer.problem(400, "malformed_json");
    }
    let answer = service
        .admin("POST", "/invitations")
        .text(vec![0xff, 0xfe])
        .send()
        .await;
    answer.problem(400, "malformed_json");
    let text = r#"{"email":"a@example.org","email":"b@example.org"}"#;
    let answer = service
        .admin("POST", "/invitations")
        .text(text)
        .send()
        .await;
    answer.fields(422, "invalid_input", &[("email", "duplicate_field")]);
    let answer = service
        .admin("POST", "/invitations")
        .bare("{}")
        .send()
        .await;
    answer.problem(415, "unsupported_media_type");
    for media_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonx",
        "",
    ] {
        let call = service.admin("POST", "/invitations").bare("{}");
        let answer = call.header("content-type", media_type).send().await;
        answer.problem(415, "unsupported_media_type");
    }
}

#[tokio::test]
async fn no_message_leaves_where_nobody_can_be_told() {
    let service = Service::new().await;
    let cases = [
        (
            json!({ "phone": "+79051111111", "send": true }),
            "channel",
            "sms_not_allowed",
        ),
        (
            json!({ "email": "a@example.org", "channel": "sms", "send": true }),
            "phone",
            "phone_required",
        ),
        (
            json!({ "phone": "+79051111111", "channel": "email", "send": true }),
            "email",
            "email_required",
        ),
    ];
    for (body, field, code) in cases {
        let answer = service
            .admin("POST", "/invitations")
            .json(&body)
            .send()
            .await;
        answer.fields(422, "no_channel", &[(field, code)]);
    }
}

#[tokio::test]
async fn wrong_settings_are_named_with_their_path() {
    let service = Service::new().await;
    let cases: &[(Value, &[(&str, &str)])] = &[
        (
            json!({ "settings": { "invitation_ttl_seconds": 5, "default_locale": "de", "seats": 0 } }),
            &[
                ("settings.invitation_ttl_seconds", "ttl_out_of_range"),
                ("settings.default_locale", "locale_unknown"),
                ("settings.seats", "out_of_range"),
            ],
        ),
        (
            json!({ "settings": { "login_url": "javascript:alert(1)" } }),
            &[("settings.login_url", "url_invalid")],
        ),
        (
            json!({ "settings": { "mail_subject": "{you}" } }),
            &[("settings.mail_subject", "unknown_placeholder")],
        ),
        (
            json!({ "settings": { "default_groups": ["a", ""] } }),
            &[("settings.default_groups[1]", "required")],
        ),
        (
            json!({ "settings": { "password_min_length": 3 } }),
            &[(
                "settings.password_min_length",
                "password_length_out_of_range",
            )],
        ),
        (
            json!({ "settings": { "resend_policy": "grace" } }),
            &[("settings.resend_grace_seconds", "required")],
        ),
        (
            json!({ "settings": { "resend_grace_seconds": 3600 } }),
            &[("settings.resend_grace_seconds", "not_available")],
        ),
        (
            json!({ "settings": { "credentials": "carrier_pigeon" } }),
            &[("settings.credentials", "unknown_value")],
        ),
        (
            json!({ "settings": { "channels": "pigeon" } }),
            &[("settings.channels", "unknown_value")],
        ),
        (
            json!({ "settings": { "secret": 1 } }),
            &[("settings.secret", "unknown_field")],
        ),
        (json!({ "settings": [] }), &[("settings", "wrong_type")]),
        (json!({ "name": null }), &[("name", "required")]),
        (json!({ "slug": "-a" }), &[("slug", "slug_invalid")]),
        (
            json!({ "parent_id": "jaya" }),
            &[("parent_id", "unknown_account")],
        ),
    ];
    let before = service.dump().await;
    for (body, expected) in cases {
        let answer = service.admin("PATCH", "").json(body).send().await;
        answer.fields(422, "invalid_input", expected);
    }
    assert_eq!(service.dump().await, before);
    let answer = service
        .admin("PATCH", "")
        .json(&json!({ "slug": "jaya" }))
        .send()
        .await;
    answer.fields(409, "slug_taken", &[("slug", "slug_taken")]);
}

#[tokio::test]
async fn an_acceptance_takes_nothing_but_token_password_and_name() {
    let service = Service::new().await;
    let (_, token) = service.invited("siti@example.org").await;
    let before = service.dump().await;
    for field in [
        "email",
        "role",
        "roles",
        "tenant_id",
        "account_id",
        "access_type",
        "user_type",
        "login",
        "status",
    ] {
        let mut body = json!({ "token": token, "password": PASSWORD });
        body[field] = json!("administrator");
        let answer = service.post("/invitations/accept", &body).send().await;
        answer.fields(422, "invalid_input", &[(field, "unknown_field")]);
    }
    let cases: &[(Value, &str, &str)] = &[
        (json!({ "password": PASSWORD }), "token", "required"),
        (
            json!({ "token": null, "password": PASSWORD }),
            "token",
            "wrong_type",
        ),
        (
            json!({ "token": 5, "password": PASSWORD }),
            "token",
            "wrong_type",
        ),
        (json!({ "token": token }), "password", "required"),
        (
            json!({ "token": token, "password": null }),
            "password",
            "required",
        ),
        (
            json!({ "token": token, "password": "short" }),
            "password",
            "password_too_short",
        ),
        (
            json!({ "token": token, "password": "a".repeat(40) }),
            "password",
            "password_too_simple",
        ),
        (
            json!({ "token": token, "password": "siti@example.org" }),
            "password",
            "password_contains_context",
        ),
        (
            json!({ "token": token, "password": "ab".repeat(600) }),
            "password",
            "password_too_long",
        ),
        (
            json!({ "token": token, "password": PASSWORD, "name": "x".repeat(300) }),
            "name",
            "too_long",
        ),
    ];
    for (body, field, code) in cases {
        let answer = service.post("/invitations/accept", body).send().await;
        answer.fields(422, "invalid_input", &[(field, code)]);
    }
    assert_eq!(service.dump().await, before);
}

#[tokio::test]
async fn signing_in_takes_an_address_or_a_login() {
    let service = Service::new().await;
    let cases: &[(Value, &str, &str)] = &[
        (json!({ "password": PASSWORD }), "email", "required"),
        (json!({ "email": "a@example.org" }), "password", "required"),
        (
            json!({ "email": "a@example.org", "login": "a", "password": "x" }),
            "login",
            "ambiguous",
        ),
        (
            json!({ "email": "a@example.org", "password": "x", "remember": true }),
            "remember",
            "unknown_field",
        ),
    ];
    for (body, field, code) in cases {
        let answer = service.post("/sessions", body).send().await;
        answer.fields(422, "invalid_input", &[(field, code)]);
    }
    for identifier in ["ana@example.org", "ANA@Example.ORG"] {
        let body = json!({ "email": identifier, "password": PASSWORD });
        service.post("/sessions", &body).send().await.ok(201);
    }
    let wrong = json!({ "email": "ana@example.org", "password": "wrong" });
    let unknown = json!({ "email": "nobody@example.org", "password": "wrong" });
    let wrong = service
        .post("/sessions", &wrong)
        .header("x-request-id", "r")
        .send()
        .await;
    let unknown = service
        .post("/sessions", &unknown)
        .header("x-request-id", "r")
        .send()
        .await;
    wrong.problem(401, "wrong_credentials");
    assert_eq!(wrong, unknown, "who is known is not told");
}
