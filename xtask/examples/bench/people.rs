//! (c) The page of people among very many, in a browser's eyes, against the statements alone.

use anyhow::{Result, ensure};

use crate::Bench;
use crate::bare::{self, Script, fresh};
use crate::http::{Answer, Request};
use crate::load::{self, Until, median};
use crate::service::Role;
use crate::stage::Stage;
use crate::table::{Aim, Line, Table};

/// How many people a page shows.
const PAGE: usize = 20;

/// One view of the page.
struct View {
    what: &'static str,
    query: &'static str,
    /// Which invitations the list holds, and in which order.
    condition: &'static str,
    order: &'static str,
}

const PENDING: &str =
    "status IN ('not_invited', 'queued', 'invited', 'error', 'expired', 'declined', 'revoked')";

const VIEWS: [View; 3] = [
    View {
        what: "everyone",
        query: "",
        condition: PENDING,
        order: "created_at DESC, id DESC",
    },
    View {
        what: "the declined, by name",
        query: "?status=declined&sort=name",
        condition: "status = 'declined'",
        order: "sort_name, id",
    },
    View {
        what: "a search that finds many",
        query: "?q=bench",
        condition: "search_text LIKE '%bench%'",
        order: "created_at DESC, id DESC",
    },
];

pub(crate) fn measure(bench: &Bench, stage: &Stage, table: &mut Table) -> Result<()> {
    stage.fill(bench.effort.stored)?;
    let service = stage.serve(Role::Server, None)?;
    let cookie = format!("cookie: {}\r\n", service.sign_in()?);
    for view in VIEWS {
        let (mut bare, mut ours) = (Vec::new(), Vec::new());
        let page = Request::new("GET", &format!("/a/bench{}", view.query), &cookie, "");
        for _ in 0..bench.effort.rounds {
            let until = Until::Over(bench.effort.span);
            let script = statements(stage, &view)?;
            let run = bare::run(&stage.database, &stage.folder, &script, 1, until)?;
            bare.push(1000.0 / run.rate);
            let run = load::run(service.address, 1, until, |_| page.clone(), full_page)?;
            ours.push(1000.0 / run.rate);
        }
        let (bare, ours) = (median(bare), median(ours));
        table.add(Line {
            what: format!("(c) the page of people, {}", view.what),
            database: stage.name,
            bare: Some(bare),
            ours,
            unit: "ms",
            aim: Aim::TimesBare(3.0),
        });
    }
    service.stop()
}

fn full_page(answer: Answer) -> Result<()> {
    let body = answer.expect(200)?;
    let cell = b"class=\"added\"";
    let cells = body.windows(cell.len());
    let rows = cells.filter(|part| part == cell).count();
    ensure!(rows == PAGE, "{rows} people on the page");
    Ok(())
}

/// What the page shows: the people, how many stand where, and what can be chosen from.
fn statements(stage: &Stage, view: &View) -> Result<Script> {
    let columns = stage.listed_columns();
    let account = stage.invited.value_of("invitations", "account_id")?;
    let now = fresh()? / 1_000;
    let (condition, order) = (view.condition, view.order);
    let mut statements = vec![
        format!(
            "SELECT {columns} FROM invitations WHERE account_id = {account} AND {condition}
             ORDER BY {order} LIMIT {PAGE} + 1"
        ),
        format!(
            "SELECT status, count(*) FROM invitations
             WHERE account_id = {account} AND {PENDING} GROUP BY status"
        ),
        format!(
            "SELECT count(*) FROM invitations
             WHERE account_id = {account} AND status = 'invited' AND expires_at <= {now}"
        ),
        format!("SELECT count(*) FROM members WHERE account_id = {account}"),
        format!("SELECT count(*) FROM members WHERE account_id = {account} AND NOT active"),
    ];
    if view.query.contains("q=") {
        // How many match, as far as anyone reads.
        statements.push(format!(
            "SELECT count(*) FROM (SELECT 1 FROM invitations
             WHERE account_id = {account} AND {condition} LIMIT 10000) AS found"
        ));
    }
    Ok(Script {
        statements,
        first: 0,
    })
}
