//! What a person does with a page: opens it, reads it, fills in its form.

use super::{Chromium, Setup};
use crate::harness::{ADMIN_EMAIL, ADMIN_PASSWORD, Service, Site};
use std::{
    path::Path,
    time::{Duration, Instant},
};
use thirtyfour::{
    By, Key, TypingData, WebDriver, WebElement,
    error::{WebDriverError, WebDriverErrorInner, WebDriverResult},
};

/// How long to wait for what a page is to show.
const PATIENCE: Duration = Duration::from_secs(20);

/// A browser on the service.
pub(crate) struct Page {
    chromium: Chromium,
    url: String,
}

impl Page {
    pub(crate) async fn open(site: &Site, service: &Service, setup: &Setup) -> Self {
        Self::at(site.path(), service, setup).await
    }

    /// A browser that keeps its profile in a folder.
    pub(crate) async fn at(folder: &Path, service: &Service, setup: &Setup) -> Self {
        Self {
            chromium: Chromium::start(folder, setup).await,
            url: service.url.clone(),
        }
    }

    pub(crate) fn driver(&self) -> &WebDriver {
        &self.chromium.driver
    }

    /// Goes to an address of the service, or to a whole link.
    pub(crate) async fn go(&self, address: &str) {
        let address = if address.starts_with("http") {
            address.to_owned()
        } else {
            format!("{}{address}", self.url)
        };
        self.driver().goto(address).await.unwrap();
    }

    /// Goes back, as with the browser's own button.
    pub(crate) async fn back(&self) {
        self.driver().back().await.unwrap();
    }

    /// Fills in the field with this name.
    pub(crate) async fn fill(&self, name: &str, value: &str) {
        let field = self.find(&format!("[name='{name}']")).await;
        field.clear().await.unwrap();
        field.send_keys(value).await.unwrap();
    }

    /// Presses the main button of the page's form.
    pub(crate) async fn submit(&self) {
        self.click("main form button:not([type=button])").await;
    }

    /// Presses an element, whether that leads to another page or does something on this one.
    pub(crate) async fn click(&self, css: &str) {
        self.click_by(By::Css(css), css).await;
    }

    /// Presses it, and waits until the page that it leads to is there: the driver may come back
    /// while the old one still stands, and whatever is done next would be done to that.
    async fn click_by(&self, by: By, what: &str) {
        let end = Instant::now() + PATIENCE;
        let old = self.driver().find(By::Css("html")).await.unwrap();
        let leads_on = loop {
            match press(&self.find_by(by.clone(), what).await).await {
                // A live page put a new element in its place.
                Err(error) if is_stale(&error) => {
                    assert!(Instant::now() < end, "{what} never stands still");
                }
                pressed => break pressed.unwrap(),
            }
        };
        while leads_on && old.tag_name().await.is_ok() {
            let text = self.text().await;
            assert!(Instant::now() < end, "{what} leads nowhere from {text}");
            tokio::task::yield_now().await;
        }
    }

    /// Finds an element, waiting for it a while.
    pub(crate) async fn find(&self, css: &str) -> WebElement {
        self.find_by(By::Css(css), css).await
    }

    async fn find_by(&self, by: By, what: &str) -> WebElement {
        use thirtyfour::prelude::ElementQueryable as _;
        let query = self.driver().query(by);
        let found = query
            .wait(PATIENCE, Duration::from_millis(30))
            .first()
            .await;
        match found {
            Ok(found) => found,
            Err(error) => panic!("{what}: {error}; the page says {}", self.text().await),
        }
    }

    /// Presses the button or follows the link that is called so.
    pub(crate) async fn press(&self, name: &str) {
        let quoted = format!("\"{name}\"");
        let path = format!(
            "//main//*[(self::button or self::a or self::summary) and normalize-space(.)={quoted}]"
        );
        self.click_by(By::XPath(path), name).await;
    }

