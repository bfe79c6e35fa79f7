//! Finds PostgreSQL's programs, and has them installed where they are missing.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::apt;

const BY_HAND: &str = "install the PostgreSQL server by hand (Debian and Ubuntu: `apt-get install postgresql`, \
    Fedora: `dnf install postgresql-server`, macOS: `brew install postgresql@17`), and put its `initdb` into PATH";

/// The folder that holds `initdb`, `pg_ctl` and `postgres`.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Programs {
    folder: PathBuf,
}

impl Programs {
    /// Finds PostgreSQL in PATH, then where Debian puts it, and installs it otherwise.
    pub(super) fn find_or_install() -> Result<Self> {
        if let Some(programs) = Self::find() {
            return Ok(programs);
        }
        apt::install("postgresql", BY_HAND)?;
        Self::find().context("PostgreSQL was installed, and its `initdb` is still nowhere")
    }

    /// Where they are.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The path of one program.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn find() -> Option<Self> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path)
            .chain(debian_folders())
            .find(|folder| is_complete(folder))
            .map(|folder| Self {
                folder: behind_links(folder),
            })
    }
}

/// A folder in PATH may hold links to a few of the programs; where they lead, there are all of them.
fn behind_links(folder: PathBuf) -> PathBuf {
    let program = folder.join("initdb").canonicalize().ok();
    let behind = program.as_deref().and_then(Path::parent);
    match behind.filter(|behind| is_complete(behind)) {
        Some(behind) => behind.to_owned(),
        None => folder,
    }
}

fn is_complete(folder: &Path) -> bool {
    ["initdb", "pg_ctl", "postgres"]
        .iter()
        .all(|name| folder.join(name).is_file())
}

/// `/usr/lib/postgresql/*/bin`, the highest version first.
fn debian_folders() -> Vec<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten();
    let mut folders: Vec<(u32, PathBuf)> = versions
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    folders.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    folders.into_iter().map(|(_, folder)| folder).collect()
}
