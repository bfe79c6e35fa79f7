//! Inviting one person: saved, or sent after a look at the very message.

use crate::harness::{Browser, Page, an_administrator, services};
use invite_domain::{
    model::{ChannelPolicy, GrantKind, INVITE_PEOPLE, Status, UserType},
    ports::InvitationFilter,
};
use invite_poem::Services;
use invite_testkit::{Scenario, an_account, request, values};
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

const SITI: &[(&str, &str)] = &[
    ("email", "siti@example.org"),
    ("name", "Siti <b>Nurhaliza"),
    ("login", "siti"),
    ("user_type", "internal"),
    ("access_type", "standard"),
    ("roles", "Sales"),
    ("locale", "id"),
    ("message", "Selamat datang"),
    ("validity", "36"),
    ("validity_unit", "hours"),
];

async fn scenario() -> Scenario {
    let account = an_account()
        .defining(GrantKind::Role, "Sales")
        .defining(GrantKind::Role, "Support")
        .defining(GrantKind::Permission, INVITE_PEOPLE);
    let scenario = Scenario::with(account).await;
    an_administrator(&scenario, "budi@example.org").await;
    scenario
}

async fn budi(scenario: &Scenario) -> Browser {
    let mut browser = Browser::on(scenario);
    browser.sign_in("budi@example.org").await;
    browser
}

fn with<'a>(fields: &[(&'a str, &'a str)], also: (&'a str, &'a str)) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| *name != also.0);
    kept.copied().chain([also]).collect()
}

/// Posts SITI with one field more, or another value in it.
async fn submit(browser: &mut Browser, address: &str, also: (&str, &str)) -> Page {
    browser.submit(address, &with(SITI, also)).await
}

async fn how_many(scenario: &Scenario) -> u64 {
    scenario
        .invitations
        .counts(&scenario.ana)
        .await
        .unwrap()
        .total()
}

#[tokio::test]
async fn saving_puts_on_the_roster_and_sends_nothing() {
    let scenario = scenario().await;
    let mut browser = budi(&scenario).await;
    browser
        .open("/a/maju")
        .await
        .shows(200, &["href=\"/a/maju/invite\""]);
    browser.open("/a/maju/invite").await.shows(
        200,
        &[
            "Invitation Internal (No login)",
            "value=\"Sales\"",
            "7 days",
        ],
    );
    let page = submit(&mut browser, "/a/maju/invite", ("do", "save")).await;
    page.shows(
        200,
        &[
            "Nothing was sent yet",
            "Siti &#60;b&#62;Nurhaliza",
            "Not invited",
            "Send the invitation",
        ],
    );
    let filter = InvitationFilter {
        status: Some(Status::NotInvited),
        ..InvitationFilter::default()
    };
    let all = invite_domain::ports::PageRequest {
        limit: 10,
        after: None,
    };
    let found = scenario
        .invitations
        .list(&scenario.ana, &filter, all)
        .await
        .unwrap();
    let siti = &found.items[0];
    assert_eq!(siti.invitee.login, Some(values::login("siti")));
    assert_eq!(siti.ttl.unwrap().seconds(), 36 * 3600);
    assert_eq!(siti.grant.user_type, UserType::Internal);
    assert_eq!(siti.grant.roles.len(), 1);
    assert_eq!(siti.message.as_ref().unwrap().as_str(), "Selamat datang");
}

#[tokio::test]
async fn sending_asks_first_and_shows_the_very_mail() {
    let scenario = scenario().await;
    let woken = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&woken);
    let mut browser = Browser::over(Services {
        wake: Arc::new(move || {
            counter.fetch_add(1, Ordering::SeqCst);
        }),
        ..services(&scenario)
    });
    browser.sign_in("budi@example.org").await;
    let before = how_many(&scenario).await;

    let page = submit(&mut browser, "/a/maju/invite", ("do", "send")).await;
    page.shows(
        200,
        &[
            "Send this invitation?",
            "Siti &#60;b&#62;Nurhaliza gets a mail at siti@example.org",
            "budi invited you to Maju (id)",
            "https://invite.example.org/i/preview",
            "name=\"validity\" value=\"36\"",
            "name=\"roles\" value=\"Sales\"",
        ],
    );
    let frame = submit(&mut browser, "/a/maju/invite/mail", ("do", "send")).await;
    frame.shows(200, &["Selamat datang", "/i/preview"]);
    let policy = frame.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.ends_with("sandbox") && policy.contains("default-src 'none'"));
    assert_eq!(how_many(&scenario).await, before, "a look changes nothing");
    let page = submit(&mut browser, "/a/maju/invite", ("do", "edit")).await;
    page.shows(200, &["Selamat datang", "value=\"Sales\" checked"]);
    assert_eq!(woken.load(Ordering::SeqCst), 0);

    let page = submit(&mut browser, "/a/maju/invite/confirmed", ("do", "send")).await;
    page.shows(200, &["is on its way", "Waiting"]);
    assert_eq!(woken.load(Ordering::SeqCst), 1);
    scenario.deliver().await;
    let mail = scenario.mailer.sent().pop().unwrap();
    assert_eq!(mail.to, values::email("siti@example.org"));
    assert_eq!(mail.inviter_name.as_str(), "budi");
}

