//! The first administrator, by the one-time link.

use crate::harness::{Browser, open_for, services};
use invite_domain::{
    model::{EmailAddress, InvitationId, InvitationToken, Locale, TokenClaim, TokenPurpose},
    ports::{StoreError, TokenMinter},
    service::{AccountService, SignInService},
};
use invite_poem::{
    MailRoute, MailServer, MailServerError, MailServerSettings, MailTest, MailTestStep, Services,
};
use invite_testkit::{
    MemoryStore, PASSWORD, PlainPasswords, Scenario, SeededSecrets, fixed_key_ring,
};
use std::sync::{Arc, Mutex};

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

    // Whoever made it is signed in; there is no mail server to choose here.
    let page = browser.post("/setup", FILLED).await;
    assert_eq!(page.location(), "/setup/mail");
    let page = browser.get("/setup/mail").await;
    assert_eq!(page.location(), "/a/pt-maju");
    let page = browser.submit("/setup", FILLED).await;
    page.shows(200, &["Akun sudah siap", "href=\"/sign-in\""]);
    let page = browser.open("/").await;
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

/// A mail server that takes what is from `good.example`, and remembers what was chosen.
#[derive(Default)]
struct Mail {
    operator: Option<String>,
    chosen: Mutex<Vec<Option<MailServerSettings>>>,
    tested: Mutex<Vec<String>>,
}

#[async_trait::async_trait]
impl MailServer for Mail {
    async fn route(&self) -> Result<MailRoute, StoreError> {
        let operator = self.operator.clone();
        Ok(operator.map_or(MailRoute::Inbox, MailRoute::Operator))
    }

    async fn is_chosen(&self) -> Result<bool, StoreError> {
        Ok(!self.chosen.lock().unwrap().is_empty())
    }

    async fn choose(&self, server: Option<&MailServerSettings>) -> Result<(), MailServerError> {
        self.chosen.lock().unwrap().push(server.cloned());
        Ok(())
    }

    async fn test(
        &self,
        server: Option<&MailServerSettings>,
        to: &EmailAddress,
        _locale: Locale,
    ) -> Result<Option<MailTest>, MailServerError> {
        self.tested.lock().unwrap().push(to.original().to_owned());
        if server.is_some_and(|server| server.host.contains('/')) {
            return Err(MailServerError::Refused {
                part: "host",
                mend: String::new(),
            });
        }
        let is_good = server.is_none_or(|server| server.from.domain() == "good.example");
        Ok(Some(MailTest {
            passed: vec![MailTestStep::Connection, MailTestStep::Encryption],
            failed: (!is_good).then_some(MailTestStep::Login),
            said: if is_good {
                "250 2.0.0 <queued> as 7"
            } else {
                "535 5.7.8 <b>no"
            }
            .to_owned(),
        }))
    }
}

/// Makes the account, and stands before the second step.
async fn before_mail(mail: Arc<Mail>) -> (Browser, Services, InvitationToken) {
    let (services, token) = empty().await;
    let services = Services {
        mail_server: Some(mail),
        ..services
    };
    let mut browser = Browser::over(services.clone());
    browser.open(&format!("/setup/{}", token.expose())).await;
    let filled: Vec<_> = FILLED
        .iter()
        .map(|(name, text)| (*name, if *name == "locale" { "en" } else { *text }))
        .collect();
    let page = browser.submit("/setup", &filled).await;
    page.shows(
        200,
        &[
            "aria-current=\"step\">Mail<",
            "value=\"ana@example.org\"",
            "value=\"587\"",
        ],
    );
    (browser, services, token)
}

const PLACE: &str = "/setup/mail";
const PASSWORD_OF_MAIL: &str = "hunter2 of the mail server";

fn server<'a>(from: &'a str, act: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("host", "mail.example.org"),
        ("port", "2525"),
        ("encryption", "offered"),
        ("user", "ann"),
        ("password", PASSWORD_OF_MAIL),
        ("from", from),
        ("to", "ana@example.org"),
        ("do", act),
    ]
}

