//! What the holder of a link is told, dead or alive.

use crate::service::{PASSWORD, Service};
use chrono::TimeDelta;
use invite_domain::{
    model::{InvitationId, KeyId, KeyRing, Scope, TokenClaim, TokenPurpose},
    ports::TokenMinter,
};
use invite_testkit::{an_account, an_invitation, fixed_key_ring};
use serde_json::{Value, json};

const ROUTES: [&str; 3] = ["preview", "accept", "decline"];

fn body(route: &str, token: &str) -> Value {
    match route {
        "accept" => json!({ "token": token, "password": PASSWORD }),
        _ => json!({ "token": token }),
    }
}

#[tokio::test]
async fn whatever_is_no_link_of_ours_looks_alike() {
    let service = Service::new().await;
    let (id, token) = service.invited("siti@example.org").await;
    let id: InvitationId = id.parse().unwrap();
    let claim = |purpose, invitation, generation| TokenClaim {
        purpose,
        invitation,
        generation,
    };
    let other_key = KeyRing::new([(KeyId(1), [9; 32])]).unwrap();
    let ours = fixed_key_ring();
    let nobody = InvitationId::new(uuid::Uuid::from_u128(1));
    let tokens = [
        String::new(),
        "null".to_owned(),
        "x".repeat(100_000),
        format!("{token}A"),
        format!("{token}."),
        token.to_uppercase(),
        other_key
            .mint(&claim(TokenPurpose::Invitation, id, 1))
            .expose()
            .to_owned(),
        ours.mint(&claim(TokenPurpose::FirstAdministrator, id, 1))
            .expose()
            .to_owned(),
        ours.mint(&claim(TokenPurpose::Invitation, id, 7))
            .expose()
            .to_owned(),
        ours.mint(&claim(TokenPurpose::Invitation, id, 0))
            .expose()
            .to_owned(),
        ours.mint(&claim(TokenPurpose::Invitation, nobody, 1))
            .expose()
            .to_owned(),
    ];
    for route in ROUTES {
        let mut first = None;
        for token in &tokens {
            let call = service.post(&format!("/invitations/{route}"), &body(route, token));
            let answer = call.header("x-request-id", "same").send().await;
            answer.problem(404, "unknown_link");
            let first = first.get_or_insert(answer.clone());
            assert_eq!(*first, answer, "{route} {}", &token[..token.len().min(80)]);
        }
    }
}

#[tokio::test]
async fn a_dead_link_says_why_and_who_can_help() {
    let service = Service::new().await;
    let (expired_id, expired) = service.invited("expired@example.org").await;
    service.clock.advance(TimeDelta::days(8));
    let (revoked_id, revoked) = service.invited("revoked@example.org").await;
    let path = format!("/invitations/{revoked_id}/revoke");
    service.admin("POST", &path).send().await.ok(200);
    let (superseded_id, superseded) = service.invited("superseded@example.org").await;
    let path = format!("/invitations/{superseded_id}/resend");
    service.admin("POST", &path).send().await.ok(200);
    let (_, declined) = service.invited("declined@example.org").await;
    for _ in 0..2 {
        let answer = service.post(
            "/invitations/decline",
            &json!({ "token": declined, "reason": "no" }),
        );
        assert_eq!(answer.send().await.ok(200)["status"], "declined");
    }
    for (token, code) in [
        (expired, "link_expired"),
        (revoked, "invitation_revoked"),
        (superseded, "link_superseded"),
        (declined, "invitation_declined"),
    ] {
        for route in ROUTES {
            if (route, code) == ("decline", "invitation_declined") {
                continue;
            }
            let call = service.post(&format!("/invitations/{route}"), &body(route, &token));
            let problem = call.send().await.problem(410, code);
            assert_eq!(problem["account"]["name"], "Maju");
            assert_eq!(problem["inviter"]["name"], "Importer");
        }
    }
    let path = format!("/invitations/{expired_id}");
    assert_eq!(
        service.admin("GET", &path).send().await.ok(200)["status"],
        "expired"
    );
}

