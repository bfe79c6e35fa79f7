//! Several processes over one database.

use crate::harness::{Database, LONG, Service, Site, message_id_of, on_both_databases};
use invite_testkit::smtp_sink::{Script, SmtpSink};
use std::{collections::BTreeSet, thread};

on_both_databases! {
    replicas_share_the_work_and_send_everything_once
    a_server_and_a_worker_do_the_job_of_one
}

async fn replicas_share_the_work_and_send_everything_once(database: Database) {
    const MAILS: usize = 60;
    let site = Site::new(database, Script::new());
    let (one, two) = (site.start(), site.start());
    let (first, second) = (site.api(&one), site.api(&two));
    let ids = first
        .invite_many((0..MAILS / 2).map(|n| format!("a{n}@example.org")))
        .await;
    let more = second
        .invite_many((0..MAILS / 2).map(|n| format!("b{n}@example.org")))
        .await;
    for id in ids.iter().chain(&more) {
        second.until(id, "invited").await;
    }
    let mails = site.sink.messages();
    let different: BTreeSet<_> = mails.iter().map(message_id_of).collect();
    assert_eq!((mails.len(), different.len()), (MAILS, MAILS));
}

async fn a_server_and_a_worker_do_the_job_of_one(database: Database) {
    let site = Site::new(database, Script::new())
        .set("INVITE_ROLE", "server")
        .set("INVITE_PUBLIC_URL", "https://invite.example.org");
    let server = site.start();
    let api = site.api(&server);
    let id = api.invite("ann@example.org").await;
    let site = site.set("INVITE_ROLE", "worker");
    let mut worker = site.start();
    assert!(worker.said.contains("serves nothing"), "{}", worker.said);
    api.until(&id, "invited").await;
    let mails = site.sink.wait_for(1, LONG).unwrap();
    let link = crate::harness::link_of(&mails[0]);
    assert!(link.starts_with("https://invite.example.org/i/"), "{link}");
    assert_eq!(worker.stop().0.code(), Some(0));
}

/// Two replicas start on a database without tables.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replicas_that_start_at_once_on_an_empty_database_both_serve() {
    let folder = crate::harness::Folder::new();
    let database = Database::fresh_on_postgres();
    let sink = SmtpSink::start(Script::new());
    let mut settings = database.settings(folder.path());
    let more = [
        ("INVITE_LISTEN", "127.0.0.1:0".to_owned()),
        ("INVITE_MAIL_FROM", "invite@example.org".to_owned()),
        (
            "INVITE_SMTP_URL",
            format!("smtp://127.0.0.1:{}", sink.port()),
        ),
    ];
    settings.extend(more.map(|(key, value)| (key.to_owned(), value)));
    let said: Vec<String> = thread::scope(|scope| {
        let start = |log: &'static str| {
            let (folder, settings) = (folder.path(), &settings);
            scope.spawn(move || Service::start(folder, settings, log).said.clone())
        };
        let starting = ["a.log", "b.log", "c.log"].map(start);
        starting.into_iter().map(|s| s.join().unwrap()).collect()
    });
    let link = |said: &String| {
        let line = said.lines().find(|line| line.contains("/setup/invt_"));
        line.unwrap().rsplit('/').next().unwrap().to_owned()
    };
    let links: BTreeSet<String> = said.iter().map(link).collect();
    assert_eq!(
        links.len(),
        1,
        "any replica takes the set-up link of another"
    );
}
