//! Guide 002: "Inviting User (Whitelabel Administrator)".

use crate::{
    browser::{Page, Setup},
    guides::mail_to,
    harness::{Database, PASSWORD, Person, Site, code_of, link_of},
};
use invite_testkit::smtp_sink::Script;
use serde_json::json;

const RESELLER: &str = "santiago@reseller.example";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reseller_invites_several_users_to_a_customers_account() {
    let site = Site::new(Database::Sqlite, Script::new()).with_account(
        "White Label",
        "white-label",
        "Santiago Garcia",
        RESELLER,
    );
    let service = site.start();
    let mut api = Person::signed_in(&service, RESELLER, PASSWORD).await;
    let customer =
        json!({ "name": "Santiago's 5", "slug": "santiago-s-5", "parent_id": "white-label" });
    api.makes("/accounts", customer).await;
    for number in ["+12025550101", "+12025550102", "+13105550101"] {
        let number = json!({ "key": number });
        api.makes("/accounts/santiago-s-5/resources", number).await;
    }

    // Log in; customers; choose the account; create new users.
    let page = Page::open(&site, &service, &Setup::default()).await;
    page.sign_in_as(RESELLER, PASSWORD).await;
    page.says("Santiago Garcia").await;
    page.go("/a/white-label/accounts").await;
    page.press("Santiago's 5").await;
    page.press("Invite several").await;

    // 1. Email addresses; a mistake is shown at its line.
    page.fill("people", "test@testa1.com, test@testa2.com\nnonsense")
        .await;
    page.press("Next").await;
    page.says("Line 2:").await;
    page.fill("people", "test@testa1.com, test@testa2.com")
        .await;
    page.press("Next").await;

    // 2. Access type, and a number found by search.
    page.choose("access:test@testa1.com", "administrator").await;
    page.fill("search:test@testa2.com", "202 555 0101").await;
    page.click("[id='search:test@testa2.com'] + button").await;
    page.choose("number:test@testa2.com", "+12025550101").await;
    page.press("Next").await;
    let summary = page.says("+12025550101").await;
    assert!(summary.contains("Administrator"), "{summary}");

    // Submit.
    page.press("Invite 2 people").await;
    page.says("test@testa1.com").await;
    let user = Page::open(&site, &service, &Setup::default()).await;
    user.go(&link_of(&mail_to(&site, "test@testa2.com", 2)))
        .await;
    user.fill("name", "Test Two").await;
    user.fill("password", PASSWORD).await;
    user.fill("repeated", PASSWORD).await;
    user.submit().await;
    user.says("You are in").await;

    // The administrator asks for a code first, and types what arrives.
    let chief = Page::open(&site, &service, &Setup::default()).await;
    chief
        .go(&link_of(&mail_to(&site, "test@testa1.com", 2)))
        .await;
    chief.press("Send me a code").await;
    let code = code_of(&mail_to(&site, "test@testa1.com", 3));
    chief.fill("code", &code).await;
    chief.fill("name", "Test One").await;
    chief.fill("password", PASSWORD).await;
    chief.fill("repeated", PASSWORD).await;
    chief.submit().await;
    chief.says("You are in").await;

    // The table: name, type, numbers; then the status switch.
    page.go("/a/santiago-s-5?status=accepted").await;
    page.says("+12025550101").await;
    page.press("Test Two").await;
    page.press("Open their page").await;
    page.press("Access").await;
    page.says("Switch this person off?").await;
    page.press("Switch off").await;
    page.says("Switched off").await;
    user.sign_in_as("test@testa2.com", PASSWORD).await;
    let home = user.says("Test Two").await;
    assert!(!home.contains("Santiago's 5"), "{home}");
}
