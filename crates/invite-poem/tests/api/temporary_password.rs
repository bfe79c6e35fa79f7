//! The first sign-in with a temporary password: it leads to one's own password, and to nothing else.

use crate::service::{PASSWORD, Service};
use invite_testkit::values;
use serde_json::{Value, json};

const SITI: &str = "siti@example.org";

/// A service whose account gives out temporary passwords.
async fn giving() -> Service {
    let service = Service::new().await;
    let body = json!({ "settings": { "credentials": "temporary_password" } });
    let call = service.call("PATCH", "/api/v1/accounts/maju").admin();
    let account = call.json(&body).send().await.ok(200);
    assert_eq!(account["settings"]["credentials"], "temporary_password");
    service
}

/// Invites Siti, and returns the invitation and the password in her mail.
async fn invited(service: &Service) -> (Value, String) {
    let invitation = service
        .invite(json!({ "email": SITI, "login": "siti", "send": true }))
        .await;
    service.deliver().await;
    let mailed = service
        .mailer
        .latest_temporary_password(&values::email(SITI));
    (invitation, mailed.unwrap().shown().to_string())
}

fn sign_in(who: (&str, &str), password: &str) -> Value {
    json!({ who.0: who.1, "password": password })
}

#[tokio::test]
async fn it_leads_to_setting_a_password_and_counts_as_acceptance() {
    let service = giving().await;
    let (_, typed) = invited(&service).await;
    let body = sign_in(("login", "siti"), &typed.to_lowercase().replace('-', " "));
    let answer = service.post("/sessions", &body).send().await;
    let problem = answer.problem(403, "password_change_required");
    assert_eq!(answer.header("set-cookie"), "", "no session began");
    let token = problem["token"].as_str().unwrap();

    let preview = service.post("/invitations/preview", &json!({ "token": token }));
    let preview = preview.send().await.ok(200);
    assert_eq!(preview["credentials"], "temporary_password");
    assert_eq!(preview["next"], "set_password");
    assert_eq!(preview["login"], "siti");

    let refused = json!({ "token": token, "password": typed });
    let refused = service.post("/invitations/accept", &refused).send().await;
    refused.fields(
        422,
        "invalid_input",
        &[("password", "password_is_temporary")],
    );
    let body = json!({ "token": token, "password": PASSWORD });
    let accepted = service.post("/invitations/accept", &body).send().await;
    assert_eq!(accepted.ok(200)["already_member"], false);

    let body = sign_in(("email", SITI), PASSWORD);
    let session = service.post("/sessions", &body).send().await.ok(201);
    assert_eq!(session["user"]["login"], "siti");
    let again = service.post("/sessions", &sign_in(("email", SITI), &typed));
    again.send().await.problem(401, "wrong_credentials");
}

#[tokio::test]
async fn a_wrong_one_looks_like_any_wrong_password() {
    let service = giving().await;
    invited(&service).await;
    let mut seen = Vec::new();
    for (identifier, password) in [
        (SITI, "0000-0000-0000-0000"),
        (SITI, "not the password"),
        ("ana@example.org", "0000-0000-0000-0000"),
        ("nobody@example.org", "0000-0000-0000-0000"),
    ] {
        let body = sign_in(("email", identifier), password);
        let call = service.post("/sessions", &body);
        let answer = call.header("x-request-id", "same").send().await;
        answer.problem(401, "wrong_credentials");
        seen.push(answer);
    }
    seen.dedup();
    assert_eq!(seen.len(), 1);
}

#[tokio::test]
async fn it_is_no_credential_of_the_api() {
    let service = giving().await;
    let (_, typed) = invited(&service).await;
    let call = || service.call("GET", "/api/v1/accounts/maju/invitations");
    let by_key = call().key(&typed).send().await;
    by_key.problem(401, "unauthenticated");
    let by_session = call().session(&typed).send().await;
    by_session.problem(401, "unauthenticated");
    for route in ["preview", "accept", "decline"] {
        let mut body = json!({ "token": typed });
        if route == "accept" {
            body["password"] = json!(PASSWORD);
        }
        let answer = service.post(&format!("/invitations/{route}"), &body);
        answer.send().await.problem(404, "unknown_link");
    }
}

#[tokio::test]
async fn no_answer_and_no_table_holds_it() {
    let service = giving().await;
    let (invitation, typed) = invited(&service).await;
    let id = invitation["id"].as_str().unwrap();
    let body = sign_in(("email", SITI), &typed);
    let signed_in = service.post("/sessions", &body).send().await;
    let mut seen = vec![invitation.to_string(), signed_in.body, service.dump().await];
    for path in [
        "/invitations".to_owned(),
        format!("/invitations/{id}"),
        format!("/invitations/{id}/history"),
    ] {
        let answer = service.admin("GET", &path).send().await;
        answer.ok(200);
        seen.push(answer.body);
    }
    let plain = typed.replace('-', "").to_lowercase();
    for text in seen {
        let folded = text.replace('-', "").to_lowercase();
        assert!(!folded.contains(&plain), "{text}");
    }
}
