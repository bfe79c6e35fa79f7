//! cargo-deny: licences, bans, duplicates, sources, and advisories where their database can be reached.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::Result;

use crate::apt::in_path;
use crate::cargo::{cargo, root, run, workspace};

/// The version that is installed where there is none.
const VERSION: &str = "0.20.2";

/// Checks the dependency tree against `deny.toml`.
pub(crate) fn check() -> Result<()> {
    let program = find_or_install()?;
    run(deny(&program).args(["check", "licenses", "bans", "sources"]))?;

    println!("Fetching the advisory database");
    let fetch = deny(&program)
        .args(["fetch", "db"])
        // No prompt for a password, and no waiting for a network that does not answer.
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_HTTP_LOW_SPEED_LIMIT", "1000")
        .env("GIT_HTTP_LOW_SPEED_TIME", "20")
        .stdin(Stdio::null())
        .output()?;
    if fetch.status.success() {
        return run(deny(&program).args(["check", "advisories"]));
    }
    let reason = String::from_utf8_lossy(&fetch.stderr);
    let reason = reason.trim().lines().last().unwrap_or("no reason given");
    println!("Advisories were left out, since their database cannot be fetched: {reason}");
    Ok(())
}

fn deny(program: &PathBuf) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// The program in PATH, or the one under `target/tools`, which is made there when it is missing.
fn find_or_install() -> Result<PathBuf> {
    if let Some(program) = in_path("cargo-deny") {
        return Ok(program);
    }
    let target = workspace()?.target_directory;
    let program = target.join("tools/bin/cargo-deny");
    if !program.is_file() {
        run(cargo("install")
            .args([
                "cargo-deny",
                "--version",
                VERSION,
                "--locked",
                "--debug",
                "--root",
            ])
            .arg(target.join("tools"))
            // Its dependencies differ from ours, and the program runs for two seconds: no need of anything
            // but a quick build.
            .env("CARGO_TARGET_DIR", target.join("tools/build"))
            .env("CARGO_PROFILE_DEV_DEBUG", "0"))?;
    }
    Ok(program)
}
