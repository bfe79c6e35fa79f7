//! The commands that end by themselves.

use crate::harness::{
    ADMIN_PASSWORD, Api, Database, Folder, Person, SLUG, Service, Site, eventually,
    on_both_databases, run, run_with_input,
};
use invite_testkit::smtp_sink::Script;
use std::fs;

on_both_databases! {
    an_import_answers_for_each_row
    a_rehearsed_import_writes_nothing
    whoever_is_made_by_command_can_sign_in
    a_key_is_made_listed_used_and_revoked
    a_suspended_account_is_closed_until_it_is_resumed
}

const PEOPLE: &str = "\u{feff}email;phone;name;roles;locale\r\n\
    ann@example.org;;Ann;;en\r\n\
    not an address;;Bob;;\r\n\
    ann@EXAMPLE.org;;Ann again;;\r\n\
    ;9051111111;No country code;;\r\n\
    eve@example.org;;Eve;Nobody defined this;\r\n\
    siti@example.org;;\"Siti; the second\";;id\r\n";

async fn an_import_answers_for_each_row(database: Database) {
    let site = Site::new(database, Script::new());
    fs::write(site.path().join("people.csv"), PEOPLE).unwrap();
    let arguments = ["import", "people.csv", "--account", SLUG, "--send"];
    let output = run(site.path(), site.settings(), &arguments);
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    let report = String::from_utf8(output.stdout).unwrap();
    let outcomes: Vec<_> = report
        .lines()
        .skip(1)
        .map(|line| {
            let fields: Vec<_> = line.split(',').collect();
            (fields[0], fields[2], fields[3])
        })
        .collect();
    assert_eq!(
        outcomes,
        [
            ("2", "queued", ""),
            ("3", "invalid", "email_invalid"),
            ("4", "already_invited", ""),
            ("5", "invalid", "phone_country_code_missing"),
            ("6", "invalid", "unknown_role"),
            ("7", "queued", ""),
        ],
        "{report}"
    );
    let service = site.start();
    site.sink.wait_for(2, crate::harness::LONG).unwrap();
    assert_eq!(site.api(&service).counts().await["total"], 2);
}

async fn a_rehearsed_import_writes_nothing(database: Database) {
    let site = Site::new(database, Script::new());
    let arguments = ["import", "-", "--account", SLUG, "--send", "--dry-run"];
    let output = run_with_input(site.path(), site.settings(), &arguments, PEOPLE);
    let report = String::from_utf8(output.stdout).unwrap();
    let named = |outcome: &str| report.lines().filter(|l| l.contains(outcome)).count();
    assert_eq!(
        (
            named(",queued,"),
            named(",already_invited,"),
            named(",invalid,")
        ),
        (2, 1, 3),
        "{report}"
    );
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("Nothing was written"), "{said}");
    let service = site.start();
    assert_eq!(site.api(&service).counts().await["total"], 0);
}

async fn whoever_is_made_by_command_can_sign_in(database: Database) {
    let site = Site::new(database, Script::new());
    let create = |email: &str, slug: &str, input: &str| {
        let arguments = [
            "admin",
            "create",
            "--email",
            email,
            "--name",
            "Ann Lee",
            "--account",
            "Example",
            "--slug",
            slug,
        ];
        run_with_input(site.path(), site.settings(), &arguments, input)
    };
    let made = create("ann@example.org", "example", "a quiet harbor in spring\r\n");
    assert!(made.status.success(), "{made:?}");
    let refusals = [
        (
            create("bob@example.org", "example", "a quiet harbor in spring\n"),
            "--slug",
        ),
        (
            create("ann@example.org", "another", "a quiet harbor in spring\n"),
            "exists already",
        ),
        (create("eve@example.org", "third", "short\n"), "at least"),
        (create("eve@example.org", "third", ""), "first line"),
        (
            create("nobody", "third", "a quiet harbor in spring\n"),
            "--email",
        ),
    ];
    for (refused, why) in refusals {
        assert_eq!(refused.status.code(), Some(1), "{refused:?}");
        let said = String::from_utf8(refused.stderr).unwrap();
        assert!(said.contains(why), "{said}");
    }
    let service = site.start();
    let api = site.api(&service);
    let session = api
        .sign_in("ann@example.org", "a quiet harbor in spring")
        .await;
    assert_eq!(session.status, 201, "{session:?}");
    assert!(!service.log().contains(ADMIN_PASSWORD));
}

