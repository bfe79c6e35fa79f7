//! Where a cluster lives on the disk, whose it is, and how it goes away.
//!
//! Beside each cluster's folder lies a file that its process keeps locked. The system lets go of the lock when
//! the process ends in whatever way, so a folder whose lock is free was left behind by a killed run.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result, bail};

use super::account::{self, Account};
use super::programs::Programs;
use super::{finish, run_as};

/// The place of one cluster.
#[derive(Clone)]
pub(super) struct Site {
    programs: Programs,
    account: Option<Account>,
    folder: PathBuf,
    /// Held only to be let go of.
    _claim: Arc<File>,
}

impl PartialEq for Site {
    fn eq(&self, other: &Self) -> bool {
        self.folder == other.folder
    }
}

impl Site {
    /// Takes a new folder, and removes those that killed runs left behind.
    pub(super) fn claim(programs: Programs) -> Result<Self> {
        static CLAIMED: AtomicU32 = AtomicU32::new(0);
        let account = account::unprivileged()?;
        let home = home(account)?;

        // Only one process at a time looks around and claims, so that no new claim is taken for an old one.
        let door = File::create(home.join("lock"))?;
        door.lock()?;
        remove_left_behind(&home, &programs, account)?;
        let number = CLAIMED.fetch_add(1, Ordering::Relaxed);
        let folder = home.join(format!("{}-{number}", std::process::id()));
        let claim = File::create(claim_of(&folder))?;
        claim.lock()?;
        fs::create_dir(&folder)?;
        if let Some(account) = account {
            chown(&folder, Some(account.uid), Some(account.gid))?;
        }
        Ok(Self {
            programs,
            account,
            folder,
            _claim: Arc::new(claim),
        })
    }

    /// The cluster's data directory.
    pub(super) fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// What the server says.
    pub(super) fn log(&self) -> PathBuf {
        self.folder.join("log")
    }

    /// The folder of PostgreSQL's programs.
    pub(super) fn programs(&self) -> &Path {
        self.programs.folder()
    }

    /// One of PostgreSQL's programs, under the right account.
    pub(super) fn command(&self, program: &str) -> Command {
        command(&self.programs, program, self.account, &self.folder)
    }

    /// Stops the server if there is one and removes the folder.
    pub(super) fn clear(&self) {
        if let Err(error) = remove(&self.folder, &self.programs, self.account) {
            eprintln!("warning: {} stays behind: {error:#}", self.folder.display());
        }
    }
}

/// The folder of all clusters: under `target/`, or under `/tmp` when PostgreSQL's account can't get there.
fn home(account: Option<Account>) -> Result<PathBuf> {
    let target = crate::cargo::workspace()?.target_directory.join("postgres");
    let temporary = std::env::temp_dir().join(format!("invite-postgres-{}", account::own_uid()));
    for home in [target, temporary] {
        fs::create_dir_all(&home).with_context(|| format!("{} cannot be made", home.display()))?;
        fs::set_permissions(&home, Permissions::from_mode(0o755))?;
        let mut enter = Command::new("true");
        run_as(&mut enter, account);
        if enter
            .current_dir(&home)
            .status()
            .is_ok_and(|status| status.success())
        {
            return Ok(home);
        }
    }
    bail!("PostgreSQL's account can enter neither the target directory nor the temporary one");
}

fn remove_left_behind(home: &Path, programs: &Programs, account: Option<Account>) -> Result<()> {
    for entry in fs::read_dir(home)? {
        let claim = entry?.path();
        if claim
            .extension()
            .is_some_and(|extension| extension == "claim")
            && File::open(&claim)?.try_lock().is_ok()
        {
            let folder = claim.with_extension("");
            println!("Removing the PostgreSQL cluster of a killed run");
            remove(&folder, programs, account)?;
        }
    }
    Ok(())
}

fn remove(folder: &Path, programs: &Programs, account: Option<Account>) -> Result<()> {
    let data = folder.join("data");
    if data.join("postmaster.pid").exists() {
        let mut stop = command(programs, "pg_ctl", account, folder);
        stop.args(["stop", "--mode=immediate", "--wait", "--silent", "--pgdata"]);
        // The server may be gone while its file is still there; then there is nothing to stop.
        drop(finish(stop.arg(&data)));
    }
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::remove_file(claim_of(folder))?;
    Ok(())
}

fn claim_of(folder: &Path) -> PathBuf {
    folder.with_extension("claim")
}

fn command(programs: &Programs, program: &str, account: Option<Account>, folder: &Path) -> Command {
    let mut command = Command::new(programs.path(program));
    run_as(&mut command, account);
    // PostgreSQL's programs warn when they can't enter the folder that they are started in.
    command.current_dir(folder);
    command
}
