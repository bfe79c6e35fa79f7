//! What a person does with a page: opens it, reads it, fills in its form.

use super::{Chromium, Setup};
use crate::harness::{ADMIN_EMAIL, ADMIN_PASSWORD, Service, Site};
use std::time::Duration;
use thirtyfour::{By, WebDriver, WebElement};

/// A browser on the service.
pub(crate) struct Page {
    chromium: Chromium,
    url: String,
}

impl Page {
    pub(crate) async fn open(site: &Site, service: &Service, setup: &Setup) -> Self {
        Self {
            chromium: Chromium::start(site.path(), setup).await,
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

    /// Fills in the field with this name.
    pub(crate) async fn fill(&self, name: &str, value: &str) {
        let field = self.find(&format!("[name='{name}']")).await;
        field.clear().await.unwrap();
        field.send_keys(value).await.unwrap();
    }

    /// Presses the main button of the page's form.
    pub(crate) async fn submit(&self) {
        self.find("main button[type=submit], main form button")
            .await
            .click()
            .await
            .unwrap();
    }

    /// Finds an element, waiting for it a while.
    pub(crate) async fn find(&self, css: &str) -> WebElement {
        use thirtyfour::prelude::ElementQueryable as _;
        let query = self.driver().query(By::Css(css));
        query
            .wait(Duration::from_secs(20), Duration::from_millis(30))
            .first()
            .await
            .unwrap_or_else(|error| panic!("{css}: {error}"))
    }

    /// Signs the account's administrator in, in two steps.
    pub(crate) async fn sign_in(&self) {
        self.go("/sign-in").await;
        self.fill("identifier", ADMIN_EMAIL).await;
        self.submit().await;
        self.fill("password", ADMIN_PASSWORD).await;
        self.submit().await;
        self.find("form[action='/sign-out']").await;
    }
}
