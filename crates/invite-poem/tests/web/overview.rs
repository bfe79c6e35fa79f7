//! An account at a glance.

use crate::harness::{Browser, an_administrator};
use chrono::TimeDelta;
use invite_testkit::{Scenario, an_account, answer, values};

#[tokio::test]
async fn the_overview_counts_draws_and_says_what_needs_attention() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    scenario.invited("siti@example.org").await;
    let nobody = values::email("nobody@example.org");
    scenario
        .mailer
        .answer_to(nobody, answer::no_such_recipient());
    scenario.invite("nobody@example.org").await;
    scenario.deliver().await;
    scenario.invite("waiting@example.org").await;
    scenario.clock.advance(TimeDelta::days(6));
    let mut browser = Browser::on(&scenario);
    browser.sign_in("budi@example.org").await;
    let page = browser.open("/a/maju/overview").await;
    page.shows(
        200,
        &[
            "role=\"img\"",
            "href=\"/a/maju?status=accepted\">Accepted</a></dt><dd class=\"value\">1</dd>",
            "On the roster</dt><dd class=\"value\">4 · 100%</dd>",
            "Sent</dt><dd class=\"value\">2 · 50%</dd>",
            "Accepted</dt><dd class=\"value\">1 · 25%</dd>",
            "Half of those who accepted did so within a minute",
            "In 30 days: 2 sent, 1 accepted.",
            "1 message could not be delivered",
            "There is no such mailbox: 1",
            "1 invitation expires within two days",
            "siti@example.org</a><span class=\"second\">expires in 24 hours",
            "1 message has been waiting for more than an hour",
            "<details>",
        ],
    );
    page.hides(&["NaN", "Nothing at the moment", "style=\""]);
    assert_eq!(page.body.matches("<tr><th scope=\"row\"><time").count(), 30);
}

#[tokio::test]
async fn an_empty_account_is_told_what_to_do() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    let empty = an_account().named("Empty").below(scenario.account());
    empty.put_into(&scenario.store).await.unwrap();
    let mut browser = Browser::on(&scenario);
    browser.sign_in("budi@example.org").await;
    for (language, text) in [
        ("en", "Nobody is on the roster yet"),
        ("id", "Belum ada orang dalam daftar"),
        ("ru", "В списке пока никого нет"),
    ] {
        browser.language = language;
        let page = browser.open("/a/empty/overview").await;
        page.shows(200, &[text, "class=\"button\" href=\"/a/empty\""]);
        page.hides(&["<svg class=\"plot"]);
    }
}
