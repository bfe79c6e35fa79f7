//! Where an administrator approves first, accepting lets nobody in: by no link, password, reset or
//! session, and however many try at once.

use super::{PASSWORD, account, invited, set};
use crate::harness::{Database, LONG, Person, Site, on_both_databases, reset_token_of};
use invite_testkit::smtp_sink::Script;
use reqwest::Method;
use serde_json::json;
use tokio::task::JoinSet;

const SITI: &str = "siti@example.org";

on_both_databases! {
    an_acceptance_that_needs_approval_begins_no_session_and_opens_nothing
    a_session_of_another_account_does_not_stand_in_for_the_approval
    approving_at_once_lets_in_once_and_nobody_who_was_turned_away
}

async fn an_acceptance_that_needs_approval_begins_no_session_and_opens_nothing(database: Database) {
    let site = Site::new(database, Script::new());
    let (one, other) = (site.start(), site.start());
    let api = site.api(&one);
    set(&api, json!({ "approval": "required" })).await;
    let grant = json!({ "access_type": "administrator" });
    let (id, token) = invited(&site, &api, SITI, grant).await;
    let code = api.code(&site, &token).await;
    let body = json!({ "token": token, "password": PASSWORD, "code": code });
    let mut accepting = JoinSet::new();
    for service in [&one, &other].into_iter().cycle().take(20) {
        let (mut person, body) = (Person::at(service), body.clone());
        accepting.spawn(async move {
            let answer = person.post("/invitations/accept", body).await;
            (answer, person.cookie().to_owned())
        });
    }
    for (answer, cookie) in accepting.join_all().await {
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.body["approval_pending"], true, "{answer:?}");
        assert_eq!(cookie, "", "no session began");
    }
    assert_eq!(api.status(&id).await, "accepted");
    let found = api.members("siti@example.org").await;
    assert_eq!(found.len(), 1, "{found:?}");
    let states = (&found[0]["active"], &found[0]["awaiting_approval"]);
    assert_eq!(states, (&json!(false), &json!(true)));

    // Neither the password nor a new one opens anything.
    let mut siti = Person::at(&one);
    let refused = siti.sign_in("email", SITI, PASSWORD).await;
    assert_eq!((refused.status, refused.code()), (403, "approval_pending"));
    let before = site.sink.count();
    siti.makes("/password/reset-requests", json!({ "identifier": SITI }))
        .await;
    let mails = site.sink.wait_for(before + 1, LONG).unwrap();
    let new = "another quiet harbor in spring";
    let body = json!({ "token": reset_token_of(&mails[before]), "password": new });
    siti.makes("/password/reset", body).await;
    for (by, who) in [("email", SITI), ("email", "SITI@example.org")] {
        let refused = siti.sign_in(by, who, new).await;
        assert_eq!((refused.status, refused.code()), (403, "approval_pending"));
    }
    // Nor does the link in a browser, or as what a sign-in goes on to.
    let page = siti.opens(&format!("{}/i/{token}", one.url)).await;
    assert!(page.contains("Waiting for approval"), "{page}");
    let body = json!({ "email": SITI, "password": new, "invitation_token": token });
    let refused = siti.post("/sessions", body).await;
    assert_eq!((refused.status, refused.code()), (403, "approval_pending"));
    for path in ["/sessions/current", &account(""), &account("/members")] {
        let closed = siti.get(path).await;
        assert_eq!(closed.status, 401, "{path}: {closed:?}");
    }
    let dump = invite_sea_orm::dump(&site.store().await).await.unwrap();
    let sessions = dump.split("\nsessions\n").nth(1).unwrap();
    assert!(
        sessions.starts_with("sign_in_tries\n"),
        "no row: {sessions}"
    );

    let place = account(&format!("/members/{}", found[0]["id"].as_str().unwrap()));
    let approve = Some(json!({ "active": true }));
    let approved = api
        .call(Method::PATCH, &format!("/api/v1{place}"), approve)
        .await;
    assert_eq!(approved.status, 200, "{approved:?}");
    let mut siti = Person::signed_in(&other, SITI, new).await;
    siti.sees(&account("/members")).await;
}

