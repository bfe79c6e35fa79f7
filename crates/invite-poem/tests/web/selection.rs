//! Several at once: searched for, selected, confirmed, sent or withdrawn.

use crate::harness::{Browser, an_administrator, services};
use invite_domain::model::{InvitationId, Status};
use invite_poem::Services;
use invite_testkit::Scenario;
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

/// Puts people on the roster whom nobody told yet, and signs an administrator in.
async fn drafts(names: &[&str]) -> (Scenario, Browser, Vec<InvitationId>, Arc<AtomicU32>) {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    let mut ids = Vec::new();
    for name in names {
        let mut command = invite_testkit::request(&format!("{name}@example.org"));
        command.send = false;
        ids.push(scenario.create(command).await.unwrap().id);
    }
    let woken = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&woken);
    let mut browser = Browser::over(Services {
        wake: Arc::new(move || {
            counter.fetch_add(1, Ordering::SeqCst);
        }),
        ..services(&scenario)
    });
    browser.sign_in("budi@example.org").await;
    (scenario, browser, ids, woken)
}

#[tokio::test]
async fn those_with_a_check_mark_are_sent_once_it_is_confirmed() {
    let (scenario, mut browser, ids, woken) = drafts(&["anna", "boris", "vera"]).await;
    let (anna, boris) = (ids[0].to_string(), ids[1].to_string());
    let chosen = [
        ("action", "send"),
        ("status", "not_invited"),
        ("id", &*anna),
        ("id", &*boris),
    ];
    let page = browser.submit("/a/maju/selected", &chosen).await;
    page.shows(
        200,
        &[
            "Send 2 invitations?",
            "anna@example.org",
            "boris@example.org",
            &anna,
        ],
    );
    page.hides(&["vera@example.org"]);
    for id in &ids {
        assert_eq!(scenario.status(*id).await, Status::NotInvited, "only asked");
    }

    let page = browser.submit("/a/maju/selected/confirmed", &chosen).await;
    page.shows(200, &["2 messages are on their way.", "vera@example.org"]);
    assert_eq!(scenario.status(ids[0]).await, Status::Queued);
    assert_eq!(scenario.status(ids[2]).await, Status::NotInvited);
    assert_eq!(woken.load(Ordering::SeqCst), 1);

    // Again by a double click: nothing is sent twice, and it says so.
    let page = browser.submit("/a/maju/selected/confirmed", &chosen).await;
    page.shows(200, &["0 messages", "For 2 people that was not possible"]);
}

#[tokio::test]
async fn everyone_in_the_view_is_everyone_that_the_search_finds() {
    let (scenario, mut browser, ids, _) = drafts(&["anna.one", "anna.two", "boris"]).await;
    let page = browser.open("/a/maju?q=ANNA").await;
    page.shows(200, &["anna.one@example.org", "value=\"ANNA\""]);
    page.hides(&["boris@example.org"]);
    let everyone = [("action", "withdraw"), ("everyone", "1"), ("q", "ANNA")];
    let page = browser.submit("/a/maju/selected", &everyone).await;
    page.shows(200, &["Withdraw 2 invitations?", "anna.two@example.org"]);
    let (one, two) = (ids[0].to_string(), ids[1].to_string());
    let confirmed = [("action", "withdraw"), ("id", &*one), ("id", &*two)];
    let page = browser
        .submit("/a/maju/selected/confirmed", &confirmed)
        .await;
    page.shows(200, &["2 invitations were withdrawn."]);
    assert_eq!(scenario.status(ids[1]).await, Status::Revoked);
    assert_eq!(scenario.status(ids[2]).await, Status::NotInvited);
}

#[tokio::test]
async fn without_a_check_mark_nothing_happens_and_it_is_said() {
    let (scenario, mut browser, ids, _) = drafts(&["anna"]).await;
    let nobody = [("action", "send"), ("q", "anna")];
    let page = browser.submit("/a/maju/selected", &nobody).await;
    page.shows(200, &["Nobody was selected.", "value=\"anna\""]);
    // What is no id of theirs is as good as nothing.
    let foreign = uuid::Uuid::from_u128(42).to_string();
    let fields = [("action", "send"), ("id", &*foreign), ("id", "nonsense")];
    let page = browser.submit("/a/maju/selected", &fields).await;
    page.shows(200, &["Nobody was selected."]);
    let unknown = [("action", "delete"), ("everyone", "1")];
    browser
        .submit("/a/maju/selected", &unknown)
        .await
        .shows(404, &[]);
    assert_eq!(scenario.status(ids[0]).await, Status::NotInvited);
}

#[tokio::test]
async fn a_search_that_finds_nobody_says_so_and_keeps_its_words() {
    let (_, mut browser, _, _) = drafts(&["anna"]).await;
    let page = browser.open("/a/maju?q=%3Cb%3E%22nobody%22").await;
    page.shows(200, &["value=\"&#60;b&#62;&#34;nobody&#34;\""]);
    page.hides(&["anna@example.org", "<b>\"nobody\""]);
}
