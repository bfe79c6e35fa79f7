//! The invitee: one link, one page, in.

use crate::harness::{Browser, an_administrator, form};
use invite_domain::{
    model::{AccessType, GrantKind, HttpUrl, InvitationToken, Locale, Password, Slug, Status},
    ports::{AccountRef, IdentityStore as _, PasswordHasher},
};
use invite_testkit::{
    PASSWORD, PlainPasswords, Scenario, a_member, a_person, an_account, request, values,
};
use poem::http::StatusCode;

const ACCEPT: &[(&str, &str)] = &[("password", PASSWORD), ("repeated", PASSWORD)];

#[tokio::test]
async fn a_new_person_sets_a_password_and_is_in() {
    let scenario = Scenario::new().await;
    let mut command = request("siti@example.org");
    command.invitee.name = Some(values::name("Siti Nurhaliza"));
    command.invitee.login = Some(values::login("siti"));
    command.message = Some(values::message("See you\non Monday"));
    let id = scenario.create(command).await.unwrap().id;
    scenario.deliver().await;
    let mut browser = Browser::on(&scenario);

    let page = browser.click(&scenario.token("siti@example.org")).await;
    page.shows(
        200,
        &[
            "<h1>Join Maju</h1>",
            "Ana invites you to Maju",
            "<blockquote>See you\non Monday</blockquote>",
            "value=\"Siti Nurhaliza\"",
            "value=\"siti\"",
            "value=\"siti@example.org\"",
            "At least 15 characters",
            "12 January 2026",
            "href=\"/invitation/decline\"",
        ],
    );
    assert_eq!(page.body.matches(" readonly").count(), 3);
    assert_eq!(page.body.matches("<h1>").count(), 1);

    let posted = browser.post("/invitation/accept", ACCEPT).await;
    assert_eq!(posted.status, StatusCode::SEE_OTHER);
    assert!(
        !browser.cookies.keys().any(|name| name.contains("session")),
        "setting a password signs nobody in"
    );
    let page = browser.open(&posted.location()).await;
    page.shows(200, &["You are in", "Maju", "value=\"siti@example.org\""]);
    assert_eq!(scenario.status(id).await, Status::Accepted);

    // The button leads to the password, with the address filled in.
    let page = browser
        .submit("/sign-in", &[("identifier", "siti@example.org")])
        .await;
    page.shows(200, &["value=\"siti@example.org\"", "type=\"password\""]);
    let page = browser.sign_in("siti@example.org").await;
    page.shows(200, &["Hello, Siti Nurhaliza", "Maju", "Standard user"]);
    assert!(
        !browser.cookies.keys().any(|name| name.contains("link")),
        "the link is forgotten by then"
    );
}

#[tokio::test]
async fn accepting_twice_says_you_are_in() {
    let scenario = Scenario::new().await;
    let (_, token) = scenario.invited("siti@example.org").await;
    let mut browser = Browser::on(&scenario);
    browser.click(&token).await;

    for _ in 0..3 {
        let page = browser.submit("/invitation/accept", ACCEPT).await;
        page.shows(200, &["You are in"]);
    }
    // Wrong fields do not matter to someone who is in.
    let page = browser.submit("/invitation/accept", &[]).await;
    page.shows(200, &["You are in"]);
    let mut elsewhere = Browser::on(&scenario);
    elsewhere.click(&token).await.shows(200, &["You are in"]);
    elsewhere
        .submit("/invitation/join", &[("password", PASSWORD)])
        .await
        .shows(200, &["You are in"]);
}

