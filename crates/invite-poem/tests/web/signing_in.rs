//! Signing in, in two steps that tell nothing, and what follows.

use crate::harness::{Browser, an_administrator};
use invite_domain::model::{CredentialsPolicy, GrantKind};
use invite_testkit::{PASSWORD, Scenario, accepting, an_account, request, values};
use poem::http::StatusCode;

#[tokio::test]
async fn known_and_unknown_people_see_the_same() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    scenario.invited("siti@example.org").await;
    let mut seen = Vec::new();
    for identifier in ["budi@example.org", "siti@example.org", "none@example.org"] {
        let mut browser = Browser::on(&scenario);
        browser.open("/sign-in").await.shows(200, &["Continue"]);
        let first = browser
            .submit("/sign-in", &[("identifier", identifier)])
            .await;
        first.shows(200, &["type=\"password\"", identifier]);
        let wrong = [("identifier", identifier), ("password", "not the password")];
        let second = browser.submit("/sign-in", &wrong).await;
        second.shows(422, &["The address or the password is wrong", identifier]);
        second.hides(&["not the password"]);
        assert!(browser.cookies.is_empty());
        seen.push((first.body + &second.body).replace(identifier, "…"));
    }
    seen.dedup();
    assert_eq!(seen.len(), 1);
}

#[tokio::test]
async fn signing_in_leads_on_to_the_page_that_was_asked_for() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    let mut browser = Browser::on(&scenario);
    let first = browser.open("/a/maju?status=error&q=%D0%B6").await;
    first.shows(
        200,
        &["Continue", "name=\"to\" value=\"/a/maju?status=error"],
    );
    let to = "/a/maju?status=error&q=%D0%B6";
    let who = [("identifier", "budi@example.org"), ("to", to)];
    let second = browser.submit("/sign-in", &who).await;
    second.shows(200, &["name=\"to\"", "href=\"/sign-in?to=%2Fa%2Fmaju"]);
    let wrong = [who[0], who[1], ("password", "not the password")];
    let again = browser.submit("/sign-in", &wrong).await;
    again.shows(422, &["name=\"to\""]);
    let right = [who[0], who[1], ("password", PASSWORD)];
    let page = browser.submit("/sign-in", &right).await;
    page.shows(200, &["value=\"ж\"", "aria-current=\"page\">Error"]);

    // Nothing leads to another site.
    for foreign in [
        "//evil.example",
        "https://evil.example/a",
        "/\\evil.example",
    ] {
        browser.forget();
        let page = browser.open(&format!("/sign-in?to={foreign}")).await;
        page.hides(&["name=\"to\"", "evil"]);
        let fields = [who[0], ("to", foreign), ("password", PASSWORD)];
        let page = browser.submit("/sign-in", &fields).await;
        page.shows(200, &["Hello, "]);
    }
}

#[tokio::test]
async fn a_session_has_a_fresh_token_and_ends_at_once() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    let mut browser = Browser::on(&scenario);
    browser.open("/").await.shows(200, &["Continue"]);
    let page = browser.sign_in("BUDI@example.org").await;
    page.shows(
        200,
        &["Maju", "Administrator", "href=\"/api/docs\"", "Sign out"],
    );
    let first = browser.cookies["__Host-invite_session"].clone();
    browser.open("/sign-in").await.shows(200, &["Sign out"]);

    let page = browser.submit("/sign-out", &[]).await;
    page.shows(200, &["You are signed out", "role=\"status\""]);
    browser
        .open("/sign-in")
        .await
        .hides(&["You are signed out"]);
    browser
        .cookies
        .insert("__Host-invite_session".to_owned(), first.clone());
    browser.open("/").await.shows(200, &["Continue"]);
    browser.forget();
    browser.sign_in("budi@example.org").await;
    assert_ne!(browser.cookies["__Host-invite_session"], first);
}

#[tokio::test]
async fn redirects_never_follow_what_came_with_the_request() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    let mut browser = Browser::on(&scenario);
    for place in ["//evil.example", "https://evil.example", "/\\evil.example"] {
        let page = browser
            .post("/language", &[("lang", "ru"), ("place", place)])
            .await;
        assert_eq!(page.location(), "/");
    }
    let fields = [
        ("identifier", "budi@example.org"),
        ("password", PASSWORD),
        ("next", "https://evil.example"),
    ];
    let page = browser
        .post("/sign-in?next=https://evil.example", &fields)
        .await;
    assert_eq!(
        (page.status, page.location()),
        (StatusCode::SEE_OTHER, "/".to_owned())
    );
}

