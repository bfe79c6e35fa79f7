//! Connections that are kept, counted, and replaced when they die.

use crate::support::{PATIENCE, mail, mailer, settings, sink_and_mailer};
use invite_domain::{
    model::{EmailAddress, Locale},
    ports::{Mailer, SendError},
};
use invite_testkit::smtp_sink::{Action, End, Script, SmtpSink, Stage, When};
use std::{collections::BTreeSet, sync::Arc, time::Duration};
use tokio::task::JoinSet;

#[tokio::test]
async fn mail_after_mail_takes_the_same_connection() {
    let (sink, mailer) = sink_and_mailer(Script::new());
    for id in 1..=50 {
        mailer.send(&mail(id, Locale::En)).await.unwrap();
    }
    assert_eq!(sink.connections().len(), 1);
    assert_eq!(sink.messages().len(), 50);
    mailer.close().await;
    sink.wait_idle(PATIENCE).unwrap();
    assert_eq!(sink.connections()[0].end, Some(End::Quit));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_is_retired_after_its_share() {
    let sink = SmtpSink::start(Script::new());
    let mut settings = settings(&sink);
    settings.messages = 10;
    let mailer = mailer(settings);
    for id in 1..=30 {
        mailer.send(&mail(id, Locale::En)).await.unwrap();
    }
    sink.wait_stage(Stage::Quit, 3, PATIENCE).unwrap();
    let connections = sink.connections();
    assert_eq!(connections.len(), 3);
    for connection in connections {
        let mails = connection
            .stages()
            .into_iter()
            .filter(|stage| *stage == Stage::Accepted);
        assert_eq!(mails.count(), 10);
    }
}

#[tokio::test]
async fn an_idle_connection_says_goodbye() {
    let sink = SmtpSink::start(Script::new());
    let mut settings = settings(&sink);
    settings.timeouts.idle = Duration::from_millis(50);
    let mailer = mailer(settings);
    mailer.send(&mail(1, Locale::En)).await.unwrap();
    let sink = Arc::new(sink);
    let watched = Arc::clone(&sink);
    let idle = tokio::task::spawn_blocking(move || watched.wait_idle(PATIENCE));
    idle.await.unwrap().unwrap();
    assert_eq!(sink.connections()[0].end, Some(End::Quit));
    mailer.send(&mail(2, Locale::En)).await.unwrap();
    assert_eq!(sink.messages().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_mails_over_eight_connections_arrive_once_each() {
    let (sink, mailer) = sink_and_mailer(Script::new());
    let mut sending = JoinSet::new();
    for id in 1..=1_000 {
        let mailer = mailer.clone();
        sending.spawn(async move { mailer.send(&mail(id, Locale::En)).await });
    }
    while let Some(sent) = sending.join_next().await {
        sent.unwrap().unwrap();
    }
    assert!(
        sink.connections().len() <= 8 + 1_000 / 200,
        "{}",
        sink.connections().len()
    );
    let messages = sink.messages();
    assert_eq!(messages.len(), 1_000);
    let ids: BTreeSet<String> = messages
        .iter()
        .map(|m| crate::look::look(&m.raw).message_id)
        .collect();
    assert_eq!(ids.len(), 1_000);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_more_connections_are_open_than_allowed() {
    let sink = Arc::new(SmtpSink::start(
        Script::new().when(Stage::Connected, Action::silence()),
    ));
    let mut settings = settings(&sink);
    settings.connections = 3;
    let mailer = mailer(settings);
    let mut sending = JoinSet::new();
    for id in 1..=20 {
        let mailer = mailer.clone();
        sending.spawn(async move { mailer.send(&mail(id, Locale::En)).await });
    }
    let watched = Arc::clone(&sink);
    let held = tokio::task::spawn_blocking(move || watched.wait_held(3, PATIENCE));
    held.await.unwrap().unwrap();
    assert_eq!(sink.connections().len(), 3);
    sink.set_script(Script::new());
    sink.release();
    while let Some(sent) = sending.join_next().await {
        sent.unwrap().unwrap();
    }
    assert_eq!(sink.connections().len(), 3);
    assert_eq!(sink.messages().len(), 20);
}

#[tokio::test]
async fn a_restarted_server_costs_no_mail() {
    let (sink, mailer) = sink_and_mailer(Script::new());
    mailer.send(&mail(1, Locale::En)).await.unwrap();
    let address = sink.addr();
    drop(sink);
    let sink = SmtpSink::start_at(address, Script::new()).unwrap();
    mailer.send(&mail(2, Locale::En)).await.unwrap();
    assert_eq!(
        sink.messages().len(),
        1,
        "the dead connection was replaced without a word"
    );
}

#[tokio::test]
async fn an_idle_connection_that_is_told_to_go_is_replaced() {
    let goodbye = Action::reply(421, "4.4.2 Idle for too long").then_close();
    for gone in [goodbye, Action::close(), Action::reset()] {
        let script = Script::new().when(When::at(Stage::Mail).skip(1).first(1), gone);
        let (sink, mailer) = sink_and_mailer(script);
        mailer.send(&mail(1, Locale::En)).await.unwrap();
        mailer.send(&mail(2, Locale::En)).await.unwrap();
        assert_eq!(sink.messages().len(), 2);
        assert_eq!(sink.connections().len(), 2);
    }
}

#[tokio::test]
async fn a_new_connection_gets_no_second_chance() {
    let goodbye = Action::reply(421, "4.3.2 Too busy").then_close();
    let (sink, mailer) = sink_and_mailer(Script::new().when(Stage::Mail, goodbye));
    let sent = mailer.send(&mail(1, Locale::En)).await;
    assert!(matches!(sent, Err(SendError::Temporary { .. })), "{sent:?}");
    assert_eq!(sink.connections().len(), 1);
}

#[tokio::test]
async fn trouble_after_the_envelope_is_never_retried_silently() {
    let script = Script::new().when(When::at(Stage::FinalDot).skip(1), Action::reset());
    let (sink, mailer) = sink_and_mailer(script);
    mailer.send(&mail(1, Locale::En)).await.unwrap();
    let sent = mailer.send(&mail(2, Locale::En)).await;
    assert!(matches!(sent, Err(SendError::Unknown { .. })), "{sent:?}");
    assert_eq!(sink.reached(Stage::FinalDot), 2);
}

#[tokio::test]
async fn a_refused_recipient_leaves_a_clean_connection() {
    let no = Action::reply(550, "5.1.1 No such user");
    let script = Script::new().when(When::at(Stage::Rcpt).to("gone@example.org"), no);
    let (sink, mailer) = sink_and_mailer(script);
    for id in 1..=10 {
        let mut mail = mail(id, Locale::En);
        if id % 2 == 0 {
            mail.to = EmailAddress::parse("gone@example.org").unwrap();
        }
        let sent = mailer.send(&mail).await;
        assert_eq!(sent.is_ok(), id % 2 == 1, "{id}: {sent:?}");
    }
    assert_eq!(sink.connections().len(), 1);
    assert_eq!(sink.reached(Stage::Rset), 5);
    let messages = sink.messages();
    assert_eq!(messages.len(), 5);
    assert!(
        messages
            .iter()
            .all(|m| m.recipients == ["siti@example.org"])
    );
}

#[tokio::test]
async fn a_server_that_asks_for_a_mail_to_nobody_gets_none() {
    // Some servers answer DATA with 354 although every recipient was refused.
    let script = Script::new()
        .when(
            When::at(Stage::Rcpt).first(1),
            Action::raw("550 5.1.1 No such user\r\n"),
        )
        .when(
            When::at(Stage::DataStarted).first(1),
            Action::reply(354, "Go on"),
        );
    let (sink, mailer) = sink_and_mailer(script);
    let sent = mailer.send(&mail(1, Locale::En)).await;
    assert!(matches!(sent, Err(SendError::Permanent(_))), "{sent:?}");
    mailer.send(&mail(2, Locale::En)).await.unwrap();
    let whole = sink.messages().into_iter().filter(|m| m.size > 100).count();
    assert_eq!(whole, 1);
}
