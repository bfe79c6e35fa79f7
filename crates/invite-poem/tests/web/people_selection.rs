//! Several at once: searched for, selected, confirmed, sent or withdrawn.

use crate::harness::{Browser, an_administrator, services};
use invite_domain::model::{GrantKind, InvitationId, Status};
use invite_poem::Services;
use invite_testkit::{Scenario, an_account};
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

/// Puts people on the roster whom nobody told yet, and signs an administrator in.
async fn drafts(names: &[&str]) -> (Scenario, Browser, Vec<InvitationId>, Arc<AtomicU32>) {
    let scenario = Scenario::with(an_account().defining(GrantKind::Role, "Sales")).await;
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
    let asked = format!("/a/maju/selected?action=send&status=not_invited&id={anna}&id={boris}");
    let page = browser.open(&asked).await;
    page.shows(
        200,
        &[
            "Send to 2 people?",
            "anna@example.org",
            "boris@example.org",
            &anna,
        ],
    );
    page.hides(&["vera@example.org", "Left out"]);
    for id in &ids {
        assert_eq!(scenario.status(*id).await, Status::NotInvited, "only asked");
    }

    let chosen = [
        ("action", "send"),
        ("status", "not_invited"),
        ("id", &*anna),
        ("id", &*boris),
    ];
    let page = browser.submit("/a/maju/selected/confirmed", &chosen).await;
    page.shows(200, &["2 messages are on their way.", "vera@example.org"]);
    assert_eq!(scenario.status(ids[0]).await, Status::Queued);
    assert_eq!(scenario.status(ids[2]).await, Status::NotInvited);
    assert_eq!(woken.load(Ordering::SeqCst), 1);

    // Again by a double click: nothing is sent twice, and it says so.
    let page = browser.submit("/a/maju/selected/confirmed", &chosen).await;
    page.shows(200, &["0 messages", "For 2 people that was not possible"]);
    // And by the back button: the question says that there is nothing left to do.
    let page = browser.open(&asked).await;
    page.shows(
        200,
        &["cannot be done for anyone", "waiting to leave already"],
    );
    page.hides(&["<button class=\"button\">Send"]);
}

#[tokio::test]
async fn everyone_in_the_view_is_everyone_that_the_search_finds() {
    let (scenario, mut browser, ids, _) = drafts(&["anna.one", "anna.two", "boris"]).await;
    let page = browser
        .open("/a/maju/selected?action=revoke&everyone=1&q=ANNA")
        .await;
    page.shows(
        200,
        &[
            "Withdraw 2 invitations?",
            "anna.two@example.org",
            "name=\"q\" value=\"ANNA\"",
        ],
    );
    // The view is posted, never a list of everyone in it.
    page.hides(&["name=\"id\""]);
    let everyone = [("action", "revoke"), ("everyone", "1"), ("q", "ANNA")];
    let page = browser
        .submit("/a/maju/selected/confirmed", &everyone)
        .await;
    page.shows(200, &["2 invitations were withdrawn."]);
    assert_eq!(scenario.status(ids[1]).await, Status::Revoked);
    assert_eq!(scenario.status(ids[2]).await, Status::NotInvited);
}

#[tokio::test]
async fn whoever_is_left_out_is_counted_with_the_reason() {
    let (scenario, mut browser, _, _) = drafts(&["anna"]).await;
    let (invited, _) = scenario.invited("siti@example.org").await;
    let page = browser
        .open("/a/maju/selected?action=send&everyone=1")
        .await;
    page.shows(
        200,
        &[
            "Send to 1 person?",
            "1 person holds a link that still works",
            "2 people are in already.",
        ],
    );
    let page = browser
        .open("/a/maju/selected?action=resend&everyone=1")
        .await;
    page.shows(
        200,
        &["Resend to 1 person?", "siti@example.org", "was never sent"],
    );
    let everyone = [("action", "resend"), ("everyone", "1")];
    let page = browser
        .submit("/a/maju/selected/confirmed", &everyone)
        .await;
    page.shows(200, &["1 message is on its way."]);
    assert_eq!(scenario.status(invited).await, Status::Queued);
}

#[tokio::test]
async fn a_role_is_given_to_invited_people_and_members_alike() {
    let (_scenario, mut browser, ids, _) = drafts(&["anna"]).await;
    let asked = "/a/maju/selected?action=add_role&role=Sales&everyone=1";
    let page = browser.open(asked).await;
    page.shows(200, &["Add the role Sales to 3 people?"]);
    let add = [("action", "add_role"), ("role", "Sales"), ("everyone", "1")];
    let page = browser.submit("/a/maju/selected/confirmed", &add).await;
    page.shows(200, &["The roles of 3 people were changed."]);
    let page = browser.open("/a/maju?holds=role.Sales").await;
    page.shows(200, &["3 people", "anna@example.org", "budi@example.org"]);

    let anna = ids[0].to_string();
    let remove = [("action", "remove_role"), ("role", "Sales"), ("id", &*anna)];
    let page = browser.submit("/a/maju/selected/confirmed", &remove).await;
    page.shows(200, &["The role of 1 person was changed."]);
    let page = browser.submit("/a/maju/selected/confirmed", &remove).await;
    page.shows(200, &["For 1 person that was not possible"]);
    // What the account does not define is given to nobody.
    let odd = [("action", "add_role"), ("role", "Boss"), ("id", &*anna)];
    let page = browser.submit("/a/maju/selected/confirmed", &odd).await;
    page.shows(200, &["For 1 person that was not possible"]);
}

#[tokio::test]
async fn without_a_check_mark_nothing_happens_and_it_is_said() {
    let (scenario, mut browser, ids, _) = drafts(&["anna"]).await;
    let page = browser.open("/a/maju/selected?action=send&q=anna").await;
    page.shows(200, &["Nobody was selected.", "value=\"anna\""]);
    // What is no id of theirs is as good as nothing.
    let foreign = uuid::Uuid::from_u128(42).to_string();
    let address = format!("/a/maju/selected?action=send&id={foreign}&id=nonsense");
    browser
        .open(&address)
        .await
        .shows(200, &["Nobody was selected."]);
    let unknown = [("action", "delete"), ("everyone", "1")];
    browser
        .submit("/a/maju/selected/confirmed", &unknown)
        .await
        .shows(404, &[]);
    browser
        .open("/a/maju/selected/confirmed")
        .await
        .shows(200, &["anna@example.org"]);
    assert_eq!(scenario.status(ids[0]).await, Status::NotInvited);
}
