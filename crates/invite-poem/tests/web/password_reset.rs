//! A new password by mail, from the link on the sign-in page to signing in with it.

use crate::harness::{Browser, an_administrator};
use chrono::TimeDelta;
use invite_domain::model::InvitationToken;
use invite_testkit::{Scenario, values};

const BUDI: &str = "budi@example.org";
const NEW: &str = "a quiet harbor in spring";

async fn asked(scenario: &Scenario, browser: &mut Browser) -> InvitationToken {
    let page = browser
        .submit("/password/forgotten", &[("identifier", BUDI)])
        .await;
    page.shows(200, &["Look into your mailbox"]);
    scenario.deliver().await;
    let token = scenario.mailer.latest_reset_token(&values::email(BUDI));
    token.unwrap()
}

fn link(token: &InvitationToken) -> String {
    format!("/p/{}", token.expose())
}

#[tokio::test]
async fn the_way_to_a_new_password() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, BUDI).await;
    let mut browser = Browser::on(&scenario);
    let page = browser.open("/sign-in").await;
    page.shows(
        200,
        &["Forgot your password?", "href=\"/password/forgotten\""],
    );
    browser
        .open("/password/forgotten")
        .await
        .shows(200, &["Send the link"]);
    let token = asked(&scenario, &mut browser).await;

    let opened = browser.get(&link(&token)).await;
    assert_eq!(opened.location(), "/password/new", "out of the address");
    let page = browser.open("/password/new").await;
    page.shows(
        200,
        &[
            "Set a new password",
            "New password",
            "Confirm new password",
            BUDI,
        ],
    );
    page.hides(&["invt_"]);
    let differ = [("password", NEW), ("repeated", "another")];
    let page = browser.submit("/password/new", &differ).await;
    page.shows(422, &["The two passwords differ"]);
    let weak = [("password", "short"), ("repeated", "short")];
    let page = browser.submit("/password/new", &weak).await;
    page.shows(422, &["at least 15 characters"]);

    let good = [("password", NEW), ("repeated", NEW)];
    let page = browser.submit("/password/new", &good).await;
    page.shows(200, &["Your new password is set", "Continue"]);
    assert!(!browser.cookies.contains_key("__Host-invite_reset"));
    let fields = [("identifier", BUDI), ("password", NEW)];
    let page = browser.submit("/sign-in", &fields).await;
    page.shows(200, &["Maju", "Sign out"]);

    browser.forget();
    let page = browser.open(&link(&token)).await;
    page.shows(410, &["This link was used", "Ask for a new link"]);
}

#[tokio::test]
async fn everyone_sees_the_same_after_asking() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, BUDI).await;
    scenario.invited("siti@example.org").await;
    let mut seen = Vec::new();
    for identifier in [BUDI, "siti@example.org", "none@example.org"] {
        let mut browser = Browser::on(&scenario);
        let fields = [("identifier", identifier)];
        let page = browser.submit("/password/forgotten", &fields).await;
        page.hides(&[identifier]);
        seen.push((page.status, page.body));
    }
    seen.dedup();
    assert_eq!(seen.len(), 1);
    let mut browser = Browser::on(&scenario);
    let page = browser.submit("/password/forgotten", &[]).await;
    assert_eq!(page.status.as_u16(), 422);
}

#[tokio::test]
async fn opening_the_link_a_thousand_times_changes_nothing() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, BUDI).await;
    let mut browser = Browser::on(&scenario);
    let token = asked(&scenario, &mut browser).await;
    let mut scanner = Browser::on(&scenario);
    for _ in 0..1_000 {
        scanner.forget();
        scanner
            .open(&link(&token))
            .await
            .shows(200, &["Set a new password"]);
    }
    let preview = scenario.sign_in.preview_password_reset(&token).await;
    assert!(preview.is_ok());
}

#[tokio::test]
async fn a_link_that_is_over_or_none_of_ours_offers_a_new_one() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, BUDI).await;
    let mut browser = Browser::on(&scenario);
    let token = asked(&scenario, &mut browser).await;
    let invitation = scenario.invited("siti@example.org").await.1;
    scenario.clock.advance(TimeDelta::hours(1));
    let page = browser.open(&link(&token)).await;
    page.shows(
        410,
        &["This link has expired", "href=\"/password/forgotten\""],
    );
    for address in [
        link(&invitation),
        "/p/".to_owned(),
        "/p/invt_x".to_owned(),
        "/p/../i/x".to_owned(),
    ] {
        browser.forget();
        let page = browser.open(&address).await;
        assert_eq!(page.status.as_u16(), 404, "{address}");
    }
    browser.forget();
    let page = browser.open("/password/new").await;
    page.shows(404, &["We do not know this link"]);
}

#[tokio::test]
async fn the_pages_are_in_every_language() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, BUDI).await;
    for (language, words) in [
        ("en", ["Forgot your password?", "Look into your mailbox"]),
        ("id", ["Lupa kata sandi?", "Periksa kotak masuk Anda"]),
        ("ru", ["Забыли пароль?", "Проверьте почту"]),
    ] {
        let mut browser = Browser::on(&scenario);
        browser.language = language;
        let page = browser.open("/password/forgotten").await;
        page.shows(200, &words[..1]);
        let fields = [("identifier", "none@example.org")];
        let page = browser.submit("/password/forgotten", &fields).await;
        page.shows(200, &words[1..]);
    }
}
