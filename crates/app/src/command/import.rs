//! `invite import`: bulk, with a progress bar and a report.

use super::operator;
use crate::{
    import::{Answer, DryRunStore, Importer, Outcome, read, write_report},
    wiring::Core,
};
use anyhow::Context as _;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::{
    fs,
    io::{self, Read as _},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
};

/// What `invite import --help` shows at its end.
pub(super) const EXAMPLES: &str = "\
The first line names the columns, in any order; email or phone is needed:
  email,phone,name,login,locale,user_type,access_type,roles,groups,permissions,resources,message
Lists are separated by semicolons. Commas, semicolons and tabs are understood as separators.

The report has a line for each row: created, queued, already_invited, already_member, or invalid with
the reason. It goes to the standard output unless --report names a file.

Examples:
  invite import people.csv --account example-ltd --dry-run
  invite import people.csv --account example-ltd --send --report report.csv";

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The CSV file; - for the standard input
    file: PathBuf,
    /// The account, by its slug or id
    #[arg(long)]
    account: String,
    /// Queue everyone's message at once; otherwise they are only written down
    #[arg(long)]
    send: bool,
    /// Only find out what would happen
    #[arg(long)]
    dry_run: bool,
    /// Where the report goes
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// Does it; the exit code tells whether every row could be used.
pub(super) async fn run(core: &Core, options: &Options) -> anyhow::Result<ExitCode> {
    let file = read(&bytes(options)?)?;
    let caller = operator(core, &options.account).await?;
    let rehearsed = core.invitations_over(Arc::new(DryRunStore(Arc::new(core.store.clone()))));
    let mut importer = if options.dry_run {
        Importer::rehearsal(&rehearsed, &caller)
    } else {
        Importer::new(&core.invitations, &caller)
    };
    let bar = progress(file.lines.len());
    let mut answers = Vec::with_capacity(file.lines.len());
    for line in file.lines {
        answers.push(importer.import(line, options.send).await);
        bar.inc(1);
    }
    bar.finish_and_clear();
    match &options.report {
        Some(path) => fs::File::create(path)
            .and_then(|file| write_report(&answers, file))
            .with_context(|| format!("{} cannot be written", path.display()))?,
        None => write_report(&answers, io::stdout().lock())?,
    }
    Ok(summarize(&answers, options.dry_run))
}

fn bytes(options: &Options) -> anyhow::Result<Vec<u8>> {
    let path = &options.file;
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// A bar on the standard error, where that is a terminal.
fn progress(rows: usize) -> ProgressBar {
    let rows = u64::try_from(rows).unwrap_or(u64::MAX);
    let style = ProgressStyle::with_template("{wide_bar} {pos} of {len} rows, {eta} to go");
    let bar = ProgressBar::new(rows);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn summarize(answers: &[Answer], dry_run: bool) -> ExitCode {
    let names = [
        "created",
        "queued",
        "already_invited",
        "already_member",
        "invalid",
    ];
    let counted = names.map(|name| {
        let same = answers.iter().filter(|a| a.outcome.as_str() == name);
        format!("{} {name}", same.count())
    });
    let prefix = if dry_run { "Nothing was written. " } else { "" };
    eprintln!("{prefix}{} rows: {}", answers.len(), counted.join(", "));
    let refused = answers
        .iter()
        .any(|answer| matches!(answer.outcome, Outcome::Invalid { .. }));
    if refused {
        ExitCode::from(3)
    } else {
        ExitCode::SUCCESS
    }
}
