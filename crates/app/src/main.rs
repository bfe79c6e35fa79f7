//! The `invite` binary.

use app::command::{Cli, run};
use clap::Parser as _;
use std::{process::ExitCode, thread};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let cores = thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores.max(2))
        .enable_all()
        .build();
    match runtime {
        Ok(runtime) => {
            let code = runtime.block_on(run(cli));
            // What is still being done by then was told to stop and had its time.
            runtime.shutdown_background();
            code
        }
        Err(error) => {
            eprintln!("invite: no threads to work with: {error}");
            ExitCode::FAILURE
        }
    }
}
