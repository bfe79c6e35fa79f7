//! The page that asks for a code from the mailbox.

use crate::harness::{Browser, form};
use invite_domain::model::{AcceptanceProof, CredentialsPolicy, Status};
use invite_testkit::{PASSWORD, Scenario, an_account};
use poem::{
    Request,
    http::{Method, StatusCode},
};

const ASK: &str = "action=\"/invitation/code\"";
const FIELD: &str = "name=\"code\" autocomplete=\"one-time-code\"";

async fn careful() -> Scenario {
    Scenario::with(an_account().settings(|s| s.acceptance_proof = AcceptanceProof::Code)).await
}

async fn code(scenario: &Scenario) -> String {
    scenario.deliver().await;
    let mail = scenario.mailer.code_mails().pop().unwrap();
    mail.code.shown().to_string()
}

#[tokio::test]
async fn a_code_is_sent_by_a_button_and_leads_in() {
    let scenario = careful().await;
    let (id, token) = scenario.invited("siti@example.org").await;
    let mut browser = Browser::on(&scenario);
    let page = browser.click(&token).await;
    page.shows(
        200,
        &["we send a code to siti@example.org", ASK, "Send me a code"],
    );
    page.hides(&["name=\"password\"", FIELD]);

    let posted = browser.post("/invitation/code", &[]).await;
    assert_eq!(posted.status, StatusCode::SEE_OTHER);
    assert_eq!(posted.location(), "/invitation");
    let page = browser.open("/invitation").await;
    let hint = "sent to siti@example.org on 5 January 2026";
    page.shows(
        200,
        &[FIELD, "inputmode=\"numeric\"", hint, "Send a new code"],
    );

    let right = code(&scenario).await;
    let fill = |code: &str| {
        [
            ("name", "Siti"),
            ("password", PASSWORD),
            ("repeated", PASSWORD),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into_iter()
        .chain([("code".to_owned(), code.to_owned())])
        .collect::<Vec<_>>()
    };
    for (typed, said) in [
        ("", "Type the code that we sent you."),
        ("1234", "A code has eight digits"),
        ("0000-0000", "You can try 4 more times."),
    ] {
        let fields = fill(typed);
        let fields: Vec<_> = fields
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        let page = browser.submit("/invitation/accept", &fields).await;
        let kept = format!("value=\"{typed}\"");
        page.shows(422, &[said, "id=\"code-error\"", "value=\"Siti\"", &kept]);
    }
    let fields = fill(&right);
    let fields: Vec<_> = fields
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    let page = browser.submit("/invitation/accept", &fields).await;
    page.shows(200, &["You are in"]);
    assert_eq!(scenario.status(id).await, Status::Accepted);
}

#[tokio::test]
async fn asking_again_keeps_the_name_and_says_when() {
    let scenario = careful().await;
    let (_, token) = scenario.invited("siti@example.org").await;
    let mut browser = Browser::on(&scenario);
    browser.click(&token).await;
    browser.submit("/invitation/code", &[]).await;
    let again = [("name", "Siti")];
    let page = browser.submit("/invitation/code", &again).await;
    page.shows(
        422,
        &["A code was sent a short while ago", "value=\"Siti\""],
    );
    scenario.clock.advance(chrono::TimeDelta::minutes(1));
    let page = browser.submit("/invitation/code", &again).await;
    page.shows(200, &[FIELD, "value=\"Siti\""]);
    scenario.deliver().await;
    assert_eq!(scenario.mailer.code_mails().len(), 2);
}

#[tokio::test]
async fn reading_sends_no_code_whoever_reads() {
    let scenario = careful().await;
    let (id, token) = scenario.invited("siti@example.org").await;
    let before = scenario.story(id).await;
    let mut browser = Browser::on(&scenario);
    browser.click(&token).await;
    for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
        let request = Request::builder().method(method);
        let request = request.uri_str("/invitation/code").finish();
        browser.send(request).await;
    }
    let mut foreign = form("/invitation/code", &[]);
    let site = "cross-site".parse().unwrap();
    foreign.headers_mut().insert("sec-fetch-site", site);
    let page = browser.send(foreign).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert_eq!(scenario.story(id).await, before);
}

#[tokio::test]
async fn a_temporary_password_does_not_take_the_place_of_the_code() {
    let account = an_account().settings(|s| {
        s.acceptance_proof = AcceptanceProof::Code;
        s.credentials = CredentialsPolicy::TemporaryPassword;
    });
    let scenario = Scenario::with(account).await;
    scenario.invite("siti@example.org").await;
    scenario.deliver().await;
    let address = invite_testkit::values::email("siti@example.org");
    let temporary = scenario.mailer.latest_temporary_password(&address).unwrap();
    let mut browser = Browser::on(&scenario);
    let shown = temporary.shown();
    let fields = [
        ("identifier", "siti@example.org"),
        ("password", shown.as_str()),
    ];
    let page = browser.submit("/sign-in", &fields).await;
    page.shows(200, &["Send me a code"]);
    page.hides(&["name=\"repeated\""]);
    browser.submit("/invitation/code", &[]).await;
    let code = code(&scenario).await;
    let fields = [
        ("code", code.as_str()),
        ("password", PASSWORD),
        ("repeated", PASSWORD),
    ];
    let page = browser.submit("/invitation/accept", &fields).await;
    page.shows(200, &["You are in"]);
}