async fn a_session_of_another_account_does_not_stand_in_for_the_approval(database: Database) {
    let site = Site::new(database, Script::new());
    let site = site.with_account("Lain", "lain", "Siti", SITI);
    let service = site.start();
    let api = site.api(&service);
    set(&api, json!({ "approval": "required" })).await;
    let mut siti = Person::signed_in(&service, SITI, PASSWORD).await;
    let grant = json!({ "access_type": "administrator" });
    let (_, token) = invited(&site, &api, SITI, grant).await;
    for already in [false, true] {
        let accepted = siti
            .makes("/invitations/accept", json!({ "token": token }))
            .await;
        assert_eq!(accepted["approval_pending"], true, "{accepted}");
        assert_eq!(accepted["already_member"], already, "{accepted}");
    }
    // The administrator to be approves nobody, not even themselves, and sees what a stranger sees.
    let found = api.members("siti@example.org").await;
    let place = account(&format!("/members/{}", found[0]["id"].as_str().unwrap()));
    let nowhere = siti.get("/accounts/there-is-none").await;
    let approve = siti.patch(&place, json!({ "active": true })).await;
    for refused in [approve, siti.get(&account("")).await] {
        assert_eq!(
            (refused.status, refused.code()),
            (nowhere.status, nowhere.code())
        );
        assert_eq!(refused.status, 404);
    }
    let session = siti.sees("/sessions/current").await;
    let names: Vec<_> = session["accounts"].as_array().unwrap().iter().collect();
    assert_eq!(names.len(), 1, "{session}");
    assert_eq!(names[0]["slug"], "lain");
    assert_eq!(api.members("siti@example.org").await, found);
}

async fn approving_at_once_lets_in_once_and_nobody_who_was_turned_away(database: Database) {
    let site = Site::new(database, Script::new());
    let (one, other) = (site.start(), site.start());
    let api = site.api(&one);
    set(&api, json!({ "approval": "required" })).await;
    let mut places = Vec::new();
    for address in [SITI, "budi@example.org"] {
        let (_, token) = invited(&site, &api, address, json!({})).await;
        let accepted = api.accept(&token, PASSWORD).await;
        let member = accepted.body["member_id"].as_str().unwrap().to_owned();
        places.push(format!("/api/v1{}", account(&format!("/members/{member}"))));
    }
    let at_once = async |place: &str, turned_away: bool| {
        let mut trying = JoinSet::new();
        for (number, service) in [&one, &other].into_iter().cycle().take(20).enumerate() {
            let (api, place) = (site.api(service), place.to_owned());
            let removes = turned_away && number == 9;
            trying.spawn(async move {
                if removes {
                    let gone = format!("{place}?confirm=true");
                    api.call(Method::DELETE, &gone, None).await
                } else {
                    let on = Some(json!({ "active": true }));
                    api.call(Method::PATCH, &place, on).await
                }
            });
        }
        trying.join_all().await
    };
    for answer in at_once(&places[0], false).await {
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.body["version"], 2, "{answer:?}");
    }
    let log = format!("/api/v1{}", account("/audit?action=member.approved"));
    let told = api.get(&log).await.body;
    assert_eq!(told["items"].as_array().unwrap().len(), 1, "{told}");

    let answers = at_once(&places[1], true).await;
    assert!(
        answers.iter().all(|a| [200, 204, 404].contains(&a.status)),
        "{answers:?}"
    );
    assert!(api.members("budi@example.org").await.is_empty());
    let late = at_once(&places[1], false).await;
    assert!(
        late.iter().all(|a| a.code() == "member_not_found"),
        "{late:?}"
    );
}
