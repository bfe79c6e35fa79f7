//! No page breaks a rule of axe, in light and dark, wide and narrow.

mod administrator;
mod crowded;
mod invitee;

use super::{Page, Setup};
use crate::harness::{Database, Site};
use invite_testkit::smtp_sink::Script;
use serde_json::Value;

/// axe-core, run in the page.
const AXE: &str = include_str!("axe/axe.min.js");

const RUN: &str = "
    const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'] }).then(
        found => done(found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | '))),
        error => done(['axe: ' + error]));";

/// Returns which rules the page breaks, and where.
async fn violations(page: &Page) -> Vec<String> {
    let driver = page.driver();
    driver.execute(AXE, Vec::new()).await.unwrap();
    let found = driver.execute_async(RUN, Vec::new()).await.unwrap();
    found.convert().unwrap()
}

/// Fails when the page breaks a rule, or is wider than the window.
pub(in crate::browser) async fn check(page: &Page, what: &str) {
    let driver = page.driver();
    let found = violations(page).await;
    assert!(found.is_empty(), "{what}: {found:#?}");
    let overflow = "return document.documentElement.scrollWidth - window.innerWidth;";
    let overflow: Value = driver
        .execute(overflow, Vec::new())
        .await
        .unwrap()
        .json()
        .clone();
    assert!(
        overflow.as_i64().unwrap() <= 0,
        "{what} is {overflow} pixels too wide"
    );
}

/// A small phone at night: the other half of what there is to see.
fn small_and_dark() -> Setup {
    Setup {
        dark: true,
        size: (320, 640),
        ..Setup::default()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_breaks_a_rule_is_found() {
    let site = Site::new(Database::Sqlite, Script::new());
    let service = site.start();
    let page = Page::open(&site, &service, &Setup::default()).await;
    page.go("/sign-in").await;
    let spoil = "document.documentElement.removeAttribute('lang');
        document.querySelector('label').remove();
        document.querySelector('button').style.color = '#888';
        document.querySelector('button').style.background = '#999';";
    page.driver().execute(spoil, Vec::new()).await.unwrap();
    let found = violations(&page).await.join(", ");
    for rule in ["html-has-lang", "label", "color-contrast"] {
        assert!(found.contains(rule), "{rule} in {found}");
    }
}
