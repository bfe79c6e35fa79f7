//! Measures the list of people at a million rows: the port against its bare SQL.
//!
//! `cargo run --release -p invite-sea-orm --example measure_people -- sqlite:///tmp/people.db 1000000`,
//! or with the URL of an empty PostgreSQL database. It fills the database first.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a program for measuring stops where something is wrong"
)]

use chrono::Utc;
use invite_domain::{
    model::{AccessType, AccountId, GrantKind, PersonStatus},
    ports::{PeopleFilter, PeoplePageRequest, PeopleReader as _, PeopleSort},
};
use invite_sea_orm::{SeaStore, StoreOptions};
use invite_testkit::{an_account, values};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use std::time::{Duration, Instant};

/// How often each is asked, of which the median counts.
const ROUNDS: usize = 9;

/// Of twenty: twelve invited, two not invited, three accepted, and one each of the rest.
const STATUS: &str = "CASE WHEN n % 20 < 12 THEN 'invited' WHEN n % 20 < 14 THEN 'not_invited' \
    WHEN n % 20 < 17 THEN 'accepted' WHEN n % 20 = 17 THEN 'expired' WHEN n % 20 = 18 THEN 'error' \
    ELSE 'declined' END";

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().unwrap();
    let rows: u32 = arguments.next().map_or(1_000_000, |n| n.parse().unwrap());
    let store = SeaStore::connect(&url, &StoreOptions::default())
        .await
        .unwrap();
    store.migrate().await.unwrap();
    let account = an_account().named("Many").put_into(&store).await.unwrap();
    let bare = Database::connect(&url).await.unwrap();
    let started = Instant::now();
    fill(&bare, account.id, rows).await;
    println!("filled with {rows} in {:.0?}", started.elapsed());

    let every = PeopleFilter::default();
    let only = |standing| PeopleFilter {
        standing: [standing].into(),
        ..PeopleFilter::default()
    };
    let sales = PeopleFilter {
        holds: Some(values::item(GrantKind::Role, "Sales")),
        ..PeopleFilter::default()
    };
    let search = |text: &str| PeopleFilter {
        search: Some(text.to_owned()),
        ..PeopleFilter::default()
    };
    let administrators = PeopleFilter {
        access_type: Some(AccessType::Administrator),
        ..PeopleFilter::default()
    };
    for (what, filter, sort) in [
        ("everyone, newest", &every, PeopleSort::Newest),
        ("everyone, by name", &every, PeopleSort::Name),
        (
            "invited, newest",
            &only(PersonStatus::Invited),
            PeopleSort::Newest,
        ),
        (
            "error, by name",
            &only(PersonStatus::Error),
            PeopleSort::Name,
        ),
        (
            "accepted, oldest",
            &only(PersonStatus::Accepted),
            PeopleSort::Oldest,
        ),
        ("role Sales, newest", &sales, PeopleSort::Newest),
        ("administrators", &administrators, PeopleSort::Newest),
        ("search, common", &search("person1"), PeopleSort::Newest),
        ("search, nobody", &search("nobody here"), PeopleSort::Newest),
    ] {
        measure(&store, &bare, account.id, what, filter, sort).await;
    }
    let (account, now) = (account.id, Utc::now());
    let counts = median(async || {
        store.people_counts(account, now).await.unwrap();
    });
    println!("{:<24} {:>9.2?}", "the counts", counts.await);
    let sending = median(async || {
        store.sending(account, now).await.unwrap();
    });
    println!("{:<24} {:>9.2?}", "how messages get on", sending.await);
}

/// Measures the first page and one that is deep.
async fn measure(
    store: &SeaStore,
    bare: &DatabaseConnection,
    account: AccountId,
    what: &str,
    filter: &PeopleFilter,
    sort: PeopleSort,
) {
    let now = Utc::now();
    let mut page = PeoplePageRequest {
        limit: 20,
        sort,
        after: None,
    };
    let first = median(async || {
        store.people(account, filter, &page, now).await.unwrap();
    })
    .await;
    // Two hundred pages of two hundred further on.
    page.limit = 200;
    let mut pages = 0;
    while pages < 200 {
        let found = store.people(account, filter, &page, now).await.unwrap();
        if found.next.is_none() {
            break;
        }
        page.after = found.next;
        pages += 1;
    }
    page.limit = 20;
    let deep = median(async || {
        store.people(account, filter, &page, now).await.unwrap();
    })
    .await;
    let raw = raw_list(bare, account).await;
    println!(
        "{what:<24} {first:>9.2?}  deep ({pages:>3} × 200) {deep:>9.2?}  one bare page of invitations {raw:>9.2?}  ratio {:.2}",
        first.as_secs_f64() / raw.as_secs_f64()
    );
}

