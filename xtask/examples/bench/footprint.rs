//! (e) What it takes to run: start, memory, size, build.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};

use crate::Bench;
use crate::bare::fresh;
use crate::database::Server;
use crate::http::{Connection, Request};
use crate::load::{self, Until, median};
use crate::mail::Sink;
use crate::service::{Program, Role};
use crate::stage::{ADMIN, PASSWORD, Stage};
use crate::table::{Aim, Line, Table};
use crate::wait;

/// Starts and memory, which depend on the database.
pub(crate) fn measure(bench: &Bench, server: &Server, table: &mut Table) -> Result<()> {
    let stage = Stage::set_up(bench, server, "footprint")?;
    let mut add = |what: &str, ours, unit, aim| {
        table.add(Line {
            what: format!("(e) {what}"),
            database: stage.name,
            bare: None,
            ours,
            unit,
            aim,
        });
    };

    let mut starts = Vec::new();
    for _ in 0..bench.effort.starts {
        let service = stage.serve(Role::All, None)?;
        starts.push(service.first_answer.as_secs_f64() * 1000.0);
        service.stop()?;
    }
    add(
        "start to first answer",
        median(starts),
        "ms",
        Aim::AtMost(50.0),
    );

    let mut first_starts = Vec::new();
    for number in 0..bench.effort.starts.min(5) {
        let empty = Program {
            database: server.database(&stage.folder, &format!("bench_first_{number}"))?,
            ..stage.program.clone()
        };
        let service = empty.serve(Role::All, None)?;
        first_starts.push(service.first_answer.as_secs_f64() * 1000.0);
        service.stop()?;
    }
    add(
        "very first start, tables made",
        median(first_starts),
        "ms",
        Aim::None,
    );

    let sink = Sink::start(&stage.folder, None)?;
    let mut service = stage.serve(Role::All, Some(&sink))?;
    wait::rest(bench.effort.span);
    add(
        "idle memory",
        service.memory()?.now,
        "MiB",
        Aim::AtMost(25.0),
    );

    let first = fresh()?;
    let run = load::run(
        service.address,
        64,
        Until::Over(bench.effort.span * 3),
        |number| stage.create(&format!("invitee{}@bench.example", first + number)),
        |answer| answer.expect(201).map(drop),
    )?;
    sink.wait_for(run.answers, &mut service)?;
    let loaded = service.memory()?;
    add(
        "most memory, 64 at once create while mails leave",
        loaded.peak,
        "MiB",
        Aim::AtMost(60.0),
    );

    let body = format!(r#"{{"email":"{ADMIN}","password":"{PASSWORD}"}}"#);
    let sign_in = |_| {
        Request::new(
            "POST",
            "/api/v1/sessions",
            "sec-fetch-site: same-origin\r\n",
            &body,
        )
    };
    // Whether the limit on guessing answers some of them does not matter to the memory.
    load::run(service.address, 64, Until::Done(256), sign_in, |answer| {
        ensure!(answer.status < 500, "status {}", answer.status);
        Ok(())
    })?;
    add(
        "the same with 64 at once who sign in",
        service.memory()?.peak,
        "MiB",
        Aim::None,
    );
    drop(Connection::open(service.address)?);
    service.stop()
}

/// Size and build, which do not.
pub(crate) fn measure_binary(bench: &Bench, build: bool, table: &mut Table) -> Result<()> {
    #[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
    let size = std::fs::metadata(&bench.binary)?.len() as f64 / 1024.0 / 1024.0;
    let mut add = |what: &str, ours, unit| {
        table.add(Line {
            what: format!("(e) {what}"),
            database: "",
            bare: None,
            ours,
            unit,
            aim: Aim::None,
        });
    };
    add("size of the binary", size, "MiB");
    if build {
        let target = bench.folder.path().join("target");
        for (profile, what) in [
            ("dev", "cold debug build"),
            ("release", "cold release build"),
        ] {
            let begun = Instant::now();
            let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
                .args(["build", "--quiet", "--package=app", "--profile", profile])
                .env("CARGO_TARGET_DIR", &target)
                .status()
                .context("cargo cannot be started")?;
            ensure!(status.success(), "the build failed");
            add(what, begun.elapsed().as_secs_f64(), "s");
        }
    }
    Ok(())
}