#[tokio::test]
async fn whoever_has_credentials_joins_with_them() {
    let service = Service::new().await;
    let key = service.key_for(&service.foreign, Scope::Administer).await;
    let call = service
        .call("POST", "/api/v1/accounts/jaya/invitations")
        .key(&key);
    let made = json!({ "email": "ana@example.org", "send": true });
    call.json(&made).send().await.ok(201);
    service.deliver().await;
    let token = service.token("ana@example.org");

    let preview = service
        .post("/invitations/preview", &json!({ "token": token }))
        .send()
        .await
        .ok(200);
    assert_eq!(
        (&preview["credentials"], &preview["next"]),
        (&json!("sign_in"), &json!("sign_in"))
    );
    let answer = service
        .post("/invitations/accept", &body("accept", &token))
        .send()
        .await;
    answer.problem(401, "sign_in_required");

    let (_, other) = service.invited("siti@example.org").await;
    let session = service.sign_in().await;
    let call = service
        .post("/invitations/accept", &body("accept", &other))
        .session(&session);
    call.send().await.problem(403, "signed_in_as_someone_else");
    let call = service
        .post("/invitations/preview", &json!({ "token": other }))
        .session(&session);
    assert_eq!(call.send().await.ok(200)["next"], "switch_user");

    let call = service
        .post("/invitations/preview", &json!({ "token": token }))
        .session(&session);
    assert_eq!(call.send().await.ok(200)["next"], "join");
    let call = service
        .post("/invitations/accept", &json!({ "token": token }))
        .session(&session);
    let accepted = call.send().await.ok(200);
    assert_eq!(accepted["account"]["slug"], "jaya");
    assert_eq!(accepted["already_member"], false);
    service.sign_in().await;
}

#[tokio::test]
async fn acceptance_asks_for_the_inviters_right_and_a_seat() {
    let service = Service::new().await;
    let session = service.sign_in().await;
    let path = "/api/v1/accounts/maju/invitations";
    let made = json!({ "email": "siti@example.org", "send": true });
    service
        .call("POST", path)
        .session(&session)
        .json(&made)
        .send()
        .await
        .ok(201);
    service.deliver().await;
    let token = service.token("siti@example.org");

    let body_of = |seats: Value| json!({ "settings": { "seats": seats } });
    service
        .admin("PATCH", "")
        .json(&body_of(json!(1)))
        .send()
        .await
        .ok(200);
    let answer = service
        .post("/invitations/accept", &body("accept", &token))
        .send()
        .await;
    answer.problem(409, "no_seat");
    service
        .admin("PATCH", "")
        .json(&body_of(Value::Null))
        .send()
        .await
        .ok(200);

    assert!(service.store.set_member_active(service.ana.id, false).await);
    let answer = service
        .post("/invitations/accept", &body("accept", &token))
        .send()
        .await;
    answer.problem(403, "inviter_not_entitled");
}

#[tokio::test]
async fn nobody_comes_into_a_suspended_account() {
    let service = Service::new().await;
    let account = an_account().named("Beku").suspended_at(service.clock.get());
    let account = account.put_into(&service.store).await.unwrap();
    let invitation = an_invitation()
        .of(&account)
        .to("siti@example.org")
        .invited();
    let invitation = invitation.put_into(&service.store).await.unwrap();
    let token = fixed_key_ring().mint(&TokenClaim {
        purpose: TokenPurpose::Invitation,
        invitation: invitation.id,
        generation: invitation.generation,
    });
    let body = body("accept", token.expose());
    let answer = service.post("/invitations/accept", &body).send().await;
    answer.problem(403, "account_suspended");
    let key = service.key_for(&account, Scope::Administer).await;
    let answer = service
        .call("GET", "/api/v1/accounts/beku")
        .key(&key)
        .send()
        .await;
    answer.problem(404, "account_not_found");
}
