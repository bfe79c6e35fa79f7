//! Processes of the real binary.

use super::LONG;
use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

/// A running `invite serve`, killed when dropped.
pub(crate) struct Service {
    child: Child,
    /// What its addresses begin with.
    pub(crate) url: String,
    /// What it printed until it was ready.
    pub(crate) said: String,
    log: PathBuf,
}

impl Service {
    /// Starts one and waits until it listens.
    pub(crate) fn start(folder: &Path, settings: &[(String, String)], log: &str) -> Self {
        let ready = |said: &str| said.contains("Listening on") || said.contains("Sending;");
        Self::launch(folder, settings, "serve", log, ready)
    }

    /// Starts the demo and waits until it has said what to try.
    pub(crate) fn demo(folder: &Path) -> Self {
        let settings = [("INVITE_LISTEN".to_owned(), "127.0.0.1:0".to_owned())];
        let ready = |said: &str| said.contains("\n  3. ");
        Self::launch(folder, &settings, "demo", "demo.log", ready)
    }

    fn launch(
        folder: &Path,
        settings: &[(String, String)],
        subcommand: &str,
        log: &str,
        ready: impl Fn(&str) -> bool,
    ) -> Self {
        // Whoever talks to it needs one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let log = folder.join(log);
        let mut child = command(folder, settings, &[subcommand])
            .stdout(Stdio::piped())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let stdout = child.stdout.take().unwrap();
        let (line, lines) = mpsc::channel();
        thread::spawn(move || {
            for text in BufReader::new(stdout).lines().map_while(Result::ok) {
                let _ = line.send(text);
            }
        });
        let mut said = String::new();
        while !ready(&said) {
            let Ok(text) = lines.recv_timeout(LONG) else {
                let _ = child.kill();
                let log = fs::read_to_string(&log).unwrap_or_default();
                panic!("the service did not start: {said}{log}");
            };
            said.push_str(&(text + "\n"));
        }
        let url = said
            .lines()
            .find_map(|line| {
                line.strip_prefix("Listening on ")
                    .or(line.strip_prefix("Open "))
            })
            .and_then(|line| line.split(' ').next())
            .unwrap_or_default()
            .to_owned();
        Self {
            child,
            url,
            said,
            log,
        }
    }

    /// Asks it to stop.
    pub(crate) fn terminate(&self) {
        let id = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(asked.success());
    }

    /// Waits for its end, and returns how it ended and how long that took.
    pub(crate) fn wait(&mut self) -> (ExitStatus, Duration) {
        let begun = Instant::now();
        let status = self.child.wait().unwrap();
        (status, begun.elapsed())
    }

    /// Asks it to stop and waits for its end.
    pub(crate) fn stop(&mut self) -> (ExitStatus, Duration) {
        self.terminate();
        self.wait()
    }

    /// Returns what it logged.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if thread::panicking() {
            eprintln!("--- log of {}\n{}", self.url, self.log());
        }
    }
}

/// Runs a command of the binary to its end.
pub(crate) fn run(folder: &Path, settings: &[(String, String)], arguments: &[&str]) -> Output {
    run_with_input(folder, settings, arguments, "")
}

/// Runs a command of the binary to its end with something on its standard input.
pub(crate) fn run_with_input(
    folder: &Path,
    settings: &[(String, String)],
    arguments: &[&str],
    input: &str,
) -> Output {
    let mut child = command(folder, settings, arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // It may end without reading.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().unwrap()
}

/// The binary in a folder of its own, with these settings and no others.
fn command(folder: &Path, settings: &[(String, String)], arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_invite"));
    command
        .current_dir(folder)
        .env_clear()
        .envs(settings.iter().map(|(key, value)| (key, value)))
        .args(arguments);
    command
}
