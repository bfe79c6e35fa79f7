//! No page breaks a rule of axe, in light and dark, wide and narrow.

use super::{Page, Setup};
use crate::harness::{Database, LONG, SLUG, Site, link_of};
use invite_testkit::smtp_sink::Script;
use serde_json::{Value, json};

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
    api.post(&revoke, json!({})).await;

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
    check_inviting(&page).await;
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

/// What stands behind forms: the question before sending, the steps of the wizard, and mistakes.
async fn check_inviting(page: &Page) {
    let invite = format!("/a/{SLUG}/invite");
    page.go(&invite).await;
    page.fill("email", "no address").await;
    page.press("Save and send").await;
    page.find(".problems").await;
    check(page, "a mistake in the form for one").await;
    page.fill("email", "new@example.org").await;
    page.press("Save and send").await;
    page.says("Subject").await;
    check(page, "the question before sending").await;

    page.go(&format!("{invite}/several")).await;
    page.fill("people", "a@example.com\nno address\nB <b@example.com>")
        .await;
    page.press("Next").await;
    page.find(".problems").await;
    check(page, "mistakes at their lines").await;
    page.fill("people", "a@example.com\nB <b@example.com>")
        .await;
    page.press("Next").await;
    page.find("[name='access:a@example.com']").await;
    check(page, "access and numbers for each").await;
    page.press("Next").await;
    page.says("Invite 2 people").await;
    check(page, "the summary").await;
}

/// A hundred roles with names that are long and unbroken, and a person who holds them all.
async fn crowded_pages(setup: Setup) {
    let site = Site::new(Database::Sqlite, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamter";
    let roles: Vec<_> = (0..100).map(|n| format!("{long} {n}")).collect();
    let place = format!("/api/v1/accounts/{SLUG}");
    for role in &roles {
        let made = api
            .post(&format!("{place}/roles"), json!({ "key": role }))
            .await;
        assert_eq!(made.status, 201);
    }
    let person = json!({
        "email": format!("{}@example.org", "x".repeat(60)),
        "name": long.repeat(2),
        "login": "y".repeat(60),
        "roles": roles,
    });
    let made = api.post(&format!("{place}/invitations"), person).await;
    assert_eq!(made.status, 201, "{made:?}");
    let id = made.body["id"].as_str().unwrap();

    let page = Page::open(&site, &service, &setup).await;
    page.sign_in().await;
    for address in [
        "",
        "/roles",
        "/invite",
        &format!("/invitations/{id}"),
        &format!("/invitations/{id}/edit"),
        &format!("/invitations/{id}/revoke"),
        "/audit",
    ] {
        page.go(&format!("/a/{SLUG}{address}")).await;
        check(&page, &format!("{address} with a hundred roles")).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_names_and_a_hundred_roles_do_not_break_the_layout() {
    crowded_pages(Setup::default()).await;
    crowded_pages(Setup {
        size: (320, 640),
        ..Setup::default()
    })
    .await;
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
