//! Finds Chromium and its driver for the tests of pages, and has them installed where they are missing.

use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::apt;

/// The variable that tells tests where the driver is.
pub(crate) const DRIVER_VARIABLE: &str = "INVITE_TEST_CHROMEDRIVER";

const BY_HAND: &str = "install Chromium and its driver by hand (Debian: `apt-get install chromium chromium-driver`, \
    Fedora: `dnf install chromium chromedriver`), and put `chromium` and `chromedriver` into PATH";

/// Returns the driver of a Chromium that is there.
///
/// # Errors
/// Says what to install by hand where it is missing and cannot be installed.
pub(crate) fn find_or_install_driver() -> Result<PathBuf> {
    if let Some(driver) = find() {
        return Ok(driver);
    }
    apt::install("chromium-driver", BY_HAND)?;
    apt::install("chromium", BY_HAND)?;
    find().context("Chromium was installed, and its driver is still nowhere")
}

/// Both must be there: the driver starts the browser by itself.
fn find() -> Option<PathBuf> {
    let browser = ["chromium", "chromium-browser", "google-chrome"];
    browser.into_iter().find_map(apt::in_path)?;
    apt::in_path("chromedriver")
}
