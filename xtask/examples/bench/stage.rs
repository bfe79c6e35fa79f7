//! A database with an account, a key, and one invitation that is the pattern for all the others.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::Bench;
use crate::database::{Database, Server};
use crate::http::{Connection, Request};
use crate::mail::Sink;
use crate::service::{Program, Role, Service};
use crate::template::{ADDRESS, Pattern};
use crate::wait;

/// The first administrator.
pub(crate) const ADMIN: &str = "admin@bench.example";
/// Their password.
pub(crate) const PASSWORD: &str = "seven quiet otters 42";

/// Where a part is measured.
pub(crate) struct Stage {
    pub(crate) program: Program,
    pub(crate) database: Database,
    /// What the database is called in the table.
    pub(crate) name: &'static str,
    pub(crate) folder: PathBuf,
    /// The header that lets a request in.
    key: String,
    /// What creating with `"send": true` writes.
    pub(crate) queued: Pattern,
    /// What there is once the mail was handed over.
    pub(crate) invited: Pattern,
    /// One mail, as it arrived.
    pub(crate) mail: PathBuf,
}

impl Stage {
    /// Makes the database, its first administrator and key, and the pattern.
    pub(crate) fn set_up(bench: &Bench, server: &Server, name: &str) -> Result<Self> {
        let folder = folder(
            bench.folder.path(),
            &format!("{name}-{}", server.name()),
            0o755,
        )?;
        let database = server.database(&folder, &format!("bench_{name}"))?;
        let program = Program {
            binary: bench.binary.clone(),
            database: database.clone(),
            folder: folder.clone(),
        };
        let key = first_key(&program)?;

        // First without a worker, so that it stands as creating left it.
        let service = program.serve(Role::Server, None)?;
        let mut connection = Connection::open(service.address)?;
        connection.exchange(&create(&key, ADDRESS))?.expect(201)?;
        drop(connection);
        service.stop()?;
        let queued = Pattern::invitation(&database)?;

        let mails = self::folder(&folder, "mails", 0o777)?;
        let sink = Sink::start(&folder, Some(&mails))?;
        let service = program.serve(Role::All, Some(&sink))?;
        wait_until_sent(&database)?;
        service.stop()?;
        Ok(Self {
            invited: Pattern::invitation(&database)?,
            mail: one_mail(&mails)?,
            name: server.name(),
            program,
            database,
            folder,
            key,
            queued,
        })
    }

    /// The request that writes down one more person and queues their mail.
    pub(crate) fn create(&self, address: &str) -> Request {
        create(&self.key, address)
    }

    /// A request that only reads.
    pub(crate) fn get(&self, path: &str) -> Request {
        Request::new("GET", path, &self.key, "")
    }

    /// Returns the columns of an invitation that a list reads, as one text.
    pub(crate) fn listed_columns(&self) -> String {
        let mut columns = self.invited.columns_of("invitations");
        columns.retain(|column| !["live_key", "email", "search_text"].contains(&column.as_str()));
        columns.join(", ")
    }

    pub(crate) fn serve(&self, role: Role, sink: Option<&Sink>) -> Result<Service> {
        self.program.serve(role, sink)
    }

    /// Waits until every outcome is written down.
    pub(crate) fn wait_until_sent(&self) -> Result<()> {
        wait_until_sent(&self.database)
    }
}

/// Makes the first administrator, their account and a key, as a deployer does.
fn first_key(program: &Program) -> Result<String> {
    let administrator = [
        "admin",
        "create",
        "--email",
        ADMIN,
        "--name",
        "Ann Admin",
        "--account",
        "Bench",
    ];
    program.run(&administrator, &format!("{PASSWORD}\n"))?;
    let key = ["api-key", "create", "--account", "bench", "--name", "Load"];
    let printed = program.run(&key, "")?;
    let key = printed
        .split_whitespace()
        .find(|word| word.starts_with("invk_"))
        .with_context(|| format!("no key in: {printed}"))?;
    Ok(format!("authorization: Bearer {key}\r\n"))
}

fn create(key: &str, address: &str) -> Request {
    let body = format!(r#"{{"email":"{address}","name":"Siti Nurhaliza","send":true}}"#);
    Request::new("POST", "/api/v1/accounts/bench/invitations", key, &body)
}

fn wait_until_sent(database: &Database) -> Result<()> {
    let (pause, patience) = (Duration::from_millis(10), Duration::from_mins(5));
    wait::until("no message waits", pause, patience, || {
        let waiting = database.count("outbox WHERE state = 'waiting'")?;
        Ok((waiting == 0).then_some(()))
    })
}

/// Finds the mail that the sink kept, and takes off what the sink wrote above it.
fn one_mail(folder: &Path) -> Result<PathBuf> {
    let kept = fs::read_dir(folder)?
        .next()
        .context("the sink kept no mail")??;
    let text = fs::read_to_string(kept.path())?;
    let is_the_sinks = |line: &str| {
        ["X-", "Received:", "\t"]
            .iter()
            .any(|start| line.starts_with(start))
    };
    let mail: Vec<_> = text.lines().skip_while(|line| is_the_sinks(line)).collect();
    let file = folder.join("one");
    fs::write(&file, mail.join("\n") + "\n")?;
    Ok(file)
}

/// Makes a folder; the sink gives up its rights and must still be able to write.
fn folder(parent: &Path, name: &str, mode: u32) -> Result<PathBuf> {
    let folder = parent.join(name);
    fs::create_dir_all(&folder)?;
    fs::set_permissions(&folder, Permissions::from_mode(mode))?;
    fs::set_permissions(parent, Permissions::from_mode(0o755))?;
    Ok(folder)
}
