//! Who accepts: nothing but the token of the mail opens an invitation, and only for the person it is for.

use super::{PASSWORD, account, invited, set, tells_of};
use crate::harness::{
    ADMIN_EMAIL, ADMIN_PASSWORD, Api, Database, LONG, Person, Site, link_of, on_both_databases,
    reset_token_of,
};
use invite_testkit::smtp_sink::Script;
use serde_json::json;

on_both_databases! {
    a_token_with_one_character_changed_opens_nothing
    fields_that_only_the_inviter_decides_are_refused_at_acceptance
    someone_elses_session_accepts_nothing
    an_invited_address_cannot_be_claimed_without_the_link
    knowing_every_id_opens_nothing
    a_link_opened_in_someone_elses_browser_gives_no_session
    inviting_someone_with_credentials_is_no_way_around_their_password
    a_reset_link_is_used_once_and_ends_every_session
    a_link_to_an_administrators_place_opens_nothing_without_their_mailbox
    whoever_has_only_the_link_does_not_come_in_where_a_code_is_asked_for
    guessing_a_code_ends_after_five_tries
    a_code_of_another_invitation_or_link_opens_nothing
}

async fn a_token_with_one_character_changed_opens_nothing(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let (id, token) = invited(&site, &api, "siti@example.org", json!({})).await;
    let unknown = api.accept("invt_nonsense", PASSWORD).await;
    for at in 0..token.len() {
        let mut forged = token.clone().into_bytes();
        forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
        let forged = String::from_utf8(forged).unwrap();
        let refused = api.accept(&forged, PASSWORD).await;
        assert_eq!(
            (refused.status, &refused.body),
            (404, &unknown.body),
            "at {at}"
        );
    }
    assert_eq!(api.status(&id).await, "invited");
    tells_of(&api, &[]).await;
    assert_eq!(
        api.accept(&token, PASSWORD).await.status,
        200,
        "the true one still does"
    );
}

async fn fields_that_only_the_inviter_decides_are_refused_at_acceptance(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let (id, token) = invited(&site, &api, "siti@example.org", json!({})).await;
    let before = api.invitation(&id).await;
    for (field, value) in [
        ("email", json!("evil@example.org")),
        ("login", json!("root")),
        ("username", json!("root")),
        ("account_id", json!("00000000-0000-0000-0000-000000000001")),
        ("access_type", json!("administrator")),
        ("user_type", json!("external")),
        ("roles", json!(["Manager"])),
        ("permissions", json!(["invite_people"])),
        ("status", json!("accepted")),
        ("inviter", json!({ "name": "x" })),
        ("expires_at", json!("2099-01-01T00:00:00Z")),
        ("email_verified", json!(true)),
    ] {
        let body = json!({ "token": token, "password": PASSWORD, field: value });
        let refused = api.post("/api/v1/invitations/accept", body).await;
        assert_eq!(refused.status, 422, "{field}: {refused:?}");
        assert_eq!(
            refused.body["errors"][0]["code"], "unknown_field",
            "{field}"
        );
    }
    assert_eq!(api.invitation(&id).await, before);
    tells_of(&api, &[]).await;
}

async fn someone_elses_session_accepts_nothing(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let (id, token) = invited(&site, &api, "siti@example.org", json!({})).await;
    let mut other = Person::signed_in(&service, ADMIN_EMAIL, ADMIN_PASSWORD).await;
    for body in [
        json!({ "token": token }),
        json!({ "token": token, "password": PASSWORD }),
    ] {
        let refused = other.post("/invitations/accept", body).await;
        assert_eq!(refused.code(), "signed_in_as_someone_else", "{refused:?}");
    }
    assert_eq!(api.status(&id).await, "invited");
    tells_of(&api, &["refusal.acceptance signed_in_as_someone_else"]).await;
    // The invitation is not lost: signed out, the right person comes in with the same link.
    assert_eq!(other.delete("/sessions/current").await.status, 204);
    let accept = json!({ "token": token, "password": PASSWORD });
    assert_eq!(other.post("/invitations/accept", accept).await.status, 200);
}

