//! A new password by mail: the same answer for everyone, and a link that works once.

use crate::service::{PASSWORD, Service};
use chrono::TimeDelta;
use invite_testkit::values;
use serde_json::json;

const ANA: &str = "ana@example.org";
const NEW: &str = "a quiet harbor in spring";

async fn ask(service: &Service, identifier: &str) -> crate::service::Answer {
    let body = json!({ "identifier": identifier });
    let call = service.post("/password/reset-requests", &body);
    let answer = call.header("x-request-id", "same").send().await;
    service.deliver().await;
    answer
}

fn mailed(service: &Service) -> String {
    let token = service.mailer.latest_reset_token(&values::email(ANA));
    token.unwrap().expose().to_owned()
}

#[tokio::test]
async fn the_link_sets_a_new_password_once() {
    let service = Service::new().await;
    let session = service.sign_in().await;
    ask(&service, ANA).await;
    assert!(service.woken() > 0);
    let token = mailed(&service);
    let reset = |password: &str| {
        let body = json!({ "token": token, "password": password });
        service.post("/password/reset", &body)
    };
    let weak = reset("short").send().await;
    weak.fields(422, "invalid_input", &[("password", "password_too_short")]);
    let done = reset(NEW).send().await;
    assert_eq!((done.status.as_u16(), done.body.as_str()), (204, ""));
    assert_eq!(done.header("set-cookie"), "", "no session begins");
    reset(NEW).send().await.problem(410, "reset_link_used");

    let sign_in = |password: &str| {
        let body = json!({ "email": ANA, "password": password });
        service.post("/sessions", &body)
    };
    sign_in(PASSWORD)
        .send()
        .await
        .problem(401, "wrong_credentials");
    sign_in(NEW).send().await.ok(201);
    let current = service.call("GET", "/api/v1/sessions/current");
    let current = current.session(&session).send().await;
    current.problem(401, "unauthenticated");
}

#[tokio::test]
async fn known_unknown_invited_and_insatiable_people_get_the_same_bytes() {
    let service = Service::new().await;
    service.invited("siti@example.org").await;
    let first = ask(&service, ANA).await;
    assert_eq!((first.status.as_u16(), first.body.as_str()), (202, ""));
    for identifier in [
        "siti@example.org",
        "nobody@example.org",
        "ana",
        "\u{0}",
        "+79051111111",
        ANA,
        ANA,
        ANA,
    ] {
        assert_eq!(ask(&service, identifier).await, first, "{identifier}");
    }
    assert_eq!(
        service.mailer.password_mails().len(),
        3,
        "Ana's, and no more"
    );
}

#[tokio::test]
async fn a_dead_or_foreign_token_sets_nothing() {
    let service = Service::new().await;
    let (_, of_invitation) = service.invited("siti@example.org").await;
    ask(&service, ANA).await;
    let token = mailed(&service);
    service.clock.advance(TimeDelta::hours(1));
    let reset = |token: &str| {
        let body = json!({ "token": token, "password": NEW });
        service.post("/password/reset", &body)
    };
    reset(&token)
        .send()
        .await
        .problem(410, "reset_link_expired");
    for foreign in [of_invitation.as_str(), "", "null", &format!("{token}A")] {
        reset(foreign).send().await.problem(404, "unknown_link");
    }
    for route in ["preview", "accept", "decline"] {
        let mut body = json!({ "token": token });
        if route == "accept" {
            body["password"] = json!(NEW);
        }
        let answer = service.post(&format!("/invitations/{route}"), &body);
        answer.send().await.problem(404, "unknown_link");
    }
}

#[tokio::test]
async fn bad_bodies_name_the_field() {
    let service = Service::new().await;
    for (path, body, field, code) in [
        ("reset-requests", json!({}), "identifier", "required"),
        (
            "reset-requests",
            json!({ "identifier": " " }),
            "identifier",
            "required",
        ),
        (
            "reset-requests",
            json!({ "identifier": 7 }),
            "identifier",
            "wrong_type",
        ),
        (
            "reset-requests",
            json!({ "identifier": ANA, "email": ANA }),
            "email",
            "unknown_field",
        ),
        ("reset", json!({ "token": "x" }), "password", "required"),
        (
            "reset",
            json!({ "token": "x", "password": NEW, "user_id": "7" }),
            "user_id",
            "unknown_field",
        ),
    ] {
        let answer = service.post(&format!("/password/{path}"), &body);
        let answer = answer.send().await;
        answer.fields(422, "invalid_input", &[(field, code)]);
    }
    assert!(service.mailer.password_attempts().is_empty());
}
