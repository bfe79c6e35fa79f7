//! Mails that arrive, and refusals at every stage.

use crate::{
    look::look,
    support::{TOKEN, mail, settings, sink_and_mailer},
};
use invite_domain::{
    model::{EmailAddress, FailureReason, Locale, PersonalMessage},
    ports::{Mailer, SendError},
};
use invite_testkit::smtp_sink::{Action, Script, SmtpSink, Stage, When};

#[tokio::test]
async fn a_mail_arrives_as_it_was_rendered() {
    let (sink, mailer) = sink_and_mailer(Script::new());
    let mut mail = mail(1, Locale::Ru);
    mail.to = EmailAddress::parse("Siti.N@Пример.РФ").unwrap();
    mail.message = Some(PersonalMessage::parse(".\n..\n.x\n\n.").unwrap());
    let taken = mailer.send(&mail).await.unwrap();
    assert!(taken.reply.starts_with("250 "), "{}", taken.reply);
    let messages = sink.messages();
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].from, "invite@mail.example.com");
    assert_eq!(messages[0].recipients, ["Siti.N@xn--e1afmkfd.xn--p1ai"]);
    assert!(messages[0].acknowledged);
    let seen = look(&messages[0].raw);
    assert_eq!(seen.to[0].1, "Siti.N@xn--e1afmkfd.xn--p1ai");
    assert_eq!(
        seen.subject,
        "Алексей Иванов приглашает вас в аккаунт «Ромашка»"
    );
    assert!(seen.text.contains(TOKEN) && seen.html.contains(TOKEN));
    let lines = seen.text.replace(['\u{200b}', '\r'], "");
    assert!(lines.contains("> .\n> ..\n> .x\n> \n> .\n"), "{lines}");
}

#[tokio::test]
async fn every_attempt_sends_the_same_octets() {
    let (sink, mailer) = sink_and_mailer(Script::new());
    for _ in 0..3 {
        mailer.send(&mail(1, Locale::Id)).await.unwrap();
    }
    let messages = sink.messages();
    assert!(
        messages
            .iter()
            .all(|message| message.raw == messages[0].raw)
    );
}

#[tokio::test]
async fn a_server_without_pipelining_is_asked_one_thing_at_a_time() {
    let plain = Action::raw("250-localhost\r\n250 8BITMIME\r\n");
    let (sink, mailer) = sink_and_mailer(Script::new().when(Stage::Ehlo, plain).when(
        When::at(Stage::Rcpt).first(1),
        Action::reply(550, "5.1.1 No such user"),
    ));
    let refused = mailer.send(&mail(1, Locale::En)).await.unwrap_err();
    assert!(matches!(refused, SendError::Permanent(_)), "{refused:?}");
    assert_eq!(
        sink.reached(Stage::DataStarted),
        0,
        "nothing goes on behind a refusal"
    );
    mailer.send(&mail(1, Locale::En)).await.unwrap();
    assert_eq!(sink.messages().len(), 1);
    assert_eq!(sink.connections().len(), 1, "a refusal costs no connection");
}

/// What a refusal at a stage comes to.
async fn refused(stage: Stage, code: u16, text: &str) -> SendError {
    let (sink, mailer) = sink_and_mailer(Script::new().when(stage, Action::reply(code, text)));
    let error = mailer.send(&mail(1, Locale::En)).await.unwrap_err();
    assert!(sink.messages().is_empty(), "{stage:?} {code}");
    error
}

#[tokio::test]
async fn a_passing_refusal_is_temporary_wherever_it_comes() {
    for stage in [
        Stage::Connected,
        Stage::Ehlo,
        Stage::Mail,
        Stage::Rcpt,
        Stage::DataStarted,
        Stage::FinalDot,
    ] {
        for code in [421, 450, 451, 452] {
            let error = refused(stage, code, "4.3.0 Not now").await;
            assert!(
                matches!(error, SendError::Temporary { .. }),
                "{stage:?} {code}: {error:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_refusal_for_good_blames_the_recipient_only_where_it_is_named() {
    for stage in [Stage::Connected, Stage::Ehlo, Stage::Mail] {
        for (code, text) in [
            (554, "5.7.1 You are not welcome"),
            (550, "5.1.1 No"),
            (500, "What?"),
        ] {
            let error = refused(stage, code, text).await;
            assert!(
                matches!(error, SendError::Misconfigured { .. }),
                "{stage:?} {code}: {error:?}"
            );
        }
    }
    for stage in [Stage::Rcpt, Stage::DataStarted, Stage::FinalDot] {
        let error = refused(stage, 550, "5.1.1 No such user").await;
        let SendError::Permanent(failure) = error else {
            panic!("{stage:?}: {error:?}");
        };
        assert_eq!(failure.reason, FailureReason::UnknownRecipient);
        assert_eq!(failure.detail, "550 5.1.1 No such user");
    }
}

#[tokio::test]
async fn a_mail_that_is_too_large_is_told_as_that() {
    let (_sink, mailer) = sink_and_mailer(Script::new().max_size(500));
    let SendError::Permanent(failure) = mailer.send(&mail(1, Locale::En)).await.unwrap_err() else {
        panic!("a large mail was taken, or put off");
    };
    assert_eq!(failure.reason, FailureReason::TooLarge);
}

#[tokio::test]
async fn what_a_server_repeats_of_a_link_is_not_kept() {
    let echo = format!("5.6.0 I do not like https://invite.example.com/i/{TOKEN} in it");
    let (_sink, mailer) = sink_and_mailer(
        Script::new()
            .when(
                When::at(Stage::FinalDot).first(1),
                Action::reply(554, &echo),
            )
            .when(Stage::FinalDot, Action::reply(250, &echo)),
    );
    let error = mailer.send(&mail(1, Locale::En)).await.unwrap_err();
    assert!(!format!("{error:?}").contains("invt_"), "{error:?}");
    let taken = mailer.send(&mail(1, Locale::En)).await.unwrap();
    assert!(!taken.reply.contains("invt_"), "{}", taken.reply);
}

#[tokio::test]
async fn a_check_sends_nothing() {
    let (sink, mailer) = sink_and_mailer(Script::new());
    mailer.check().await.unwrap();
    assert_eq!(sink.reached(Stage::Ehlo), 1);
    assert_eq!(sink.reached(Stage::Mail), 0);
    assert_eq!(sink.reached(Stage::Quit), 1);
}

#[tokio::test]
async fn a_server_that_is_not_there_is_temporary() {
    let sink = SmtpSink::start(Script::new());
    let nowhere = settings(&sink);
    drop(sink);
    let mailer = crate::support::mailer(nowhere);
    for error in [
        mailer.check().await.unwrap_err(),
        mailer.send(&mail(1, Locale::En)).await.unwrap_err(),
    ] {
        let SendError::Temporary { detail } = error else {
            panic!("{error:?}");
        };
        assert!(detail.contains("cannot be reached"), "{detail}");
    }
}

#[tokio::test]
async fn a_relay_whose_name_is_not_found_is_temporary() {
    let sink = SmtpSink::start(Script::new());
    let mut settings = settings(&sink);
    // Never given out (RFC 6761).
    settings.host = "mail.invalid".to_owned();
    let error = crate::support::mailer(settings).check().await.unwrap_err();
    assert!(matches!(error, SendError::Temporary { .. }), "{error:?}");
}