#[tokio::test]
async fn a_mistake_is_told_at_its_field_and_keeps_what_was_typed() {
    let scenario = Scenario::new().await;
    let (id, token) = scenario.invited("siti@example.org").await;
    let mut browser = Browser::on(&scenario);
    browser.click(&token).await;

    let typed = [
        ("name", "Siti \"N\""),
        ("password", "first secret"),
        ("repeated", "second secret"),
    ];
    let page = browser.submit("/invitation/accept", &typed).await;
    page.shows(
        422,
        &[
            "<title>Error: ",
            "role=\"alert\"",
            "href=\"#repeated\"",
            "aria-invalid=\"true\" aria-describedby=\"repeated-error\"",
            "The two passwords differ",
            "value=\"Siti &#34;N&#34;\"",
        ],
    );
    page.hides(&["first secret", "second secret"]);

    let short = [("password", "short"), ("repeated", "short")];
    let page = browser.submit("/invitation/accept", &short).await;
    page.shows(
        422,
        &[
            "The password needs at least 15 characters",
            "aria-describedby=\"password-error password-hint\"",
        ],
    );
    let long = "x".repeat(201);
    let named = [("name", long.as_str()), ("password", PASSWORD)];
    let page = browser.submit("/invitation/accept", &named).await;
    page.shows(422, &["id=\"name-error\"", "id=\"repeated-error\""]);
    assert_eq!(scenario.status(id).await, Status::Invited);
}

#[tokio::test]
async fn what_the_inviter_filled_in_stays() {
    let scenario = Scenario::new().await;
    let mut command = request("siti@example.org");
    command.invitee.name = Some(values::name("Siti Nurhaliza"));
    scenario.create(command).await.unwrap();
    scenario.deliver().await;
    let mut browser = Browser::on(&scenario);
    browser.click(&scenario.token("siti@example.org")).await;
    let forged = [
        ("name", "Mallory"),
        ("email", "mallory@example.org"),
        ("login", "root"),
        ("access_type", "administrator"),
        ("password", PASSWORD),
        ("repeated", PASSWORD),
    ];
    let page = browser.submit("/invitation/accept", &forged).await;
    page.shows(200, &["You are in"]);

    assert!(scenario.user("mallory@example.org").await.is_none());
    let user = scenario.user("siti@example.org").await.unwrap();
    let member = scenario.member(user).await.unwrap();
    assert_eq!(member.grant.access_type, AccessType::Standard);
    let page = browser.sign_in("siti@example.org").await;
    page.shows(200, &["Hello, Siti Nurhaliza"]);
}

/// Makes someone a member elsewhere with [`PASSWORD`], and invites them into the scenario's account.
async fn someone_with_an_account(scenario: &Scenario) -> InvitationToken {
    let elsewhere = an_account().named("Elsewhere").slug("elsewhere");
    let elsewhere = elsewhere.put_into(&scenario.store).await.unwrap();
    let hash = PlainPasswords::default()
        .hash(&Password::new(PASSWORD))
        .await
        .unwrap();
    let person = a_person().named("Known").email("known@example.org");
    let member = a_member().who(person.password(hash));
    member.put_into(&scenario.store, &elsewhere).await.unwrap();
    scenario.invited("known@example.org").await.1
}

#[tokio::test]
async fn a_person_with_an_account_signs_in_and_joins_in_one_go() {
    let scenario = Scenario::new().await;
    let token = someone_with_an_account(&scenario).await;
    let mut browser = Browser::on(&scenario);
    let page = browser.click(&token).await;
    page.shows(
        200,
        &["Sign in and join", "autocomplete=\"current-password\""],
    );
    page.hides(&["new-password"]);

    // The other form's address gives no way around the password.
    let page = browser.submit("/invitation/accept", ACCEPT).await;
    page.shows(200, &["Sign in and join"]);
    let wrong = [("password", "a wrong password")];
    let page = browser.submit("/invitation/join", &wrong).await;
    page.shows(422, &["The password is wrong"]);
    assert!(!browser.cookies.keys().any(|name| name.contains("session")));

    let right = [("password", PASSWORD)];
    let page = browser.submit("/invitation/join", &right).await;
    page.shows(200, &["You are in", "Known", "href=\"/\""]);
    browser.open("/").await.shows(200, &["Elsewhere", "Maju"]);
}

