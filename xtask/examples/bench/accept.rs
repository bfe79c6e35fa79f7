//! (d) Accepting, with the membership made: people who have an account and are signed in join another
//! one, so that no password is hashed; against the same statements. And the hash alone.

use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use argon2::{Argon2, PasswordVerifier as _, password_hash::phc::PasswordHash};
use data_encoding::HEXLOWER;
use invite_domain::model::{
    InvitationId, KeyId, KeyRing, Secret, SecretKind, TokenClaim, TokenPurpose,
};
use invite_domain::ports::TokenMinter as _;
use uuid::Uuid;

use crate::Bench;
use crate::bare::{self, Script, fresh, id, id_number};
use crate::database::{Database, Server};
use crate::http::Request;
use crate::load::{self, Until, median};
use crate::service::{Role, SECRET_KEY, Service};
use crate::stage::{ADMIN, PASSWORD, Stage};
use crate::table::{Aim, Line, Table};
use crate::template::{Pattern, copied_address};

/// How many people join, each into account after account.
const PEOPLE: u64 = 64;
const CONNECTIONS: [usize; 3] = [1, 16, 64];

/// What each of them is given: some of every kind, a number that nobody else may hold among it.
const GRANTED: &str = r#"{"version":"1","roles":["Salesperson","Worker"],"groups":["Sales"],"permissions":["view_pay_invoices","view_products"],"resources":["+12025550101"]}"#;
/// The same as rows, with the account's default group.
const HELD: [(&str, &str); 7] = [
    ("group", "Everybody"),
    ("group", "Sales"),
    ("permission", "view_pay_invoices"),
    ("permission", "view_products"),
    ("resource", "+12025550101"),
    ("role", "Salesperson"),
    ("role", "Worker"),
];

pub(crate) fn measure(bench: &Bench, server: &Server, table: &mut Table) -> Result<()> {
    let stage = Stage::set_up(bench, server, "accept")?;
    let crowd = Crowd::arrive(&stage)?;
    let count = bench.effort.accepts;
    for connections in CONNECTIONS {
        let (mut bare, mut ours) = (Vec::new(), Vec::new());
        for _ in 0..bench.effort.rounds {
            let service = stage.serve(Role::Server, None)?;
            bare.push(join_bare(&stage, &crowd, connections, count)?);
            ours.push(join(&stage, &service, &crowd, connections, count)?);
            service.stop()?;
        }
        table.add(Line {
            what: format!("(d) accept a full grant, no hashing, {connections} at once"),
            database: stage.name,
            bare: Some(median(bare)),
            ours: median(ours),
            unit: "/s",
            aim: Aim::ShareOfBare(0.25),
        });
    }
    table.add(Line {
        what: "(d) the hash alone".to_owned(),
        database: stage.name,
        bare: None,
        ours: hash(&stage.database, bench.effort.rounds * 5)?,
        unit: "ms",
        aim: Aim::None,
    });
    Ok(())
}

