//! The audit log as people read it.

use crate::harness::{Browser, an_administrator};
use invite_testkit::{Scenario, answer, request, values};

async fn budi() -> (Scenario, Browser) {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    let mut browser = Browser::on(&scenario);
    browser.sign_in("budi@example.org").await;
    (scenario, browser)
}

#[tokio::test]
async fn entries_are_sentences_in_the_readers_language() {
    let (scenario, mut browser) = budi().await;
    let nobody = values::email("nobody@example.org");
    scenario
        .mailer
        .answer_to(nobody, answer::no_such_recipient());
    let mut command = request("nobody@example.org");
    command.invitee.name = Some(values::name("<b>Nobody</b>"));
    let id = scenario.create(command).await.unwrap().id;
    scenario.deliver().await;
    for (language, texts) in [
        (
            "en",
            [
                " was put on the roster",
                "There is no such mailbox (",
                "the service itself",
            ],
        ),
        (
            "id",
            [
                " dimasukkan ke daftar",
                " tidak dapat disampaikan",
                "layanan itu sendiri",
            ],
        ),
        (
            "ru",
            [
                ": добавление в список",
                ": сообщение не доставлено",
                "сама служба",
            ],
        ),
    ] {
        browser.language = language;
        let page = browser.open("/a/maju/audit").await;
        page.shows(200, &texts);
        page.shows(200, &[&format!("href=\"/a/maju/invitations/{id}\"")]);
        page.hides(&["invitation.created", "<b>Nobody", "\u{1}"]);
    }
}

#[tokio::test]
async fn filters_narrow_the_log_and_its_export_alike() {
    let (scenario, mut browser) = budi().await;
    scenario.invited("siti@example.org").await;
    let page = browser
        .open("/a/maju/audit?action=invitation&via=worker")
        .await;
    page.shows(
        200,
        &[
            "was handed over",
            "action=invitation&#38;via=worker\" download",
        ],
    );
    page.hides(&["was put on the roster"]);
    let csv = "/api/v1/accounts/maju/audit.csv?action=invitation&via=worker";
    let table = browser.get(csv).await;
    table.shows(200, &["invitation.invited"]);
    table.hides(&["invitation.created"]);
    let page = browser
        .open("/a/maju/audit?from=2001-01-01&until=2001-12-31")
        .await;
    page.shows(200, &["There is nothing here.", "value=\"2001-12-31\""]);
    let page = browser
        .open("/a/maju/audit?from=yesterday&until=2026-02-30")
        .await;
    page.shows(
        422,
        &[
            "id=\"from-error\"",
            "id=\"until-error\"",
            "value=\"yesterday\"",
        ],
    );
    // Whatever else an address brings along is no reason for an error.
    let odd = "/a/maju/audit?action=%27%22%3E&via=x&actor=1&member=-&after=zzz_1";
    browser
        .open(odd)
        .await
        .shows(200, &["was put on the roster"]);
    let ana = scenario.ana_member.user_id;
    let page = browser.open(&format!("/a/maju/audit?actor={ana}")).await;
    page.shows(200, &["Only what was done by Ana", "Show everything"]);
}

#[tokio::test]
async fn a_long_log_is_read_page_by_page() {
    let (scenario, mut browser) = budi().await;
    for number in 0..30 {
        scenario.invite(&format!("p{number:02}@example.org")).await;
    }
    let mut address = "/a/maju/audit?action=invitation.created".to_owned();
    let mut seen = 0;
    for _ in 0..3 {
        let page = browser.open(&address).await;
        page.shows(200, &[]);
        seen += page.body.matches(" was put on the roster").count();
        let Some(rest) = page.body.split("<p class=\"more\"><a href=\"").last() else {
            break;
        };
        let next = rest.split('"').next().unwrap().replace("&#38;", "&");
        if !next.contains("after=") {
            break;
        }
        address = next;
    }
    assert_eq!(seen, 31);
}

#[tokio::test]
async fn the_log_is_for_administrators() {
    let (scenario, _) = budi().await;
    scenario.invited("siti@example.org").await;
    let token = scenario.token("siti@example.org");
    scenario.accept(&token).await.unwrap();
    let mut siti = Browser::on(&scenario);
    siti.sign_in("siti@example.org").await;
    assert_eq!(siti.get("/a/maju/audit").await.status, 403);
    assert_eq!(siti.get("/a/maju/accounts").await.status, 403);
    assert_eq!(siti.get("/a/maju/overview").await.status, 403);
    assert_eq!(siti.get("/a/nowhere/audit").await.status, 404);
}