#[tokio::test]
async fn a_second_click_or_the_back_button_invites_nobody_twice() {
    let scenario = scenario().await;
    let mut browser = budi(&scenario).await;
    submit(&mut browser, "/a/maju/invite/confirmed", ("do", "send")).await;
    let count = how_many(&scenario).await;
    for (address, what) in [
        ("/a/maju/invite/confirmed", "send"),
        ("/a/maju/invite", "save"),
        ("/a/maju/invite", "send"),
    ] {
        let page = submit(&mut browser, address, ("do", what)).await;
        page.shows(
            422,
            &[
                "This person is invited already",
                "href=\"/a/maju/invitations/",
                "Selamat datang",
                "id=\"email-error\"",
            ],
        );
    }
    assert_eq!(how_many(&scenario).await, count);
}

#[tokio::test]
async fn mistakes_stand_at_their_fields_and_what_was_typed_stays() {
    let scenario = scenario().await;
    let mut browser = budi(&scenario).await;
    for (field, value, said) in [
        ("email", "nobody", "This is not an e-mail address"),
        ("phone", "0812", "needs + and its country code"),
        ("login", "Siti N", "holds the letters a to z"),
        ("validity", "0", "from 1 hour to 365 days"),
        ("validity", "a week", "from 1 hour to 365 days"),
        ("access_type", "owner", "access_type-error"),
        ("roles", "Nobody", "has no"),
    ] {
        let page = submit(&mut browser, "/a/maju/invite/confirmed", (field, value)).await;
        page.shows(422, &[said, "Selamat datang"]);
        if field != "access_type" {
            page.shows(422, &[value]);
        }
    }
    let page = browser.submit("/a/maju/invite", &[("do", "send")]).await;
    page.shows(
        422,
        &[
            "Enter an e-mail address or a phone number",
            "id=\"email-error\"",
        ],
    );
    assert_eq!(scenario.mailer.sent().len(), 1, "Budi's own");
}

#[tokio::test]
async fn an_sms_is_offered_and_shown_where_the_account_allows_it() {
    let account = an_account().settings(|s| s.channels = ChannelPolicy::EmailOrSms);
    let scenario = Scenario::with(account).await;
    an_administrator(&scenario, "budi@example.org").await;
    let mut browser = budi(&scenario).await;
    browser
        .open("/a/maju/invite")
        .await
        .shows(200, &["name=\"channel\"", "name=\"phone\""]);
    let siti = [("phone", "+62 812 3456 7890"), ("do", "send")];
    browser.submit("/a/maju/invite", &siti).await.shows(
        200,
        &[
            "gets an SMS at +6281234567890",
            "https://invite.example.org/i/preview",
        ],
    );
    let siti = with(&siti, ("channel", "email"));
    let page = browser.submit("/a/maju/invite", &siti).await;
    page.shows(422, &["Sending by e-mail needs an e-mail address"]);
}

#[tokio::test]
async fn whoever_may_invite_is_offered_what_they_hold_and_gives_no_more() {
    let scenario = scenario().await;
    let mut ina = request("ina@example.org");
    ina.grant.roles = [values::key("Support")].into();
    ina.grant.permissions = [values::key(INVITE_PEOPLE)].into();
    scenario.create(ina).await.unwrap();
    scenario.deliver().await;
    scenario
        .accept(&scenario.token("ina@example.org"))
        .await
        .unwrap();
    let mut browser = Browser::on(&scenario);
    browser.sign_in("ina@example.org").await;
    let page = browser.open("/a/maju/invite").await;
    page.shows(200, &[INVITE_PEOPLE]);
    page.hides(&["value=\"Sales\"", "value=\"administrator\""]);
    let page = submit(&mut browser, "/a/maju/invite", ("do", "send")).await;
    page.shows(422, &["roles-error"]);
    let page = submit(
        &mut browser,
        "/a/maju/invite/confirmed",
        ("access_type", "administrator"),
    )
    .await;
    page.shows(422, &["access_type-error"]);
}

#[tokio::test]
async fn whoever_types_a_look_alike_domain_is_warned_and_may_go_on() {
    let scenario = scenario().await;
    let mut browser = budi(&scenario).await;
    let warning = "The domain’s true name is xn--pple-43d.com";
    let look_alike = ("email", "siti@аpple.com");
    let typed = with(SITI, look_alike);
    let sending = with(&typed, ("do", "send"));
    let page = browser.submit("/a/maju/invite", &sending).await;
    page.shows(200, &["Send this invitation?", warning]);
    let back = with(&typed, ("do", "edit"));
    let page = browser.submit("/a/maju/invite", &back).await;
    page.shows(200, &[warning]);
    let saving = with(&typed, ("do", "save"));
    let page = browser.submit("/a/maju/invite", &saving).await;
    page.shows(200, &["siti@аpple.com", warning]);

    let honest = with(SITI, ("email", "siti@почта.рф"));
    let page = browser
        .submit("/a/maju/invite", &with(&honest, ("do", "save")))
        .await;
    page.shows(200, &["siti@почта.рф"]);
    page.hides(&["true name"]);
}
