//! Accepting where an administrator approves first: what the invitee sees, and what administrators do.

use crate::harness::{Browser, Page, an_administrator};
use invite_domain::{
    model::{ApprovalPolicy, CredentialsPolicy, Locale, MemberId, Password, UserId},
    ports::PasswordHasher as _,
    service::AccountChanges,
};
use invite_testkit::{
    PASSWORD, PlainPasswords, Scenario, a_member, a_person, an_account, request, values,
};

const SITI: &str = "siti@example.org";
const ACCEPT: &[(&str, &str)] = &[("password", PASSWORD), ("repeated", PASSWORD)];

/// An account with two administrators, who approve everyone else from now on.
async fn approving() -> Scenario {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    let mut settings = scenario.account().settings.clone();
    settings.approval = ApprovalPolicy::Required;
    let changes = AccountChanges {
        settings: Some(settings),
        ..AccountChanges::default()
    };
    scenario
        .accounts
        .update(&scenario.ana, changes)
        .await
        .unwrap();
    scenario
}

async fn budi(scenario: &Scenario) -> Browser {
    let mut browser = Browser::on(scenario);
    browser.sign_in("budi@example.org").await;
    browser
}

async fn waiting(scenario: &Scenario) -> MemberId {
    let (_, token) = scenario.invited(SITI).await;
    scenario.accept(&token).await.unwrap().member
}

async fn user(scenario: &Scenario) -> UserId {
    scenario.user(SITI).await.unwrap()
}

fn has_session(browser: &Browser) -> bool {
    browser.cookies.keys().any(|name| name.contains("session"))
}

fn says_waiting(page: &Page) {
    page.shows(
        200,
        &[
            "Waiting for approval",
            "an administrator of the account has to approve",
            "no message will tell you",
        ],
    );
    page.hides(&["You are in", "href=\"/\">Continue", "action=\"/sign-in\""]);
}

#[tokio::test]
async fn whoever_accepted_is_told_to_wait_and_is_not_let_in() {
    let scenario = approving().await;
    let (_, token) = scenario.invited(SITI).await;
    let mut browser = Browser::on(&scenario);
    browser.click(&token).await;
    says_waiting(&browser.submit("/invitation/accept", ACCEPT).await);
    // However often, and by whatever is posted to it.
    for address in ["/invitation/accept", "/invitation/join"] {
        says_waiting(&browser.submit(address, ACCEPT).await);
    }
    says_waiting(&browser.click(&token).await);
    says_waiting(&browser.open("/invitation/decline").await);
    let page = browser.sign_in(SITI).await;
    page.shows(
        403,
        &[
            "Waiting for approval",
            "An administrator of Maju has to approve first.",
        ],
    );
    assert!(!has_session(&browser));

    let member = scenario.member(user(&scenario).await).await.unwrap();
    let on = format!("/a/maju/members/{}/switch-on", member.id);
    budi(&scenario).await.submit(&on, &[]).await;
    browser.click(&token).await.shows(200, &["You are in"]);
    let page = browser.sign_in(SITI).await;
    page.shows(200, &["Maju"]);
}

#[tokio::test]
async fn the_wait_is_told_in_the_language_of_the_person() {
    for (locale, heading, refused) in [
        (
            Locale::Id,
            "Menunggu persetujuan",
            "Administrator Maju harus menyetujui",
        ),
        (
            Locale::Ru,
            "Ожидается одобрение",
            "Сначала вас должен одобрить администратор (Maju)",
        ),
    ] {
        let scenario = approving().await;
        let mut command = request(SITI);
        command.invitee.locale = Some(locale);
        scenario.create(command).await.unwrap();
        scenario.deliver().await;
        let mut browser = Browser::on(&scenario);
        browser.click(&scenario.token(SITI)).await;
        let page = browser.submit("/invitation/accept", ACCEPT).await;
        page.shows(200, &[heading]);
        browser.sign_in(SITI).await.shows(403, &[heading, refused]);
    }
}

#[tokio::test]
async fn whoever_is_about_to_accept_is_told_that_an_approval_follows() {
    const FOLLOWS: &str = "Once you accept, an administrator of Maju has to approve";
    for (scenario, follows) in [(approving().await, true), (Scenario::new().await, false)] {
        let (_, token) = scenario.invited(SITI).await;
        let mut browser = Browser::on(&scenario);
        let page = browser.click(&token).await;
        assert_eq!(page.body.contains(FOLLOWS), follows);
        page.shows(200, &["Choose a password to accept the invitation."]);
        page.hides(&["you are in"]);
    }
}

#[tokio::test]
async fn whoever_waits_has_accepted_and_is_not_called_in() {
    let scenario = approving().await;
    let member = waiting(&scenario).await;
    let page = budi(&scenario)
        .await
        .open(&format!("/a/maju/members/{member}"))
        .await;
    page.shows(200, &["<dt>Accepted</dt>", "accepted "]);
    page.hides(&["in since", "In since"]);
}