#[tokio::test]
async fn the_password_is_changed_with_the_current_one_only() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    let mut browser = Browser::on(&scenario);
    browser.open("/password").await.shows(200, &["Continue"]);
    browser.sign_in("budi@example.org").await;
    let mut other = Browser::on(&scenario);
    other.sign_in("budi@example.org").await;

    let new = "another long passphrase";
    let change =
        |current, new, again| [("current", current), ("password", new), ("repeated", again)];
    for (fields, says) in [
        (change("", new, new), "id=\"current-error\""),
        (change("wrong password", new, new), "The password is wrong"),
        (
            change(PASSWORD, new, "different"),
            "The two passwords differ",
        ),
        (change(PASSWORD, "short", "short"), "at least 15 characters"),
    ] {
        browser
            .submit("/password", &fields)
            .await
            .shows(422, &[says]);
    }
    let page = browser
        .submit("/password", &change(PASSWORD, new, new))
        .await;
    page.shows(200, &["Your password was changed"]);
    other.open("/").await.shows(200, &["Continue"]);
    other.sign_in("budi@example.org").await.shows(422, &[]);
}

#[tokio::test]
async fn a_temporary_password_leads_to_setting_a_new_one() {
    let account = an_account().settings(|settings| {
        settings.credentials = CredentialsPolicy::TemporaryPassword;
    });
    let scenario = Scenario::with(account).await;
    let mut command = request("siti@example.org");
    command.invitee.name = Some(values::name("Siti"));
    scenario.create(command).await.unwrap();
    scenario.deliver().await;
    let siti = values::email("siti@example.org");
    let typed = scenario.mailer.latest_temporary_password(&siti).unwrap();
    let typed = typed.shown();

    let mut browser = Browser::on(&scenario);
    let who = ("identifier", "siti@example.org");
    browser.submit("/sign-in", &[who]).await;
    let page = browser
        .submit("/sign-in", &[who, ("password", &typed)])
        .await;
    page.shows(
        200,
        &[
            "Join Maju",
            "New password",
            "Confirm new password",
            "Continue",
            "value=\"Siti\"",
        ],
    );
    page.hides(&[&typed, "invt_"]);
    assert!(!browser.cookies.contains_key("__Host-invite_session"));

    let same = [("password", typed.as_str()), ("repeated", typed.as_str())];
    let page = browser.submit("/invitation/accept", &same).await;
    page.shows(422, &["That is the temporary password"]);
    let own = [("password", PASSWORD), ("repeated", PASSWORD)];
    let page = browser.submit("/invitation/accept", &own).await;
    page.shows(200, &["You are in", "Maju"]);
    browser.forget();
    let page = browser.sign_in("siti@example.org").await;
    page.shows(200, &["Maju", "Sign out"]);
    browser.forget();
    let page = browser
        .submit("/sign-in", &[who, ("password", &typed)])
        .await;
    page.shows(422, &["The address or the password is wrong"]);
}

#[tokio::test]
async fn after_several_wrong_passwords_the_page_says_how_long_to_wait() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    let mut browser = Browser::on(&scenario);
    let fields = |password| [("identifier", "budi@example.org"), ("password", password)];
    browser.open("/sign-in").await.shows(200, &["Continue"]);
    for _ in 0..5 {
        let page = browser
            .submit("/sign-in", &fields("not the password"))
            .await;
        page.shows(422, &["The address or the password is wrong"]);
    }
    let page = browser.submit("/sign-in", &fields(PASSWORD)).await;
    page.shows(429, &["Too many attempts failed. Try again in a minute"]);
    assert!(browser.cookies.is_empty());
}

#[tokio::test]
async fn whoever_has_no_role_is_told_so_by_name_in_their_language() {
    let account = an_account().defining(GrantKind::Role, "Sales");
    let scenario = Scenario::with(account).await;
    let (_, token) = scenario.invited("siti@example.org").await;
    let mut siti = accepting(&token);
    siti.name = Some(values::name("Siti Nurhaliza"));
    scenario.invitations.accept(siti).await.unwrap();
    let mut browser = Browser::on(&scenario);
    browser.open("/sign-in").await.shows(200, &["Continue"]);
    let fields = [("identifier", "siti@example.org"), ("password", PASSWORD)];
    let page = browser.submit("/sign-in", &fields).await;
    page.shows(
        403,
        &["The currently logged user Siti Nurhaliza has no assigned roles. Please contact your system administrator to configure the roles for user Siti Nurhaliza."],
    );
    assert!(browser.cookies.is_empty());
    browser.open("/").await.shows(200, &["Continue"]);
}
