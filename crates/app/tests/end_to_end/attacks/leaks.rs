//! What answers must not tell: secrets, and who exists.

use super::{account, invited};
use crate::harness::{ADMIN_EMAIL, ADMIN_PASSWORD, Database, Person, Site, on_both_databases};
use invite_testkit::smtp_sink::Script;
use serde_json::json;

on_both_databases! {
    no_answer_to_an_administrator_holds_a_token
    signing_in_and_resetting_tell_nobody_who_exists
    nothing_of_an_invitation_is_told_without_its_token
}

async fn no_answer_to_an_administrator_holds_a_token(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let (id, token) = invited(&site, &api, "siti@example.org", json!({})).await;
    let mut admin = Person::signed_in(&service, ADMIN_EMAIL, ADMIN_PASSWORD).await;
    for path in [
        "",
        "/invitations",
        &format!("/invitations/{id}"),
        &format!("/invitations/{id}/history"),
        "/invitations/counts",
        "/members",
        "/api-keys",
        "/audit",
        "/audit.csv",
        "/roles",
    ] {
        let seen = admin.reads(&account(path)).await;
        assert!(
            !seen.contains(&token) && !seen.contains("invt_"),
            "{path}: {seen}"
        );
        assert!(
            !seen.contains(&site.key) && !seen.contains("$argon2"),
            "{path}: {seen}"
        );
    }
    let sent = admin
        .makes(&account(&format!("/invitations/{id}/resend")), json!({}))
        .await;
    assert!(!sent.to_string().contains("invt_"), "{sent}");
}

async fn signing_in_and_resetting_tell_nobody_who_exists(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let api = site.api(&service);
    invited(&site, &api, "invited@example.org", json!({})).await;
    let mut told = Vec::new();
    for who in [ADMIN_EMAIL, "invited@example.org", "nobody@example.org"] {
        let signing_in = json!({ "email": who, "password": "not the password" });
        let resetting = json!({ "identifier": who });
        let mut stranger = Person::at(&service);
        told.push((
            stranger.whole("/sessions", signing_in).await,
            stranger.whole("/password/reset-requests", resetting).await,
        ));
    }
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0], told[2]);
}

async fn nothing_of_an_invitation_is_told_without_its_token(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let (id, _) = invited(&site, &api, "siti@example.org", json!({})).await;
    let mut stranger = Person::at(&service);
    let mut told = Vec::new();
    for guess in [
        id.clone(),
        format!("invt_{id}"),
        "invt_".to_owned(),
        "x".repeat(200),
    ] {
        told.push(
            stranger
                .whole("/invitations/preview", json!({ "token": guess }))
                .await,
        );
    }
    assert!(told.windows(2).all(|pair| pair[0] == pair[1]), "{told:?}");
    assert!(!told[0].contains("siti"), "{told:?}");
    assert_eq!(
        stranger
            .get(&account(&format!("/invitations/{id}")))
            .await
            .status,
        401
    );
}
