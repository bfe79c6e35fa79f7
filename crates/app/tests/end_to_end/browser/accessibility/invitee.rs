//! What people see who are not signed in, and who were invited.

use super::{Page, Setup, check, small_and_dark};
use crate::{
    guides::mail_to,
    harness::{
        ADMIN_EMAIL, Api, Database, PASSWORD, SLUG, Site, link_of, reset_token_of,
        temporary_password, text_of,
    },
};
use invite_testkit::smtp_sink::Script;
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_of_invitees_keeps_the_rules_in_the_light() {
    every_page(Setup::default()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_of_invitees_keeps_the_rules_in_the_dark_on_a_small_phone() {
    every_page(small_and_dark()).await;
}

async fn every_page(setup: Setup) {
    let site = Site::new(Database::Sqlite, Script::new());
    let service = site.start();
    let api = site.api(&service);
    let page = Page::open(&site, &service, &setup).await;
    for (address, what) in [
        ("/sign-in", "signing in"),
        ("/password/forgotten", "a forgotten password"),
        ("/nothing/here", "an address that is none"),
        ("/i/invt_nonsense", "a link that is none of ours"),
    ] {
        page.go(address).await;
        check(&page, what).await;
    }
    page.go("/sign-in").await;
    page.fill("identifier", "nobody@example.org").await;
    page.submit().await;
    page.find("input[name='password']").await;
    check(&page, "the second step").await;
    page.fill("password", "not the password").await;
    page.submit().await;
    page.find(".problems").await;
    check(&page, "a wrong password").await;

    // Someone new: mistakes, then in.
    api.invite("new@example.org").await;
    page.go(&link_of(&mail_to(&site, "new@example.org", 1)))
        .await;
    check(&page, "the invitation").await;
    page.fill("password", "short").await;
    page.fill("repeated", "other").await;
    page.submit().await;
    page.find(".problems").await;
    check(&page, "passwords that differ").await;
    page.fill("password", PASSWORD).await;
    page.fill("repeated", PASSWORD).await;
    page.submit().await;
    page.says("You are in").await;
    check(&page, "who is in").await;

    // Someone who says no, and what is said to them afterwards.
    api.invite("no@example.org").await;
    page.go(&link_of(&mail_to(&site, "no@example.org", 2)))
        .await;
    page.go("/invitation/decline").await;
    check(&page, "declining").await;
    page.submit().await;
    check(&page, "who has declined").await;

    // A dead link.
    let revoked = api.invite("revoked@example.org").await;
    let mail = mail_to(&site, "revoked@example.org", 3);
    let revoke = format!("/api/v1/accounts/{SLUG}/invitations/{revoked}/revoke");
    assert_eq!(api.post(&revoke, json!({})).await.status, 200);
    page.go(&link_of(&mail)).await;
    check(&page, "a link that was withdrawn").await;
    let expired = api.invite("expired@example.org").await;
    let mail = mail_to(&site, "expired@example.org", 4);
    api.until(&expired, "invited").await;
    site.let_expire(&expired).await;
    page.go(&link_of(&mail)).await;
    page.says("has expired").await;
    check(&page, "a link that has expired").await;

    // A password is set anew.
    page.go("/password/forgotten").await;
    page.fill("identifier", ADMIN_EMAIL).await;
    page.submit().await;
    check(&page, "a mail is on its way").await;
    let token = reset_token_of(&mail_to(&site, ADMIN_EMAIL, 5));
    page.go(&format!("/p/{token}")).await;
    page.find("input[name='password']").await;
    check(&page, "a password set anew").await;
    check_settings_that_ask_more(&site, &page, &api).await;
}

/// Accounts that ask for a code, and those that send temporary passwords.
async fn check_settings_that_ask_more(site: &Site, page: &Page, api: &Api) {
    let set = async |settings: Value| {
        let body = json!({ "settings": settings });
        let path = format!("/api/v1/accounts/{SLUG}");
        let changed = api.call(Method::PATCH, &path, Some(body)).await;
        assert_eq!(changed.status, 200, "{changed:?}");
    };
    set(json!({ "acceptance_proof": "code" })).await;
    api.invite("code@example.org").await;
    page.go(&link_of(&mail_to(site, "code@example.org", 6)))
        .await;
    page.find("form[action='/invitation/code']").await;
    check(page, "a code is to be asked for").await;
    page.submit().await;
    page.find("input[name='code']").await;
    check(page, "a code is to be typed").await;
    page.fill("code", "1234").await;
    page.fill("password", PASSWORD).await;
    page.fill("repeated", PASSWORD).await;
    page.submit().await;
    page.find(".problems").await;
    check(page, "a code that is none").await;

    set(json!({ "acceptance_proof": "link", "credentials": "temporary_password" })).await;
    api.invite("temporary@example.org").await;
    let mail = mail_to(site, "temporary@example.org", 8);
    page.sign_in_as(
        "temporary@example.org",
        &temporary_password(&text_of(&mail)),
    )
    .await;
    page.find("input[name='repeated']").await;
    check(page, "a password of one's own").await;

    set(json!({ "credentials": "set_password", "approval": "required" })).await;
    api.invite("waits@example.org").await;
    page.go(&link_of(&mail_to(site, "waits@example.org", 9)))
        .await;
    page.fill("password", PASSWORD).await;
    page.fill("repeated", PASSWORD).await;
    page.submit().await;
    page.says("has to approve").await;
    check(page, "who waits for approval").await;
    page.sign_in_as("waits@example.org", PASSWORD).await;
    page.says("has to approve").await;
    check(page, "signing in before it").await;
    page.sign_in().await;
    page.go(&format!("/a/{SLUG}?status=awaiting_approval"))
        .await;
    check(page, "everyone who waits for approval").await;
    page.click("tbody th a").await;
    page.says("Approve").await;
    check(page, "someone to approve").await;
}
