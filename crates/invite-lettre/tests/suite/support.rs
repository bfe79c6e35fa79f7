//! Mails to test with.

use chrono::DateTime;
use invite_domain::{
    model::{
        AccountId, DisplayName, EmailAddress, InvitationToken, LinkBase, Locale, MailWording,
        OutboxId, PersonalMessage, Ttl, WayIn,
    },
    ports::InvitationMail,
};
use invite_lettre::{LettreMailer, MailFrom, SmtpSettings, Timeouts};
use invite_testkit::smtp_sink::{Script, SmtpSink};
use std::time::Duration;
use uuid::Uuid;

pub(crate) const TOKEN: &str =
    "invt_AQEAAAAAAAAAAAAAAAAAAAAFAAAAAcXyL2JkX0a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6Q";

pub(crate) fn from() -> MailFrom {
    MailFrom::parse("invite@mail.example.com").unwrap()
}

pub(crate) fn name(text: &str) -> DisplayName {
    DisplayName::parse(text).unwrap()
}

/// A mail like most.
pub(crate) fn mail(id: u128, locale: Locale) -> InvitationMail {
    let (to, account, inviter, message) = match locale {
        Locale::En => (
            "Jordan Lee",
            "Northwind Traders",
            "Ana Souza",
            "Hi Jordan,\nhere is your access to our workspace. Ask me anything.",
        ),
        Locale::Id => (
            "Siti Nurhaliza",
            "PT Maju Jaya",
            "Budi Santoso",
            "Halo Bu Siti,\nini akses ke portal vendor kami. Silakan hubungi saya bila ada pertanyaan.",
        ),
        Locale::Ru => (
            "Жанна Ё.",
            "Ромашка",
            "Алексей Иванов",
            "Жанна, добрый день.\nЭто доступ к нашей системе, как договаривались.",
        ),
    };
    InvitationMail {
        id: OutboxId::new(Uuid::from_u128(id)),
        account_id: AccountId::new(Uuid::from_u128(7)),
        to: EmailAddress::parse("siti@example.org").unwrap(),
        to_name: Some(name(to)),
        locale,
        date: DateTime::from_timestamp(1_795_401_600, 0).unwrap(),
        account_name: name(account),
        sender_name: None,
        subject: None,
        wording: MailWording::default(),
        user_name: "siti@example.org".to_owned(),
        inviter_name: name(inviter),
        message: Some(PersonalMessage::parse(message).unwrap()),
        way_in: WayIn::Link(
            LinkBase::parse("https://invite.example.com")
                .unwrap()
                .invitation(&InvitationToken::new(TOKEN)),
        ),
        ttl: Ttl::default(),
    }
}

/// Long enough for a busy machine, short enough for a test that fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// How long the mailer waits where the server is to stay silent.
pub(crate) const IMPATIENCE: Duration = Duration::from_millis(150);

/// Settings for a sink without TLS, which never give up before the test does.
pub(crate) fn settings(sink: &SmtpSink) -> SmtpSettings {
    let address = format!("smtp://localhost:{}?tls=none", sink.port());
    let mut settings: SmtpSettings = address.parse().unwrap();
    "127.0.0.1".clone_into(&mut settings.host);
    settings.timeouts = Timeouts {
        connect: PATIENCE,
        command: PATIENCE,
        data: PATIENCE,
        final_dot: PATIENCE,
        idle: PATIENCE,
    };
    settings
}

/// The same, for a sink with this script.
pub(crate) fn sink_and_mailer(script: Script) -> (SmtpSink, LettreMailer) {
    let sink = SmtpSink::start(script);
    let mailer = mailer(settings(&sink));
    (sink, mailer)
}

pub(crate) fn mailer(settings: SmtpSettings) -> LettreMailer {
    LettreMailer::new(settings, from()).unwrap()
}
