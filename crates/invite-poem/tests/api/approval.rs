//! Accepting where an administrator approves first, through the API.

use crate::service::{Answer, PASSWORD, Service};
use invite_domain::model::Scope;
use serde_json::{Value, json};

const SITI: &str = "siti@example.org";

async fn set(service: &Service, value: Value) -> Answer {
    let body = json!({ "settings": { "approval": value } });
    service.admin("PATCH", "").json(&body).send().await
}

/// A service in whose account an administrator approves whoever accepted.
async fn approving() -> Service {
    let service = Service::new().await;
    set(&service, json!("required")).await.ok(200);
    service
}

async fn accept(service: &Service, token: &str) -> Answer {
    let body = json!({ "token": token, "password": PASSWORD });
    service.post("/invitations/accept", &body).send().await
}

async fn sign_in(service: &Service) -> Answer {
    let body = json!({ "email": SITI, "password": PASSWORD });
    service.post("/sessions", &body).send().await
}

/// Lets someone accept, and returns the address of their place.
async fn waiting(service: &Service) -> String {
    let (_, token) = service.invited(SITI).await;
    let accepted = accept(service, &token).await.ok(200);
    format!("/members/{}", accepted["member_id"].as_str().unwrap())
}

#[tokio::test]
async fn the_setting_takes_its_two_values_and_no_other() {
    let service = Service::new().await;
    for (value, expected) in [
        (json!("required"), "required"),
        (json!("none"), "none"),
        (json!("required"), "required"),
        (Value::Null, "none"),
    ] {
        let changed = set(&service, value).await.ok(200);
        assert_eq!(changed["settings"]["approval"], expected);
    }
    for wrong in ["", "Required", "yes"] {
        let refused = set(&service, json!(wrong)).await;
        let field = "settings.approval";
        refused.fields(422, "invalid_input", &[(field, "unknown_value")]);
    }
}

#[tokio::test]
async fn an_acceptance_says_that_it_waits_and_begins_no_session() {
    let service = approving().await;
    let body = json!({ "settings": { "after_accept_url": "https://app.example.org/" } });
    service.admin("PATCH", "").json(&body).send().await.ok(200);
    let (id, token) = service.invited(SITI).await;
    let before = service.post("/invitations/preview", &json!({ "token": token }));
    assert_eq!(before.send().await.ok(200)["approval_required"], true);
    for already in [false, true] {
        let answer = accept(&service, &token).await;
        let accepted = answer.ok(200);
        assert_eq!(accepted["approval_pending"], true);
        assert_eq!(accepted["already_member"], already);
        assert_eq!(accepted["redirect_url"], Value::Null);
        assert_eq!(answer.header("set-cookie"), "");
    }
    let preview = service.post("/invitations/preview", &json!({ "token": token }));
    assert_eq!(preview.send().await.ok(200)["next"], "await_approval");
    let decline = service.post("/invitations/decline", &json!({ "token": token }));
    decline.send().await.problem(403, "approval_pending");
    let path = format!("/invitations/{id}");
    let invitation = service.admin("GET", &path).send().await.ok(200);
    assert_eq!(invitation["status"], "accepted");

    let refused = sign_in(&service).await;
    let problem = refused.problem(403, "approval_pending");
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains("An administrator of Maju has to approve first"));
    assert_eq!(refused.header("set-cookie"), "");
    // Whoever does not know the password learns nothing of it.
    let wrong = json!({ "email": SITI, "password": "not the password" });
    let wrong = service.post("/sessions", &wrong).send().await;
    wrong.problem(401, "wrong_credentials");
}

#[tokio::test]
async fn whoever_waits_is_shown_so_and_approved_once() {
    let service = approving().await;
    let place = waiting(&service).await;
    let shown = service.admin("GET", &place).send().await.ok(200);
    assert_eq!(
        (&shown["active"], &shown["awaiting_approval"]),
        (&json!(false), &json!(true))
    );
    let people = service.admin("GET", "/people?status=awaiting_approval");
    let people = people.send().await.ok(200);
    assert_eq!(people["items"].as_array().unwrap().len(), 1);
    let overview = service.admin("GET", "/overview").send().await.ok(200);
    assert_eq!(overview["attention"]["approvals"], 1);

    // Whoever brings people in does not let them in.
    let inviting = service.key_for(&service.account, Scope::Invite).await;
    let call = service.call("PATCH", &format!("/api/v1/accounts/maju{place}"));
    let call = call.key(&inviting).json(&json!({ "active": true }));
    call.send().await.problem(403, "forbidden");
    for _ in 0..2 {
        let approve = service.admin("PATCH", &place);
        let approved = approve
            .json(&json!({ "active": true }))
            .send()
            .await
            .ok(200);
        let states = (&approved["active"], &approved["awaiting_approval"]);
        assert_eq!(states, (&json!(true), &json!(false)));
        assert_eq!(approved["version"], 2);
    }
    sign_in(&service).await.ok(201);
    let log = service.admin("GET", "/audit?action=member.approved");
    let log = log.send().await.ok(200);
    let lines = log["items"].as_array().unwrap();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["actor"]["kind"], "api_key");
    assert_eq!(lines[0]["subject"]["kind"], "member");
}

#[tokio::test]
async fn nobody_is_approved_in_another_account_or_after_they_were_turned_away() {
    let service = approving().await;
    let place = waiting(&service).await;
    let approve = json!({ "active": true });
    let foreign = service.key_for(&service.foreign, Scope::Administer).await;
    let slug = service.foreign.slug.as_str();
    let call = service.call("PATCH", &format!("/api/v1/accounts/{slug}{place}"));
    let absent = call.key(&foreign).json(&approve).send().await;
    absent.problem(404, "member_not_found");
    let remove = format!("{place}?confirm=true");
    assert_eq!(service.admin("DELETE", &remove).send().await.status, 204);
    let late = service.admin("PATCH", &place).json(&approve).send().await;
    late.problem(404, "member_not_found");
}
