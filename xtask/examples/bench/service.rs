//! The service under measurement: the built binary as a process of its own, with its default settings.

use std::fs::File;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use data_encoding::HEXLOWER;

use crate::database::Database;
use crate::http::{Connection, Request};
use crate::mail::{Sink, free_address};
use crate::stage::{ADMIN, PASSWORD};
use crate::wait;

/// The key that links are made with: known here, so that links of seeded invitations can be made.
pub(crate) const SECRET_KEY: [u8; 32] = [0x42; 32];

/// What the process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    All,
    Server,
    Worker,
}

impl Role {
    fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Server => "server",
            Self::Worker => "worker",
        }
    }
}

/// How to start the binary.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    pub(crate) binary: PathBuf,
    pub(crate) database: Database,
    /// Its data directory, where its log goes, too.
    pub(crate) folder: PathBuf,
}

impl Program {
    /// A command of the binary on this database.
    fn command(&self) -> Command {
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
            .current_dir(&self.folder)
            .env("INVITE_DATABASE_URL", self.database.url())
            .env("INVITE_DATA_DIR", &self.folder)
            .env("INVITE_SECRET_KEY", HEXLOWER.encode(&SECRET_KEY));
        command
    }

    /// Runs a command to its end, with this on its standard input, and returns what it printed.
    pub(crate) fn run(&self, arguments: &[&str], input: &str) -> Result<String> {
        let mut child = self
            .command()
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("the binary cannot be started")?;
        let mut stdin = child.stdin.take().context("no input")?;
        // Whether it reads all of it is its own business.
        drop(stdin.write_all(input.as_bytes()));
        drop(stdin);
        let output = child.wait_with_output()?;
        ensure!(
            output.status.success(),
            "`invite {}`: {}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(String::from_utf8(output.stdout)?)
    }

    /// Starts `invite serve`, and waits for its first answer where it is a server.
    pub(crate) fn serve(&self, role: Role, sink: Option<&Sink>) -> Result<Service> {
        let address = free_address()?;
        let log = self.folder.join(format!("{}.log", role.name()));
        let mut command = self.command();
        command
            .arg("serve")
            .env("INVITE_LISTEN", address.to_string())
            .env("INVITE_PUBLIC_URL", format!("http://{address}"))
            .env("INVITE_ROLE", role.name())
            .stdin(Stdio::null())
            .stdout(File::create(log.with_extension("out"))?)
            .stderr(File::create(&log)?);
        if let Some(sink) = sink {
            command
                .env("INVITE_SMTP_URL", sink.url())
                .env("INVITE_MAIL_FROM", "invite@bench.example");
        }
        let begun = Instant::now();
        let child = command.spawn().context("the binary cannot be started")?;
        let mut service = Service {
            child,
            address,
            first_answer: Duration::ZERO,
            log,
        };
        if role == Role::Worker {
            // It serves nothing that could answer.
            return Ok(service);
        }
        let health = Request::new("GET", "/healthz", "", "");
        let pause = Duration::from_micros(500);
        service.first_answer = wait::until("it answers", pause, Duration::from_mins(1), || {
            let answer = Connection::open(address).and_then(|mut c| c.exchange(&health));
            if answer.is_ok_and(|answer| answer.status == 200) {
                return Ok(Some(begun.elapsed()));
            }
            service.check()?;
            Ok(None)
        })?;
        Ok(service)
    }
}

/// A running `invite serve`; killed when dropped.
pub(crate) struct Service {
    child: Child,
    pub(crate) address: SocketAddr,
    /// From the start of the process to the answer of `/healthz`.
    pub(crate) first_answer: Duration,
    log: PathBuf,
}

/// Memory that a process holds, in MiB.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Memory {
    pub(crate) now: f64,
    pub(crate) peak: f64,
}

impl Service {
    /// Fails when the process has ended, with what it said.
    pub(crate) fn check(&mut self) -> Result<()> {
        if let Some(status) = self.child.try_wait()? {
            let said = std::fs::read_to_string(&self.log)?;
            bail!("`invite serve` ended with {status}: {said}");
        }
        Ok(())
    }

    /// Reads what the process holds, and held at most.
    pub(crate) fn memory(&self) -> Result<Memory> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))
            .context("the memory of a process is only known on Linux")?;
        let mib = |name: &str| -> Result<f64> {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let kib = line.and_then(|rest| rest.split_whitespace().next());
            let kib: f64 = kib.with_context(|| format!("no {name}"))?.parse()?;
            Ok(kib / 1024.0)
        };
        Ok(Memory {
            now: mib("VmRSS:")?,
            peak: mib("VmHWM:")?,
        })
    }

    /// Signs the first administrator in, and returns the session's cookie as it is sent back.
    pub(crate) fn sign_in(&self) -> Result<String> {
        let body = format!(r#"{{"email":"{ADMIN}","password":"{PASSWORD}"}}"#);
        let headers = "sec-fetch-site: same-origin\r\n";
        let sign_in = Request::new("POST", "/api/v1/sessions", headers, &body);
        let answer = Connection::open(self.address)?.exchange(&sign_in)?;
        let cookie = answer
            .header("set-cookie")
            .context("signing in set no cookie")?;
        let cookie = cookie.split(';').next().unwrap_or_default();
        Ok(cookie.to_owned())
    }

    /// Asks it to stop, and fails when it does not do so in an orderly way.
    pub(crate) fn stop(mut self) -> Result<()> {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status()?;
        let (pause, patience) = (Duration::from_millis(5), Duration::from_secs(30));
        let status = wait::until("it stops", pause, patience, || Ok(self.child.try_wait()?))?;
        ensure!(status.success(), "the service ended with {status}");
        Ok(())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Both fail only where it is gone already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
