//! What a first visit costs: bytes over the wire, requests to anyone else, and things that jump about.

use super::{Page, Setup};
use crate::harness::{Database, SLUG, Site};
use invite_testkit::smtp_sink::Script;
use serde_json::{Value, json};

/// The most that a page may weigh with everything that it loads, in bytes.
const MOST: u64 = 100_000;

/// Asks the browser what it loaded and how far things moved after they were drawn.
const MEASURE: &str = "
    const done = arguments[arguments.length - 1];
    let shift = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
    const loaded = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    requestAnimationFrame(() => requestAnimationFrame(() => done({
        shift,
        bytes: loaded.reduce((sum, entry) => sum + entry.encodedBodySize, 0),
        foreign: loaded.map(entry => entry.name).filter(name => !name.startsWith(location.origin)),
    })));";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_are_light_ask_nobody_else_and_stand_still() {
    let site = Site::new(Database::Sqlite, Script::new());
    let service = site.start();
    let api = site.api(&service);
    for n in 0..30 {
        let person = json!({ "email": format!("p{n}@example.org"), "name": format!("Person {n}") });
        let place = format!("/api/v1/accounts/{SLUG}/invitations");
        assert_eq!(api.post(&place, person).await.status, 201);
    }
    let page = Page::open(&site, &service, &Setup::default()).await;
    page.sign_in().await;
    for address in [
        "",
        "/overview",
        "/invite",
        "/invite/several",
        "/audit",
        "/settings",
    ] {
        // The first visit: nothing is kept of an earlier one.
        page.driver()
            .cdp()
            .send_raw("Network.clearBrowserCache", json!({}))
            .await
            .unwrap();
        page.go(&format!("/a/{SLUG}{address}")).await;
        let measured = page
            .driver()
            .execute_async(MEASURE, Vec::new())
            .await
            .unwrap();
        let measured: Value = measured.json().clone();
        println!("{address:20} {measured}");
        let bytes = measured["bytes"].as_u64().unwrap();
        assert!(bytes > 1_000 && bytes < MOST, "{address}: {measured}");
        assert_eq!(
            measured["shift"].as_f64(),
            Some(0.0),
            "{address}: {measured}"
        );
        assert_eq!(measured["foreign"], json!([]), "{address}");
    }
}
