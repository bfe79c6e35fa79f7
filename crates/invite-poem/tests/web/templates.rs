//! The wording of mails: the list, the editor, the preview, and the way back.

use crate::harness::{Browser, an_administrator};
use invite_domain::model::{Locale, MailMessage, MailPart, MailText};
use invite_testkit::{Scenario, request};
use poem::http::header;

const LIST: &str = "/a/maju/templates";
const ONE: &str = "/a/maju/templates/invitation/id";

/// Every part as the editor holds it when nobody changed it.
const BUILT_IN: [(&str, &str); 6] = [
    ("subject", "{inviter} mengundang Anda ke {account}"),
    ("heading", "Anda diundang ke {account}"),
    ("greeting", "Halo {name},"),
    (
        "body",
        "{inviter} mengajak Anda bergabung dengan {account}: buka undangannya untuk melihat isinya, lalu terima atau tolak.",
    ),
    ("button", "Buka undangan"),
    ("closing", ""),
];

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let changed = |(name, text)| {
        let change = changes.iter().find(|(changed, _)| *changed == name);
        (name, change.map_or(text, |(_, text)| *text))
    };
    BUILT_IN.into_iter().map(changed).collect()
}

async fn administrator() -> (Scenario, Browser) {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    let mut browser = Browser::on(&scenario);
    browser.sign_in("budi@example.org").await;
    (scenario, browser)
}

async fn own(scenario: &Scenario, part: MailPart) -> Option<String> {
    let all = scenario.mail_texts.list(&scenario.ana).await.unwrap();
    let wording = all.get(MailMessage::Invitation, Locale::Id);
    wording.get(part).map(MailText::as_str).map(str::to_owned)
}

#[tokio::test]
async fn every_message_is_listed_in_every_language() {
    let (_scenario, mut browser) = administrator().await;
    let page = browser.open(LIST).await;
    page.shows(200, &["Mail texts", "Invitation with a temporary password"]);
    assert_eq!(page.body.matches("Built-in text<").count(), 6);
    assert_eq!(page.body.matches("In use").count(), 1);
    browser.submit(ONE, &with(&[("button", "Ayo")])).await;
    let page = browser.open(LIST).await;
    page.shows(200, &["Changed by you: button"]);
    assert_eq!(page.body.matches("Built-in text<").count(), 5);
}

#[tokio::test]
async fn only_what_was_changed_becomes_the_accounts_own() {
    let (scenario, mut browser) = administrator().await;
    let page = browser.open(ONE).await;
    page.shows(
        200,
        &[
            "value=\"{inviter} mengundang Anda ke {account}\"",
            "{validity}",
        ],
    );
    page.hides(&["Back to the built-in text"]);
    let page = browser
        .submit(
            ONE,
            &with(&[("body", "Satu\r\n\r\n{login} dua"), ("greeting", " ")]),
        )
        .await;
    page.shows(
        200,
        &[
            "The text is saved",
            "Satu\n\n{login} dua",
            "Back to the built-in text",
        ],
    );
    let body = own(&scenario, MailPart::Body).await;
    assert_eq!(body.as_deref(), Some("Satu\n\n{login} dua"));
    for part in [MailPart::Subject, MailPart::Greeting, MailPart::Closing] {
        assert_eq!(own(&scenario, part).await, None);
    }
}

#[tokio::test]
async fn a_wording_goes_into_the_next_mail_in_its_language_alone() {
    let (scenario, mut browser) = administrator().await;
    browser
        .submit(ONE, &with(&[("subject", "Ayo, {name}")]))
        .await;
    for (address, locale) in [
        ("siti@example.org", Locale::Id),
        ("ana@example.net", Locale::En),
    ] {
        let mut command = request(address);
        command.invitee.locale = Some(locale);
        scenario.create(command).await.unwrap();
    }
    scenario.deliver().await;
    let sent = scenario.mailer.sent();
    for (address, expected) in [
        ("siti@example.org", Some("Ayo, {name}")),
        ("ana@example.net", None),
    ] {
        let mail = sent.iter().find(|m| m.to.original() == address).unwrap();
        let subject = mail.wording.get(MailPart::Subject).map(MailText::as_str);
        assert_eq!(subject, expected);
        assert_eq!(mail.user_name, address);
    }
}

