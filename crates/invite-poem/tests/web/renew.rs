//! A dead link's page: the one step that helps, and nothing more than its holder may know.

use crate::harness::{Browser, an_administrator, form};
use chrono::TimeDelta;
use invite_domain::model::{Locale, Status};
use invite_testkit::{PASSWORD, Scenario, request};
use poem::{
    Request,
    http::{Method, StatusCode},
};

const BUTTON: &str = "action=\"/invitation/renew\"";

#[tokio::test]
async fn an_expired_link_brings_a_new_one_in_two_clicks() {
    let scenario = Scenario::new().await;
    let (id, old) = scenario.invited("siti@example.org").await;
    scenario.clock.advance(TimeDelta::days(8));
    let mut browser = Browser::on(&scenario);
    let page = browser.click(&old).await;
    page.shows(
        410,
        &[
            "This invitation has expired",
            "Ana invited you to Maju",
            "s***@example.org",
            BUTTON,
            "Send me a new link",
        ],
    );
    page.hides(&["siti@example.org"]);

    let posted = browser.post("/invitation/renew", &[]).await;
    assert_eq!(posted.status, StatusCode::SEE_OTHER);
    assert_eq!(posted.location(), "/invitation");
    let page = browser.open("/invitation").await;
    page.shows(
        410,
        &["We sent a new link to s***@example.org on 13 January 2026"],
    );
    page.hides(&[BUTTON, "siti@example.org"]);

    // A second click, the back button and a reload do no harm.
    for _ in 0..3 {
        let page = browser.submit("/invitation/renew", &[]).await;
        page.shows(410, &["We sent a new link"]);
        page.hides(&[BUTTON]);
    }
    assert_eq!(scenario.deliver().await.handed_over, 1);
    let new = scenario.token("siti@example.org");
    browser
        .click(&new)
        .await
        .shows(200, &["Accept the invitation"]);
    let accept = [("password", PASSWORD), ("repeated", PASSWORD)];
    browser.submit("/invitation/accept", &accept).await;
    assert_eq!(scenario.status(id).await, Status::Accepted);
    // The old link and the old button say so, too.
    browser.click(&old).await.shows(200, &["You are in"]);
    let page = browser.submit("/invitation/renew", &[]).await;
    page.shows(200, &["You are in"]);
}

#[tokio::test]
async fn a_replaced_link_tells_when_the_newer_message_left() {
    let scenario = Scenario::new().await;
    let (id, old) = scenario.invited("siti@example.org").await;
    scenario.clock.advance(TimeDelta::days(1));
    let sent = scenario.invitations.send(&scenario.ana, id).await;
    sent.unwrap();
    scenario.deliver().await;
    let mut browser = Browser::on(&scenario);
    let page = browser.click(&old).await;
    page.shows(410, &["There is a newer invitation", "6 January 2026"]);
    page.hides(&[BUTTON]);
    scenario.clock.advance(TimeDelta::minutes(15));
    let page = browser.click(&old).await;
    page.shows(
        410,
        &["The newer message was sent to s***@example.org", BUTTON],
    );
}

#[tokio::test]
async fn reading_sends_nothing_whoever_reads() {
    let scenario = Scenario::new().await;
    let (id, old) = scenario.invited("siti@example.org").await;
    scenario.clock.advance(TimeDelta::days(8));
    let before = scenario.find(id).await;
    let mut browser = Browser::on(&scenario);
    browser.click(&old).await;
    for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
        let request = Request::builder().method(method);
        let request = request.uri_str("/invitation/renew").finish();
        browser.send(request).await;
    }
    let mut foreign = form("/invitation/renew", &[]);
    let site = "cross-site".parse().unwrap();
    foreign.headers_mut().insert("sec-fetch-site", site);
    let page = browser.send(foreign).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert_eq!(scenario.find(id).await, before);
}

#[tokio::test]
async fn five_a_day_are_enough_and_say_when_the_next_may_be() {
    let scenario = Scenario::new().await;
    let (_, old) = scenario.invited("siti@example.org").await;
    scenario.clock.advance(TimeDelta::days(8));
    let mut browser = Browser::on(&scenario);
    browser.click(&old).await;
    for _ in 0..5 {
        browser.submit("/invitation/renew", &[]).await;
        scenario.deliver().await;
        scenario.clock.advance(TimeDelta::minutes(15));
    }
    let page = browser.open("/invitation").await;
    page.shows(410, &["Several new links were sent", "14 January 2026"]);
    page.hides(&[BUTTON]);
}

#[tokio::test]
async fn whoever_gets_no_new_link_is_told_whom_to_turn_to() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    let (id, old) = scenario.invited("siti@example.org").await;
    scenario.clock.advance(TimeDelta::days(8));
    let ana = scenario.ana_member.id;
    scenario.store.set_member_active(ana, false).await;
    let mut browser = Browser::on(&scenario);
    browser.click(&old).await.shows(410, &[BUTTON]);
    let page = browser.submit("/invitation/renew", &[]).await;
    page.shows(
        409,
        &[
            "We cannot send a new link",
            "Ana may no longer invite people to Maju",
        ],
    );
    assert_eq!(scenario.status(id).await, Status::Expired);

    scenario.store.set_member_active(ana, true).await;
    let above = scenario.operator_above().await;
    scenario.accounts.suspend(&above).await.unwrap();
    let page = browser.click(&old).await;
    page.shows(410, &["The account is suspended", "Ana"]);
    page.hides(&[BUTTON, "s***@"]);
    let page = browser.submit("/invitation/renew", &[]).await;
    page.shows(410, &["The account is suspended"]);
}

#[tokio::test]
async fn a_withdrawal_and_a_no_offer_no_new_link() {
    let scenario = Scenario::new().await;
    let (id, revoked) = scenario.invited("revoked@example.org").await;
    let withdrawn = scenario.invitations.revoke(&scenario.ana, id).await;
    withdrawn.unwrap();
    let mut browser = Browser::on(&scenario);
    for _ in 0..2 {
        let page = browser.click(&revoked).await;
        page.shows(410, &["This invitation was withdrawn", "Ana"]);
        page.hides(&[BUTTON, "r***@"]);
        let page = browser.submit("/invitation/renew", &[]).await;
        page.shows(410, &["This invitation was withdrawn"]);
        scenario.clock.advance(TimeDelta::days(30));
    }
}

#[tokio::test]
async fn the_step_is_told_in_the_language_of_the_invitee() {
    let scenario = Scenario::new().await;
    let mut tokens = Vec::new();
    for (locale, address) in [
        (Locale::Id, "siti@example.org"),
        (Locale::Ru, "zhanna@example.org"),
    ] {
        let mut command = request(address);
        command.invitee.locale = Some(locale);
        scenario.create(command).await.unwrap();
        scenario.deliver().await;
        tokens.push(scenario.token(address));
    }
    scenario.clock.advance(TimeDelta::days(8));
    let says = ["Kirimi saya tautan baru", "Прислать новую ссылку"];
    for (token, says) in tokens.iter().zip(says) {
        let mut browser = Browser::on(&scenario);
        browser.click(token).await.shows(410, &[says]);
    }
}
