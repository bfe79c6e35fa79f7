//! The code that a new person accepts with, through the API.

use crate::service::{PASSWORD, Service};
use chrono::TimeDelta;
use serde_json::{Value, json};

/// A service whose account asks everyone who is new for a code.
async fn careful() -> Service {
    let service = Service::new().await;
    let body = json!({ "settings": { "acceptance_proof": "code" } });
    let changed = service.admin("PATCH", "").json(&body).send().await.ok(200);
    assert_eq!(changed["settings"]["acceptance_proof"], "code");
    service
}

async fn ask(service: &Service, token: &str) -> crate::service::Answer {
    let body = json!({ "token": token });
    service.post("/invitations/code", &body).send().await
}

async fn accept(service: &Service, token: &str, code: Value) -> crate::service::Answer {
    let body = json!({ "token": token, "password": PASSWORD, "code": code });
    service.post("/invitations/accept", &body).send().await
}

/// Returns the code in the latest mail, as it is shown.
async fn code(service: &Service) -> String {
    service.deliver().await;
    let mail = service.mailer.code_mails().pop().unwrap();
    mail.code.shown().to_string()
}

#[tokio::test]
async fn the_setting_takes_its_three_values_and_no_other() {
    let service = Service::new().await;
    let set = async |value: Value| {
        let body = json!({ "settings": { "acceptance_proof": value } });
        service.admin("PATCH", "").json(&body).send().await
    };
    for value in ["code_for_administrators", "code", "link"] {
        let changed = set(json!(value)).await.ok(200);
        assert_eq!(changed["settings"]["acceptance_proof"], value);
    }
    set(json!("code")).await.ok(200);
    let back = set(Value::Null).await.ok(200);
    assert_eq!(
        back["settings"]["acceptance_proof"],
        "code_for_administrators"
    );
    let field = "settings.acceptance_proof";
    for wrong in ["", "sms", "Code"] {
        let refused = set(json!(wrong)).await;
        refused.fields(422, "invalid_input", &[(field, "unknown_value")]);
    }
}

#[tokio::test]
async fn a_code_is_asked_for_sent_and_accepted_with() {
    let service = careful().await;
    let (_, token) = service.invited("siti@example.org").await;
    let body = json!({ "token": token });
    let preview = service.post("/invitations/preview", &body).send().await;
    assert_eq!(preview.ok(200)["code_required"], true);
    accept(&service, &token, Value::Null)
        .await
        .problem(403, "code_required");

    let asked = ask(&service, &token).await;
    assert_eq!((asked.status.as_u16(), asked.body.as_str()), (202, ""));
    let soon = ask(&service, &token).await;
    soon.problem(429, "code_sent_recently");
    assert_eq!(soon.header("retry-after"), "60");

    let right = code(&service).await;
    let malformed = accept(&service, &token, json!("12345")).await;
    malformed.fields(422, "invalid_input", &[("code", "code_malformed")]);
    let wrong = right.replace(|c: char| c.is_ascii_digit(), "0");
    let refused = accept(&service, &token, json!(wrong)).await;
    let problem = refused.problem(403, "code_wrong");
    assert_eq!(problem["tries_left"], 4, "what is no code costs no try");
    accept(&service, &token, json!(right)).await.ok(200);
}

#[tokio::test]
async fn a_code_that_is_over_says_which_way() {
    let service = careful().await;
    let (_, token) = service.invited("siti@example.org").await;
    ask(&service, &token).await;
    let right = code(&service).await;
    service.clock.advance(TimeDelta::minutes(10));
    let expired = accept(&service, &token, json!(right)).await;
    expired.problem(410, "code_expired");
    ask(&service, &token).await;
    let right = code(&service).await;
    for _ in 0..5 {
        accept(&service, &token, json!("0000 0000")).await;
    }
    let dead = accept(&service, &token, json!(right)).await;
    dead.problem(410, "too_many_tries");
}

#[tokio::test]
async fn nobody_is_sent_a_code_that_is_not_needed() {
    let service = Service::new().await;
    let (_, token) = service.invited("siti@example.org").await;
    let body = json!({ "token": token });
    let preview = service.post("/invitations/preview", &body).send().await;
    assert_eq!(preview.ok(200)["code_required"], false);
    ask(&service, &token).await.problem(409, "code_not_needed");
    for forged in [String::new(), format!("{token}A"), service.key.clone()] {
        ask(&service, &forged).await.problem(404, "unknown_link");
    }
    service.deliver().await;
    assert!(service.mailer.code_mails().is_empty());
}
