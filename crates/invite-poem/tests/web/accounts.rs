//! Accounts below an account, and changing between accounts.

use crate::harness::{Browser, an_administrator};
use invite_testkit::{Scenario, an_account};

async fn budi() -> (Scenario, Browser) {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    let mut browser = Browser::on(&scenario);
    browser.sign_in("budi@example.org").await;
    (scenario, browser)
}

#[tokio::test]
async fn an_account_is_made_below_this_one_and_reached_from_the_menu() {
    let (scenario, mut browser) = budi().await;
    browser
        .open("/a/maju/accounts")
        .await
        .shows(200, &["There are no accounts below this one."]);
    let new = [("name", "Toko Bunga"), ("slug", ""), ("language", "id")];
    let page = browser.submit("/a/maju/accounts/new", &new).await;
    page.shows(
        200,
        &[
            "The account was made.",
            "href=\"/a/toko-bunga\"",
            "Toko Bunga",
        ],
    );
    let page = browser.open("/a/toko-bunga/overview").await;
    page.shows(
        200,
        &[
            "<details class=\"switcher\" data-menu>",
            "href=\"/a/maju\">Maju<span class=\"second\">The account above</span>",
            "href=\"/accounts\">All accounts",
        ],
    );
    let page = browser.open("/a/maju/overview").await;
    page.shows(
        200,
        &["Toko Bunga<span class=\"second\">Below this account"],
    );
    let _ = scenario;
}

#[tokio::test]
async fn what_is_wrong_with_a_new_account_is_said_at_its_field_and_what_was_typed_stays() {
    let (_scenario, mut browser) = budi().await;
    let wrong = [("name", ""), ("slug", "Ёлка 1"), ("language", "ru")];
    let page = browser.post("/a/maju/accounts/new", &wrong).await;
    page.shows(
        422,
        &[
            "id=\"name-error\"",
            "Use only the letters a to z",
            "value=\"Ёлка 1\"",
            "value=\"ru\" selected",
        ],
    );
    let taken = [("name", "Another"), ("slug", "maju"), ("language", "en")];
    let page = browser.post("/a/maju/accounts/new", &taken).await;
    page.shows(422, &["Another account has this name", "value=\"Another\""]);
}

#[tokio::test]
async fn suspending_asks_first_and_resuming_gives_the_account_back() {
    let (scenario, mut browser) = budi().await;
    let child = an_account().named("Child").below(scenario.account());
    let child = child.put_into(&scenario.store).await.unwrap();
    let grandchild = an_account().named("Grandchild").below(&child);
    grandchild.put_into(&scenario.store).await.unwrap();
    let page = browser.open("/a/maju/accounts/child/suspend").await;
    page.shows(200, &["Suspend Child?", "Nothing is deleted"]);
    browser.open("/a/child/overview").await.shows(200, &[]);
    let page = browser.submit("/a/maju/accounts/child/suspend", &[]).await;
    page.shows(200, &["The account is suspended.", "Resume"]);
    page.hides(&["href=\"/a/child\""]);
    browser.open("/a/child/overview").await.shows(404, &[]);
    // Its log is still there for those who act from above.
    let page = browser.open("/a/child/audit").await;
    page.shows(200, &["The account was suspended", "a page"]);
    let page = browser.submit("/a/maju/accounts/child/resume", &[]).await;
    page.shows(200, &["The account goes on.", "href=\"/a/child\""]);

    // Only what is directly below this account, and never the account itself.
    for address in [
        "/a/maju/accounts/grandchild/suspend",
        "/a/maju/accounts/maju/suspend",
        "/a/maju/accounts/nowhere/suspend",
        "/a/maju/accounts/a%20b/resume",
    ] {
        assert_eq!(browser.get(address).await.status, 404, "{address}");
        assert_eq!(browser.post(address, &[]).await.status, 404, "{address}");
    }
}

#[tokio::test]
async fn all_accounts_are_found_by_name_and_page_by_page() {
    let (scenario, mut browser) = budi().await;
    for number in 0..60 {
        let child = an_account().named(&format!("Customer {number:02}"));
        let child = child.below(scenario.account());
        child.put_into(&scenario.store).await.unwrap();
    }
    let page = browser.open("/accounts").await;
    page.shows(200, &["Customer 00", "More accounts"]);
    let link = page.body.split("class=\"more\"><a href=\"").nth(1).unwrap();
    let next = link
        .split('"')
        .next()
        .unwrap()
        .replace("&amp;", "&")
        .replace("&#38;", "&");
    let page = browser.open(&next).await;
    page.shows(200, &["Customer 59"]);
    page.hides(&["Customer 00", "More accounts"]);
    let page = browser.open("/accounts?q=customer+17").await;
    page.shows(200, &["Customer 17"]);
    page.hides(&["Customer 18"]);
    browser
        .open("/a/maju/accounts?q=%3Cnobody%3E")
        .await
        .shows(200, &["No account is called so."]);
    let mut stranger = Browser::on(&scenario);
    let page = stranger.get("/accounts").await;
    assert_eq!(page.status, 303);
}