async fn an_invited_address_cannot_be_claimed_without_the_link(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let (id, _) = invited(&site, &api, "siti@example.org", json!({ "login": "siti" })).await;
    let mut attacker = Person::at(&service);
    for (by, who) in [("email", "siti@example.org"), ("login", "siti")] {
        for password in ["", "null", PASSWORD] {
            let refused = attacker.sign_in(by, who, password).await;
            assert_eq!(refused.code(), "wrong_credentials", "{refused:?}");
        }
    }
    // A reset answers alike for everyone, and sends nothing to someone who has no password yet.
    for who in ["siti@example.org", "siti", "nobody@example.org"] {
        let asked = attacker
            .post("/password/reset-requests", json!({ "identifier": who }))
            .await;
        assert_eq!(asked.status, 202, "{asked:?}");
    }
    let counted = json!({ "identifier": ADMIN_EMAIL });
    attacker.post("/password/reset-requests", counted).await;
    let mails = site.sink.wait_for(2, crate::harness::LONG).unwrap();
    assert_eq!(
        mails[1].recipients,
        [ADMIN_EMAIL],
        "the only reset that was sent"
    );
    assert_eq!(api.status(&id).await, "invited");
    tells_of(&api, &[]).await;
}

async fn knowing_every_id_opens_nothing(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let (id, token) = invited(&site, &api, "siti@example.org", json!({})).await;
    let dump = invite_sea_orm::dump(&site.store().await).await.unwrap();
    // Every text of the whole database, ids and digests included, tried as a token.
    let texts: std::collections::BTreeSet<&str> = dump
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
        .filter(|text| text.len() > 7)
        .collect();
    assert!(
        texts.contains(id.as_str()) && texts.len() > 40,
        "{}",
        texts.len()
    );
    for text in texts {
        for guess in [text.to_owned(), format!("invt_{text}")] {
            let refused = api.accept(&guess, PASSWORD).await;
            assert_eq!(refused.status, 404, "{guess}");
        }
    }
    tells_of(&api, &[]).await;
    assert_eq!(api.status(&id).await, "invited");
    assert_eq!(api.accept(&token, PASSWORD).await.status, 200);
}

async fn a_link_opened_in_someone_elses_browser_gives_no_session(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let api = site.api(&service);
    invited(&site, &api, "siti@example.org", json!({})).await;
    let mail = site
        .sink
        .wait_for(1, crate::harness::LONG)
        .unwrap()
        .remove(0);
    let mut other = Person::signed_in(&service, ADMIN_EMAIL, ADMIN_PASSWORD).await;
    let before = other.sees("/sessions/current").await;
    let opened = other.opens(&link_of(&mail)).await;
    assert!(
        opened.contains(ADMIN_EMAIL),
        "they are told who they are: {opened}"
    );
    assert!(
        opened.contains("siti@example.org"),
        "and who is invited: {opened}"
    );
    assert_eq!(other.sees("/sessions/current").await, before);
    tells_of(&api, &[]).await;
}

async fn inviting_someone_with_credentials_is_no_way_around_their_password(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let (_, token) = invited(&site, &api, "siti@example.org", json!({})).await;
    assert_eq!(api.accept(&token, PASSWORD).await.status, 200);
    let mut siti = Person::signed_in(&service, "siti@example.org", PASSWORD).await;
    let who = siti.sees("/sessions/current").await["user"].clone();

    // Invited into a second account, with another name and login.
    let child = json!({ "name": "Anak", "slug": "anak" });
    assert_eq!(api.post("/api/v1/accounts", child).await.status, 201);
    let invite =
        json!({ "email": "siti@example.org", "name": "Evil", "login": "evil", "send": true });
    let made = api.post("/api/v1/accounts/anak/invitations", invite).await;
    assert_eq!(made.status, 201, "{made:?}");
    let mails = site.sink.wait_for(2, crate::harness::LONG).unwrap();
    let token = crate::harness::token_of(&mails[1]);
    let refused = api.accept(&token, "a password of the attacker").await;
    assert_eq!(
        (refused.status, refused.code()),
        (401, "sign_in_required"),
        "{refused:?}"
    );
    let mut attacker = Person::at(&service);
    let theirs = attacker
        .sign_in("email", "siti@example.org", "a password of the attacker")
        .await;
    assert_eq!(theirs.status, 401);

    let joined = siti
        .post(
            "/invitations/accept",
            json!({ "token": token, "password": "ignored or refused" }),
        )
        .await;
    assert_eq!(joined.status, 200, "{joined:?}");
    let after = siti.sees("/sessions/current").await["user"].clone();
    assert_eq!(after, who, "name, login and address are as they were");
    assert_eq!(
        attacker
            .sign_in("email", "siti@example.org", PASSWORD)
            .await
            .status,
        201
    );
    assert_eq!(
        api.get(&format!("/api/v1{}", account("/members?q=evil")))
            .await
            .body["items"],
        json!([])
    );
}

