//! TLS and logging in: what is required is had, or no mail leaves.

use crate::support::{mail, mailer, settings};
use invite_domain::{
    model::Locale,
    ports::{HandOver, Mailer, SendError},
};
use invite_lettre::{LettreMailer, SmtpSettings, TlsPolicy};
use invite_testkit::smtp_sink::{
    Action, Certificate, Encryption, Mechanism, Script, SmtpSink, Stage, ca_pem,
};
use std::{path::PathBuf, sync::OnceLock};

/// The sink's authority, in a file as an operator has it.
fn authority() -> PathBuf {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    FILE.get_or_init(|| {
        let name = format!("sink-authority-{}.pem", std::process::id());
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::write(&path, ca_pem()).unwrap();
        path
    })
    .clone()
}

/// Settings as an operator of this sink would write them.
fn read(sink: &SmtpSink, options: &str) -> SmtpSettings {
    let address = options.replace("PORT", &sink.port().to_string());
    let mut read: SmtpSettings = address.parse().unwrap();
    read.timeouts = settings(sink).timeouts;
    read.ca = Some(authority());
    read
}

fn encrypted(sink: &SmtpSink, tls: TlsPolicy) -> LettreMailer {
    let mut settings = settings(sink);
    settings.tls = tls;
    settings.ca = Some(authority());
    mailer(settings)
}

async fn send(
    encryption: Encryption,
    certificate: Certificate,
    tls: TlsPolicy,
) -> (SmtpSink, Result<HandOver, SendError>) {
    let sink = SmtpSink::start(
        Script::new()
            .encryption(encryption)
            .certificate(certificate),
    );
    let sent = encrypted(&sink, tls).send(&mail(1, Locale::En)).await;
    (sink, sent)
}

