//! (c) A page of 50 filtered by status out of very many, against the query alone.

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::Bench;
use crate::bare::{self, Script, fresh};
use crate::http::{Answer, Connection};
use crate::load::{self, Until, median};
use crate::service::{Role, Service};
use crate::stage::Stage;
use crate::table::{Aim, Line, Table};

const PAGE: usize = 50;
/// How many pages lie before the deep one.
const DEEP: usize = 2_000;

/// One page to ask for.
struct Place {
    what: &'static str,
    path: String,
    /// The row before the page, as `(created_at, id)` literals.
    after: Option<(String, String)>,
}

pub(crate) fn measure(bench: &Bench, stage: &Stage, table: &mut Table) -> Result<()> {
    stage.fill(bench.effort.stored)?;
    let service = stage.serve(Role::Server, None)?;
    for place in places(stage, &service)? {
        for connections in [1, 16] {
            let (mut bare, mut ours) = (Vec::new(), Vec::new());
            for _ in 0..bench.effort.rounds {
                let until = Until::Over(bench.effort.span);
                let script = query(stage, &place)?;
                bare.push(
                    bare::run(&stage.database, &stage.folder, &script, connections, until)?.rate,
                );
                let ask = |_| stage.get(&place.path);
                ours.push(load::run(service.address, connections, until, ask, full_page)?.rate);
            }
            table.add(Line {
                what: format!("(c) {}, {connections} at once", place.what),
                database: stage.name,
                bare: Some(median(bare)),
                ours: median(ours),
                unit: "/s",
                aim: Aim::ShareOfBare(0.5),
            });
        }
    }
    service.stop()
}

/// Finds the deep page as a client would: by following the cursors.
fn places(stage: &Stage, service: &Service) -> Result<[Place; 2]> {
    let first = format!("/api/v1/accounts/bench/invitations?status=invited&limit={PAGE}");
    // Eight of twenty stand as asked for; the middle of them is deep enough.
    let matching = usize::try_from(stage.database.count("invitations")?)? * 2 / 5;
    let deep_pages = DEEP.min(matching / PAGE / 2);
    let mut connection = Connection::open(service.address)?;
    let mut path = first.clone();
    let mut last = None;
    for _ in 0..deep_pages {
        let page = connection.exchange(&stage.get(&path))?.json(200)?;
        let cursor = page.get("next_cursor").and_then(Value::as_str);
        let cursor = cursor.context("the list ended early")?;
        path = format!("{first}&cursor={cursor}");
        let items = page.get("items").and_then(Value::as_array);
        last = items.and_then(|items| items.last().cloned());
    }
    let id = last.as_ref().and_then(|row| row.get("id")?.as_str());
    let id = id.context("no last row")?;
    let literal = stage.database.either(
        format!("x'{}'", id.replace('-', "")),
        format!("'{id}'::uuid"),
    );
    let created = stage.database.text(&format!(
        "SELECT created_at FROM invitations WHERE id = {literal}"
    ))?;
    Ok([
        Place {
            what: "first page",
            path: first,
            after: None,
        },
        Place {
            what: "deep page",
            path,
            after: Some((created, literal)),
        },
    ])
}

fn full_page(answer: Answer) -> Result<()> {
    let body = answer.expect(200)?;
    // Reading it as JSON would cost the machine more than it tells.
    let items = body
        .windows(11)
        .filter(|part| part == b"\"account_id")
        .count();
    ensure!(items == PAGE, "{items} items on a page");
    Ok(())
}

/// What the page needs from the database, as the service asks for it.
fn query(stage: &Stage, place: &Place) -> Result<Script> {
    let columns = stage.listed_columns();
    let account = stage.invited.value_of("invitations", "account_id")?;
    let after = match &place.after {
        Some((created_at, id)) => format!("AND (created_at, id) < ({created_at}, {id})"),
        None => String::new(),
    };
    let now = fresh()? / 1_000;
    let query = format!(
        "SELECT {columns} FROM invitations
         WHERE account_id = {account} AND status = 'invited' {after}
           AND (expires_at IS NULL OR expires_at > {now})
         ORDER BY created_at DESC, id DESC LIMIT {PAGE} + 1"
    );
    Ok(Script {
        statements: vec![query],
        first: 0,
    })
}