/// Joins over HTTP, a person for each request in turn.
fn join(
    stage: &Stage,
    service: &Service,
    crowd: &Crowd,
    connections: usize,
    count: u64,
) -> Result<f64> {
    // Only what it is called: each person has a session of their own.
    let cookie = service.sign_in()?;
    let (cookie, _) = cookie.split_once('=').context("a cookie without value")?;
    let first = crowd.invite(stage, count)?;
    let ring = KeyRing::new([(KeyId(1), SECRET_KEY)])?;
    let generation = stage.invited.value_of("invitations", "generation")?;
    let generation = generation.trim_matches('\'').parse()?;
    let before = joined(&stage.database)?;
    let held = stage.database.count("member_grants")?;
    let run = load::run(
        service.address,
        connections,
        Until::Done(count),
        |number| {
            let number = first + number;
            let token = ring.mint(&TokenClaim {
                purpose: TokenPurpose::Invitation,
                invitation: InvitationId::new(Uuid::from_u128(id_number(0, number))),
                generation,
            });
            let session = session(crowd.first + number % PEOPLE);
            let headers = format!(
                "cookie: {cookie}={}\r\nsec-fetch-site: same-origin\r\n",
                session.expose()
            );
            let body = format!(r#"{{"token":"{}"}}"#, token.expose());
            Request::new("POST", "/api/v1/invitations/accept", &headers, &body)
        },
        |answer| answer.expect(200).map(drop),
    )?;
    check(&stage.database, before, run.answers)?;
    let written = stage.database.count("member_grants")? - held;
    ensure!(
        written == run.answers * u64::try_from(HELD.len())?,
        "{written} rows of rights written by {} accepts",
        run.answers
    );
    Ok(run.rate)
}

/// The statements that joining takes, and nothing around them.
fn join_bare(stage: &Stage, crowd: &Crowd, connections: usize, count: u64) -> Result<f64> {
    let first = crowd.invite(stage, count)?;
    let script = Script {
        statements: crowd.statements(stage),
        first,
    };
    let before = joined(&stage.database)?;
    let until = Until::Done(count);
    let run = bare::run(&stage.database, &stage.folder, &script, connections, until)?;
    check(&stage.database, before, run.rounds)?;
    Ok(run.rate)
}

/// Who is in, and how many invitations say so.
fn joined(database: &Database) -> Result<[u64; 3]> {
    Ok([
        database.count("members")?,
        database.count("invitations WHERE status = 'accepted'")?,
        database.count("audit_log")?,
    ])
}

fn check(database: &Database, before: [u64; 3], accepted: u64) -> Result<()> {
    for (before, now) in before.into_iter().zip(joined(database)?) {
        let written = now - before;
        ensure!(
            written == accepted,
            "{written} written by {accepted} accepts"
        );
    }
    Ok(())
}

/// The people who join.
struct Crowd {
    /// The number of the first of them.
    first: u64,
    /// The one who invites them, as the database writes an id down.
    administrator: String,
}

impl Crowd {
    /// Adds the people, each with a session.
    fn arrive(stage: &Stage) -> Result<Self> {
        let (database, first) = (&stage.database, fresh()?);
        let pattern = Pattern::read(database, &[("users", &format!("email = '{ADMIN}'"))])?;
        stage.copy(&pattern, first, PEOPLE, |_, column, _| match column {
            "email" | "email_original" => Some(format!("'{}'", address(database, "g.n"))),
            "phone" | "login" => Some("NULL".to_owned()),
            _ => None,
        })?;
        let rows = (first..first + PEOPLE).map(|number| {
            let digest = HEXLOWER.encode(&session(number).digest());
            let number = number.to_string();
            format!(
                "({}, {}, {}, 1790000000000, 4000000000000, 1790000000000, 4000000000000)",
                id(database, 1, &number),
                id(database, 0, &number),
                database.either(format!("x'{digest}'"), format!("decode('{digest}', 'hex')")),
            )
        });
        database.run(&format!(
            "INSERT INTO sessions
                (id, user_id, digest, created_at, expires_at, last_seen_at, idle_until)
             VALUES {}",
            rows.collect::<Vec<_>>().join(", ")
        ))?;
        Ok(Self {
            first,
            administrator: pattern.value_of("users", "id")?.to_owned(),
        })
    }

    /// The number of the person whom an invitation is for.
    fn person(&self, database: &Database, number: &str) -> String {
        let number = database.either(format!("({number})"), format!("({number})::bigint"));
        format!("{} + {number} % {PEOPLE}", self.first)
    }

    /// Adds accounts, each with the administrator in it and an invitation for one of the people;
    /// returns the number of the first.
    fn invite(&self, stage: &Stage, count: u64) -> Result<u64> {
        let (database, first) = (&stage.database, fresh()?);
        let account = stage.invited.value_of("invitations", "account_id")?;
        let places = [
            ("accounts", &*format!("id = {account}")),
            (
                "members",
                &*format!(
                    "account_id = {account} AND user_id = {}",
                    self.administrator
                ),
            ),
        ];
        let places = Pattern::read(database, &places)?;
        stage.copy(&places, first, count, |table, column, _| {
            (table == "accounts" && column == "slug").then(|| "'place-' || g.n".to_owned())
        })?;

        let copied = copied_address(database, "g.n");
        let invitee = address(database, &self.person(database, "g.n"));
        stage.copy(
            &stage.invited,
            first,
            count,
            |table, column, value| match (table, column) {
                (_, "account_id") => Some(id(database, 0, "g.n")),
                ("invitations", "email" | "email_original" | "live_key") => {
                    Some(value.replace(&copied, &invitee))
                }
                ("invitations", "granted") => Some(format!("'{GRANTED}'")),
                ("invitations", "inviter_kind") => Some("'user'".to_owned()),
                ("invitations", "inviter_id") => Some(self.administrator.clone()),
                _ => None,
            },
        )?;
        database.settle()?;
        Ok(first)
    }

    /// What one accept reads and writes, as the service words it. Only the session is looked up by its
    /// id instead of its digest, which no SQL can compute on both databases.
    fn statements(&self, stage: &Stage) -> Vec<String> {
        let (database, number) = (&stage.database, "{n}");
        let (invitation, account) = (id(database, 0, number), id(database, 0, number));
        let (session, user) = (
            id(database, 1, &self.person(database, number)),
            id(database, 0, &self.person(database, number)),
        );
        let (member, entry) = (id(database, 2, number), id(database, 99, number));
        let email = address(database, &self.person(database, number));
        let administrator = &self.administrator;
        let invitations = stage.invited.columns_of("invitations").join(", ");
        let granted = crate::template::without_colons(database, &format!("'{GRANTED}'"));
        let held = HELD.map(|(kind, name)| {
            let one_holder = database.either(
                u8::from(kind == "resource").to_string(),
                (kind == "resource").to_string(),
            );
            format!("({member}, {account}, '{kind}', '{name}', {one_holder})")
        });
        let held = held.join(", ");
        let lock = database.either("", "FOR UPDATE");
        let active = database.either("1", "true");
        let now = "1795000000000";
        vec![
            format!(
                "SELECT s.id, u.id, u.email_original, u.phone, u.login, u.name, u.locale, u.created_at
                 FROM sessions s JOIN users u ON u.id = s.user_id
                 WHERE s.id = {session} AND s.expires_at > {now}"
            ),
            format!(
                "SELECT i.*, a.*, i.holder, m.id FROM (
                    SELECT *, (SELECT u.id FROM users u WHERE u.email = invitations.email) AS holder
                    FROM invitations WHERE id = {invitation}
                 ) i
                 JOIN accounts a ON a.id = i.account_id
                 LEFT JOIN members m ON m.account_id = i.account_id AND m.user_id = i.holder"
            ),
            database.either("BEGIN IMMEDIATE", "BEGIN").to_owned(),
            format!("SELECT {invitations} FROM invitations WHERE id = {invitation} {lock}"),
            format!("SELECT * FROM accounts WHERE id = {account}"),
            format!(
                "WITH RECURSIVE above (id, parent_id, suspended_at) AS (
                    SELECT id, parent_id, suspended_at FROM accounts WHERE id = {account}
                    UNION
                    SELECT a.id, a.parent_id, a.suspended_at
                    FROM above b JOIN accounts a ON a.id = b.parent_id
                 )
                 SELECT m.account_id, m.user_type, m.access_type, m.granted, m.id FROM above
                 JOIN members m ON m.account_id = above.id AND m.user_id = {administrator} AND m.active
                 WHERE above.suspended_at IS NULL OR above.id = {account}"
            ),
            format!("SELECT id FROM users WHERE email = '{email}'"),
            format!("SELECT * FROM members WHERE account_id = {account} AND user_id = {user}"),
            format!(
                "INSERT INTO members
                    (id, account_id, user_id, user_type, access_type, granted, active, joined_at)
                 VALUES ({member}, {account}, {user}, 'internal', 'standard', {granted}, {active}, {now})
                 ON CONFLICT (account_id, user_id) DO NOTHING"
            ),
            format!(
                "INSERT INTO member_grants (member_id, account_id, kind, name, one_holder) VALUES {held}"
            ),
            format!(
                "UPDATE invitations SET live_key = NULL, status = 'accepted', version = version + 1,
                    state_at = {now}, member_id = {member}
                 WHERE id = {invitation} AND account_id = {account}"
            ),
            format!(
                "INSERT INTO audit_log
                    (id, account_id, invitation_id, actor_kind, actor_id, name, detail, at)
                 VALUES ({entry}, {account}, {invitation}, 'user', {user}, 'accepted', '', {now})"
            ),
            "COMMIT".to_owned(),
        ]
    }
}

/// The session of a person: any 32 bytes that are theirs alone.
fn session(person: u64) -> Secret {
    let mut bytes = [7; 32];
    let own = bytes.iter_mut().zip(person.to_be_bytes());
    own.for_each(|(byte, own)| *byte = own);
    Secret::from_random(SecretKind::Session, bytes)
}

/// The words for a person's address.
fn address(database: &Database, person: &str) -> String {
    let number = database.either(format!("({person})"), format!("({person})::bigint"));
    format!("person' || {number} || '@bench.example")
}

/// How long checking a password takes with the cost that the service chose, in milliseconds.
fn hash(database: &Database, rounds: usize) -> Result<f64> {
    let stored = database.text(&format!(
        "SELECT password FROM users WHERE email = '{ADMIN}'"
    ))?;
    let stored = PasswordHash::new(&stored).map_err(|error| anyhow::anyhow!("{error}"))?;
    let mut took = Vec::new();
    for _ in 0..rounds {
        let begun = Instant::now();
        Argon2::default()
            .verify_password(PASSWORD.as_bytes(), &stored)
            .map_err(|error| anyhow::anyhow!("{error}"))?;
        took.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(median(took))
}
