//! The raw limit: the same statements without a service around them, sent by pgbench to PostgreSQL
//! and by a loop over one connection to SQLite.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};

use crate::database::{self, Database};
use crate::load::{Until, rate};
use crate::wait;

/// Statements that are sent again and again, `BEGIN` and `COMMIT` among them where they are a
/// transaction. Where they say `{n}`, the number of the round stands.
#[derive(Debug, Clone)]
pub(crate) struct Script {
    /// Prepared once, in the words of the database they are for.
    pub(crate) statements: Vec<String>,
    /// The number of the first round.
    pub(crate) first: u64,
}

/// What a run came to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    pub(crate) rounds: u64,
    pub(crate) rate: f64,
}

/// A number above all those of earlier runs, with room for a million rounds a second.
pub(crate) fn fresh() -> Result<u64> {
    Ok(wait::now()? * 1_000)
}

/// The words for an id of the `kind`th sort with this number: by time, as the service makes them.
pub(crate) fn id(database: &Database, kind: u8, number: &str) -> String {
    let number = database.either(format!("({number})"), format!("({number})::bigint"));
    let hex = |value: String, digits: u8| {
        database.either(
            format!("printf('%0{digits}x', {value})"),
            format!("lpad(to_hex({value}), {digits}, '0')"),
        )
    };
    let milliseconds = hex(format!("{number} / 1000"), 12);
    let rest = hex(format!("{number} % 1000"), 15);
    let text = format!("{milliseconds} || '7{kind:03x}8' || {rest}");
    database.either(format!("unhex({text})"), format!("({text})::uuid"))
}

/// The same id as a number.
pub(crate) fn id_number(kind: u8, number: u64) -> u128 {
    let milliseconds = u128::from(number / 1_000) << 80;
    let version = 0x7000_8000_0000_0000_0000 | u128::from(kind) << 64;
    milliseconds | version | u128::from(number % 1_000)
}

/// Sends the script over so many connections; SQLite, which takes one writer at a time, over one.
pub(crate) fn run(
    database: &Database,
    folder: &Path,
    script: &Script,
    connections: usize,
    until: Until,
) -> Result<Run> {
    match database {
        Database::Sqlite(file) => in_a_loop(file, script, until),
        Database::Postgres { url, programs } => {
            let file = folder.join("bare.pgbench");
            std::fs::File::create(&file)?
                .write_all(pgbench_script(script, connections).as_bytes())?;
            let mut pgbench = Command::new(programs.join("pgbench"));
            pgbench
                .args(["--no-vacuum", "--protocol=prepared", "--jobs=1"])
                .arg(format!("--client={connections}"))
                .arg("--define=i=-1")
                .arg(match until {
                    Until::Over(span) => format!("--time={}", span.as_secs().max(2)),
                    Until::Done(count) => {
                        format!("--transactions={}", count / u64::try_from(connections)?)
                    }
                })
                .arg("--file")
                .arg(&file)
                .arg(url);
            let output = pgbench.output().context("pgbench cannot be started")?;
            let said = String::from_utf8_lossy(&output.stdout);
            let failed = said
                .lines()
                .any(|line| line.starts_with("number of failed") && !line.contains(": 0 "));
            if !output.status.success() || failed {
                bail!("pgbench: {said}{}", String::from_utf8_lossy(&output.stderr));
            }
            Ok(Run {
                rounds: figure(&said, "number of transactions actually processed: ")?.parse()?,
                rate: figure(&said, "tps = ")?.parse()?,
            })
        }
    }
}

fn figure<'a>(said: &'a str, label: &str) -> Result<&'a str> {
    said.lines()
        .find_map(|line| line.strip_prefix(label))
        .and_then(|rest| rest.split([' ', '/']).next())
        .with_context(|| format!("pgbench said nothing about `{label}`: {said}"))
}

fn pgbench_script(script: &Script, connections: usize) -> String {
    let mut lines = vec![
        r"\set i :i + 1".to_owned(),
        format!(r"\set n {} + :i * {connections} + :client_id", script.first),
    ];
    let statements = script.statements.iter();
    lines.extend(statements.map(|sql| format!("{};", sql.replace("{n}", ":n"))));
    lines.join("\n") + "\n"
}

fn in_a_loop(file: &Path, script: &Script, until: Until) -> Result<Run> {
    let connection = database::open(file)?;
    let prepared: Result<Vec<_>, _> = script
        .statements
        .iter()
        .map(|sql| connection.prepare(&sql.replace("{n}", "?1")))
        .collect();
    let mut prepared = prepared?;

    let started = Instant::now();
    let mut rounds = 0;
    let over = |rounds: u64, elapsed: Duration| match until {
        Until::Over(span) => elapsed >= span,
        Until::Done(count) => rounds >= count,
    };
    while !over(rounds, started.elapsed()) {
        let number = i64::try_from(script.first + rounds)?;
        for statement in &mut prepared {
            let columns = statement.column_count();
            if statement.parameter_count() == 1 {
                statement.raw_bind_parameter(1, number)?;
            }
            let mut rows = statement.raw_query();
            while let Some(row) = rows.next()? {
                for column in 0..columns {
                    std::hint::black_box(row.get_ref(column)?);
                }
            }
        }
        rounds += 1;
    }
    let elapsed = started.elapsed();
    ensure!(rounds > 0, "not a single round in {elapsed:?}");
    Ok(Run {
        rounds,
        rate: rate(rounds, elapsed),
    })
}
