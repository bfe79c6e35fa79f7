//! Links that open nothing, and readers that are no people.

use crate::harness::{Browser, an_administrator};
use chrono::TimeDelta;
use invite_domain::{model::Status, service::DeclineInvitation};
use invite_testkit::{PASSWORD, Scenario};
use poem::{
    Request,
    http::{Method, StatusCode, header},
};

#[tokio::test]
async fn the_token_leaves_the_address_bar_at_once() {
    let scenario = Scenario::new().await;
    let (_, token) = scenario.invited("siti@example.org").await;
    let mut browser = Browser::on(&scenario);
    let page = browser.get(&format!("/i/{}", token.expose())).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(page.location(), "/invitation");
    assert_eq!(page.headers[header::REFERRER_POLICY], "no-referrer");
    assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(
        page.headers[header::SET_COOKIE],
        format!(
            "__Host-invite_link={}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure",
            token.expose()
        )
    );
    let page = browser.open("/invitation").await;
    page.hides(&[token.expose()]);
}

#[tokio::test]
async fn reading_changes_nothing_however_often_and_by_whatever_scanner() {
    let scenario = Scenario::new().await;
    let (id, token) = scenario.invited("siti@example.org").await;
    let before = (scenario.find(id).await, scenario.story(id).await);
    let mut browser = Browser::on(&scenario);
    for n in 0..30 {
        for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
            for address in [
                &format!("/i/{}", token.expose()),
                "/invitation",
                "/invitation/decline",
            ] {
                let request = Request::builder()
                    .method(method.clone())
                    .uri_str(address)
                    .header("user-agent", format!("Scanner/{n} (bot)"));
                let page = browser.send(request.finish()).await;
                assert!(page.status.as_u16() < 500, "{method} {address}");
            }
        }
    }
    for address in [
        "/invitation/accept",
        "/invitation/join",
        "/invitation/switch",
        "/invitation/renew",
        "/invitation/code",
    ] {
        browser
            .open(address)
            .await
            .shows(200, &["Accept the invitation"]);
    }
    assert_eq!((scenario.find(id).await, scenario.story(id).await), before);
}

#[tokio::test]
async fn a_later_link_takes_the_place_of_an_earlier_one() {
    let scenario = Scenario::new().await;
    let (_, first) = scenario.invited("first@example.org").await;
    let (_, second) = scenario.invited("second@example.org").await;
    let mut browser = Browser::on(&scenario);
    browser
        .click(&first)
        .await
        .shows(200, &["first@example.org"]);
    let page = browser.click(&second).await;
    page.shows(200, &["second@example.org"]);
    page.hides(&["first@example.org"]);
}

#[tokio::test]
async fn dead_links_say_why_and_who_can_help() {
    let scenario = Scenario::new().await;
    let (_, expired) = scenario.invited("expired@example.org").await;
    let (revoked_id, revoked) = scenario.invited("revoked@example.org").await;
    let (_, declined) = scenario.invited("declined@example.org").await;
    let (superseded_id, superseded) = scenario.invited("superseded@example.org").await;
    let invitations = &scenario.invitations;
    invitations.revoke(&scenario.ana, revoked_id).await.unwrap();
    let no = DeclineInvitation {
        token: declined.clone(),
        reason: None,
        via: invite_domain::model::Via::Page,
    };
    invitations.decline(no).await.unwrap();
    invitations
        .send(&scenario.ana, superseded_id)
        .await
        .unwrap();
    scenario.deliver().await;

    let mut browser = Browser::on(&scenario);
    for (token, says) in [
        (&revoked, "This invitation was withdrawn"),
        (&declined, "You declined this invitation"),
        (&superseded, "There is a newer invitation"),
    ] {
        browser
            .click(token)
            .await
            .shows(410, &[says, "Ana", "Maju"]);
    }
    scenario.clock.advance(TimeDelta::days(7));
    let page = browser.click(&expired).await;
    page.shows(
        410,
        &[
            "This invitation has expired",
            "12 January 2026",
            "Ana",
            "We can send a new link to e***@example.org",
        ],
    );
    let accept = [("password", PASSWORD), ("repeated", PASSWORD)];
    for address in [
        "/invitation/accept",
        "/invitation/join",
        "/invitation/decline",
    ] {
        let page = browser.submit(address, &accept).await;
        page.shows(410, &["This invitation has expired"]);
    }
    assert!(scenario.user("expired@example.org").await.is_none());
}

