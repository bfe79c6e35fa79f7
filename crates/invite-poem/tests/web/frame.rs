//! What holds for every page: headers, language, escaping, and the few files around them.

use crate::harness::{Browser, an_administrator};
use invite_testkit::{Scenario, an_account, request, values};
use poem::{
    Request,
    http::{Method, header},
};

#[tokio::test]
async fn every_answer_has_the_strict_headers() {
    let scenario = Scenario::new().await;
    an_administrator(&scenario, "budi@example.org").await;
    let mut browser = Browser::on(&scenario);
    browser.sign_in("budi@example.org").await;
    for address in [
        "/",
        "/sign-in",
        "/nowhere",
        "/a/maju",
        "/invitation",
        "/i/x",
        "/setup",
    ] {
        let page = browser.get(address).await;
        let headers = &page.headers;
        assert_eq!(
            headers[header::CONTENT_SECURITY_POLICY],
            "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; \
             img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "{address}"
        );
        assert_eq!(headers[header::CACHE_CONTROL], "no-store", "{address}");
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(headers[header::REFERRER_POLICY], "no-referrer");
        assert_eq!(headers["cross-origin-opener-policy"], "same-origin");
        for foreign in [
            "<script>",
            " onclick",
            "style=\"",
            "src=\"http",
            "href=\"http",
        ] {
            assert!(!page.body.contains(foreign), "{foreign} in {address}");
        }
    }
}

#[tokio::test]
async fn the_stylesheet_is_kept_for_good_and_named_by_its_content() {
    let scenario = Scenario::new().await;
    let mut browser = Browser::on(&scenario);
    let page = browser.open("/sign-in").await;
    let link = page
        .body
        .split("rel=\"stylesheet\" href=\"")
        .nth(1)
        .unwrap();
    let address = link.split('"').next().unwrap();
    let sheet = browser.get(address).await;
    sheet.shows(200, &["prefers-color-scheme: dark", ":focus-visible"]);
    sheet.hides(&["http:", "https:", "@import"]);
    assert_eq!(
        sheet.headers[header::CACHE_CONTROL],
        "public, max-age=31536000, immutable"
    );
    let again = Request::builder()
        .method(Method::GET)
        .uri_str(address)
        .header(header::IF_NONE_MATCH, &sheet.headers[header::ETAG]);
    let again = browser.send(again.finish()).await;
    assert_eq!((again.status.as_u16(), again.body.as_str()), (304, ""));
    browser
        .get("/assets/app.0000000000000000.css")
        .await
        .shows(404, &[]);
    browser
        .get("/assets/..%2f..%2fCargo.toml")
        .await
        .shows(404, &[]);
}

#[tokio::test]
async fn the_language_follows_the_browser_until_it_is_chosen() {
    let scenario = Scenario::new().await;
    let mut browser = Browser::on(&scenario);
    for (wanted, lang) in [
        ("ru-RU,en;q=0.5", "ru"),
        ("de, id;q=0.7", "id"),
        ("de", "en"),
    ] {
        browser.language = wanted;
        let page = browser.open("/sign-in").await;
        page.shows(200, &[&format!("<html lang=\"{lang}\">")]);
    }
    let choice = [("lang", "ru"), ("place", "/sign-in")];
    let page = browser.submit("/language", &choice).await;
    page.shows(200, &["<html lang=\"ru\">", "<h1>Вход</h1>"]);
    browser
        .open("/nowhere")
        .await
        .shows(404, &["<html lang=\"ru\">"]);
    let unknown = [("lang", "de"), ("place", "/sign-in")];
    browser
        .submit("/language", &unknown)
        .await
        .shows(200, &["<html lang=\"ru\">"]);
}

#[tokio::test]
async fn hostile_names_stay_names() {
    let hostile = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' autofocus onfocus='alert(1)",
        "</title></textarea></blockquote><h1>Owned</h1>",
        "{{ 7*7 }} ${7*7} { $inviter }",
        "javascript:alert(1)",
    ];
    let shape = |body: &str| body.matches('<').count();
    let plain = pages_with("Plain name").await;
    for name in hostile {
        let pages = pages_with(name).await;
        for (found, expected) in pages.iter().zip(&plain) {
            assert_eq!(shape(found), shape(expected), "{name}: {found}");
            for code in ["<script>", "<img src=x", " onfocus='", "href=\"javascript"] {
                assert!(!found.contains(code), "{name}");
            }
        }
    }
}

/// Returns every page that shows names, with this name everywhere.
async fn pages_with(name: &str) -> Vec<String> {
    let scenario = Scenario::with(an_account().named(name).slug("maju")).await;
    an_administrator(&scenario, "budi@example.org").await;
    let mut command = request("siti@example.org");
    command.invitee.name = Some(values::name(name));
    command.message = Some(values::message(name));
    let id = scenario.create(command).await.unwrap().id;
    scenario.deliver().await;
    let mut browser = Browser::on(&scenario);
    let mut pages = vec![
        browser
            .click(&scenario.token("siti@example.org"))
            .await
            .body,
    ];
    pages.push(browser.open("/invitation/decline").await.body);
    let typed = [("name", name), ("password", "a"), ("repeated", "b")];
    pages.push(browser.submit("/invitation/accept", &typed).await.body);
    pages.push(
        browser
            .submit("/sign-in", &[("identifier", name)])
            .await
            .body,
    );
    browser.sign_in("budi@example.org").await;
    let place = format!("/a/maju/invitations/{id}");
    for address in [
        "/",
        "/a/maju",
        &place,
        &format!("{place}/revoke"),
        "/a/maju/api-keys",
        "/a/maju/settings",
        "/a/maju/groups",
        "/a/maju/groups/entry?key=Everybody",
    ] {
        let page = browser.open(address).await;
        page.shows(200, &[]);
        pages.push(page.body);
    }
    scenario
        .invitations
        .revoke(&scenario.ana, id)
        .await
        .unwrap();
    pages.push(browser.open("/invitation").await.body);
    pages
}
