//! `cargo xtask bench`: the built binary against the raw limits of the machine.
//!
//! The measuring itself is the example `bench`; here is what it needs.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};

use crate::apt;
use crate::cargo::{Program, build_release, run as run_command};
use crate::postgres::{Cluster, Durability};

const POSTFIX_BY_HAND: &str =
    "install Postfix's `smtp-sink` and `smtp-source`, which needs no Postfix to run";

/// What `cargo xtask bench` understands.
#[derive(Args)]
pub(crate) struct Options {
    /// What to measure, without any everything: (a) create, (b) drain, (c) list, (d) accept, (e) start and size
    #[arg(value_name = "PART", value_parser = ["a", "b", "c", "d", "e"])]
    parts: Vec<String>,
    /// Seconds instead of minutes, to see that it works; the figures mean little
    #[arg(long)]
    quick: bool,
    /// Which databases to measure with
    #[arg(long, value_enum, default_value_t = Databases::Both)]
    database: Databases,
    /// Also build the binary from nothing, which takes many minutes
    #[arg(long)]
    build: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Databases {
    Sqlite,
    Postgres,
    Both,
}

/// Builds for release, starts a durable PostgreSQL cluster, and measures.
pub(crate) fn run(options: &Options) -> Result<()> {
    let programs = build_release(&["--package=app", "--bins"])?;
    let binary = named(&programs, "invite")?;
    let programs = build_release(&["--package=xtask", "--example=bench"])?;
    let mut bench = Command::new(named(&programs, "bench")?);
    if !has_postfix() {
        apt::install("postfix", POSTFIX_BY_HAND)?;
    }

    bench.args(&options.parts).arg("--binary").arg(binary);
    for (wanted, flag) in [
        (options.quick, "--quick"),
        (options.build, "--build"),
        (options.database == Databases::Postgres, "--without-sqlite"),
    ] {
        if wanted {
            bench.arg(flag);
        }
    }
    // It lives until the end of the measurement.
    let cluster = match options.database {
        Databases::Sqlite => None,
        Databases::Postgres | Databases::Both => Some(Cluster::start(Durability::On)?),
    };
    if let Some(cluster) = &cluster {
        bench.arg("--postgres-url").arg(cluster.url());
        bench.arg("--postgres-programs").arg(cluster.programs());
    }
    run_command(&mut bench)
}

fn named(programs: &[Program], name: &str) -> Result<PathBuf> {
    let found = programs.iter().find(|program| program.name == name);
    let found = found.with_context(|| format!("the workspace builds no program `{name}`"))?;
    Ok(found.path.clone())
}

/// Debian keeps them among the system's programs, which are not in everyone's PATH.
fn has_postfix() -> bool {
    Path::new("/usr/sbin/smtp-sink").is_file() || apt::in_path("smtp-sink").is_some()
}
