//! Throw-away PostgreSQL clusters for tests, crash runs and benchmarks.

mod account;
mod programs;
mod site;

use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail};
use clap::Args;

pub(crate) use account::is_root;
use programs::Programs;
use site::Site;

/// The variable that tells tests where PostgreSQL listens.
pub(crate) const URL_VARIABLE: &str = "INVITE_TEST_POSTGRES_URL";

/// The clusters of this process, for the moment when a signal ends it.
static RUNNING: Mutex<Vec<Site>> = Mutex::new(Vec::new());

/// What `cargo xtask postgres` understands.
#[derive(Args)]
pub(crate) struct Options {
    /// Keep PostgreSQL's promise to survive a crash, at the cost of speed
    #[arg(long)]
    durable: bool,
    /// A command to run with `INVITE_TEST_POSTGRES_URL` set; without one, wait for Ctrl-C
    #[arg(last = true)]
    command: Vec<String>,
}

/// Runs a cluster for as long as the command takes, or until Ctrl-C.
pub(crate) fn run(options: &Options) -> Result<()> {
    let durability = if options.durable {
        Durability::On
    } else {
        Durability::Off
    };
    let cluster = Cluster::start(durability)?;
    let [program, arguments @ ..] = options.command.as_slice() else {
        println!("{URL_VARIABLE}={}", cluster.url());
        println!("Ctrl-C stops it.");
        loop {
            std::thread::park();
        }
    };
    let mut command = Command::new(program);
    command.args(arguments).env(URL_VARIABLE, cluster.url());
    crate::cargo::run(&mut command)
}

/// Whether commits survive the machine, which tests of the rules don't need and crash runs and benchmarks do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// Commits stay in memory: fast.
    Off,
    /// Commits wait for the disk, as in production.
    On,
}

/// A PostgreSQL cluster of its own, on a free port of 127.0.0.1, gone when the value is dropped.
pub(crate) struct Cluster {
    site: Site,
    port: u16,
}

impl Cluster {
    /// Makes and starts a cluster; installs PostgreSQL first where it is missing and that is possible.
    pub(crate) fn start(durability: Durability) -> Result<Self> {
        let programs = Programs::find_or_install()?;
        let site = Site::claim(programs)?;
        lock_running().push(site.clone());
        // From here on, dropping the value stops and removes whatever exists by then.
        let mut cluster = Self { site, port: 0 };
        cluster.initialize(durability)?;
        cluster.port = cluster.listen()?;
        Ok(cluster)
    }

    /// Where a superuser without password reaches the database `postgres`.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// The folder of PostgreSQL's programs, those that measure included.
    pub(crate) fn programs(&self) -> &Path {
        self.site.programs()
    }

    fn initialize(&self, durability: Durability) -> Result<()> {
        let mut initdb = self.site.command("initdb");
        initdb.args([
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
        ]);
        initdb.args(["--no-sync", "--no-instructions", "--pgdata"]);
        finish(initdb.arg(self.site.data()))?;

        let file = self.site.data().join("postgresql.conf");
        let defaults = std::fs::read_to_string(&file)?;
        std::fs::write(&file, defaults + &settings(durability))?;
        Ok(())
    }

    /// Starts the server on a free port. Somebody else may take the port between the look and the start, so a
    /// port in use means another look.
    fn listen(&self) -> Result<u16> {
        for _ in 0..5 {
            let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
                .local_addr()?
                .port();
            let mut start = self.site.command("pg_ctl");
            start.args(["start", "--wait", "--timeout=60", "--silent", "--pgdata"]);
            start
                .arg(self.site.data())
                .arg("--log")
                .arg(self.site.log());
            start.arg("--options").arg(format!("-p {port}"));
            let Err(error) = finish(&mut start) else {
                return Ok(port);
            };
            let log = std::fs::read_to_string(self.site.log()).unwrap_or_default();
            if !log.contains("Address already in use") {
                return Err(error.context(format!("PostgreSQL did not start:\n{log}")));
            }
            std::fs::remove_file(self.site.log())?;
        }
        bail!("PostgreSQL found no free port in five tries");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        lock_running().retain(|site| *site != self.site);
        self.site.clear();
    }
}

/// Stops and removes every cluster of this process.
pub(crate) fn stop_all() {
    for site in lock_running().drain(..) {
        site.clear();
    }
}

fn lock_running() -> std::sync::MutexGuard<'static, Vec<Site>> {
    // A panic elsewhere is no reason to leave servers behind.
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is appended to the new cluster's `postgresql.conf`.
fn settings(durability: Durability) -> String {
    let mut settings = String::from(
        "listen_addresses = '127.0.0.1'\n\
         unix_socket_directories = ''\n\
         max_connections = 300\n\
         max_wal_size = 4GB\n\
         timezone = 'UTC'\n",
    );
    if durability == Durability::Off {
        settings.push_str("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n");
    }
    settings
}

/// Runs one of PostgreSQL's programs to its end, quietly unless it fails.
fn finish(command: &mut Command) -> Result<()> {
    let line = crate::cargo::command_line(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("`{line}` cannot be started"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{line}` failed ({}): {}", output.status, said.trim());
    }
    Ok(())
}

/// Makes a command run under another account, from a folder that the account can enter.
fn run_as(command: &mut Command, account: Option<account::Account>) {
    if let Some(account) = account {
        command.uid(account.uid).gid(account.gid);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_durable_cluster_waits_for_the_disk() {
        assert!(settings(Durability::Off).contains("fsync = off"));
        assert!(!settings(Durability::On).contains("off"));
    }
}
