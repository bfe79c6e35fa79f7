//! The real binary as a child process: set up, started, killed, started again.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

/// How long the binary may take to answer after its start.
const START: Duration = Duration::from_secs(30);

/// The binary with its settings, running or dead. Killed at the latest when dropped.
pub(crate) struct Server {
    binary: PathBuf,
    folder: PathBuf,
    variables: Vec<(&'static str, String)>,
    address: SocketAddr,
    child: Mutex<Option<Child>>,
}

impl Server {
    /// Chooses a free port and remembers the settings; nothing runs yet.
    pub(crate) fn new(
        binary: &Path,
        folder: &Path,
        settings: &[(&'static str, String)],
    ) -> Result<Self> {
        let address = free_address()?;
        let mut variables = settings.to_vec();
        variables.push(("INVITE_LISTEN", address.to_string()));
        variables.push(("INVITE_PUBLIC_URL", format!("http://{address}")));
        Ok(Self {
            binary: binary.to_owned(),
            folder: folder.to_owned(),
            variables,
            address,
            child: Mutex::new(None),
        })
    }

    /// Where it is reached, without a slash at the end.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Runs one of the binary's commands to its end and returns what it wrote to stdout.
    pub(crate) fn command(&self, arguments: &[&str], stdin: &str) -> Result<String> {
        let mut child = self
            .program(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} cannot be started", self.binary.display()))?;
        if let Some(mut pipe) = child.stdin.take() {
            pipe.write_all(stdin.as_bytes())?;
        }
        let output = child.wait_with_output()?;
        let errors = String::from_utf8_lossy(&output.stderr);
        ensure!(
            output.status.success(),
            "`invite {}` failed: {errors}",
            arguments.join(" ")
        );
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Starts a process, which takes a moment to answer.
    pub(crate) fn start(&self) -> Result<()> {
        let log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.log())?;
        let child = self
            .program(&["serve"])
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .with_context(|| format!("{} cannot be started", self.binary.display()))?;
        *self.lock() = Some(child);
        Ok(())
    }

    /// Waits until it answers.
    pub(crate) async fn ready(&self) -> Result<()> {
        let started = Instant::now();
        while started.elapsed() < START {
            if tokio::net::TcpStream::connect(self.address).await.is_ok() {
                return Ok(());
            }
            if let Some(child) = self.lock().as_mut()
                && let Some(status) = child.try_wait()?
            {
                bail!(
                    "the server ended by itself ({status}):\n{}",
                    self.last_words()
                );
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        bail!("the server does not answer:\n{}", self.last_words());
    }

    /// Kills it with `SIGKILL` and waits until it is dead. `false` when it was dead already.
    pub(crate) fn kill(&self) -> bool {
        let Some(mut child) = self.lock().take() else {
            return false;
        };
        // Either fails only when the process is gone.
        let killed = child.kill().is_ok();
        let _ = child.wait();
        killed
    }

    /// The end of its log.
    pub(crate) fn last_words(&self) -> String {
        let mut text = Vec::new();
        if let Ok(mut log) = File::open(self.log()) {
            let _ = log.read_to_end(&mut text);
        }
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        let from = lines.len().saturating_sub(15);
        lines.get(from..).unwrap_or_default().join("\n")
    }

    fn log(&self) -> PathBuf {
        self.folder.join("server.log")
    }

    /// A command that sees no setting but ours.
    fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        for (name, _) in std::env::vars_os() {
            if name
                .to_str()
                .is_some_and(|name| name.starts_with("INVITE_"))
            {
                command.env_remove(name);
            }
        }
        command
            .args(arguments)
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .current_dir(&self.folder);
        command
    }

    fn lock(&self) -> MutexGuard<'_, Option<Child>> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Finds an address for all of a run's processes, outside of the ports that the system gives to whoever asks for
/// any: while a process is dead, another program must not come to listen in its place.
fn free_address() -> Result<SocketAddr> {
    let first = std::process::id() % 10_000;
    (0..100)
        .filter_map(|step| u16::try_from(20_000 + (first + 97 * step) % 10_000).ok())
        .map(|port| SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
        .find(|address| TcpListener::bind(address).is_ok())
        .context("a hundred ports of 127.0.0.1 are in use")
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}
