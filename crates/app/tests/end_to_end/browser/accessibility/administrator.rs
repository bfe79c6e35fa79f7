//! What administrators see, whatever it takes to get there.

use super::{Page, Setup, check, small_and_dark};
use crate::browser::pictures::{EMMA, password_of};
use crate::{
    guides::mail_to,
    harness::{Database, Folder, PASSWORD, SLUG, Service, Site, link_of, token_of},
};
use invite_testkit::smtp_sink::Script;
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_of_administrators_keeps_the_rules_in_the_light() {
    every_page(Setup::default()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_of_administrators_keeps_the_rules_in_the_dark_on_a_small_phone() {
    every_page(small_and_dark()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_built_in_inbox_keeps_the_rules() {
    let folder = Folder::new();
    let demo = Service::demo(folder.path());
    let page = Page::at(folder.path(), &demo, &small_and_dark()).await;
    page.sign_in_as(EMMA, &password_of(&demo.said, EMMA)).await;
    page.find("form[action='/sign-out']").await;
    page.go("/inbox").await;
    check(&page, "the inbox").await;
    page.click("ul.mails a").await;
    page.find("iframe").await;
    check(&page, "a mail in it").await;
}

/// What stands there for one to look at, behind the account's address.
const PLACES: [&str; 40] = [
    "",
    "?status=accepted&sort=name&q=example",
    "?q=nobody",
    "/selected?action=send&everyone=1",
    "/selected?action=revoke&everyone=1",
    "/selected?action=add_role&role=Sales&everyone=1",
    "/invite",
    "/invite/several",
    "/overview",
    "/accounts",
    "/accounts/new",
    "/accounts/customer/suspend",
    "/audit",
    "/audit?action=invitation&via=api",
    "/api-keys",
    "/roles",
    "/roles/new",
    "/roles/several",
    "/roles/entry?key=Sales",
    "/roles/entry/remove?key=Sales",
    "/groups",
    "/groups/new",
    "/groups/several",
    "/groups/entry?key=Everybody",
    "/groups/entry/remove?key=Everybody",
    "/permissions",
    "/permissions/new",
    "/permissions/entry?key=view_domains",
    "/permissions/entry/remove?key=view_domains",
    "/permissions/several",
    "/resources",
    "/resources/new",
    "/resources/several",
    "/resources/entry?key=%2B12025550101",
    "/resources/entry/remove?key=%2B12025550101",
    "/settings",
    "/templates",
    "/templates/invitation/en",
    "/templates/invitation/en/default",
    "/templates/temporary_password/ru",
];

async fn every_page(setup: Setup) {
    let site = Site::new(Database::Sqlite, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let account = format!("/api/v1/accounts/{SLUG}");
    for (kind, body) in [
        ("roles", json!({ "key": "Sales" })),
        ("resources", json!({ "key": "+12025550101" })),
        ("catalogs/hosting", json!({})),
    ] {
        let made = api.post(&format!("{account}/{kind}"), body).await;
        assert!(made.status < 300, "{made:?}");
    }
    let customer = json!({ "name": "Customer", "slug": "customer", "parent_id": SLUG });
    assert_eq!(api.post("/api/v1/accounts", customer).await.status, 201);
    let id = api.invite("siti@example.org").await;
    api.invite("in@example.org").await;
    let mail = mail_to(&site, "in@example.org", 2);
    assert_eq!(api.accept(&token_of(&mail), PASSWORD).await.status, 200);

    let page = Page::open(&site, &service, &setup).await;
    page.sign_in().await;
    check(&page, "home").await;
    for address in PLACES {
        page.go(&format!("/a/{SLUG}{address}")).await;
        check(&page, address).await;
    }
    let members = api.get(&format!("{account}/members?q=in@")).await;
    let member = members.body["items"][0]["id"].as_str().unwrap();
    let keys = api.get(&format!("{account}/api-keys")).await;
    let key = keys.body["items"][0]["id"].as_str().unwrap();
    for address in [
        &format!("/invitations/{id}"),
        &format!("/invitations/{id}/send"),
        &format!("/invitations/{id}/edit"),
        &format!("/invitations/{id}/revoke"),
        &format!("/members/{member}"),
        &format!("/members/{member}/edit"),
        &format!("/members/{member}/switch-off"),
        &format!("/members/{member}/remove"),
        &format!("/api-keys/{key}/revoke"),
    ] {
        page.go(&format!("/a/{SLUG}{address}")).await;
        check(&page, address).await;
    }
    check_answers(&page, member).await;
    check_inviting(&page).await;
    for address in [
        "/password",
        "/accounts",
        "/profile",
        "/profile/edit",
        "/profile/sessions",
        "/profile/sessions/everywhere",
        "/nothing/here",
    ] {
        page.go(address).await;
        check(&page, address).await;
    }
    // The link of someone else, by whoever is signed in.
    page.go(&link_of(&mail_to(&site, "siti@example.org", 2)))
        .await;
    page.find("form[action='/invitation/switch']").await;
    check(&page, "signed in as someone else").await;
}

/// What pages say to what was just done, and to mistakes.
async fn check_answers(page: &Page, member: &str) {
    let account = format!("/a/{SLUG}");
    page.go(&format!("{account}/members/{member}/switch-off"))
        .await;
    page.press("Switch off").await;
    page.says("Switched off").await;
    check(page, "someone who is switched off").await;
    page.go(&format!("{account}/members/{member}/switch-on"))
        .await;
    check(page, "switching on").await;

    page.go(&format!("{account}/api-keys")).await;
    page.fill("name", "Shop").await;
    page.press("Create the key").await;
    page.says("Your new API key").await;
    check(page, "a new key").await;

    page.go(&format!("{account}/roles/new")).await;
    page.fill("key", "Sales").await;
    page.press("Add a role").await;
    page.find(".problems").await;
    check(page, "a role that is there already").await;

    page.go(&format!("{account}/settings")).await;
    page.fill("slug", "No Slug!").await;
    page.press("Save").await;
    page.find(".problems").await;
    check(page, "settings with a mistake").await;

    page.go(&format!("{account}/accounts/customer/suspend"))
        .await;
    page.submit().await;
    page.says("Customer").await;
    check(page, "a suspended account").await;
    page.go(&format!("{account}/accounts/customer/resume"))
        .await;
    check(page, "resuming it").await;

    page.go("/profile/edit").await;
    page.fill("name", "Siti Nurhaliza").await;
    page.choose("locale", "en").await;
    page.press("Save").await;
    page.find(".notice").await;
    check(page, "a changed profile").await;
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