async fn a_key_is_made_listed_used_and_revoked(database: Database) {
    let site = Site::new(database, Script::new());
    let api_key = |arguments: &[&str]| {
        let arguments = [&["api-key"], arguments, &["--account", SLUG]].concat();
        run(site.path(), site.settings(), &arguments)
    };
    let made = api_key(&["create", "--name", "Payroll", "--scope", "read"]);
    let key = String::from_utf8(made.stdout).unwrap().trim().to_owned();
    let listed = |name: &str| {
        let list = String::from_utf8(api_key(&["list"]).stdout).unwrap();
        assert!(!list.contains(&key), "{list}");
        let line = list.lines().find(|line| line.ends_with(name));
        let line = line.map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>());
        line.unwrap_or_default()
    };
    let fields = listed("Payroll");
    assert_eq!(fields[1], "read");
    assert_eq!((fields[3].as_str(), fields[4].as_str()), ("never", "never"));

    let service = site.start();
    let client = Api::new(&service.url, &key);
    let read = || client.get("/api/v1/accounts");
    assert_eq!(read().await.status, 200);
    // The note of its use is written beside the request.
    eventually("the use is noted", || async {
        (listed("Payroll")[4] != "never").then_some(())
    })
    .await;
    let revoked = api_key(&["revoke", &fields[0]]);
    assert!(revoked.status.success(), "{revoked:?}");
    assert_eq!(read().await.status, 401);
    assert!(listed("Payroll").is_empty());
    let again = api_key(&["revoke", &fields[0]]);
    assert_eq!(again.status.code(), Some(1));
    let said = String::from_utf8(again.stderr).unwrap();
    assert!(said.contains("no key with the id"), "{said}");
}

async fn a_suspended_account_is_closed_until_it_is_resumed(database: Database) {
    let site = Site::new(database, Script::new());
    let account = |arguments: &[&str]| {
        let arguments = [&["account"], arguments].concat();
        let output = run(site.path(), site.settings(), &arguments);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(account(&["list"]).contains(&format!("\t{SLUG}\t-\topen\t")));
    let service = site.start();
    let api = site.api(&service);
    let path = format!("/api/v1/accounts/{SLUG}");
    let read = || api.get(&path);
    assert_eq!(read().await.status, 200);
    assert!(account(&["suspend", SLUG]).starts_with("Suspended"));
    assert_eq!(read().await.status, 404);
    assert!(account(&["list"]).contains("suspended since"));
    account(&["resume", SLUG]);
    assert_eq!(read().await.status, 200);
}

#[test]
fn the_demo_goes_through_the_main_job_by_itself() {
    let folder = Folder::new();
    let output = run(folder.path(), &[], &["demo", "--check"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("Invitation to join Northwind ERP"), "{said}");
    assert!(said.contains("invitation.accepted"), "{said}");
    assert!(said.contains("Everything came out as it should"), "{said}");
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 0, "nothing is kept");
}

#[tokio::test]
async fn the_demo_shows_a_month_of_history() {
    let folder = Folder::new();
    let demo = Service::demo(folder.path());
    let emma = "emma@northwind.example";
    let mut words = demo.said.split_whitespace();
    let password = words.find(|word| *word == emma).and_then(|_| words.next());
    let mut emma = Person::signed_in(&demo, emma, password.unwrap()).await;
    let erp = "/accounts/northwind-erp";
    let counts = emma.sees(&format!("{erp}/invitations/counts")).await;
    for (status, people) in [
        ("not_invited", 2),
        ("accepted", 12),
        ("declined", 1),
        ("expired", 2),
        ("error", 3),
        ("total", 27),
    ] {
        assert_eq!(counts[status], people, "{status} in {counts}");
    }
    let overview = emma.sees(&format!("{erp}/overview")).await;
    assert_eq!(overview["days"].as_array().unwrap().len(), 30, "{overview}");
    // The account is as old as its history: what happened last is not how it was made.
    let log = emma.sees(&format!("{erp}/audit?limit=200")).await;
    let last = log["items"].as_array().unwrap().last().unwrap();
    assert_eq!(last["action"], "account.created", "{last}");
}

#[test]
fn the_api_describes_itself_without_settings_or_database() {
    let folder = Folder::new();
    let wrong = [("INVITE_LISTEN".to_owned(), "nonsense".to_owned())];
    let output = run(folder.path(), &wrong, &["openapi"]);
    assert!(output.status.success());
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(document["paths"]["/invitations/accept"].is_object());
}