fn misconfigured(sent: Result<HandOver, SendError>) -> String {
    match sent {
        Err(SendError::Misconfigured { detail }) => detail,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn mail_goes_under_tls_where_it_can() {
    for (offered, policy, under_tls) in [
        (Encryption::Implicit, TlsPolicy::Implicit, true),
        (Encryption::Required, TlsPolicy::Required, true),
        (Encryption::Offered, TlsPolicy::Required, true),
        (Encryption::Offered, TlsPolicy::Offered, true),
        (Encryption::Required, TlsPolicy::Offered, true),
        (Encryption::Offered, TlsPolicy::Off, false),
        (Encryption::None, TlsPolicy::Offered, false),
        (Encryption::Refused, TlsPolicy::Offered, false),
        (Encryption::Stripped, TlsPolicy::Offered, false),
        (Encryption::None, TlsPolicy::Off, false),
    ] {
        let (sink, sent) = send(offered, Certificate::Trusted, policy).await;
        sent.unwrap_or_else(|error| panic!("{offered:?} {policy:?}: {error:?}"));
        assert_eq!(sink.messages()[0].tls, under_tls, "{offered:?} {policy:?}");
    }
}

#[tokio::test]
async fn required_encryption_that_is_not_had_stops_the_mail() {
    for offered in [Encryption::None, Encryption::Stripped] {
        let (sink, sent) = send(offered, Certificate::Trusted, TlsPolicy::Required).await;
        assert!(misconfigured(sent).contains("no STARTTLS"));
        assert_eq!(sink.reached(Stage::Mail), 0, "{offered:?}");
    }
    let (sink, sent) = send(
        Encryption::Refused,
        Certificate::Trusted,
        TlsPolicy::Required,
    )
    .await;
    assert!(
        matches!(sent, Err(SendError::Temporary { .. })),
        "454 is for now: {sent:?}"
    );
    assert_eq!(sink.reached(Stage::Mail), 0);
}

#[tokio::test]
async fn a_server_that_wants_tls_is_not_sent_mail_without() {
    let (_sink, sent) = send(Encryption::Required, Certificate::Trusted, TlsPolicy::Off).await;
    misconfigured(sent);
}

#[tokio::test]
async fn bad_certificates_are_refused_and_named() {
    for (certificate, words) in [
        (Certificate::WrongHost, "for another host"),
        (Certificate::Expired, "has expired"),
        (Certificate::SelfSigned, "an authority that we do not know"),
    ] {
        for (offered, policy) in [
            (Encryption::Implicit, TlsPolicy::Implicit),
            (Encryption::Offered, TlsPolicy::Required),
            (Encryption::Offered, TlsPolicy::Offered),
        ] {
            let (sink, sent) = send(offered, certificate, policy).await;
            let detail = misconfigured(sent);
            assert!(
                detail.contains(words),
                "{certificate:?} {policy:?}: {detail}"
            );
            assert_eq!(sink.reached(Stage::Mail), 0);
        }
    }
}

#[tokio::test]
async fn without_its_authority_a_private_server_is_not_trusted() {
    let sink = SmtpSink::start(Script::new().encryption(Encryption::Implicit));
    let mut settings = settings(&sink);
    settings.tls = TlsPolicy::Implicit;
    let sent = mailer(settings).send(&mail(1, Locale::En)).await;
    assert!(misconfigured(sent).contains("ca="));
}

#[tokio::test]
async fn the_name_in_the_address_is_the_name_in_the_certificate() {
    let sink = SmtpSink::start(Script::new().encryption(Encryption::Implicit));
    let by_name = mailer(read(&sink, "smtps://localhost:PORT"));
    by_name.send(&mail(1, Locale::En)).await.unwrap();
    let by_address = mailer(read(&sink, "smtps://127.0.0.1:PORT"));
    by_address.send(&mail(1, Locale::En)).await.unwrap();
}

#[tokio::test]
async fn plain_words_on_a_tls_port_say_that_the_port_is_wrong() {
    let (_sink, sent) = send(Encryption::None, Certificate::Trusted, TlsPolicy::Implicit).await;
    assert!(misconfigured(sent).contains("does not speak TLS"));
}

#[tokio::test]
async fn what_was_said_before_tls_is_not_taken_for_an_answer_under_it() {
    // A meddler adds a refusal behind "go ahead", to be read as the answer to the EHLO under TLS.
    let injected = "220 2.0.0 Ready\r\n550 5.7.1 You are banned\r\n";
    let sink = SmtpSink::start(
        Script::new()
            .encryption(Encryption::Offered)
            .when(Stage::StartTls, Action::raw(injected)),
    );
    let sent = encrypted(&sink, TlsPolicy::Required)
        .send(&mail(1, Locale::En))
        .await;
    // Either the line is spoiled for TLS, or the mail goes through; the words count for nothing.
    assert!(!format!("{sent:?}").contains("banned"), "{sent:?}");
}

#[tokio::test]
async fn logs_in_by_what_the_server_offers() {
    for mechanism in [Mechanism::Plain, Mechanism::Login] {
        let script = Script::new()
            .encryption(Encryption::Required)
            .login("ann@example.org", "pa:s/s wörd%");
        let sink = SmtpSink::start(script.mechanisms(&[mechanism]));
        let address = "smtp://ann%40example.org:pa%3As%2Fs%20w%C3%B6rd%25@localhost:PORT";
        let mailer = mailer(read(&sink, address));
        mailer.check().await.unwrap();
        mailer.send(&mail(1, Locale::En)).await.unwrap();
        assert_eq!(
            sink.messages()[0].user.as_deref(),
            Some("ann@example.org"),
            "{mechanism:?}"
        );
    }
}

#[tokio::test]
async fn a_wrong_password_is_a_fault_of_the_settings_and_is_not_repeated() {
    let sink = SmtpSink::start(Script::new().login("ann", "right"));
    let wrong = mailer(read(&sink, "smtp://ann:hunter2@localhost:PORT"));
    let detail = misconfigured(wrong.send(&mail(1, Locale::En)).await);
    assert!(
        detail.contains("check user and password") && detail.contains("535"),
        "{detail}"
    );
    let echo = Action::reply(535, "5.7.8 hunter2 is wrong");
    sink.set_script(Script::new().login("ann", "right").when(Stage::Auth, echo));
    let detail = misconfigured(wrong.send(&mail(1, Locale::En)).await);
    assert!(!detail.contains("hunter2"), "{detail}");
}

#[tokio::test]
async fn a_login_that_fails_for_now_is_temporary() {
    let later = Action::reply(454, "4.7.0 Not now");
    let sink = SmtpSink::start(Script::new().login("ann", "right").when(Stage::Auth, later));
    let sent = mailer(read(&sink, "smtp://ann:right@localhost:PORT"))
        .send(&mail(1, Locale::En))
        .await;
    assert!(matches!(sent, Err(SendError::Temporary { .. })), "{sent:?}");
}

#[tokio::test]
async fn a_server_that_wants_a_login_or_offers_none_is_a_fault_of_the_settings() {
    let sink = SmtpSink::start(Script::new().login("ann", "right"));
    misconfigured(mailer(settings(&sink)).send(&mail(1, Locale::En)).await);
    let sink = SmtpSink::start(Script::new());
    let sent = mailer(read(&sink, "smtp://ann:right@localhost:PORT"))
        .send(&mail(1, Locale::En))
        .await;
    assert!(misconfigured(sent).contains("no login"));
}
