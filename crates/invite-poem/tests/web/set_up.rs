//! The first administrator, by the one-time link.

use crate::harness::{Browser, open_for, services};
use invite_domain::{
    model::{InvitationId, InvitationToken, TokenClaim, TokenPurpose},
    ports::TokenMinter,
    service::{AccountService, SignInService},
};
use invite_poem::Services;
use invite_testkit::{
    MemoryStore, PASSWORD, PlainPasswords, Scenario, SeededSecrets, fixed_key_ring,
};
use std::sync::Arc;

/// Returns services over an empty store, open for this claim.
async fn empty() -> (Services, InvitationToken) {
    let scenario = Scenario::new().await;
    let store = Arc::new(MemoryStore::new());
    let passwords = Arc::new(PlainPasswords::default());
    let secrets = Arc::new(SeededSecrets::default());
    let clock = Arc::new(scenario.clock.clone());
    let ids = scenario.ids.clone();
    let claim = TokenClaim {
        purpose: TokenPurpose::FirstAdministrator,
        invitation: InvitationId::new(uuid::Uuid::nil()),
        generation: 7,
    };
    let mut services = open_for(claim, services(&scenario));
    services.accounts = AccountService::new(
        store.clone(),
        passwords.clone(),
        secrets.clone(),
        clock.clone(),
        ids.clone(),
    );
    services.sign_in = SignInService::new(
        store,
        passwords,
        secrets,
        services.tokens.clone(),
        clock,
        ids,
    );
    (services, fixed_key_ring().mint(&claim))
}

const FILLED: &[(&str, &str)] = &[
    ("account", "PT Maju"),
    ("name", "Ana"),
    ("email", "ana@example.org"),
    ("locale", "id"),
    ("password", PASSWORD),
    ("repeated", PASSWORD),
];

#[tokio::test]
async fn the_link_makes_the_first_administrator_once() {
    let (services, token) = empty().await;
    let mut browser = Browser::over(services.clone());
    browser.open("/").await.shows(200, &["Nothing here yet"]);
    let page = browser.open(&format!("/setup/{}", token.expose())).await;
    page.shows(200, &["Set up the first account", "At least 15 characters"]);
    page.hides(&[token.expose()]);

    for _ in 0..2 {
        let page = browser.submit("/setup", FILLED).await;
        page.shows(200, &["The account is ready", "href=\"/sign-in\""]);
    }
    let page = browser.sign_in("ana@example.org").await;
    page.shows(200, &["<html lang=\"id\">", "PT Maju", "Administrator"]);

    let mut late = Browser::over(services);
    late.open(&format!("/setup/{}", token.expose()))
        .await
        .hides(&["<form method=\"post\" action=\"/setup\">"]);
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once() {
    let (services, token) = empty().await;
    let mut browser = Browser::over(services);
    browser.open(&format!("/setup/{}", token.expose())).await;
    let page = browser
        .submit("/setup", &[("email", "not an address"), ("locale", "en")])
        .await;
    page.shows(
        422,
        &[
            "id=\"account-error\"",
            "id=\"name-error\"",
            "id=\"email-error\"",
            "id=\"password-error\"",
            "value=\"not an address\"",
            "Name of the account: This is needed.",
        ],
    );
}

#[tokio::test]
async fn no_other_link_opens_the_page() {
    let (services, token) = empty().await;
    let other = TokenClaim {
        purpose: TokenPurpose::FirstAdministrator,
        invitation: InvitationId::new(uuid::Uuid::nil()),
        generation: 6,
    };
    let other = fixed_key_ring().mint(&other);
    for wrong in ["x", "a/b", "a%20b", other.expose(), &"a".repeat(999)] {
        let mut browser = Browser::over(services.clone());
        let page = browser.open(&format!("/setup/{wrong}")).await;
        assert_eq!(page.status.as_u16(), 404, "{wrong}");
        browser.submit("/setup", FILLED).await.shows(404, &[]);
    }
    assert!(!services.accounts.has_accounts().await.unwrap());

    let scenario = Scenario::new().await;
    let mut closed = Browser::on(&scenario);
    let page = closed.open(&format!("/setup/{}", token.expose())).await;
    page.shows(404, &["This set-up link is not good"]);
}
