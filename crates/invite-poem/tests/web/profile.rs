//! One's own pages.

use crate::harness::{Browser, an_administrator};
use invite_testkit::Scenario;
use poem::http::StatusCode;

/// Returns where the one button that ends a session posts to.
fn way_to_end(page: &str) -> String {
    let (_, rest) = page.split_once("action=\"/profile/sessions/").unwrap();
    let (id, _) = rest.split_once('/').unwrap();
    format!("/profile/sessions/{id}/end")
}

#[tokio::test]
async fn the_profile_says_who_one_is_and_where_one_belongs() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    let mut browser = Browser::on(&scenario);
    browser
        .open("/profile")
        .await
        .shows(200, &["<h1>Sign in</h1>"]);
    browser.sign_in("budi@example.org").await;
    let page = browser.open("/profile").await;
    page.shows(
        200,
        &[
            "<h1>Your profile</h1>",
            "budi@example.org",
            "<a href=\"/a/maju\">Maju</a>",
            "Administrator",
            "href=\"/password\"",
            "href=\"/profile/sessions\"",
        ],
    );
}

#[tokio::test]
async fn another_session_is_ended_and_this_one_stays() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    let (mut here, mut there) = (Browser::on(&scenario), Browser::on(&scenario));
    here.sign_in("budi@example.org").await;
    there.sign_in("budi@example.org").await;
    let page = here.open("/profile/sessions").await;
    page.shows(200, &["Where you are signed in", "This browser"]);
    assert_eq!(page.body.matches("class=\"card session\"").count(), 2);
    assert_eq!(page.body.matches("/end\"").count(), 1);

    let end = way_to_end(&page.body);
    here.submit(&end, &[])
        .await
        .shows(200, &["The session was ended"]);
    // A second click does no harm.
    here.submit(&end, &[])
        .await
        .shows(200, &["There is no such session"]);
    there
        .open("/profile")
        .await
        .shows(200, &["<h1>Sign in</h1>"]);
    here.open("/profile")
        .await
        .shows(200, &["<h1>Your profile</h1>"]);
}

#[tokio::test]
async fn the_session_of_someone_else_is_as_absent_as_none() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    an_administrator(&scenario, "siti@example.org").await;
    let (mut budi, mut siti) = (Browser::on(&scenario), Browser::on(&scenario));
    budi.sign_in("budi@example.org").await;
    Browser::on(&scenario).sign_in("budi@example.org").await;
    siti.sign_in("siti@example.org").await;
    let end = way_to_end(&budi.open("/profile/sessions").await.body);
    siti.submit(&end, &[])
        .await
        .shows(200, &["There is no such session"]);
    let page = budi.open("/profile/sessions").await;
    assert_eq!(page.body.matches("class=\"card session\"").count(), 2);
    let odd = siti.post("/profile/sessions/x/end", &[]).await;
    assert_eq!(odd.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn signing_out_everywhere_asks_once_and_ends_every_session() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    let (mut here, mut there) = (Browser::on(&scenario), Browser::on(&scenario));
    here.sign_in("budi@example.org").await;
    there.sign_in("budi@example.org").await;
    let page = here.open("/profile/sessions/everywhere").await;
    page.shows(200, &["Sign out everywhere?", "2 sessions"]);
    there
        .open("/profile")
        .await
        .shows(200, &["<h1>Your profile</h1>"]);
    here.submit("/profile/sessions/everywhere", &[])
        .await
        .shows(200, &["<h1>Sign in</h1>", "You are signed out."]);
    for browser in [&mut here, &mut there] {
        browser
            .open("/profile")
            .await
            .shows(200, &["<h1>Sign in</h1>"]);
    }
}

#[tokio::test]
async fn a_name_and_a_language_are_changed_and_a_mistake_keeps_what_was_typed() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    let mut browser = Browser::on(&scenario);
    browser.sign_in("budi@example.org").await;
    browser
        .open("/profile")
        .await
        .shows(200, &["href=\"/profile/edit\""]);
    browser.open("/profile/edit").await.shows(
        200,
        &["As your browser prefers", "Bahasa Indonesia", "Русский"],
    );

    let page = browser
        .post("/profile/edit", &[("name", " "), ("locale", "ru")])
        .await;
    page.shows(422, &["id=\"name-error\"", "value=\"ru\" selected"]);

    let page = browser
        .submit("/profile/edit", &[("name", "Budi S."), ("locale", "ru")])
        .await;
    page.shows(200, &["<html lang=\"ru\">", "Профиль изменён.", "Budi S."]);
    // Also in another browser, which asks for English.
    let mut elsewhere = Browser::on(&scenario);
    elsewhere.sign_in("budi@example.org").await;
    elsewhere
        .open("/a/maju?q=budi")
        .await
        .shows(200, &["<html lang=\"ru\">", "Budi S."]);
}
