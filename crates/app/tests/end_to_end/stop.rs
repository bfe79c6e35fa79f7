//! Stopping in good order: what is under way ends, the rest is given back, within the grace.

use crate::harness::{Database, LONG, Site, eventually, message_id_of, on_both_databases};
use invite_testkit::smtp_sink::{Action, Script, Stage, When};
use std::{collections::BTreeSet, time::Duration};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

on_both_databases! {
    a_stop_under_load_loses_and_repeats_nothing
    a_mail_that_does_not_end_is_left_to_its_lease
    a_request_that_is_under_way_is_answered
    whoever_asks_twice_does_not_wait
}

async fn a_stop_under_load_loses_and_repeats_nothing(database: Database) {
    const MAILS: usize = 60;
    let held = Script::new().when(Stage::FinalDot, Action::silence());
    let site = Site::new(database, held).set("INVITE_WORKER_CONNECTIONS", 4);
    let mut service = site.start();
    let api = site.api(&service);
    let emails = (0..MAILS).map(|n| format!("p{n}@example.org"));
    let ids = api.invite_many(emails).await;
    site.sink.wait_held(4, LONG).unwrap();

    service.terminate();
    site.sink.set_script(Script::new());
    site.sink.release();
    let (status, took) = service.wait();
    assert_eq!(status.code(), Some(0));
    assert!(took < Duration::from_secs(10), "{took:?}");
    let left_before = site.sink.count();
    assert!(left_before < MAILS, "{left_before} left before the stop");

    // Nobody has to wait for a lease: 30 s would be longer than the test's patience is meant for.
    let service = site.start();
    let api = site.api(&service);
    for id in &ids {
        api.until(id, "invited").await;
    }
    let mails = site.sink.messages();
    assert_eq!(mails.len(), MAILS);
    let different: BTreeSet<_> = mails.iter().map(message_id_of).collect();
    assert_eq!(different.len(), MAILS);
}

async fn a_mail_that_does_not_end_is_left_to_its_lease(database: Database) {
    let stuck = Script::new().when(When::at(Stage::FinalDot).first(1), Action::silence());
    let site = Site::new(database, stuck)
        .set("INVITE_SHUTDOWN_GRACE", "2s")
        .set("INVITE_LEASE", "4s");
    let mut service = site.start();
    let api = site.api(&service);
    let id = api.invite("ann@example.org").await;
    site.sink.wait_held(1, LONG).unwrap();
    let (status, took) = service.stop();
    assert_eq!(status.code(), Some(0));
    assert!(took < Duration::from_secs(4), "{took:?}");

    let service = site.start();
    let api = site.api(&service);
    api.until(&id, "invited").await;
    let mails = site.sink.wait_for(1, LONG).unwrap();
    let different: BTreeSet<_> = mails.iter().map(message_id_of).collect();
    assert_eq!(different.len(), 1, "a second copy is recognizable");
}

async fn a_request_that_is_under_way_is_answered(database: Database) {
    let site = Site::new(database, Script::new());
    let mut service = site.start();
    let address = service.url.strip_prefix("http://").unwrap().to_owned();
    let mut connection = TcpStream::connect(&address).await.unwrap();
    let body = r#"{"email":"nobody@example.org","password":"whatever it may be"}"#;
    let head = format!(
        "POST /api/v1/sessions HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        body.len()
    );
    connection.write_all(head.as_bytes()).await.unwrap();
    // The service asks for the body: the request is in its hands.
    let mut said = [0; 12];
    connection.read_exact(&mut said).await.unwrap();
    assert_eq!(&said, b"HTTP/1.1 100");

    service.terminate();
    eventually("nobody new is let in", || async {
        TcpStream::connect(&address).await.err()
    })
    .await;
    connection.write_all(body.as_bytes()).await.unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();
    assert!(answer.contains("HTTP/1.1 401"), "{answer}");
    assert_eq!(service.wait().0.code(), Some(0));
}

async fn whoever_asks_twice_does_not_wait(database: Database) {
    let stuck = Script::new().when(Stage::FinalDot, Action::silence());
    let site = Site::new(database, stuck).set("INVITE_SHUTDOWN_GRACE", "1h");
    let mut service = site.start();
    site.api(&service).invite("ann@example.org").await;
    site.sink.wait_held(1, LONG).unwrap();
    service.terminate();
    eventually("it is stopping", || async {
        service.log().contains("\"stopping\"").then_some(())
    })
    .await;
    service.terminate();
    assert_eq!(service.wait().0.code(), Some(130));
}
