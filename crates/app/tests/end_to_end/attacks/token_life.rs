//! How long a link opens: to its end and not a moment longer, once, for the address that it was sent to.

use super::{PASSWORD, account, invited, tells_of};
use crate::harness::{Database, LONG, Person, Site, on_both_databases, token_of};
use invite_testkit::smtp_sink::Script;
use reqwest::Method;
use serde_json::json;

on_both_databases! {
    an_expired_link_opens_nothing_though_no_sweeper_ran
    a_link_is_used_once_from_however_many_browsers
    a_changed_address_kills_the_link_to_the_former
    a_revoked_invitation_is_not_revived_by_its_old_link
    scanners_use_no_link_up
}

async fn an_expired_link_opens_nothing_though_no_sweeper_ran(database: Database) {
    let site = Site::new(database, Script::new());
    let worker = site.start();
    let (id, token) = invited(&site, &site.api(&worker), "siti@example.org", json!({})).await;
    drop(worker);
    // From here on there is only the server.
    let site = site.set("INVITE_ROLE", "server");
    let server = site.start();
    let api = site.api(&server);
    site.let_expire(&id).await;
    assert_eq!(api.status(&id).await, "expired");
    let refused = api.accept(&token, PASSWORD).await;
    assert_eq!(
        (refused.status, refused.code()),
        (410, "link_expired"),
        "{refused:?}"
    );
    tells_of(&api, &["refusal.acceptance link_expired"]).await;
    let members = api
        .get(&format!(
            "/api/v1{}",
            account("/members?q=siti%40example.org")
        ))
        .await;
    assert_eq!(members.body["items"], json!([]));
}

async fn a_link_is_used_once_from_however_many_browsers(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let (id, token) = invited(&site, &api, "siti@example.org", json!({})).await;
    assert_eq!(api.accept(&token, PASSWORD).await.status, 200);
    for password in ["the second device's", "the back button's own", PASSWORD] {
        let body = json!({ "token": token, "password": password });
        let again = Person::at(&service).post("/invitations/accept", body).await;
        assert_eq!(
            (again.status, &again.body["already_member"]),
            (200, &json!(true)),
            "{again:?}"
        );
    }
    for password in ["the second device's", "the back button's own"] {
        let refused = Person::at(&service)
            .sign_in("email", "siti@example.org", password)
            .await;
        assert_eq!(refused.status, 401, "only the first password counts");
    }
    let accepted = api.events(&id).await;
    assert_eq!(
        accepted
            .iter()
            .filter(|event| *event == "invitation.accepted")
            .count(),
        1
    );
    tells_of(&api, &[]).await;
}

async fn a_changed_address_kills_the_link_to_the_former(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let (id, old) = invited(&site, &api, "former@example.org", json!({})).await;
    let place = format!("/api/v1{}", account(&format!("/invitations/{id}")));
    let change = json!({ "email": "siti@example.org" });
    let changed = api.call(Method::PATCH, &place, Some(change)).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    let mails = site.sink.wait_for(2, LONG).unwrap();
    assert_eq!(mails[1].recipients, ["siti@example.org"]);
    let refused = api.accept(&old, PASSWORD).await;
    assert_eq!(
        (refused.status, refused.code()),
        (410, "link_superseded"),
        "{refused:?}"
    );
    tells_of(&api, &["refusal.acceptance link_superseded"]).await;
    assert_eq!(api.accept(&token_of(&mails[1]), PASSWORD).await.status, 200);
}

async fn a_revoked_invitation_is_not_revived_by_its_old_link(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let grant = json!({ "access_type": "administrator" });
    let (id, old) = invited(&site, &api, "siti@example.org", grant).await;
    let revoke = format!("/api/v1{}", account(&format!("/invitations/{id}/revoke")));
    assert_eq!(api.post(&revoke, json!({})).await.status, 200);
    let refused = api.accept(&old, PASSWORD).await;
    assert_eq!(
        (refused.status, refused.code()),
        (410, "invitation_revoked"),
        "{refused:?}"
    );
    // Invited anew with less: the old link, which promised more, stays dead.
    let (_, new) = invited(&site, &api, "siti@example.org", json!({})).await;
    assert_eq!(api.accept(&old, PASSWORD).await.status, 410);
    assert_eq!(api.accept(&new, PASSWORD).await.status, 200);
    tells_of(&api, &["refusal.acceptance invitation_revoked"]).await;
    let members = api
        .get(&format!(
            "/api/v1{}",
            account("/members?q=siti%40example.org")
        ))
        .await;
    assert_eq!(
        members.body["items"][0]["access_type"], "standard",
        "{members:?}"
    );
}

async fn scanners_use_no_link_up(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let (id, token) = invited(&site, &api, "siti@example.org", json!({})).await;
    let before = api.history(&id).await;
    let link = format!("{}/i/{token}", service.url);
    for scanner in 0..50 {
        let agent = format!("Mozilla/5.0 (scanner {scanner}; +https://scanner.example/bot)");
        for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
            for _ in 0..7 {
                let request = api.client.request(method.clone(), &link);
                let answer = request.header("user-agent", &agent).send().await.unwrap();
                assert!(answer.status().as_u16() < 500);
            }
        }
    }
    assert_eq!(
        api.history(&id).await,
        before,
        "nothing happened, and nobody claims so"
    );
    tells_of(&api, &[]).await;
    assert_eq!(api.accept(&token, PASSWORD).await.status, 200);
}
