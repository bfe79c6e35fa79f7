//! Asking for a new link through the API.

use crate::service::Service;
use chrono::TimeDelta;
use serde_json::json;

async fn renew(service: &Service, token: &str) -> crate::service::Answer {
    let body = json!({ "token": token });
    service.post("/invitations/renew", &body).send().await
}

#[tokio::test]
async fn a_dead_link_is_renewed_to_the_address_on_record_which_is_not_told() {
    let service = Service::new().await;
    let (id, token) = service.invited("siti@example.org").await;
    let early = renew(&service, &token).await;
    early.problem(409, "link_still_good");
    service.clock.advance(TimeDelta::days(8));
    let answer = renew(&service, &token).await;
    assert_eq!(
        answer.ok(200),
        json!({ "status": "queued", "sent_to": "s***@example.org" })
    );
    let path = format!("/invitations/{id}");
    let invitation = service.admin("GET", &path).send().await.ok(200);
    assert_eq!(invitation["status"], "queued");

    let answer = renew(&service, &token).await;
    let problem = answer.problem(429, "renewed_recently");
    assert_eq!(answer.header("retry-after"), "900");
    assert_eq!(problem["inviter"]["name"], "Importer");
    assert!(!answer.body.contains("siti@example.org"));
}

#[tokio::test]
async fn only_the_account_undoes_what_was_meant() {
    let service = Service::new().await;
    let (id, revoked) = service.invited("revoked@example.org").await;
    let path = format!("/invitations/{id}/revoke");
    service.admin("POST", &path).send().await.ok(200);
    let (_, declined) = service.invited("declined@example.org").await;
    let no = service.post("/invitations/decline", &json!({ "token": declined }));
    no.send().await.ok(200);
    for (token, code) in [
        (revoked, "invitation_revoked"),
        (declined, "invitation_declined"),
    ] {
        let problem = renew(&service, &token).await.problem(410, code);
        assert_eq!(problem["account"]["name"], "Maju");
    }
}

#[tokio::test]
async fn forged_links_look_alike_and_a_key_is_no_link() {
    let service = Service::new().await;
    let (_, token) = service.invited("siti@example.org").await;
    service.clock.advance(TimeDelta::days(8));
    for forged in [String::new(), format!("{token}A"), service.key.clone()] {
        renew(&service, &forged).await.problem(404, "unknown_link");
    }
    let body = json!({ "token": token, "email": "mallory@example.org" });
    let answer = service.post("/invitations/renew", &body).send().await;
    answer.problem(422, "invalid_input");
    assert_eq!(service.mailer.sent().len(), 1);
}