async fn a_reset_link_is_used_once_and_ends_every_session(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let mut siti = Person::signed_in(&service, ADMIN_EMAIL, ADMIN_PASSWORD).await;
    let mut stranger = Person::at(&service);
    let asked = json!({ "identifier": ADMIN_EMAIL });
    assert_eq!(
        stranger
            .post("/password/reset-requests", asked)
            .await
            .status,
        202
    );
    let mail = site
        .sink
        .wait_for(1, crate::harness::LONG)
        .unwrap()
        .remove(0);
    assert_eq!(mail.recipients, [ADMIN_EMAIL]);
    let text = String::from_utf8_lossy(&mail.raw).into_owned();
    assert!(!text.contains("/i/invt_"), "a reset is no invitation");
    let token = reset_token_of(&mail);

    // It opens nothing else, and the wrong password leaves it as good as new.
    let accept = json!({ "token": token, "password": PASSWORD });
    assert_eq!(
        stranger.post("/invitations/accept", accept).await.status,
        404
    );
    let short = json!({ "token": token, "password": "short" });
    assert_eq!(stranger.post("/password/reset", short).await.status, 422);
    assert_eq!(
        siti.get("/sessions/current").await.status,
        200,
        "still signed in"
    );
    let new = json!({ "token": token, "password": PASSWORD });
    let set = stranger.post("/password/reset", new.clone()).await;
    assert!((200..300).contains(&set.status), "{set:?}");
    assert_eq!(
        siti.get("/sessions/current").await.status,
        401,
        "and now everywhere out"
    );
    let again = stranger.post("/password/reset", new).await;
    assert!((400..500).contains(&again.status), "{again:?}");
    let old = stranger.sign_in("email", ADMIN_EMAIL, ADMIN_PASSWORD).await;
    assert_eq!(old.status, 401);
    assert_eq!(
        stranger
            .sign_in("email", ADMIN_EMAIL, PASSWORD)
            .await
            .status,
        201
    );
}

/// A code that differs from this one in its last digit.
fn another_code(than: &str) -> String {
    let (kept, last) = than.split_at(than.len() - 1);
    format!("{kept}{}", if last == "0" { "1" } else { "0" })
}

/// Code for administrators is how every account begins.
async fn a_link_to_an_administrators_place_opens_nothing_without_their_mailbox(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let grant = json!({ "access_type": "administrator" });
    let (id, token) = invited(&site, &api, "siti@example.org", grant).await;
    for _ in 0..3 {
        let refused = api.accept(&token, PASSWORD).await;
        assert_eq!((refused.status, refused.code()), (403, "code_required"));
    }
    assert_eq!(api.status(&id).await, "invited");
    let code = api.code(&site, &token).await;
    let wrong = api
        .accept_with(&token, PASSWORD, &another_code(&code))
        .await;
    assert_eq!((wrong.status, wrong.code()), (403, "code_wrong"));
    tells_of(&api, &["refusal.acceptance code_wrong"]).await;
    let accepted = api.accept_with(&token, PASSWORD, &code).await;
    assert_eq!(accepted.status, 200, "{accepted:?}");
    // Whoever is to be no administrator needs the link alone.
    let (_, token) = invited(&site, &api, "budi@example.org", json!({})).await;
    assert_eq!(api.accept(&token, PASSWORD).await.status, 200);
}

