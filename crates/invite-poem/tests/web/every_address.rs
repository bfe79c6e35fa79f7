//! What holds at every address of the pages, read from where the addresses are written down.

use crate::harness::{Browser, Page, an_administrator, form};
use invite_testkit::{Scenario, an_account};
use poem::{
    Request,
    http::{Method, StatusCode, header},
};
use std::{collections::BTreeMap, fs, path::Path};

/// No invitation, member, key or anything else has this id.
const NOBODY: &str = "01a206af-0000-7000-8000-000000000000";

/// An address, and how it may be asked.
#[derive(Debug, Clone, Copy, Default)]
struct Ways {
    get: bool,
    post: bool,
}

/// Collects every `.at("address", …)` of the pages.
fn addresses() -> BTreeMap<String, Ways> {
    let mut found = BTreeMap::new();
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web"),
        &mut found,
    );
    assert!(
        found.len() > 25,
        "the search finds little, so it proves little"
    );
    found
}

fn collect(folder: &Path, found: &mut BTreeMap<String, Ways>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for rest in text.split(".at(").skip(1) {
            let rest = rest.trim_start();
            let Some(rest) = rest.strip_prefix('"').filter(|rest| rest.starts_with('/')) else {
                continue;
            };
            let (address, handlers) = rest.split_once('"').unwrap();
            let handlers = within_parentheses(handlers);
            let ways: &mut Ways = found.entry(address.to_owned()).or_default();
            ways.get |= handlers.contains("get(");
            ways.post |= handlers.contains("post(");
        }
    }
}

/// Returns the text up to the parenthesis that closes the one before it.
fn within_parentheses(text: &str) -> &str {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[..at];
        }
    }
    text
}

/// Fills an address in with an account and ids that nobody has.
fn filled_in(address: &str, account: &str) -> String {
    let part = |part: &str| match part.chars().next() {
        Some(':') if part == ":account" => account.to_owned(),
        Some(':' | '*') => NOBODY.to_owned(),
        _ => part.to_owned(),
    };
    address.split('/').map(part).collect::<Vec<_>>().join("/")
}

async fn two_accounts() -> Scenario {
    let scenario = Scenario::with(an_account().slug("maju")).await;
    let foreign = an_account().named("Foreign").slug("foreign");
    foreign.put_into(&scenario.store).await.unwrap();
    an_administrator(&scenario, "budi@example.org").await;
    scenario
}

async fn budi(scenario: &Scenario) -> Browser {
    let mut browser = Browser::on(scenario);
    browser.sign_in("budi@example.org").await;
    browser
}

/// Asks in every way that there is.
async fn ask(browser: &mut Browser, address: &str, ways: Ways) -> Vec<Page> {
    let mut pages = Vec::new();
    if ways.get {
        pages.push(browser.get(address).await);
    }
    if ways.post {
        pages.push(browser.post(address, &[]).await);
    }
    pages
}

#[tokio::test]
async fn no_form_can_be_posted_from_another_site() {
    let scenario = two_accounts().await;
    let mut browser = budi(&scenario).await;
    let hostile: [&[(&str, &str)]; 4] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
        &[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://invite.example.org"),
        ],
    ];
    for (address, _) in addresses().iter().filter(|(_, ways)| ways.post) {
        for headers in hostile {
            let mut request = form(&filled_in(address, "maju"), &[("name", "x")]);
            for (name, value) in headers {
                request.headers_mut().insert(*name, value.parse().unwrap());
            }
            let page = browser.send(request).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{address} {headers:?}");
        }
    }
}

#[tokio::test]
async fn an_account_of_others_looks_like_one_that_does_not_exist() {
    let scenario = two_accounts().await;
    let mut browser = budi(&scenario).await;
    for (address, ways) in addresses() {
        if !address.starts_with("/a/:account") {
            continue;
        }
        let foreign = ask(&mut browser, &filled_in(&address, "foreign"), ways).await;
        let absent = ask(&mut browser, &filled_in(&address, "no-such"), ways).await;
        for (foreign, absent) in foreign.iter().zip(&absent) {
            assert_eq!(foreign.status, StatusCode::NOT_FOUND, "{address}");
            assert_eq!(absent.status, StatusCode::NOT_FOUND, "{address}");
            assert_eq!(foreign.body, absent.body, "{address}");
        }
    }
}

#[tokio::test]
async fn whoever_is_not_signed_in_is_asked_to_be() {
    let scenario = two_accounts().await;
    let mut browser = Browser::on(&scenario);
    for (address, ways) in addresses() {
        if !address.starts_with("/a/:account") {
            continue;
        }
        for page in ask(&mut browser, &filled_in(&address, "maju"), ways).await {
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{address}");
            assert!(page.location().starts_with("/sign-in"), "{address}");
        }
    }
}

#[tokio::test]
async fn a_standard_user_sees_and_does_nothing_in_the_administration() {
    let scenario = two_accounts().await;
    let (_, token) = scenario.invited("siti@example.org").await;
    scenario.accept(&token).await.unwrap();
    let mut browser = Browser::on(&scenario);
    browser.sign_in("siti@example.org").await;
    for (address, ways) in addresses() {
        if !address.starts_with("/a/:account") {
            continue;
        }
        for page in ask(&mut browser, &filled_in(&address, "maju"), ways).await {
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{address}");
        }
    }
}

#[tokio::test]
async fn nothing_that_is_asked_breaks_a_page_and_everything_personal_is_kept_nowhere() {
    let scenario = two_accounts().await;
    let mut browser = budi(&scenario).await;
    for (address, ways) in addresses() {
        // They end the session that the others need, or go on and on.
        if address == "/sign-out" || address.ends_with("/everywhere") || address.ends_with("/live")
        {
            continue;
        }
        let filled = filled_in(&address, "maju");
        for page in ask(&mut browser, &filled, ways).await {
            assert!(!page.status.is_server_error(), "{address}: {}", page.status);
            if !address.starts_with("/assets") {
                let kept = &page.headers[header::CACHE_CONTROL];
                assert_eq!(kept, "no-store", "{address}");
            }
            let may_be_framed = page.headers["x-frame-options"] != "DENY";
            assert!(!may_be_framed || address == "/inbox/:id/html", "{address}");
        }
        for method in [Method::PUT, Method::DELETE, Method::PATCH] {
            let request = Request::builder().method(method).uri_str(&filled);
            let page = browser.send(request.finish()).await;
            assert!(page.status.is_client_error(), "{address}: {}", page.status);
        }
        if !browser.cookies.keys().any(|name| name.contains("session")) {
            browser = budi(&scenario).await;
        }
    }
}
