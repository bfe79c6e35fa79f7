//! No page breaks a rule of axe, in light and dark, wide and narrow.

use super::{Page, Setup};
use crate::harness::{Database, LONG, SLUG, Site, link_of};
use invite_testkit::smtp_sink::Script;
use serde_json::Value;

/// axe-core, run in the page.
const AXE: &str = include_str!("axe/axe.min.js");

const RUN: &str = "
    const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'] }).then(
        found => done(found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | '))),
        error => done(['axe: ' + error]));";

/// Returns which rules the page breaks, and where.
async fn violations(page: &Page) -> Vec<String> {
    let driver = page.driver();
    driver.execute(AXE, Vec::new()).await.unwrap();
    let found = driver.execute_async(RUN, Vec::new()).await.unwrap();
    found.convert().unwrap()
}

/// Fails when the page breaks a rule, or is wider than the window.
pub(super) async fn check(page: &Page, what: &str) {
    let driver = page.driver();
    let found = violations(page).await;
    assert!(found.is_empty(), "{what}: {found:#?}");
    let overflow = "return document.documentElement.scrollWidth - window.innerWidth;";
    let overflow: Value = driver
        .execute(overflow, Vec::new())
        .await
        .unwrap()
        .json()
        .clone();
    assert!(
        overflow.as_i64().unwrap() <= 0,
        "{what} is {overflow} pixels too wide"
    );
}

/// What can be granted, and what can be set, behind the account's address.
const RIGHTS_AND_SETTINGS: [&str; 9] = [
    "/roles",
    "/roles/new",
    "/groups",
    "/groups/entry?key=Everybody",
    "/groups/entry/remove?key=Everybody",
    "/permissions",
    "/resources",
    "/resources/several",
    "/settings",
];

/// How the account words its mails, behind the account's address.
const MAIL_TEXTS: [&str; 3] = [
    "/templates",
    "/templates/invitation/en",
    "/templates/temporary_password/ru",
];

async fn every_page(setup: Setup) {
    let site = Site::new(Database::Sqlite, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let id = api.invite("siti@example.org").await;
    let revoked = api.invite("revoked@example.org").await;
    api.until(&id, "invited").await;
    api.until(&revoked, "invited").await;
    let mails = site.sink.wait_for(2, LONG).unwrap();
    let revoke = format!("/api/v1/accounts/{SLUG}/invitations/{revoked}/revoke");
    api.post(&revoke, serde_json::json!({})).await;

    let page = Page::open(&site, &service, &setup).await;
    for (address, what) in [
        ("/sign-in", "signing in"),
        ("/password/forgotten", "a forgotten password"),
        ("/nothing/here", "an address that is none"),
        (&*link_of(&mails[0]), "the invitation"),
        ("/invitation/decline", "declining"),
        (&*link_of(&mails[1]), "a dead link"),
    ] {
        page.go(address).await;
        check(&page, what).await;
    }
    page.sign_in().await;
    check(&page, "home").await;
    let members = api.get(&format!("/api/v1/accounts/{SLUG}/members")).await;
    let member = members.body["items"][0]["id"].as_str().unwrap();
    let member = format!("/members/{member}");
    for address in [
        "",
        "?status=accepted&sort=name&q=example",
        "?q=nobody",
        "/selected?action=send&everyone=1",
        &format!("/invitations/{id}"),
        &format!("/invitations/{id}/send"),
        &format!("/invitations/{id}/edit"),
        &format!("/invitations/{id}/revoke"),
        &member,
        &format!("{member}/edit"),
        &format!("{member}/remove"),
        "/invite",
        "/invite/several",
        "/overview",
        "/accounts",
        "/accounts/new",
        "/audit",
        "/api-keys",
    ] {
        page.go(&format!("/a/{SLUG}{address}")).await;
        check(&page, address).await;
    }
    for address in MAIL_TEXTS.into_iter().chain(RIGHTS_AND_SETTINGS) {
        page.go(&format!("/a/{SLUG}{address}")).await;
        check(&page, address).await;
    }
    for address in [
        "/password",
        "/accounts",
        "/profile",
        "/profile/edit",
        "/profile/sessions",
        "/profile/sessions/everywhere",
    ] {
        page.go(address).await;
        check(&page, address).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_keeps_the_rules_in_the_light() {
    every_page(Setup::default()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_keeps_the_rules_in_the_dark_on_a_small_phone() {
    let setup = Setup {
        dark: true,
        size: (320, 640),
        ..Setup::default()
    };
    every_page(setup).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_breaks_a_rule_is_found() {
    let site = Site::new(Database::Sqlite, Script::new());
    let service = site.start();
    let page = Page::open(&site, &service, &Setup::default()).await;
    page.go("/sign-in").await;
    let spoil = "document.documentElement.removeAttribute('lang');
        document.querySelector('label').remove();
        document.querySelector('button').style.color = '#888';
        document.querySelector('button').style.background = '#999';";
    page.driver().execute(spoil, Vec::new()).await.unwrap();
    let found = violations(&page).await.join(", ");
    for rule in ["html-has-lang", "label", "color-contrast"] {
        assert!(found.contains(rule), "{rule} in {found}");
    }
}
