//! Chromium on this machine, with a profile of its own, asking nobody else.

use super::LONG;
use std::{
    env,
    io::{BufRead as _, BufReader},
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
};
use thirtyfour::{ChromiumLikeCapabilities as _, DesiredCapabilities, WebDriver};

/// The variable that says where the driver is.
const DRIVER: &str = "INVITE_TEST_CHROMEDRIVER";

/// How the browser is set up.
#[derive(Debug, Clone)]
pub(crate) struct Setup {
    /// The language that it asks for.
    pub(crate) language: &'static str,
    pub(crate) dark: bool,
    pub(crate) javascript: bool,
    pub(crate) size: (u32, u32),
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            language: "en",
            dark: false,
            javascript: true,
            size: (1280, 900),
        }
    }
}

/// A browser with its driver; both are gone when it is dropped.
pub(crate) struct Chromium {
    process: Child,
    pub(crate) driver: WebDriver,
}

impl Chromium {
    pub(crate) async fn start(folder: &Path, setup: &Setup) -> Self {
        let (process, port) = start_driver();
        let mut capabilities = DesiredCapabilities::chrome();
        // Browsers side by side have nothing in common.
        let profile = folder.join(format!("chromium-{port}"));
        for argument in arguments(&profile, setup) {
            capabilities.add_arg(&argument).unwrap();
        }
        let javascript = if setup.javascript { 1 } else { 2 };
        let preferences = serde_json::json!({
            "intl.accept_languages": setup.language,
            "profile.managed_default_content_settings.javascript": javascript,
        });
        capabilities
            .add_experimental_option("prefs", preferences)
            .unwrap();
        let url = format!("http://127.0.0.1:{port}");
        let driver = WebDriver::new(url, capabilities).await.unwrap();
        let cdp = driver.cdp();
        let (width, height) = setup.size;
        let metrics = serde_json::json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600,
        });
        let metrics = cdp.send_raw("Emulation.setDeviceMetricsOverride", metrics);
        metrics.await.unwrap();
        let scheme = if setup.dark { "dark" } else { "light" };
        let media = serde_json::json!({
            "features": [{ "name": "prefers-color-scheme", "value": scheme }],
        });
        let media = cdp.send_raw("Emulation.setEmulatedMedia", media);
        media.await.unwrap();
        Self { process, driver }
    }
}

fn arguments(profile: &Path, setup: &Setup) -> Vec<String> {
    let mut arguments: Vec<String> = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--hide-scrollbars",
        "--force-device-scale-factor=1",
        // Without these it asks the network for updates and the like.
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-extensions",
        "--disable-default-apps",
    ]
    .map(str::to_owned)
    .into();
    arguments.push(format!("--user-data-dir={}", profile.display()));
    arguments.push(format!("--lang={}", setup.language));
    arguments
}

/// Starts the driver in a process group of its own, and returns the port that it chose.
fn start_driver() -> (Child, u16) {
    let mut process = Command::new(driver())
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .unwrap();
    let stdout = process.stdout.take().unwrap();
    let (line, lines) = mpsc::channel();
    thread::spawn(move || {
        for text in BufReader::new(stdout).lines().map_while(Result::ok) {
            let _ = line.send(text);
        }
    });
    let said = std::iter::from_fn(|| lines.recv_timeout(LONG).ok());
    let mut ports = said.filter_map(|text| {
        let (_, port) = text.split_once("successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    });
    let port = ports.next().expect("the driver did not start");
    (process, port)
}

fn driver() -> PathBuf {
    let given = env::var_os(DRIVER).map(PathBuf::from);
    given.unwrap_or_else(|| {
        panic!("{DRIVER} is not set; `cargo xtask test` finds or installs Chromium and sets it")
    })
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // The whole group: the browser too.
        let group = format!("-{}", self.process.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.process.wait();
    }
}