    /// Presses a button twice, as impatient people do.
    pub(crate) async fn press_twice(&self, name: &str) {
        let path = format!("//main//button[normalize-space(.)={name:?}]");
        let button = self.find_by(By::XPath(&path), name).await;
        let actions = self.driver().action_chain();
        let twice = actions.double_click_element(&button);
        twice.perform().await.unwrap();
    }

    /// Moves the focus with the Tab key until it is there.
    pub(crate) async fn tab_to(&self, css: &str) {
        let script = "return document.activeElement?.matches(arguments[0]) ?? false;";
        for _ in 0..200 {
            self.types(Key::Tab).await;
            let arrived = self.driver().execute(script, vec![css.into()]).await;
            if arrived.unwrap().json() == &serde_json::Value::Bool(true) {
                return;
            }
        }
        panic!("the Tab key does not lead to {css}");
    }

    /// Types into whatever has the focus.
    pub(crate) async fn types(&self, keys: impl Into<TypingData>) {
        let typed = self.driver().action_chain().send_keys(keys);
        typed.perform().await.unwrap();
    }

    /// Returns what a field holds.
    pub(crate) async fn value(&self, name: &str) -> String {
        let field = self.find(&format!("[name='{name}']")).await;
        field.prop("value").await.unwrap().unwrap_or_default()
    }

    /// Counts such elements, without waiting for any.
    pub(crate) async fn count(&self, css: &str) -> usize {
        self.driver().find_all(By::Css(css)).await.unwrap().len()
    }

    /// Takes one of several values: of a list, or of check boxes.
    pub(crate) async fn choose(&self, name: &str, value: &str) {
        let option = format!(
            "select[name='{name}'] option[value='{value}'], input[name='{name}'][value='{value}']"
        );
        self.click(&option).await;
    }

    /// Waits until the page says this, and returns all that it says.
    pub(crate) async fn says(&self, words: &str) -> String {
        let end = Instant::now() + PATIENCE;
        loop {
            let text = self.text().await;
            if text.contains(words) {
                return text;
            }
            assert!(Instant::now() < end, "no {words:?} in {text}");
            tokio::task::yield_now().await;
        }
    }

    /// Returns what the page says to a reader.
    pub(crate) async fn text(&self) -> String {
        // Between two pages there may be no body for a moment.
        match self.driver().find(By::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// Finds every such element, waiting for one of them.
    pub(crate) async fn all(&self, css: &str) -> Vec<WebElement> {
        self.find(css).await;
        self.driver().find_all(By::Css(css)).await.unwrap()
    }

    /// Chooses a language at the foot of the page.
    pub(crate) async fn speak(&self, language: &str) {
        let button = format!("footer button[value='{language}']");
        self.click(&button).await;
        self.find(&format!("html[lang='{language}']")).await;
    }

    /// Signs the account's administrator in, in two steps.
    pub(crate) async fn sign_in(&self) {
        self.sign_in_as(ADMIN_EMAIL, ADMIN_PASSWORD).await;
        self.find("form[action='/sign-out']").await;
    }

    /// Signs someone in, in two steps: address or login, then the password.
    pub(crate) async fn sign_in_as(&self, identifier: &str, password: &str) {
        self.go("/sign-in").await;
        self.fill("identifier", identifier).await;
        self.submit().await;
        self.fill("password", password).await;
        self.submit().await;
    }
}

/// Presses it; returns whether that opens another page, rather than something on this one.
async fn press(element: &WebElement) -> WebDriverResult<bool> {
    let leads_on = match element.tag_name().await?.as_str() {
        "a" => true,
        "button" => element.prop("type").await?.as_deref() == Some("submit"),
        _ => false,
    };
    element.click().await?;
    Ok(leads_on)
}

/// Whether the element is not on the page anymore.
fn is_stale(error: &WebDriverError) -> bool {
    matches!(
        error.as_inner(),
        WebDriverErrorInner::StaleElementReference(_)
    )
}
