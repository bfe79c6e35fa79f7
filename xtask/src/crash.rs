//! `cargo xtask crash`: the real binary is killed again and again under load, and nothing is lost.

use std::process::{Command, Stdio};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result, ensure};
use clap::{Args, ValueEnum};

use crate::cargo::{Program, build_programs, command_line, root};
use crate::postgres::{Cluster, Durability};

/// What `cargo xtask crash` understands.
#[derive(Args)]
pub(crate) struct Options {
    /// Some tens of kills, as CI does
    #[arg(long, conflicts_with = "long")]
    short: bool,
    /// Hundreds of kills
    #[arg(long)]
    long: bool,
    /// Repeat the run that had this seed, as far as the machine's timing lets it
    #[arg(long)]
    seed: Option<u64>,
    /// The databases to run on
    #[arg(long, value_enum, default_value_t = Database::Both)]
    database: Database,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Database {
    Sqlite,
    Postgres,
    Both,
}

impl Options {
    /// How often each kill point has its turn on each database.
    fn rounds(&self) -> u32 {
        match (self.short, self.long) {
            (true, _) => 2,
            (false, false) => 6,
            (false, true) => 25,
        }
    }
}

/// Runs the short form, always with the same seed.
pub(crate) fn run_short() -> Result<()> {
    run(&Options {
        short: true,
        long: false,
        seed: Some(1),
        database: Database::Both,
    })
}

/// Builds the binary and the harness, and lets the one kill the other.
///
/// The harness is an example, so that the tasks build without all that it needs.
pub(crate) fn run(options: &Options) -> Result<()> {
    let programs = build_programs()?;
    let binary = find(&programs, "bin", "invite")?;
    let harness = find(&programs, "example", "crash")?;

    let mut command = Command::new(&harness.path);
    command.arg("--binary").arg(&binary.path);
    command.arg("--rounds").arg(options.rounds().to_string());
    let seed = options.seed.unwrap_or_else(any_seed);
    command.arg("--seed").arg(seed.to_string());
    if options.database != Database::Postgres {
        command.arg("--sqlite");
    }
    let mut cluster = None;
    if options.database != Database::Sqlite {
        println!("Starting a throw-away PostgreSQL cluster that waits for the disk");
        let cluster = cluster.insert(Cluster::start(Durability::On)?);
        command.args(["--postgres", &cluster.url()]);
    }
    println!("$ {}", command_line(&command));
    let status = command.current_dir(root()).stdin(Stdio::null()).status()?;
    drop(cluster);
    ensure!(status.success(), "the crash run failed");
    Ok(())
}

fn find<'a>(programs: &'a [Program], kind: &str, name: &str) -> Result<&'a Program> {
    programs
        .iter()
        .find(|program| program.kind == kind && program.name == name)
        .with_context(|| format!("the workspace builds no {kind} `{name}`"))
}

#[expect(
    clippy::disallowed_methods,
    reason = "a run without a seed shall differ from the last one, and no test looks at it"
)]
fn any_seed() -> u64 {
    let now = std::time::SystemTime::now().duration_since(UNIX_EPOCH);
    now.map_or(0, |now| {
        u64::from(now.subsec_micros()) + now.as_secs() % 1000 * 1_000_000
    })
}
