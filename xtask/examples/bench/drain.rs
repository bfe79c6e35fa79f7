//! (b) Draining queued mails with every outcome committed, against Postfix's `smtp-source` into the
//! same sink over as many connections that stay open.

use std::time::Instant;

use anyhow::{Result, ensure};

use crate::Bench;
use crate::database::Server;
use crate::load::{median, rate};
use crate::mail::Sink;
use crate::service::Role;
use crate::stage::Stage;
use crate::table::{Aim, Line, Table};

/// How many connections the service keeps to its mail server by default.
const CONNECTIONS: usize = 8;

pub(crate) fn measure(bench: &Bench, server: &Server, table: &mut Table) -> Result<()> {
    let stage = Stage::set_up(bench, server, "drain")?;
    let mails = bench.effort.mails;
    let (mut bare, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..bench.effort.rounds {
        let sink = Sink::start(&stage.folder, None)?;
        bare.push(sink.flood(&stage.mail, mails, CONNECTIONS)?);
        drop(sink);
        ours.push(drain(&stage, mails)?);
    }
    table.add(Line {
        what: format!("(b) drain {mails} mails over {CONNECTIONS} connections"),
        database: stage.name,
        bare: Some(median(bare)),
        ours: median(ours),
        unit: "/s",
        aim: Aim::ShareOfBare(0.20),
    });
    Ok(())
}

/// From the start of a worker's process to the last outcome written down.
fn drain(stage: &Stage, mails: u64) -> Result<f64> {
    stage.clear()?;
    stage.queue(mails)?;
    stage.database.settle()?;
    let sink = Sink::start(&stage.folder, None)?;

    let begun = Instant::now();
    let mut service = stage.serve(Role::Worker, Some(&sink))?;
    sink.wait_for(mails, &mut service)?;
    stage.wait_until_sent()?;
    let elapsed = begun.elapsed();
    service.stop()?;

    let seen = sink.seen()?;
    ensure!(
        seen.mails == mails,
        "{} mails instead of {mails}",
        seen.mails
    );
    let invited = stage
        .database
        .count("invitations WHERE status = 'invited'")?;
    let delivered = stage
        .database
        .count("deliveries WHERE outcome = 'handed_over'")?;
    ensure!(
        invited == mails && delivered == mails,
        "{invited} invited and {delivered} delivered of {mails}"
    );
    Ok(rate(mails, elapsed))
}