#[tokio::test]
async fn a_server_that_takes_the_test_mail_is_kept() {
    let mail = Arc::new(Mail::default());
    let (mut browser, _, _) = before_mail(mail.clone()).await;
    let page = browser
        .submit(PLACE, &server("invite@bad.example", "save"))
        .await;
    page.shows(
        422,
        &[
            "The test mail did not leave",
            "✓ The line is encrypted",
            "✗ The server refused user name or password",
            "535 5.7.8 &#60;b&#62;no",
            "value=\"mail.example.org\"",
            "value=\"2525\"",
            "value=\"offered\" selected",
            "value=\"invite@bad.example\"",
        ],
    );
    page.hides(&[PASSWORD_OF_MAIL]);
    assert!(mail.chosen.lock().unwrap().is_empty());

    let page = browser
        .submit(PLACE, &server("invite@good.example", "save"))
        .await;
    page.shows(
        200,
        &[
            "The server took the test mail",
            "250 2.0.0 &#60;queued&#62; as 7",
            "href=\"/a/pt-maju\"",
        ],
    );
    page.hides(&[PASSWORD_OF_MAIL]);
    let chosen = mail.chosen.lock().unwrap().clone();
    let chosen = chosen[0].as_ref().unwrap();
    assert_eq!(
        (chosen.host.as_str(), chosen.port),
        ("mail.example.org", 2525)
    );
    assert_eq!(chosen.login.as_ref().unwrap().1.expose(), PASSWORD_OF_MAIL);

    // The choice is made once: nothing is tried or chosen through the page anymore.
    for act in ["save", "untested", "inbox"] {
        let page = browser
            .post(PLACE, &server("invite@good.example", act))
            .await;
        assert_eq!(page.location(), "/a/pt-maju", "{act}");
    }
    assert_eq!(mail.chosen.lock().unwrap().len(), 1);
    assert_eq!(mail.tested.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn the_inbox_can_be_kept_and_a_server_saved_untried() {
    let mail = Arc::new(Mail::default());
    let (mut browser, _, _) = before_mail(mail.clone()).await;
    let page = browser.submit(PLACE, &[("do", "inbox")]).await;
    page.shows(
        200,
        &["PT Maju", "All is set up. Whom would you like to invite?"],
    );
    assert_eq!(*mail.chosen.lock().unwrap(), [None]);

    let mail = Arc::new(Mail::default());
    let (mut browser, _, _) = before_mail(mail.clone()).await;
    let page = browser
        .submit(PLACE, &server("invite@bad.example", "untested"))
        .await;
    page.shows(200, &["The mail server is saved"]);
    assert!(mail.tested.lock().unwrap().is_empty());
    assert!(mail.chosen.lock().unwrap()[0].is_some());
}

#[tokio::test]
async fn what_is_wrong_with_a_server_is_told_at_its_field() {
    let mail = Arc::new(Mail::default());
    let (mut browser, _, _) = before_mail(mail.clone()).await;
    let wrong = [
        ("host", " "),
        ("port", "65536"),
        ("user", "ann"),
        ("from", "nobody"),
        ("to", "\"><script>"),
        ("do", "save"),
    ];
    let page = browser.submit(PLACE, &wrong).await;
    page.shows(
        422,
        &[
            "id=\"host-error\"",
            "A port is a number from 1 to 65535.",
            "id=\"password-error\"",
            "id=\"from-error\"",
            "id=\"to-error\"",
            "value=\"nobody\"",
        ],
    );
    page.hides(&["<script>"]);
    let mut odd = server("invite@good.example", "save");
    odd[0].1 = "http://mail.example.org/";
    let page = browser.submit(PLACE, &odd).await;
    page.shows(422, &["This is no server&#39;s name."]);
    assert!(mail.chosen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn where_the_operator_has_set_a_server_it_is_shown_and_tried_only() {
    let mail = Arc::new(Mail {
        operator: Some("mail.operator.example:587 (invite@operator.example)".to_owned()),
        ..Mail::default()
    });
    let (services, token) = empty().await;
    let services = Services {
        mail_server: Some(mail.clone()),
        ..services
    };
    let mut browser = Browser::over(services);
    browser.open(&format!("/setup/{}", token.expose())).await;
    let page = browser.submit("/setup", FILLED).await;
    page.shows(
        200,
        &["mail.operator.example:587 (invite@operator.example)"],
    );
    page.hides(&["name=\"host\"", "name=\"password\""]);
    let page = browser
        .submit(PLACE, &server("invite@bad.example", "save"))
        .await;
    page.shows(200, &["250 2.0.0"]);
    let page = browser
        .submit(PLACE, &server("invite@bad.example", "untested"))
        .await;
    page.shows(200, &["250 2.0.0"]);
    assert!(mail.chosen.lock().unwrap().is_empty());
    let page = browser.post(PLACE, &[("do", "inbox")]).await;
    assert_eq!(page.location(), "/a/pt-maju");
}

#[tokio::test]
async fn only_the_first_administrator_with_the_link_chooses_a_server() {
    let mail = Arc::new(Mail::default());
    let (mut browser, services, token) = before_mail(mail.clone()).await;
    // The link alone, without the session.
    let mut link_alone = Browser::over(services.clone());
    link_alone.open(&format!("/setup/{}", token.expose())).await;
    // The session alone, without the link.
    let mut session_alone = Browser::over(services.clone());
    session_alone.sign_in("ana@example.org").await;
    for stranger in [&mut link_alone, &mut session_alone] {
        stranger.open(PLACE).await.shows(404, &[]);
        for act in ["save", "untested", "inbox"] {
            let page = stranger
                .post(PLACE, &server("invite@good.example", act))
                .await;
            page.shows(404, &[]);
        }
    }
    assert!(mail.chosen.lock().unwrap().is_empty());
    assert!(mail.tested.lock().unwrap().is_empty());
    browser.open(PLACE).await.shows(200, &["name=\"host\""]);
}
