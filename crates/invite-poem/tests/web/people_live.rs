//! The table while mails go out.

use crate::harness::{Browser, an_administrator, services};
use invite_poem::{Check, Health, Services};
use invite_testkit::Scenario;
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

/// A process that is asked to stop once it was asked about that so often.
struct StopsAfter(AtomicU32);

#[async_trait::async_trait]
impl Health for StopsAfter {
    async fn checks(&self) -> Vec<Check> {
        Vec::new()
    }

    fn is_stopping(&self) -> bool {
        let left = self.0.load(Ordering::SeqCst);
        self.0.store(left.saturating_sub(1), Ordering::SeqCst);
        left == 0
    }
}

async fn watching(scenario: &Scenario) -> Browser {
    an_administrator(scenario, "budi@example.org").await;
    let mut browser = Browser::over(Services {
        health: Arc::new(StopsAfter(AtomicU32::new(2))),
        ..services(scenario)
    });
    browser.sign_in("budi@example.org").await;
    browser
}

#[tokio::test]
async fn a_page_hears_where_its_people_stand_and_how_messages_get_on() {
    let scenario = Scenario::new().await;
    let mut browser = watching(&scenario).await;
    let waiting = scenario.invite("siti@example.org").await.id;
    scenario.invite("other@example.org").await;
    let live = browser.get(&format!("/a/maju/live?id={waiting}")).await;
    assert_eq!(live.headers["content-type"], "text/event-stream");
    assert_eq!(live.headers["cache-control"], "no-store");
    live.shows(
        200,
        &[
            &format!("event: standing\ndata: <td class=\"standing\" id=\"standing-{waiting}\">"),
            "badge queued\">Waiting",
            "event: counts\ndata: all 4\n",
            "\ndata: queued 2\n",
            "\ndata: accepted 2\n",
            "event: progress\ndata: 0 2\n",
            "event: words\ndata: 2 messages are waiting to leave.",
            "event: end\n",
        ],
    );
    live.hides(&["other@example.org"]);
}

#[tokio::test]
async fn nothing_is_counted_anew_while_nobody_moves() {
    let scenario = Scenario::new().await;
    let mut browser = watching(&scenario).await;
    let waiting = scenario.invite("siti@example.org").await.id;
    let page = browser.open("/a/maju").await;
    let place = format!("/a/maju/live?id={waiting}");
    page.shows(200, &["data-count=\"queued\">1<", "waiting=1\""]);
    let live = browser.get(&format!("{place}&waiting=1")).await;
    live.shows(200, &["event: standing", "event: end"]);
    live.hides(&["event: counts"]);
}

#[tokio::test]
async fn an_estimate_is_given_only_where_something_left() {
    let scenario = Scenario::new().await;
    let mut browser = watching(&scenario).await;
    scenario.clock.advance(chrono::TimeDelta::minutes(5));
    scenario.invite("siti@example.org").await;
    browser.open("/a/maju").await.shows(
        200,
        &["1 message is waiting to leave. There is no estimate yet."],
    );
    scenario.deliver().await;
    browser.open("/a/maju").await.hides(&["waiting to leave"]);
    scenario.invite("boris@example.org").await;
    browser.open("/a/maju").await.shows(
        200,
        &["1 message is waiting to leave. About 1 minute left."],
    );
}

#[tokio::test]
async fn nobody_hears_of_people_of_another_account() {
    let scenario = Scenario::new().await;
    let mut browser = watching(&scenario).await;
    let other = invite_testkit::an_account().named("Other").slug("other");
    let other = other.put_into(&scenario.store).await.unwrap();
    let member = invite_testkit::a_member()
        .who(
            invite_testkit::a_person()
                .named("Foreign")
                .email("f@example.org"),
        )
        .put_into(&scenario.store, &other)
        .await
        .unwrap();
    let live = browser.get(&format!("/a/maju/live?id={}", member.id)).await;
    live.shows(200, &["event: end"]);
    live.hides(&["event: standing"]);
    browser.get("/a/other/live").await.shows(404, &[]);
}