#[tokio::test]
async fn whoever_is_signed_in_as_the_invited_person_just_joins() {
    let scenario = Scenario::new().await;
    let token = someone_with_an_account(&scenario).await;
    let mut browser = Browser::on(&scenario);
    browser.sign_in("known@example.org").await;
    let page = browser.click(&token).await;
    page.shows(200, &["action=\"/invitation/join\"", ">Join</button>"]);
    page.hides(&["type=\"password\""]);
    let page = browser.submit("/invitation/join", &[]).await;
    page.shows(200, &["You are in"]);
}

#[tokio::test]
async fn someone_else_is_asked_to_sign_out_and_keeps_the_invitation() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    let (id, token) = scenario.invited("siti@example.org").await;
    let mut browser = Browser::on(&scenario);
    browser.sign_in("budi@example.org").await;

    let page = browser.click(&token).await;
    page.shows(
        200,
        &[
            "budi@example.org",
            "siti@example.org",
            "Sign out and continue",
        ],
    );
    for address in ["/invitation/accept", "/invitation/join"] {
        browser.submit(address, ACCEPT).await;
        assert_eq!(scenario.status(id).await, Status::Invited, "{address}");
    }
    let page = browser.submit("/invitation/switch", &[]).await;
    page.shows(200, &["Accept the invitation", "siti@example.org"]);
    page.hides(&["budi@example.org"]);
    let page = browser.submit("/invitation/accept", ACCEPT).await;
    page.shows(200, &["You are in"]);
}

#[tokio::test]
async fn declining_takes_a_form_of_its_own_and_an_optional_reason() {
    let scenario = Scenario::new().await;
    let (id, token) = scenario.invited("siti@example.org").await;
    let mut browser = Browser::on(&scenario);
    browser.click(&token).await;
    let page = browser.open("/invitation/decline").await;
    page.shows(200, &["Decline this invitation?", "name=\"reason\""]);
    assert_eq!(scenario.status(id).await, Status::Invited);

    let long = "x".repeat(1001);
    let page = browser
        .submit("/invitation/decline", &[("reason", &long)])
        .await;
    page.shows(422, &["This is too long", &long]);
    for _ in 0..2 {
        let page = browser
            .submit("/invitation/decline", &[("reason", "On leave")])
            .await;
        page.shows(410, &["You declined this invitation", "Ana", "Maju"]);
    }
    assert_eq!(scenario.status(id).await, Status::Declined);
}

#[tokio::test]
async fn a_post_from_another_site_changes_nothing() {
    let scenario = Scenario::new().await;
    let (id, token) = scenario.invited("siti@example.org").await;
    let mut browser = Browser::on(&scenario);
    browser.click(&token).await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("origin", "http://invite.example.org"),
        ("origin", "https://invite.example.org.evil.example"),
    ] {
        for address in ["/invitation/accept", "/invitation/decline", "/sign-in"] {
            let mut request = form(address, ACCEPT);
            request.headers_mut().insert(name, value.parse().unwrap());
            let page = browser.send(request).await;
            page.shows(403, &["<h1>This is not possible</h1>"]);
        }
    }
    assert_eq!(scenario.status(id).await, Status::Invited);
}

#[tokio::test]
async fn the_page_speaks_the_language_of_the_invitee() {
    let scenario = Scenario::new().await;
    let mut command = request("zhanna@example.org");
    command.invitee.locale = Some(Locale::Ru);
    scenario.create(command).await.unwrap();
    scenario.deliver().await;
    let token = scenario.token("zhanna@example.org");
    let mut browser = Browser::on(&scenario);
    let page = browser.click(&token).await;
    page.shows(
        200,
        &[
            "<html lang=\"ru\">",
            "Принять приглашение",
            "Не короче 15 символов",
        ],
    );

    // A choice of one's own goes before it, and comes back to the page.
    let choice = [("lang", "id"), ("place", "/invitation")];
    let page = browser.submit("/language", &choice).await;
    page.shows(200, &["<html lang=\"id\">", "Terima undangan"]);
}

