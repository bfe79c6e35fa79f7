//! `cargo xtask ci`: what CI runs, here.

use std::time::Instant;

use anyhow::{Context, Result};
use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::cargo::{cargo, run as run_command};
use crate::{codegen, crash, deny, examples, layers, msrv, test, tidy};

/// What `cargo xtask ci` understands.
#[derive(Args)]
pub(crate) struct Options {
    /// The steps to run, in their usual order; without one, all
    #[arg(value_name = "STEP", value_parser = PossibleValuesParser::new(STEPS.iter().map(|step| step.0)))]
    steps: Vec<String>,
}

/// The name of a step, and what it does.
type Step = (&'static str, fn() -> Result<()>);

/// Quick checks first; the tests last, so that their summary ends the run.
///
/// Whatever compiles does so with the features of the whole workspace, so that dependencies are compiled once
/// for checking and once for running.
const STEPS: &[Step] = &[
    ("fmt", fmt),
    ("tidy", tidy::run),
    ("layers", layers::run),
    ("msrv", msrv::run),
    ("deny", deny::check),
    ("clippy", clippy),
    ("doc", doc),
    ("package", package),
    ("codegen", codegen::check),
    ("example", examples::run_all),
    ("crash", crash::run_short),
    ("test", test::run_all),
];

/// Runs the steps and stops at the first that fails.
pub(crate) fn run(options: &Options) -> Result<()> {
    let asked = |(name, _): &&Step| options.steps.iter().any(|step| step == name);
    let steps: Vec<&Step> = if options.steps.is_empty() {
        STEPS.iter().collect()
    } else {
        STEPS.iter().filter(asked).collect()
    };
    for (name, step) in steps {
        println!("\n== {name}");
        let started = Instant::now();
        step().with_context(|| {
            format!("step `{name}` failed; `cargo xtask ci {name}` runs it alone")
        })?;
        // The tests say themselves how long they took, before their summary.
        if *name != "test" {
            println!("== {name} took {:.1} s", started.elapsed().as_secs_f64());
        }
    }
    Ok(())
}

fn fmt() -> Result<()> {
    run_command(cargo("fmt").args(["--all", "--", "--check"]))
}

fn clippy() -> Result<()> {
    run_command(cargo("clippy").args([
        "--workspace",
        "--all-targets",
        "--all-features",
        "--",
        "-D",
        "warnings",
    ]))
}

fn doc() -> Result<()> {
    run_command(
        cargo("doc")
            .args([
                "--workspace",
                "--all-features",
                "--no-deps",
                "--document-private-items",
            ])
            .env("RUSTDOCFLAGS", "-D warnings"),
    )
}

/// The domain crate is the one that others embed, so it must build from its own package.
fn package() -> Result<()> {
    run_command(cargo("package").args(["--package=invite-domain", "--allow-dirty"]))
}
