//! Nobody gives more than they hold: at creation, edit, batch, resend and acceptance.

use super::{PASSWORD, account, define, invited, member, tells_of};
use crate::harness::{ADMIN_EMAIL, ADMIN_PASSWORD, Database, Person, Site, on_both_databases};
use invite_testkit::smtp_sink::Script;
use serde_json::json;

on_both_databases! {
    a_standard_user_makes_no_administrator
    a_pending_invitation_is_no_ladder
    an_inviter_who_lost_the_right_invites_nobody
    members_do_not_raise_themselves
}

const INVITER: &str = "inviter@example.org";

/// A standard user who may invite and holds one role.
async fn inviter(site: &Site, service: &crate::harness::Service) -> Person {
    let api = site.api(service);
    for (kind, key) in [
        ("/permissions", "invite_people"),
        ("/roles", "Worker"),
        ("/roles", "Manager"),
    ] {
        define(&api, kind, key).await;
    }
    let grant = json!({ "roles": ["Worker"], "permissions": ["invite_people"] });
    member(site, service, &api, INVITER, grant).await
}

async fn a_standard_user_makes_no_administrator(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let mut inviter = inviter(&site, &service).await;
    let before = site.sink.count();
    for grant in [
        json!({ "access_type": "administrator" }),
        json!({ "roles": ["Manager"] }),
        json!({ "roles": ["Worker", "Manager"] }),
    ] {
        let mut body = json!({ "email": "friend@example.org", "send": true });
        body.as_object_mut()
            .unwrap()
            .extend(grant.as_object().unwrap().clone());
        let refused = inviter.post(&account("/invitations"), body.clone()).await;
        assert_eq!(
            (refused.status, refused.code()),
            (403, "grant_exceeds_rights"),
            "{refused:?}"
        );
        let batch = json!({ "invitations": [body] });
        let refused = inviter.post(&account("/invitations/batch"), batch).await;
        assert_eq!(
            refused.body["results"][0]["outcome"], "forbidden",
            "{refused:?}"
        );
    }
    let within = json!({ "email": "friend@example.org", "roles": ["Worker"] });
    let made = inviter.makes(&account("/invitations"), within).await;
    let invitation = account(&format!("/invitations/{}", made["id"].as_str().unwrap()));
    for change in [
        json!({ "access_type": "administrator" }),
        json!({ "roles": ["Manager"] }),
    ] {
        let refused = inviter.patch(&invitation, change).await;
        assert_eq!(refused.status, 403, "{refused:?}");
    }
    let seen = inviter.sees(&invitation).await;
    assert_eq!(
        (&seen["access_type"], &seen["roles"]),
        (&json!("standard"), &json!(["Worker"]))
    );
    assert_eq!(site.sink.count(), before, "no mail left");
    let told = ["refusal.grant access_type", "refusal.grant roles"];
    tells_of(&site.api(&service), &told).await;
}

async fn a_pending_invitation_is_no_ladder(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let mut inviter = inviter(&site, &service).await;
    let api = site.api(&service);
    let grant = json!({ "access_type": "administrator" });
    let (id, _) = invited(&site, &api, "boss@example.org", grant).await;
    let invitation = account(&format!("/invitations/{id}"));
    // An administrator's invitation is not theirs to send, change or withdraw: above all not to
    // another address.
    for (path, body) in [
        ("/send", json!({})),
        ("/resend", json!({})),
        ("/revoke", json!({})),
    ] {
        let refused = inviter.post(&format!("{invitation}{path}"), body).await;
        assert_eq!(refused.status, 403, "{path}: {refused:?}");
    }
    let refused = inviter
        .patch(&invitation, json!({ "email": INVITER }))
        .await;
    assert_eq!(refused.status, 403, "{refused:?}");
    assert_eq!(api.status(&id).await, "invited");
    tells_of(&api, &["refusal.grant access_type"]).await;
}

async fn an_inviter_who_lost_the_right_invites_nobody(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let mut admin = Person::signed_in(&service, ADMIN_EMAIL, ADMIN_PASSWORD).await;
    let mut inviter = inviter(&site, &service).await;
    let mut tokens = Vec::new();
    for name in ["one", "two", "three"] {
        let before = site.sink.count();
        let body =
            json!({ "email": format!("{name}@example.org"), "roles": ["Worker"], "send": true });
        inviter.makes(&account("/invitations"), body).await;
        let mails = site
            .sink
            .wait_for(before + 1, crate::harness::LONG)
            .unwrap();
        tokens.push(crate::harness::token_of(&mails[before]));
    }
    let members = admin.sees(&account("/members?q=inviter")).await;
    let place = account(&format!(
        "/members/{}",
        members["items"][0]["id"].as_str().unwrap()
    ));
    // Demoted, switched off, removed: each is enough.
    let demoted = json!({ "roles": [], "permissions": ["invite_people"] });
    let off = json!({ "roles": ["Worker"], "permissions": ["invite_people"], "active": false });
    for (token, change) in tokens.iter().zip([Some(demoted), Some(off), None]) {
        let done = match change {
            Some(change) => admin.patch(&place, change).await.status,
            None => admin.delete(&format!("{place}?confirm=true")).await.status,
        };
        assert!((200..300).contains(&done), "{done}");
        let accept = json!({ "token": token, "password": PASSWORD });
        let refused = Person::at(&service)
            .post("/invitations/accept", accept)
            .await;
        assert_eq!(
            (refused.status, refused.code()),
            (403, "inviter_not_entitled"),
            "{refused:?}"
        );
    }
    // Three invitations, each told of once.
    let told = ["refusal.acceptance inviter_not_entitled"; 3];
    tells_of(&site.api(&service), &told).await;
    // Sent again by someone who holds it, the same person comes in.
    let found = admin
        .sees(&account("/invitations?q=one%40example.org"))
        .await;
    let id = found["items"][0]["id"].as_str().unwrap();
    let before = site.sink.count();
    admin
        .makes(&account(&format!("/invitations/{id}/resend")), json!({}))
        .await;
    let mails = site
        .sink
        .wait_for(before + 1, crate::harness::LONG)
        .unwrap();
    let accept = json!({ "token": crate::harness::token_of(&mails[before]), "password": PASSWORD });
    let accepted = Person::at(&service)
        .post("/invitations/accept", accept)
        .await;
    assert_eq!(accepted.status, 200, "{accepted:?}");
}

async fn members_do_not_raise_themselves(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let mut inviter = inviter(&site, &service).await;
    let members = inviter.sees(&account("/members?q=inviter")).await;
    let own = account(&format!(
        "/members/{}",
        members["items"][0]["id"].as_str().unwrap()
    ));
    for change in [
        json!({ "access_type": "administrator" }),
        json!({ "roles": ["Manager"] }),
        json!({ "active": true }),
    ] {
        let refused = inviter.patch(&own, change).await;
        assert_eq!(
            (refused.status, refused.code()),
            (403, "forbidden"),
            "{refused:?}"
        );
    }
    assert_eq!(
        inviter.delete(&format!("{own}?confirm=true")).await.status,
        403
    );
    let key = json!({ "name": "Mine", "scope": "administer" });
    assert_eq!(inviter.post(&account("/api-keys"), key).await.status, 403);
    let told = [
        "refusal.operation manage_api_keys",
        "refusal.operation manage_members",
    ];
    tells_of(&site.api(&service), &told).await;
}
