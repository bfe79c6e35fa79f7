//! Tasks of the project: `cargo xtask --help` lists them.

mod apt;
mod bench;
mod browser;
mod cargo;
mod ci;
mod codegen;
mod crash;
mod deny;
mod examples;
mod interrupt;
mod layers;
mod msrv;
mod postgres;
mod test;
mod tidy;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Tasks of the project.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run all tests; installs and starts what they need
    ///
    /// Starts a throw-away PostgreSQL cluster, installing PostgreSQL first where the machine has apt-get and
    /// the right to use it, and removes the cluster at the end.
    Test(test::Options),
    /// Start a throw-away PostgreSQL cluster, and stop it with Ctrl-C or when the command after `--` ends
    Postgres(postgres::Options),
    /// Check that the domain stays pure and that adapters do not know each other
    Layers,
    /// Check what no compiler or formatter checks: module docs, links, banned words in tests
    Tidy,
    /// Write the generated files anew
    Codegen(codegen::Options),
    /// Measure the built binary against the raw limits of this machine
    Bench(bench::Options),
    /// Kill the real binary again and again under load, and check that nothing is lost
    Crash(crash::Options),
    /// Run what CI runs, all of it or the steps named
    Ci(ci::Options),
}

fn main() -> ExitCode {
    let Arguments { task } = Arguments::parse();
    let outcome = interrupt::stop_clusters_on_signals().and_then(|()| match task {
        Task::Test(options) => test::run(&options),
        Task::Postgres(options) => postgres::run(&options),
        Task::Layers => layers::run(),
        Task::Tidy => tidy::run(),
        Task::Codegen(options) => codegen::run(&options),
        Task::Bench(options) => bench::run(&options),
        Task::Crash(options) => crash::run(&options),
        Task::Ci(options) => ci::run(&options),
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // The summary lines of the tests have said it, and they shall be the last ones.
        Err(error) if error.is::<test::TestsFailed>() => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