#[tokio::test]
async fn a_temporary_password_leads_to_the_wait_too() {
    let account = an_account().settings(|settings| {
        settings.approval = ApprovalPolicy::Required;
        settings.credentials = CredentialsPolicy::TemporaryPassword;
    });
    let scenario = Scenario::with(account).await;
    scenario.invite(SITI).await;
    scenario.deliver().await;
    let temporary = scenario
        .mailer
        .latest_temporary_password(&values::email(SITI));
    let shown = temporary.unwrap().shown();
    let mut browser = Browser::on(&scenario);
    let fields = [("identifier", SITI), ("password", shown.as_str())];
    browser.submit("/sign-in", &fields).await;
    says_waiting(&browser.submit("/invitation/accept", ACCEPT).await);
    assert!(!has_session(&browser));
}

#[tokio::test]
async fn joining_with_a_password_begins_no_session_where_approval_is_needed() {
    let scenario = approving().await;
    let elsewhere = an_account().named("Elsewhere").slug("elsewhere");
    let elsewhere = elsewhere.put_into(&scenario.store).await.unwrap();
    let password = Password::new(PASSWORD);
    let hash = PlainPasswords::default().hash(&password).await.unwrap();
    let person = a_person().email(SITI).password(hash);
    let member = a_member().who(person);
    member.put_into(&scenario.store, &elsewhere).await.unwrap();
    let (_, token) = scenario.invited(SITI).await;
    let mut browser = Browser::on(&scenario);
    browser.click(&token).await;
    let right = [("password", PASSWORD)];
    says_waiting(&browser.submit("/invitation/join", &right).await);
    assert!(!has_session(&browser));
    // Signing in opens what was theirs before, and nothing else.
    browser.sign_in(SITI).await;
    let page = browser.open("/").await;
    page.shows(200, &["Elsewhere"]);
    page.hides(&["Maju"]);
    browser.open("/a/maju").await.shows(404, &[]);
    says_waiting(&browser.click(&token).await);
}

#[tokio::test]
async fn administrators_are_told_of_whoever_waits_and_approve_them() {
    let scenario = approving().await;
    let member = waiting(&scenario).await;
    let mut browser = budi(&scenario).await;
    let place = format!("/a/maju/members/{member}");
    let page = browser.open("/a/maju/overview").await;
    page.shows(
        200,
        &[
            "1 person accepted and waits for approval",
            "href=\"/a/maju?status=awaiting_approval\"",
        ],
    );
    let list = browser.open("/a/maju?status=awaiting_approval").await;
    list.shows(200, &[SITI, "Waiting for approval", &place]);
    list.hides(&["budi@example.org"]);
    browser
        .open("/a/maju?status=switched_off")
        .await
        .hides(&[SITI]);

    let page = browser.open(&place).await;
    let on = format!("{place}/switch-on");
    page.shows(
        200,
        &[
            "Waiting for approval",
            "Approve",
            "Remove",
            "turn them away",
            &on,
        ],
    );
    page.hides(&["role=\"switch\"", "Switched off"]);
    for (version, said) in [
        ("1", "Approved. The person can act in this account now."),
        // Pressed twice is the same as once.
        ("1", "Switched on."),
    ] {
        let page = browser.submit(&on, &[("version", version)]).await;
        page.shows(200, &[said, "role=\"switch\""]);
        page.hides(&["Waiting for approval"]);
    }
    let stored = scenario.member(user(&scenario).await).await.unwrap();
    assert!(stored.active && stored.version == 2);
    let page = browser.open(&place).await;
    page.shows(200, &["Approved"]);
    let log = browser.open("/a/maju/audit?action=member.approved").await;
    log.shows(200, &["was approved"]);
    browser
        .open("/a/maju/overview")
        .await
        .hides(&["waits for approval"]);
}

#[tokio::test]
async fn a_page_of_before_approves_nobody_who_was_switched_off_or_removed_since() {
    let scenario = approving().await;
    let member = waiting(&scenario).await;
    let mut browser = budi(&scenario).await;
    let place = format!("/a/maju/members/{member}");
    let (on, seen) = (format!("{place}/switch-on"), [("version", "1")]);
    browser.submit(&on, &seen).await;
    browser.submit(&format!("{place}/switch-off"), &[]).await;
    browser.submit(&on, &seen).await;
    let stored = scenario.member(user(&scenario).await).await.unwrap();
    assert!(!stored.active, "the page was of before");
    browser.submit(&format!("{place}/remove"), &[]).await;
    browser.submit(&on, &seen).await.shows(404, &[]);
}