#[tokio::test]
async fn an_account_with_a_sign_in_of_its_own_is_linked() {
    let url = HttpUrl::parse("https://app.example.org/login").unwrap();
    let account = an_account().settings(|settings| settings.login_url = Some(url));
    let scenario = Scenario::with(account).await;
    let (_, token) = scenario.invited("siti@example.org").await;
    let mut browser = Browser::on(&scenario);
    browser.click(&token).await;
    let page = browser.submit("/invitation/accept", ACCEPT).await;
    page.shows(
        200,
        &["href=\"https://app.example.org/login\" rel=\"noreferrer\""],
    );
}

#[tokio::test]
async fn someone_else_is_not_led_on_as_if_they_were_the_invited_person() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    let (_, token) = scenario.invited("siti@example.org").await;
    scenario.accept(&token).await.unwrap();
    let mut browser = Browser::on(&scenario);
    browser.sign_in("budi@example.org").await;
    let page = browser.click(&token).await;
    page.shows(200, &["action=\"/sign-in\"", "value=\"siti@example.org\""]);
    browser.sign_in("siti@example.org").await;
    browser.open("/").await.hides(&["budi@example.org"]);
}

#[tokio::test]
async fn whoever_cannot_join_is_not_signed_in_either() {
    let account = an_account().settings(|settings| settings.seats = Some(1));
    let scenario = Scenario::with(account).await;
    let token = someone_with_an_account(&scenario).await;
    let mut browser = Browser::on(&scenario);
    browser.click(&token).await;
    let right = [("password", PASSWORD)];
    let page = browser.submit("/invitation/join", &right).await;
    page.shows(422, &["Every place in the account is taken"]);
    assert!(!browser.cookies.keys().any(|name| name.contains("session")));
}

/// Makes an account work with roles.
async fn define_role(scenario: &Scenario, slug: &str) {
    let account = AccountRef::Slug(Slug::parse(slug).unwrap());
    let account = scenario.store.account(&account).await.unwrap().unwrap();
    let mut unit = scenario.store.begin_identity().await.unwrap();
    let roles = [values::grantable(GrantKind::Role, "Sales")];
    unit.catalog().define(account.id, &roles).await.unwrap();
    unit.commit().await.unwrap();
}

#[tokio::test]
async fn whoever_lacks_a_role_elsewhere_signs_in_and_joins_with_the_link() {
    let scenario = Scenario::new().await;
    let token = someone_with_an_account(&scenario).await;
    define_role(&scenario, "elsewhere").await;
    let mut browser = Browser::on(&scenario);
    let page = browser.sign_in("known@example.org").await;
    page.shows(403, &["Known has no assigned roles"]);

    browser
        .click(&token)
        .await
        .shows(200, &["Sign in and join"]);
    let right = [("password", PASSWORD)];
    let page = browser.submit("/invitation/join", &right).await;
    page.shows(200, &["You are in", "Known", "href=\"/\""]);
    let page = browser.open("/").await;
    page.shows(200, &["Maju"]);
    page.hides(&["Elsewhere"]);
}

#[tokio::test]
async fn whoever_lacks_a_role_here_too_joins_and_is_not_signed_in() {
    let scenario = Scenario::new().await;
    let token = someone_with_an_account(&scenario).await;
    define_role(&scenario, "elsewhere").await;
    define_role(&scenario, "maju").await;
    let mut browser = Browser::on(&scenario);
    browser.click(&token).await;
    let right = [("password", PASSWORD)];
    let page = browser.submit("/invitation/join", &right).await;
    page.shows(200, &["You are in", "action=\"/sign-in\""]);
    assert!(!browser.cookies.keys().any(|name| name.contains("session")));
    let page = browser.sign_in("known@example.org").await;
    page.shows(403, &["Known has no assigned roles"]);
}
