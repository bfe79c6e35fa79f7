//! Kills the real binary again and again under load, and proves that nothing is lost; `cargo xtask crash` runs it.

mod api;
mod checker;
mod database;
mod facts;
mod load;
mod mailbox;
mod plan;
mod report;
mod run;
mod server;
mod trap;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, anyhow};
use clap::Parser;
use fastrand::Rng;
use tokio::signal::unix::{SignalKind, signal};

use run::Run;

/// Kills the real binary again and again under load, and proves that nothing is lost.
#[derive(Parser)]
struct Options {
    /// The binary
    #[arg(long)]
    binary: PathBuf,
    /// Run on SQLite
    #[arg(long)]
    sqlite: bool,
    /// Run on a database that is made in this PostgreSQL cluster
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
    /// How often each point has its turn on each database
    #[arg(long)]
    rounds: usize,
    /// Repeats a run, as far as the machine's timing lets it
    #[arg(long)]
    seed: u64,
}

#[tokio::main]
async fn main() -> ExitCode {
    // Requests go to loopback without TLS, yet the client wants to know how it would be done.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let options = Options::parse();
    let outcome = tokio::select! {
        outcome = run_all(&options) => outcome,
        why = interrupted() => Err(why),
    };
    match outcome {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs on each database in turn and returns how many violations there were.
async fn run_all(options: &Options) -> Result<usize> {
    let mut databases = Vec::new();
    if options.sqlite {
        databases.push(None);
    }
    databases.extend(options.postgres.as_deref().map(Some));
    let (mut kills, mut violations) = (0, 0);
    for cluster in databases {
        let (killed, violated) = run_one(options, cluster).await?;
        kills += killed;
        violations += violated;
    }
    if violations > 0 {
        println!("--seed {} repeats this run", options.seed);
    }
    println!("crash: {kills} kills, {violations} violations");
    Ok(violations)
}

async fn run_one(options: &Options, cluster: Option<&str>) -> Result<(usize, usize)> {
    let started = Instant::now();
    let folder = tempfile::Builder::new().prefix("invite-crash-").tempdir()?;
    let (name, url) = match cluster {
        None => {
            let file = folder.path().join("invite.sqlite");
            ("SQLite", format!("sqlite://{}", file.display()))
        }
        Some(cluster) => ("PostgreSQL", database::fresh_postgres(cluster).await?),
    };
    let mut random = Rng::with_seed(options.seed);
    let points = plan::schedule(options.rounds, &mut random);
    println!("== {name}: {} kills, seed {}", points.len(), options.seed);

    let run = Run::set_up(&options.binary, folder.path(), &url, random.u64(..))?;
    let facts = run.go(&points).await?;
    let violations = checker::check(&facts);
    println!("{}", report::text(&facts, &violations, started.elapsed()));
    if !violations.is_empty() {
        println!("The server's log is kept in {}\n", folder.keep().display());
    }
    Ok((facts.kills.len(), violations.len()))
}

/// Waits until somebody wants the run to end; the process that is killed so often is killed once more then.
async fn interrupted() -> anyhow::Error {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated => {}
    }
    anyhow!("interrupted")
}