#[tokio::test]
async fn what_is_wrong_is_told_at_its_field_and_what_was_typed_is_kept() {
    let (scenario, mut browser) = administrator().await;
    let long = "x".repeat(41);
    let many = "{name}".repeat(21);
    let page = browser
        .submit(
            ONE,
            &with(&[
                ("subject", "Join\r\nBcc: a@example.org"),
                ("greeting", "Dear {you}<b>,"),
                ("body", &many),
                ("button", &long),
                ("closing", "kept & shown"),
            ]),
        )
        .await;
    page.shows(
        422,
        &[
            "id=\"subject-error\"",
            "“{you}” is not a placeholder. Use one of these, and no other braces: {account}, {inviter}, {name}, {login}, {validity}",
            "Dear {you}&#60;b&#62;,",
            "id=\"body-error\"",
            "id=\"button-error\"",
            "kept &#38; shown",
            "Greeting: ",
        ],
    );
    page.hides(&["id=\"closing-error\""]);
    assert_eq!(own(&scenario, MailPart::Closing).await, None);
    browser.language = "ru";
    let page = browser.submit(ONE, &with(&[("greeting", "{you}")])).await;
    page.shows(422, &["«{you}» — не подстановка."]);
}

#[tokio::test]
async fn a_preview_shows_what_is_typed_and_keeps_nothing() {
    let (scenario, mut browser) = administrator().await;
    let preview = format!("{ONE}/preview");
    let before = scenario.mailer.sent().len();
    let typed = with(&[
        ("subject", "Ayo <script>alert(1)</script> {name}"),
        ("body", "<img src=x> {account}"),
    ]);
    let page = browser.post(&preview, &typed).await;
    page.shows(
        200,
        &[
            "<strong>Ayo &#60;script&#62;alert(1)&#60;/script&#62; Siti Nurhaliza</strong>",
            "&lt;img src=x&gt; Maju",
        ],
    );
    page.hides(&["<script", "<img"]);
    let policy = page.headers[header::CONTENT_SECURITY_POLICY]
        .to_str()
        .unwrap();
    assert!(policy.contains("default-src 'none'") && policy.ends_with("; sandbox"));
    assert_eq!(page.headers[header::X_FRAME_OPTIONS], "SAMEORIGIN");
    let page = browser
        .post(&preview, &with(&[("heading", "{oops}")]))
        .await;
    page.shows(200, &["Heading:", "{oops}"]);
    page.hides(&["Siti Nurhaliza"]);
    assert_eq!(own(&scenario, MailPart::Subject).await, None);
    assert_eq!(scenario.mailer.sent().len(), before);

    let frame = browser.open(ONE).await;
    let policy = frame.headers[header::CONTENT_SECURITY_POLICY]
        .to_str()
        .unwrap();
    assert!(policy.contains("frame-src 'self'") && !policy.contains("unsafe"));
    frame.shows(200, &["formtarget=\"mail-preview\"", "sandbox=\"\""]);
}

#[tokio::test]
async fn going_back_asks_once_and_names_what_goes() {
    let (scenario, mut browser) = administrator().await;
    let default = format!("{ONE}/default");
    browser
        .open(&default)
        .await
        .shows(200, &["name=\"subject\""]);
    browser
        .submit(ONE, &with(&[("subject", "Ayo"), ("button", "Go")]))
        .await;
    let page = browser.open(&default).await;
    page.shows(200, &["Go back to the built-in text?", "subject, button."]);
    assert!(own(&scenario, MailPart::Subject).await.is_some());
    for _ in 0..2 {
        let page = browser.submit(&default, &[]).await;
        page.shows(
            200,
            &["The built-in text is back", "value=\"Buka undangan\""],
        );
        assert_eq!(own(&scenario, MailPart::Subject).await, None);
    }
}

#[tokio::test]
async fn whoever_may_not_change_the_account_changes_no_text() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    scenario.create(request("siti@example.org")).await.unwrap();
    scenario.deliver().await;
    let token = scenario.token("siti@example.org");
    scenario.accept(&token).await.unwrap();
    let mut browser = Browser::on(&scenario);
    let preview = format!("{ONE}/preview");
    for address in [LIST, ONE, &preview] {
        browser.open(address).await.shows(200, &["Sign in"]);
    }
    browser.sign_in("siti@example.org").await;
    for address in [LIST, ONE, &preview] {
        assert_eq!(
            browser.open(address).await.status.as_u16(),
            403,
            "{address}"
        );
    }
    let default = format!("{ONE}/default");
    for address in [ONE, &preview, &default] {
        let page = browser.post(address, &with(&[("subject", "x")])).await;
        assert_eq!(page.status.as_u16(), 403, "{address}");
    }
    browser.forget();
    browser.sign_in("budi@example.org").await;
    for missing in [
        "/a/maju/templates/invitation/de",
        "/a/maju/templates/other/en",
        "/a/maju/templates/invitation/ID",
        "/a/jaya/templates/invitation/id",
    ] {
        assert_eq!(
            browser.open(missing).await.status.as_u16(),
            404,
            "{missing}"
        );
    }
}
