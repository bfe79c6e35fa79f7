//! Servers that fall silent, hang up, or do not speak SMTP: what is known of the mail decides.

use crate::support::{IMPATIENCE, PATIENCE, mail, mailer, settings};
use invite_domain::{
    model::Locale,
    ports::{HandOver, Mailer, SendError},
};
use invite_lettre::Timeouts;
use invite_testkit::smtp_sink::{Action, Script, SmtpSink, Stage, When};

const BEFORE_THE_DOT: [Stage; 5] = [
    Stage::Connected,
    Stage::Ehlo,
    Stage::Mail,
    Stage::Rcpt,
    Stage::DataStarted,
];

/// One mail to a server with this script, by a mailer that waits as long as the test.
async fn send(script: Script) -> (SmtpSink, Result<HandOver, SendError>) {
    let sink = SmtpSink::start(script);
    let sent = mailer(settings(&sink)).send(&mail(1, Locale::En)).await;
    (sink, sent)
}

/// The same by a mailer that is quick to give up: on every answer, or on the last one alone.
async fn send_impatiently(
    script: Script,
    hurry: fn(&mut Timeouts),
) -> (SmtpSink, Result<HandOver, SendError>) {
    let sink = SmtpSink::start(script);
    let mut settings = settings(&sink);
    hurry(&mut settings.timeouts);
    let sent = mailer(settings).send(&mail(1, Locale::En)).await;
    (sink, sent)
}

#[tokio::test]
async fn silence_before_the_dot_is_temporary() {
    for stage in BEFORE_THE_DOT {
        let (sink, sent) = send_impatiently(Script::new().when(stage, Action::silence()), |t| {
            t.command = IMPATIENCE;
        })
        .await;
        let error = sent.unwrap_err();
        assert!(
            matches!(error, SendError::Temporary { .. }),
            "{stage:?}: {error:?}"
        );
        assert!(sink.messages().is_empty());
    }
}

#[tokio::test]
async fn silence_after_the_dot_is_unknown() {
    let (sink, sent) = send_impatiently(
        Script::new().when(Stage::FinalDot, Action::silence()),
        |t| t.final_dot = IMPATIENCE,
    )
    .await;
    let error = sent.unwrap_err();
    assert!(matches!(error, SendError::Unknown { .. }), "{error:?}");
    sink.release();
    let kept = sink.wait_for(1, PATIENCE).unwrap();
    assert!(!kept[0].acknowledged, "the server has it, and nobody knows");
}

#[tokio::test]
async fn a_line_that_is_cut_before_the_dot_is_temporary() {
    for stage in BEFORE_THE_DOT {
        for cut in [Action::close(), Action::reset()] {
            let (sink, sent) = send(Script::new().when(stage, cut.clone())).await;
            let error = sent.unwrap_err();
            assert!(
                matches!(error, SendError::Temporary { .. }),
                "{stage:?} {cut:?}: {error:?}"
            );
            assert!(sink.messages().is_empty());
        }
    }
}

#[tokio::test]
async fn a_line_that_is_cut_after_the_dot_is_unknown() {
    for cut in [
        Action::close(),
        Action::reset(),
        Action::raw("250").then_close(),
        Action::raw("250-ok\r\n").then_reset(),
    ] {
        let (_sink, sent) = send(Script::new().when(Stage::FinalDot, cut.clone())).await;
        let error = sent.unwrap_err();
        assert!(
            matches!(error, SendError::Unknown { .. }),
            "{cut:?}: {error:?}"
        );
    }
}

#[tokio::test]
async fn garbage_before_the_dot_is_temporary_and_after_it_unknown() {
    let garbage = [
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "what?\r\n",
        "999 no\r\n",
        "250-a\r\n550 b\r\n",
        "\r\n",
        "\u{1f600}\r\n",
    ];
    for words in garbage {
        for stage in BEFORE_THE_DOT {
            let (_sink, sent) =
                send(Script::new().when(stage, Action::raw(words).then_close())).await;
            let error = sent.unwrap_err();
            assert!(
                matches!(error, SendError::Temporary { .. }),
                "{stage:?} {words:?}: {error:?}"
            );
        }
        let (_sink, sent) =
            send(Script::new().when(Stage::FinalDot, Action::raw(words).then_close())).await;
        let error = sent.unwrap_err();
        assert!(
            matches!(error, SendError::Unknown { .. }),
            "{words:?}: {error:?}"
        );
    }
}

#[tokio::test]
async fn a_go_ahead_after_the_dot_says_nothing() {
    let (_sink, sent) =
        send(Script::new().when(Stage::FinalDot, Action::reply(354, "Go on"))).await;
    assert!(matches!(sent, Err(SendError::Unknown { .. })), "{sent:?}");
}

#[tokio::test]
async fn a_reply_in_a_foreign_encoding_keeps_its_code() {
    let koi8 = b"\xf0\xcf\xde\xd4\xc1";
    let words = |code: &str| [code.as_bytes(), b" ", koi8, b"\r\n"].concat();
    let (sink, sent) = send(Script::new().when(Stage::FinalDot, Action::raw(words("250")))).await;
    assert!(sent.is_ok(), "{sent:?}");
    assert_eq!(sink.count(), 1);
    let (_sink, sent) = send(Script::new().when(Stage::Rcpt, Action::raw(words("550")))).await;
    assert!(matches!(sent, Err(SendError::Permanent(_))), "{sent:?}");
}

#[tokio::test]
async fn long_replies_are_read_and_endless_ones_are_not() {
    let (_sink, sent) =
        send(Script::new().when(Stage::FinalDot, Action::overlong_reply(250))).await;
    let reply = sent.unwrap().reply;
    assert!(
        reply.starts_with("250 over and over") && reply.len() <= 500,
        "{reply}"
    );
    let (_sink, sent) =
        send(Script::new().when(Stage::Ehlo, Action::reply(250, &"x\n".repeat(2_000)))).await;
    assert!(sent.is_ok(), "{sent:?}");
    for endless in [
        "250 ".to_owned() + &"x".repeat(1 << 20),
        "250-x\r\n".repeat(1 << 17),
    ] {
        let (_sink, sent) = send(Script::new().when(Stage::Mail, Action::raw(endless))).await;
        assert!(matches!(sent, Err(SendError::Temporary { .. })), "{sent:?}");
    }
}

#[tokio::test]
async fn a_slow_server_is_waited_for() {
    let sink = SmtpSink::start(Script::new().when(Stage::FinalDot, Action::proceed().slowly(200)));
    let taken = mailer(settings(&sink)).send(&mail(1, Locale::En)).await;
    assert!(taken.is_ok(), "{taken:?}");
}

#[tokio::test]
async fn a_mail_that_was_given_up_half_way_leaves_the_next_one_alone() {
    let script = Script::new().when(When::at(Stage::FinalDot).first(1), Action::silence());
    let sink = SmtpSink::start(script);
    let mailer = mailer(settings(&sink));
    let (first, second) = (mail(1, Locale::En), mail(2, Locale::En));
    tokio::select! {
        sent = mailer.send(&first) => panic!("the server is silent, yet {sent:?}"),
        held = tokio::task::spawn_blocking({
            let sink = std::sync::Arc::new(sink);
            let held = std::sync::Arc::clone(&sink);
            move || held.wait_held(1, PATIENCE).map(|()| sink)
        }) => {
            // The first mail's future is dropped here, and its connection with it.
            let sink = held.unwrap().unwrap();
            mailer.send(&second).await.unwrap();
            assert_eq!(sink.connections().len(), 2);
        }
    }
}
