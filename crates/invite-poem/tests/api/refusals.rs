//! What an account's log tells of refusals: once an hour for the same try, and only what was tried by
//! people of the account or with a genuine link.

use crate::service::{PASSWORD, Service};
use chrono::TimeDelta;
use invite_domain::model::Scope;
use invite_testkit::CommitFault;
use serde_json::{Value, json};

/// Returns action, actor's kind, subject's kind and detail of each refusal in the log, newest first.
async fn told(service: &Service) -> Vec<[String; 4]> {
    let log = service.admin("GET", "/audit?action=refusal").send().await;
    let items = log.ok(200)["items"].as_array().unwrap().clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    items
        .iter()
        .map(|entry| {
            [
                text(&entry["action"]),
                text(&entry["actor"]["kind"]),
                text(&entry["subject"]["kind"]),
                text(&entry["detail"]),
            ]
        })
        .collect()
}

fn line(action: &str, actor: &str, subject: &str, detail: &str) -> [String; 4] {
    [action, actor, subject, detail].map(str::to_owned)
}

#[tokio::test]
async fn giving_more_than_one_holds_is_told_once_an_hour_however_it_is_tried() {
    let service = Service::new().await;
    let key = service.key_for(&service.account, Scope::Invite).await;
    let with_key = |method: &str, path: &str| {
        let call = service.call(method, &format!("/api/v1/accounts/maju{path}"));
        call.key(&key)
    };
    let boss = json!({ "email": "friend@example.org", "access_type": "administrator" });
    let batch = json!({ "invitations": [boss, boss] });
    for (path, body, status) in [
        ("/invitations", &boss, 403),
        ("/invitations", &boss, 403),
        ("/invitations/batch", &batch, 200),
    ] {
        let answer = with_key("POST", path).json(body).send().await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    }
    let made = service.invite(boss.clone()).await;
    let place = format!("/invitations/{}", made["id"].as_str().unwrap());
    for action in ["send", "revoke"] {
        let refused = with_key("POST", &format!("{place}/{action}")).send().await;
        refused.problem(403, "grant_exceeds_rights");
    }
    let body = json!({ "ids": [made["id"]] });
    with_key("POST", "/invitations/send")
        .json(&body)
        .send()
        .await
        .ok(200);
    let once = line("refusal.grant", "api_key", "account", "access_type");
    assert_eq!(told(&service).await, std::slice::from_ref(&once));

    // What is only read is not told.
    with_key("GET", "/audit")
        .send()
        .await
        .problem(403, "forbidden");
    assert_eq!(told(&service).await.len(), 1);

    service.clock.advance(TimeDelta::hours(1));
    with_key("POST", "/invitations").json(&boss).send().await;
    assert_eq!(told(&service).await, [once.clone(), once]);
    let table = service
        .admin("GET", "/audit.csv?action=refusal.grant")
        .send()
        .await;
    assert_eq!(table.body.matches("refusal.grant").count(), 2);
}

#[tokio::test]
async fn a_genuine_link_that_lets_nobody_in_is_told_with_the_reason() {
    let service = Service::new().await;
    let (id, token) = service.invited("siti@example.org").await;
    let accept = json!({ "token": token, "password": PASSWORD });
    let session = service.sign_in().await;
    for _ in 0..3 {
        let call = service.post("/invitations/accept", &accept);
        let refused = call.session(&session).send().await;
        refused.problem(403, "signed_in_as_someone_else");
    }
    let revoke = format!("/invitations/{id}/revoke");
    service.admin("POST", &revoke).send().await.ok(200);
    for _ in 0..3 {
        let refused = service.post("/invitations/accept", &accept).send().await;
        refused.problem(410, "invitation_revoked");
    }
    let of = |reason| line("refusal.acceptance", "invitee", "invitation", reason);
    let mut told = told(&service).await;
    told.sort();
    assert_eq!(
        told,
        [of("invitation_revoked"), of("signed_in_as_someone_else")]
    );
    let path = format!("/audit?action=refusal&invitation={id}");
    let log = service.admin("GET", &path).send().await.ok(200);
    assert_eq!(log["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_dead_link_that_declines_renews_or_asks_for_a_code_is_told_once() {
    let service = Service::new().await;
    let (id, token) = service.invited("siti@example.org").await;
    let revoke = format!("/invitations/{id}/revoke");
    service.admin("POST", &revoke).send().await.ok(200);
    let body = json!({ "token": token });
    for path in ["decline", "renew", "code"] {
        for _ in 0..3 {
            let refused = service.post(&format!("/invitations/{path}"), &body);
            refused.send().await.problem(410, "invitation_revoked");
        }
    }
    let of = |action| line(action, "invitee", "invitation", "invitation_revoked");
    let mut told = told(&service).await;
    told.sort();
    assert_eq!(
        told,
        ["refusal.code", "refusal.declining", "refusal.renewal"].map(of)
    );

    // So is asking for more messages than anyone needs.
    let (_, token) = service.invited("budi@example.org").await;
    service.clock.advance(TimeDelta::days(8));
    let renew = json!({ "token": token });
    let renewing = || service.post("/invitations/renew", &renew).send();
    renewing().await.ok(200);
    for _ in 0..3 {
        renewing().await.problem(429, "renewed_recently");
    }
    let path = "/audit?action=refusal.renewal";
    let log = service.admin("GET", path).send().await.ok(200);
    assert_eq!(log["items"].as_array().unwrap().len(), 2);
    assert_eq!(log["items"][0]["detail"], "too_soon");
}

#[tokio::test]
async fn strangers_and_forged_links_write_nothing() {
    let service = Service::new().await;
    let foreign = service.key_for(&service.foreign, Scope::Administer).await;
    let body = json!({ "email": "friend@example.org" });
    let invite = || service.call("POST", "/api/v1/accounts/maju/invitations");
    let refused = invite().key(&foreign).json(&body).send().await;
    refused.problem(404, "account_not_found");
    invite()
        .json(&body)
        .send()
        .await
        .problem(401, "unauthenticated");
    let forged = json!({ "token": "invt_nonsense", "password": PASSWORD });
    let refused = service.post("/invitations/accept", &forged).send().await;
    refused.problem(404, "unknown_link");
    assert_eq!(told(&service).await, [] as [[String; 4]; 0]);
}

#[tokio::test]
async fn an_answer_is_the_same_where_the_refusal_cannot_be_written_down() {
    let service = Service::new().await;
    let key = service.key_for(&service.account, Scope::Read).await;
    let (id, token) = service.invited("siti@example.org").await;
    let revoke = format!("/invitations/{id}/revoke");
    service.admin("POST", &revoke).send().await.ok(200);
    let accept = json!({ "token": token, "password": PASSWORD });
    let body = json!({ "email": "friend@example.org" });
    let inviting = || {
        let call = service.call("POST", "/api/v1/accounts/maju/invitations");
        call.key(&key).json(&body).header("x-request-id", "same")
    };
    let accepting = || {
        let call = service.post("/invitations/accept", &accept);
        call.header("x-request-id", "same")
    };
    service.store.fail_commit(1, CommitFault::NotCommitted);
    let (failed, then) = (inviting().send().await, inviting().send().await);
    assert_eq!(failed, then);
    then.problem(403, "may_not_invite");
    service.store.fail_commit(1, CommitFault::NotCommitted);
    let (failed, then) = (accepting().send().await, accepting().send().await);
    assert_eq!(failed, then);
    then.problem(410, "invitation_revoked");
    assert_eq!(told(&service).await.len(), 2, "what could be written was");
}
