//! `cargo xtask test`: every test of the workspace, with what the tests need.

use std::fmt;
use std::io::{self, BufRead as _, BufReader, IsTerminal as _, Write as _};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::browser::{DRIVER_VARIABLE, find_or_install_driver};
use crate::cargo::{cargo, command_line};
use crate::postgres::{Cluster, Durability, URL_VARIABLE};

/// What `cargo xtask test` understands.
#[derive(Args)]
pub(crate) struct Options {
    /// Only unit tests: no PostgreSQL, no browser, no integration tests, no doc tests; stands before any filter
    #[arg(long)]
    fast: bool,
    /// What `cargo test` shall be given: a part of the tests' names, `-p CRATE`, `--test NAME` …
    #[arg(allow_hyphen_values = true)]
    filter: Vec<String>,
    /// What the test binaries shall be given, such as `--nocapture`
    #[arg(last = true)]
    binaries: Vec<String>,
}

/// Some tests failed, which the test runner has already told.
#[derive(Debug)]
pub(crate) struct TestsFailed;

impl fmt::Display for TestsFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("tests failed")
    }
}

impl std::error::Error for TestsFailed {}

/// Runs all the tests.
pub(crate) fn run_all() -> Result<()> {
    run(&Options {
        fast: false,
        filter: Vec::new(),
        binaries: Vec::new(),
    })
}

/// Runs the tests and ends with their summary as the last line.
pub(crate) fn run(options: &Options) -> Result<()> {
    let started = Instant::now();
    let (cluster, driver) = if options.fast {
        (None, None)
    } else {
        let driver = find_or_install_driver()?;
        println!("Starting a throw-away PostgreSQL cluster");
        (Some(Cluster::start(Durability::Off)?), Some(driver))
    };

    let mut all_passed = true;
    let mut totals = Totals::default();
    for arguments in runs(options) {
        let mut command = cargo("test");
        command.args(arguments);
        if let Some(cluster) = &cluster {
            command.env(URL_VARIABLE, cluster.url());
        }
        if let Some(driver) = &driver {
            command.env(DRIVER_VARIABLE, driver);
        }
        all_passed &= follow(&mut command, &mut totals)?;
    }

    drop(cluster);
    println!("\nTests took {:.0} s", started.elapsed().as_secs_f64());
    println!("{totals}");
    let is_everything = options.filter.is_empty() && options.binaries.is_empty();
    if totals.failed > 0 {
        return Err(TestsFailed.into());
    }
    ensure!(
        all_passed,
        "the tests did not build, or one of them ended their program"
    );
    ensure!(
        totals.passed > 0 || !is_everything,
        "no test ran, which proves nothing"
    );
    Ok(())
}

/// The arguments of each `cargo test`.
///
/// Doc tests come first: the last lines then belong to the many tests, not to a crate without examples.
fn runs(options: &Options) -> Vec<Vec<String>> {
    let words = |line: &str| line.split(' ').map(String::from).collect::<Vec<_>>();
    let chosen = |flags: &[&str]| {
        options.filter.iter().any(|word| {
            let flag = word.split('=').next().unwrap_or_default();
            flags.contains(&flag)
        })
    };
    let runs = if chosen(&["-p", "--package"]) {
        vec![words("--all-features --no-fail-fast")]
    } else if chosen(&[
        "--lib",
        "--bins",
        "--bin",
        "--test",
        "--tests",
        "--doc",
        "--example",
        "--examples",
    ]) {
        vec![words("--workspace --all-features --no-fail-fast")]
    } else if options.fast {
        vec![words(
            "--workspace --all-features --no-fail-fast --lib --bins",
        )]
    } else {
        vec![
            words("--workspace --all-features --no-fail-fast --doc"),
            words("--workspace --all-features --no-fail-fast --tests --examples"),
        ]
    };
    runs.into_iter()
        .map(|mut run| {
            run.extend(options.filter.iter().cloned());
            if !options.binaries.is_empty() {
                run.push("--".to_owned());
                run.extend(options.binaries.iter().cloned());
            }
            run
        })
        .collect()
}

/// Runs one `cargo test`, shows what it writes, adds up its summaries, and tells whether it succeeded.
fn follow(command: &mut Command, totals: &mut Totals) -> Result<bool> {
    let line = command_line(command);
    println!("$ {line}");
    if io::stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("`{line}` cannot be started"))?;
    let stdout = child.stdout.take().context("cargo has no stdout")?;
    for line in BufReader::new(stdout).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        totals.add(&line);
        writeln!(io::stdout(), "{line}")?;
    }
    Ok(child.wait()?.success())
}

/// The sum of the summaries of all test binaries.
#[derive(Default, Debug, PartialEq, Eq)]
struct Totals {
    passed: u64,
    failed: u64,
    skipped: u64,
}

impl Totals {
    /// Adds a line such as `test result: ok. 3 passed; 0 failed; 0 ignored; …`; other lines say nothing.
    fn add(&mut self, line: &str) {
        if !line.starts_with("test result: ") {
            return;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        for pair in words.windows(2) {
            if let [number, what] = pair
                && let Ok(number) = number.parse::<u64>()
            {
                match *what {
                    "passed;" => self.passed += number,
                    "failed;" => self.failed += number,
                    "ignored;" => self.skipped += number,
                    _ => {}
                }
            }
        }
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What would be understood if the words were typed.
    fn options(words: &str) -> Options {
        #[derive(clap::Parser)]
        struct Line {
            #[command(flatten)]
            options: Options,
        }
        let line = std::iter::once("test").chain(words.split_whitespace());
        <Line as clap::Parser>::parse_from(line).options
    }

    #[test]
    fn summaries_add_up_in_color_or_not() {
        let mut totals = Totals::default();
        totals.add("running 7 tests");
        totals.add("test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s");
        totals.add("test result: \u{1b}[31mFAILED\u{1b}(B\u{1b}[m. 4 passed; 2 failed; 0 ignored; 0 measured");
        assert_eq!(totals.to_string(), "7 passed, 2 failed, 1 skipped");
    }

    #[test]
    fn everything_runs_doc_tests_first() {
        let runs = runs(&options("accept"));
        assert_eq!(runs.len(), 2);
        assert!(runs[0].contains(&"--doc".to_owned()) && runs[1].contains(&"--tests".to_owned()));
        assert!(runs.iter().all(|run| run.last().unwrap() == "accept"));
    }

    #[test]
    fn a_chosen_crate_or_target_is_one_plain_run() {
        let package = runs(&options("-p invite-domain"));
        assert_eq!(
            package,
            [["--all-features", "--no-fail-fast", "-p", "invite-domain"]]
        );
        let target = runs(&options("--test layers"));
        assert!(target.len() == 1 && target[0].contains(&"--workspace".to_owned()));
        assert_eq!(runs(&options("--package=app")).len(), 1);
    }

    #[test]
    fn what_follows_the_separator_is_for_the_test_binaries() {
        let runs = runs(&options("--fast accept -- --test"));
        assert_eq!(runs.len(), 1);
        assert!(runs[0].ends_with(&["accept".to_owned(), "--".to_owned(), "--test".to_owned()]));
    }
}