#[tokio::test]
async fn unknown_links_look_alike() {
    let scenario = Scenario::new().await;
    let (_, token) = scenario.invited("siti@example.org").await;
    let flipped = {
        let mut text = token.expose().to_owned();
        let last = if text.ends_with('A') { 'B' } else { 'A' };
        text.pop();
        text.push(last);
        text
    };
    let long = "a".repeat(5_000);
    let mut bodies = Vec::new();
    let page = Browser::on(&scenario).get(&format!("/i/{long}")).await;
    assert!(!page.headers.contains_key(header::SET_COOKIE));
    for odd in [
        "x",
        &flipped,
        &long,
        "a%20b",
        "a/b",
        "%3Cscript%3E",
        "invt_",
        "a%0d%0ab",
        "",
    ] {
        let mut browser = Browser::on(&scenario);
        let page = browser.open(&format!("/i/{odd}")).await;
        page.shows(404, &["We do not know this link", "cut off in the mail"]);
        page.hides(&["Ana", "Maju"]);
        bodies.push(page.body);
    }
    let mut browser = Browser::on(&scenario);
    bodies.push(browser.open("/invitation").await.body);
    bodies.push(browser.submit("/invitation/accept", &[]).await.body);
    bodies.push(browser.submit("/invitation/join", &[]).await.body);
    bodies.push(browser.submit("/invitation/decline", &[]).await.body);
    bodies.push(browser.submit("/invitation/renew", &[]).await.body);
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "{bodies:?}");
}

#[tokio::test]
async fn a_set_up_token_opens_no_invitation() {
    let scenario = Scenario::new().await;
    let claim = invite_domain::model::TokenClaim {
        purpose: invite_domain::model::TokenPurpose::FirstAdministrator,
        invitation: scenario.invited("siti@example.org").await.0,
        generation: 1,
    };
    let ring = invite_testkit::fixed_key_ring();
    let token = invite_domain::ports::TokenMinter::mint(&ring, &claim);
    let mut browser = Browser::on(&scenario);
    browser
        .click(&token)
        .await
        .shows(404, &["We do not know this link"]);
}

#[tokio::test]
async fn nobody_comes_in_when_the_inviter_may_no_longer_invite() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    let (id, token) = scenario.invited("siti@example.org").await;
    scenario
        .store
        .set_member_active(scenario.ana_member.id, false)
        .await;
    let mut browser = Browser::on(&scenario);
    browser.click(&token).await;
    let accept = [("password", PASSWORD), ("repeated", PASSWORD)];
    let page = browser.submit("/invitation/accept", &accept).await;
    page.shows(422, &["may no longer do so"]);
    assert_eq!(scenario.status(id).await, Status::Invited);
}

#[tokio::test]
async fn an_old_link_tells_who_was_removed_or_switched_off() {
    let scenario = Scenario::new().await;
    let (_, token) = scenario.invited("siti@example.org").await;
    let member = scenario.accept(&token).await.unwrap().member;
    let mut browser = Browser::on(&scenario);
    browser.click(&token).await.shows(200, &["You are in"]);
    scenario.store.set_member_active(member, false).await;
    let page = browser.click(&token).await;
    page.shows(403, &["Your access is switched off", "Maju"]);
    scenario.store.remove_member(member).await;
    let page = browser.click(&token).await;
    page.shows(410, &["You are no longer a member", "Maju"]);
    page.hides(&["You are in"]);
}
