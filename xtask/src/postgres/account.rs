//! The account that PostgreSQL runs under: it refuses to run as root.

use std::process::{Command, Stdio};

use anyhow::{Context, Result};

/// An account of the machine other than the one this process runs under.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) uid: u32,
    pub(super) gid: u32,
}

/// Tells whether this process runs as root.
pub(crate) fn is_root() -> bool {
    id(&["-u"]) == Some(0)
}

/// The account to change to before PostgreSQL starts; nothing when this process may run it itself.
pub(super) fn unprivileged() -> Result<Option<Account>> {
    if !is_root() {
        return Ok(None);
    }
    ["postgres", "nobody"]
        .into_iter()
        .find_map(|name| {
            Some(Account {
                uid: id(&["-u", name])?,
                gid: id(&["-g", name])?,
            })
        })
        .map(Some)
        .context(
            "PostgreSQL refuses to run as root, and neither `postgres` nor `nobody` exists here",
        )
}

/// The number of this process's own user.
pub(super) fn own_uid() -> u32 {
    id(&["-u"]).unwrap_or_default()
}

fn id(arguments: &[&str]) -> Option<u32> {
    let output = Command::new("id")
        .args(arguments)
        .stderr(Stdio::null())
        .output()
        .ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}