/// What any page costs at least: twenty whole rows in the order of an index.
async fn raw_list(bare: &DatabaseConnection, account: AccountId) -> Duration {
    let text = "SELECT * FROM invitations WHERE account_id = $1 AND status = 'invited'
         ORDER BY created_at DESC, id DESC LIMIT 21";
    median(async || {
        let values = [account.uuid().into()];
        let backend = bare.get_database_backend();
        let statement = Statement::from_sql_and_values(backend, text, values);
        bare.query_all_raw(statement).await.unwrap();
    })
    .await
}

async fn median(ask: impl AsyncFn()) -> Duration {
    ask().await;
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let started = Instant::now();
        ask().await;
        times.push(started.elapsed());
    }
    times.sort();
    times.get(ROUNDS / 2).copied().unwrap_or_default()
}

async fn fill(bare: &DatabaseConnection, account: AccountId, rows: u32) {
    let backend = bare.get_database_backend();
    let is_sqlite = backend == DbBackend::Sqlite;
    let hex = account.uuid().simple().to_string();
    let account = if is_sqlite {
        format!("x'{hex}'")
    } else {
        format!("'{hex}'::uuid")
    };
    let id = |space: &str| {
        if is_sqlite {
            format!("unhex(printf('{space}%026x', n))")
        } else {
            format!("('{space}' || lpad(to_hex(n), 26, '0'))::uuid")
        }
    };
    let numbers = if is_sqlite {
        format!("WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {rows})")
    } else {
        format!("WITH c AS (SELECT generate_series(1::bigint, {rows}) AS n)")
    };
    let granted =
        r#"{"version":"1","roles":["Sales"],"groups":[],"permissions":[],"resources":[]}"#;
    let none = r#"{"version":"1","roles":[],"groups":[],"permissions":[],"resources":[]}"#;
    let now = Utc::now().timestamp_millis();
    let (of_invitation, of_member, of_user) = (id("0a0000"), id("0b0000"), id("0c0000"));
    let is_in = "n % 20 BETWEEN 14 AND 16";
    for text in [
        format!(
            "INSERT INTO invitations (id, account_id, live_key, status, created_at, version, generation,
                invited_at, expires_at, state_at, member_id, failure, detail, email, email_original, name,
                user_type, access_type, granted, inviter_kind, inviter_name, channel, search_text, sort_name)
             {numbers} SELECT {of_invitation}, {account},
                CASE WHEN {is_in} THEN NULL ELSE 'person' || n END,
                {STATUS}, {now} - n * 1000, 1, 1, {now} - n, {now} + 500000000, {now}, {of_member},
                'mailbox_full', 'full', 'person' || n || '@example.org', 'person' || n || '@example.org',
                'Person ' || (n * 7919 % 1000003), 'internal',
                CASE WHEN n % 5000 = 0 THEN 'administrator' ELSE 'standard' END,
                CASE WHEN n % 10 = 0 THEN '{granted}' ELSE '{none}' END, 'system', 'Ana', 'email',
                'person' || n || '@example.org', 'person ' || (n * 7919 % 1000003)
             FROM c"
        ),
        format!(
            "INSERT INTO invitation_grants (invitation_id, kind, name, account_id, created_at)
             {numbers} SELECT {of_invitation}, 'role', 'Sales', {account}, {now} - n * 1000
             FROM c WHERE n % 10 = 0"
        ),
        format!(
            "INSERT INTO users (id, email, email_original, name, password, created_at, search_text, sort_name)
             {numbers} SELECT {of_user}, 'person' || n || '@example.org', 'person' || n || '@example.org',
                'Person ' || n, '', {now}, 'person' || n || '@example.org', 'person ' || n
             FROM c WHERE {is_in}"
        ),
        format!(
            "INSERT INTO members (id, account_id, user_id, user_type, access_type, granted, active,
                joined_at, version, sort_name)
             {numbers} SELECT {of_member}, {account}, {of_user}, 'internal', 'standard', '{none}', {},
                {now} - n * 1000, 1, 'person ' || n
             FROM c WHERE {is_in}",
            if is_sqlite { "1" } else { "true" }
        ),
        "ANALYZE".to_owned(),
    ] {
        bare.execute_unprepared(&text).await.unwrap();
    }
}