async fn whoever_has_only_the_link_does_not_come_in_where_a_code_is_asked_for(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let api = site.api(&service);
    set(&api, json!({ "acceptance_proof": "code" })).await;
    let (id, token) = invited(&site, &api, "siti@example.org", json!({})).await;
    let refused = api.accept(&token, PASSWORD).await;
    assert_eq!((refused.status, refused.code()), (403, "code_required"));
    // Nobody is known by the address, and the database holds nothing that would do.
    let code = api.code(&site, &token).await;
    let mails = site.sink.wait_for(2, LONG).unwrap();
    assert_eq!(mails[1].recipients, ["siti@example.org"], "only there");
    let dump = invite_sea_orm::dump(&site.store().await).await.unwrap();
    let digits = code.replace(' ', "");
    assert!(!dump.contains(&code) && !dump.contains(&digits));
    let mut stranger = Person::at(&service);
    let theirs = stranger
        .sign_in("email", "siti@example.org", PASSWORD)
        .await;
    assert_eq!(theirs.status, 401);
    assert_eq!(api.status(&id).await, "invited");
    let accepted = api.accept_with(&token, PASSWORD, &code).await;
    assert_eq!(accepted.status, 200, "{accepted:?}");
}

async fn guessing_a_code_ends_after_five_tries(database: Database) {
    let site = Site::new(database, Script::new());
    let (one, other) = (site.start(), site.start());
    let api = site.api(&one);
    set(&api, json!({ "acceptance_proof": "code" })).await;
    let (id, token) = invited(&site, &api, "siti@example.org", json!({})).await;
    let code = api.code(&site, &token).await;
    let wrong = another_code(&code);
    let mut guesses = tokio::task::JoinSet::new();
    for service in [&one, &other].into_iter().cycle().take(40) {
        let (api, token, wrong) = (site.api(service), token.clone(), wrong.clone());
        guesses.spawn(async move { api.accept_with(&token, PASSWORD, &wrong).await });
    }
    let answers = guesses.join_all().await;
    let told = |code: &str| answers.iter().filter(|a| a.code() == code).count();
    let counts = (told("code_wrong"), told("too_many_tries"));
    assert_eq!(
        counts,
        (4, 36),
        "five learned something, over two processes"
    );
    let dead = api.accept_with(&token, PASSWORD, &code).await;
    assert_eq!((dead.status, dead.code()), (410, "too_many_tries"));
    assert_eq!(api.status(&id).await, "invited");
    // Nor does asking at once for another one help: the pause keeps guesses few.
    let again = json!({ "token": token });
    let again = api.post("/api/v1/invitations/code", again).await;
    assert_eq!((again.status, again.code()), (429, "code_sent_recently"));
}

async fn a_code_of_another_invitation_or_link_opens_nothing(database: Database) {
    let site = Site::new(database, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let settings = json!({ "acceptance_proof": "code", "resend_policy": "until_expiry" });
    set(&api, settings).await;
    let (id, siti) = invited(&site, &api, "siti@example.org", json!({})).await;
    let (_, budi) = invited(&site, &api, "budi@example.org", json!({})).await;
    let of_siti = api.code(&site, &siti).await;
    let of_budi = api.code(&site, &budi).await;
    assert_ne!(of_siti, of_budi);
    let foreign = api.accept_with(&siti, PASSWORD, &of_budi).await;
    assert_eq!((foreign.status, foreign.code()), (403, "code_wrong"));

    let before = site.sink.count();
    let resend = format!("{}/resend", Api::place(&id));
    assert_eq!(api.post(&resend, json!({})).await.status, 200);
    let mails = site.sink.wait_for(before + 1, LONG).unwrap();
    let newer = crate::harness::token_of(&mails[before]);
    let refused = api.accept_with(&newer, PASSWORD, &of_siti).await;
    assert_eq!((refused.status, refused.code()), (403, "code_required"));
    assert_eq!(api.accept_with(&siti, PASSWORD, &of_siti).await.status, 200);
}
