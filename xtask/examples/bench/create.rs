//! (a) Creating one over HTTP, its mail queued in the same commit, against the same INSERTs.

use anyhow::{Result, ensure};

use crate::Bench;
use crate::bare::{self, Script, fresh};
use crate::load::{self, Until, median};
use crate::mail::Sink;
use crate::service::{Role, Service};
use crate::stage::Stage;
use crate::table::{Aim, Line, Table};

/// How many connections send at once.
const CONNECTIONS: [usize; 3] = [1, 16, 64];

/// What creating writes to; the worker adds to the log, too.
const WRITTEN: [&str; 3] = ["invitations", "outbox", "audit_log"];
const WRITTEN_BY_CREATE_ONLY: [&str; 2] = ["invitations", "outbox"];

/// A figure for each round.
#[derive(Default)]
struct Figures {
    bare: Vec<f64>,
    paused: Vec<f64>,
    draining: Vec<f64>,
}

/// Measures with an empty database and with very many stored; leaves the latter behind.
pub(crate) fn measure(bench: &Bench, stage: &Stage, table: &mut Table) -> Result<()> {
    let empty = rounds(bench, stage, true)?;
    stage.fill(bench.effort.stored)?;
    let full = rounds(bench, stage, false)?;
    for ((connections, empty), full) in CONNECTIONS.into_iter().zip(empty).zip(full) {
        let (bare_empty, bare_full) = (median(empty.bare), median(full.bare));
        for (worker, share, ours_empty, ours_full) in [
            ("paused", 0.35, empty.paused, full.paused),
            ("draining", 0.20, empty.draining, full.draining),
        ] {
            let (ours_empty, ours_full) = (median(ours_empty), median(ours_full));
            let stored = format!("{} stored", bench.effort.stored);
            for (how, bare, ours, aim) in [
                ("empty", bare_empty, ours_empty, Aim::ShareOfBare(share)),
                (stored.as_str(), bare_full, ours_full, Aim::None),
                (
                    "stored against empty",
                    ours_empty,
                    ours_full,
                    Aim::ShareOfBare(0.9),
                ),
            ] {
                table.add(Line {
                    what: format!("(a) create, {connections} at once, worker {worker}, {how}"),
                    database: stage.name,
                    bare: Some(bare),
                    ours,
                    unit: "/s",
                    aim,
                });
            }
        }
    }
    Ok(())
}

fn rounds(bench: &Bench, stage: &Stage, empty: bool) -> Result<Vec<Figures>> {
    let mut figures: Vec<Figures> = CONNECTIONS.iter().map(|_| Figures::default()).collect();
    for _ in 0..bench.effort.rounds {
        if empty {
            stage.clear()?;
        }
        paused(bench, stage, &mut figures)?;
        stage.clear_queue()?;
        draining(bench, stage, &mut figures)?;
    }
    Ok(figures)
}

/// Bare and ours by turns, with nobody who sends mails.
fn paused(bench: &Bench, stage: &Stage, figures: &mut [Figures]) -> Result<()> {
    let until = Until::Over(bench.effort.span);
    let service = stage.serve(Role::Server, None)?;
    for (connections, figures) in CONNECTIONS.into_iter().zip(figures) {
        figures.bare.push(bare(stage, connections, until)?);
        let run = ours(stage, &service, connections, until, &WRITTEN)?;
        figures.paused.push(run.rate);
    }
    service.stop()
}

/// Ours while every mail leaves as fast as it can.
fn draining(bench: &Bench, stage: &Stage, figures: &mut [Figures]) -> Result<()> {
    let until = Until::Over(bench.effort.span);
    let sink = Sink::start(&stage.folder, None)?;
    let mut service = stage.serve(Role::All, Some(&sink))?;
    let mut created = 0;
    for (connections, figures) in CONNECTIONS.into_iter().zip(figures) {
        let run = ours(stage, &service, connections, until, &WRITTEN_BY_CREATE_ONLY)?;
        figures.draining.push(run.rate);
        created += run.answers;
        sink.wait_for(created, &mut service)?;
        stage.wait_until_sent()?;
        let mails = sink.seen()?.mails;
        ensure!(mails == created, "{mails} mails for {created} invitations");
    }
    service.stop()
}

/// The INSERTs that one create commits, and nothing around them.
fn bare(stage: &Stage, connections: usize, until: Until) -> Result<f64> {
    let mut statements = stage
        .queued
        .inserts(&stage.database, "{n}", "", |_, _, _| None);
    statements.insert(
        0,
        stage.database.either("BEGIN IMMEDIATE", "BEGIN").to_owned(),
    );
    statements.push("COMMIT".to_owned());
    let script = Script {
        statements,
        first: fresh()?,
    };
    let before = stage.counts(&WRITTEN)?;
    let run = bare::run(&stage.database, &stage.folder, &script, connections, until)?;
    stage.check_written(&WRITTEN, &before, run.rounds)?;
    Ok(run.rate)
}

fn ours(
    stage: &Stage,
    service: &Service,
    connections: usize,
    until: Until,
    written: &[&'static str],
) -> Result<load::Run> {
    let first = fresh()?;
    let before = stage.counts(written)?;
    let run = load::run(
        service.address,
        connections,
        until,
        |number| stage.create(&format!("invitee{}@bench.example", first + number)),
        |answer| answer.expect(201).map(drop),
    )?;
    stage.check_written(written, &before, run.answers)?;
    Ok(run)
}

impl Stage {
    fn counts(&self, tables: &[&'static str]) -> Result<Vec<u64>> {
        tables
            .iter()
            .map(|table| self.database.count(table))
            .collect()
    }

    /// Fails unless so many invitations were written since, each with its message and its evidence.
    fn check_written(&self, tables: &[&'static str], before: &[u64], created: u64) -> Result<()> {
        for ((table, before), now) in tables.iter().zip(before).zip(self.counts(tables)?) {
            let due = created * self.queued.rows_in(table);
            let written = now - before;
            ensure!(
                written == due,
                "{created} creates left {written} rows in {table} instead of {due}"
            );
        }
        Ok(())
    }
}
