//! Postfix's test programs: `smtp-sink` takes mails and throws them away, `smtp-source` sends as fast
//! as it can.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};

use crate::load::rate;
use crate::service::Service;
use crate::wait;

/// A running `smtp-sink`.
pub(crate) struct Sink {
    child: Child,
    address: SocketAddr,
    counters: PathBuf,
}

/// What the sink has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) sessions: u64,
    pub(crate) mails: u64,
}

impl Sink {
    /// Starts one that counts, and with `dump` keeps each mail in a file of that folder.
    pub(crate) fn start(folder: &Path, dump: Option<&Path>) -> Result<Self> {
        let address = free_address()?;
        let counters = folder.join("sink.counters");
        let mut command = postfix("smtp-sink");
        // It insists on giving up a superuser's rights.
        command.args(["-c", "-u", "nobody"]);
        if let Some(dump) = dump {
            command.arg("-d").arg(dump.join("mail."));
        }
        let child = command
            .arg(address.to_string())
            .arg("512")
            .stdout(std::fs::File::create(&counters)?)
            .stderr(Stdio::null())
            .spawn()
            .context("smtp-sink cannot be started")?;
        let sink = Self {
            child,
            address,
            counters,
        };
        let (pause, patience) = (Duration::from_millis(10), Duration::from_secs(5));
        wait::until("smtp-sink listens", pause, patience, || {
            Ok(TcpStream::connect(address).ok())
        })?;
        Ok(sink)
    }

    /// The address for the service.
    pub(crate) fn url(&self) -> String {
        format!("smtp://{}?tls=none", self.address)
    }

    /// Reads the sink's own counters.
    pub(crate) fn seen(&self) -> Result<Seen> {
        let printed = std::fs::read_to_string(&self.counters)?;
        let last = printed.rsplit('\r').find(|line| line.contains("mesg="));
        let counter = |name: &str| -> Result<u64> {
            let Some(line) = last else { return Ok(0) };
            let word = line
                .split_whitespace()
                .find_map(|word| word.strip_prefix(name));
            Ok(word
                .with_context(|| format!("no {name} in {line}"))?
                .parse()?)
        };
        Ok(Seen {
            // The look whether it listens was one, too.
            sessions: counter("sess=")?.saturating_sub(1),
            mails: counter("mesg=")?,
        })
    }

    /// Waits until the sink has taken so many mails in all from the service.
    pub(crate) fn wait_for(&self, mails: u64, service: &mut Service) -> Result<()> {
        let (pause, patience) = (Duration::from_millis(5), Duration::from_mins(5));
        wait::until(&format!("{mails} mails arrive"), pause, patience, || {
            service.check()?;
            Ok((self.seen()?.mails >= mails).then_some(()))
        })
    }

    /// Sends the mail in the file so many times over so many connections that stay open; returns how
    /// many each second.
    pub(crate) fn flood(&self, mail: &Path, mails: u64, connections: usize) -> Result<f64> {
        let before = self.seen()?.mails;
        let begun = Instant::now();
        let status = postfix("smtp-source")
            .args([
                "-d",
                "-f",
                "invite@bench.example",
                "-t",
                "copy@bench.example",
            ])
            .arg("-s")
            .arg(connections.to_string())
            .arg("-m")
            .arg(mails.to_string())
            .arg("-F")
            .arg(mail)
            .arg(self.address.to_string())
            .status()
            .context("smtp-source cannot be started")?;
        let elapsed = begun.elapsed();
        ensure!(status.success(), "smtp-source failed");
        let arrived = self.seen()?.mails - before;
        ensure!(
            arrived == mails,
            "smtp-source left {arrived} mails instead of {mails}"
        );
        Ok(rate(mails, elapsed))
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        // Both fail only where it is gone already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Debian keeps these among the system's programs, which are not in everyone's PATH.
fn postfix(program: &str) -> Command {
    let system = Path::new("/usr/sbin").join(program);
    Command::new(if system.is_file() {
        system
    } else {
        PathBuf::from(program)
    })
}

/// An address of this machine that nobody listens on.
pub(crate) fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}
