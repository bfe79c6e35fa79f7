//! Measures the built binary from outside and prints each figure beside the raw limit of the same
//! machine; `cargo xtask bench` builds both and runs it.
//!
//! Service, database, mail sink and load are processes of their own. Rows and mails are counted after
//! every run, so that a fast number without the work behind it fails instead of shining.

mod accept;
mod bare;
mod create;
mod database;
mod drain;
mod footprint;
mod http;
mod list;
mod load;
mod machine;
mod mail;
mod people;
mod seed;
mod service;
mod stage;
mod table;
mod template;
mod wait;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result};
use clap::{Parser, ValueEnum};

use table::Table;

/// What the task hands over.
#[derive(Parser)]
struct Options {
    /// What to measure; without any, everything
    #[arg(value_enum)]
    parts: Vec<Part>,
    /// The built `invite`
    #[arg(long)]
    binary: PathBuf,
    /// The folder of `psql` and `pgbench`, with `--postgres-url`
    #[arg(long)]
    postgres_programs: Option<PathBuf>,
    /// A superuser's address of a cluster made for this; without it, only SQLite is measured
    #[arg(long)]
    postgres_url: Option<String>,
    /// Leave SQLite out
    #[arg(long)]
    without_sqlite: bool,
    /// Seconds instead of minutes, with figures to match
    #[arg(long)]
    quick: bool,
    /// Also build the binary from nothing and tell how long it took
    #[arg(long)]
    build: bool,
}

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
enum Part {
    /// Create one over HTTP
    A,
    /// Drain queued mails
    B,
    /// Read a page of a long list
    C,
    /// Accept
    D,
    /// Start, memory and size
    E,
}

/// How long and how often to measure.
#[derive(Debug, Clone, Copy)]
struct Effort {
    /// How many times each side is measured, by turns.
    rounds: usize,
    /// How long one measurement takes.
    span: Duration,
    /// How many invitations are stored for "a full database".
    stored: u64,
    /// How many mails are drained.
    mails: u64,
    /// How many invitations are accepted in one measurement.
    accepts: u64,
    /// How many times the service is started.
    starts: usize,
}

impl Effort {
    fn of(quick: bool) -> Self {
        if quick {
            Self {
                rounds: 1,
                span: Duration::from_millis(500),
                stored: 20_000,
                mails: 500,
                accepts: 320,
                starts: 5,
            }
        } else {
            Self {
                rounds: 3,
                span: Duration::from_secs(3),
                stored: 1_000_000,
                mails: 10_000,
                accepts: 3_200,
                starts: 25,
            }
        }
    }
}

/// What every part needs to know.
struct Bench {
    binary: PathBuf,
    databases: Vec<database::Server>,
    effort: Effort,
    /// Holds what the runs write; removed at the end.
    folder: tempfile::TempDir,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let wants = |part| options.parts.is_empty() || options.parts.contains(&part);
    let bench = bench(&options)?;

    println!("{}", machine::facts(&bench)?);
    let mut table = Table::default();
    for server in &bench.databases {
        if wants(Part::A) || wants(Part::C) {
            // They share the database with very many invitations, which takes long to fill.
            let stage = stage::Stage::set_up(&bench, server, "long")?;
            if wants(Part::A) {
                create::measure(&bench, &stage, &mut table)?;
            }
            if wants(Part::C) {
                list::measure(&bench, &stage, &mut table)?;
                people::measure(&bench, &stage, &mut table)?;
            }
        }
        if wants(Part::B) {
            drain::measure(&bench, server, &mut table)?;
        }
        if wants(Part::D) {
            accept::measure(&bench, server, &mut table)?;
        }
        if wants(Part::E) {
            footprint::measure(&bench, server, &mut table)?;
        }
    }
    if wants(Part::E) {
        footprint::measure_binary(&bench, options.build, &mut table)?;
    }
    println!("\n{table}");
    Ok(())
}

fn bench(options: &Options) -> Result<Bench> {
    let mut databases = Vec::new();
    if !options.without_sqlite {
        databases.push(database::Server::Sqlite);
    }
    if let Some(url) = &options.postgres_url {
        let programs = options.postgres_programs.clone();
        databases.push(database::Server::Postgres {
            url: url.clone(),
            programs: programs.context("--postgres-url needs --postgres-programs")?,
        });
    }
    Ok(Bench {
        binary: options.binary.clone(),
        databases,
        effort: Effort::of(options.quick),
        folder: tempfile::tempdir()?,
    })
}
