//! `Mailer`: one Message-ID for each mail, and every refusal told as what it is.

use super::channel::{MailerHarness, Reaction, mail, tells};
use crate::values;
use invite_domain::model::{DisplayName, Locale};

async fn send_well(harness: &impl MailerHarness, mail: &invite_domain::ports::InvitationMail) {
    let answer = harness.mailer().send(mail).await;
    assert!(answer.is_ok(), "{answer:?}");
}

pub async fn the_message_id_depends_on_the_mails_id_alone(harness: impl MailerHarness) {
    let first = mail(1);
    let mut changed = mail(1);
    changed.to = values::email("someone.else@example.net");
    changed.to_name = None;
    changed.locale = Locale::Ru;
    changed.account_name = values::name("Другая компания");
    changed.date = values::time("2026-02-01T00:00:00Z");
    changed.way_in = mail(7).way_in;
    for mail in [&first, &first, &changed, &mail(2)] {
        send_well(&harness, mail).await;
    }
    let ids: Vec<_> = harness
        .arrived()
        .await
        .into_iter()
        .map(|m| m.message_id)
        .collect();
    assert_eq!(ids.len(), 4);
    assert!(!ids[0].is_empty());
    assert_eq!(ids[0], ids[1], "a second copy");
    assert_eq!(ids[0], ids[2], "whatever else is in it");
    assert_ne!(ids[0], ids[3], "another mail");
}

pub async fn every_attempt_at_a_mail_carries_the_same_message_id(harness: impl MailerHarness) {
    harness.react(Reaction::SilenceAfterTheMessage).await;
    let answer = harness.mailer().send(&mail(1)).await;
    assert!(
        tells(Reaction::SilenceAfterTheMessage, &answer),
        "{answer:?}"
    );
    send_well(&harness, &mail(1)).await;
    let arrived = harness.arrived().await;
    assert_eq!(arrived.len(), 2);
    assert_eq!(arrived[0].message_id, arrived[1].message_id);
    assert_eq!(arrived[0].text, arrived[1].text);
    assert_eq!(arrived[0].date, arrived[1].date);
}

pub async fn a_name_changes_neither_headers_nor_structure(harness: impl MailerHarness) {
    send_well(&harness, &mail(1)).await;
    let plain = harness.arrived().await.remove(0);
    let names = [
        "Siti, Budi <budi@example.org>",
        "\"Siti\" \\ (Ana)",
        "<script>alert(1)</script>",
        "https://evil.example/login {account}",
        "=?utf-8?B?QmNjOiBi?=",
        "Bcc: budi@example.org",
        &"ё".repeat(200),
        "Жанна Ё. 👋",
    ];
    for (n, text) in names.into_iter().enumerate() {
        let name: DisplayName = values::name(text);
        let mut tricky = mail(1);
        tricky.to_name = Some(name.clone());
        tricky.account_name = name.clone();
        tricky.inviter_name = name.clone();
        send_well(&harness, &tricky).await;
        let arrived = harness.arrived().await.remove(n + 1);
        assert_eq!(arrived.headers, plain.headers, "{text}");
        assert_eq!(arrived.parts, plain.parts, "{text}");
        assert_eq!(arrived.recipients, plain.recipients, "{text}");
    }
}

pub async fn a_mail_goes_to_its_recipient_with_its_link_and_date(harness: impl MailerHarness) {
    let sent = mail(1);
    send_well(&harness, &sent).await;
    let arrived = harness.arrived().await.remove(0);
    assert_eq!(arrived.recipients, ["siti@example.org"]);
    assert!(
        arrived.text.contains(sent.way_in.link().unwrap().expose()),
        "the link is whole"
    );
    assert_eq!(arrived.date, sent.date);
}

pub async fn every_kind_of_refusal_is_told_as_the_kind_it_is(harness: impl MailerHarness) {
    for reaction in [
        Reaction::NotNow,
        Reaction::NoSuchRecipient,
        Reaction::SilenceAfterTheMessage,
        Reaction::RefusesUs,
    ] {
        harness.react(reaction).await;
        let answer = harness.mailer().send(&mail(1)).await;
        assert!(tells(reaction, &answer), "{reaction:?}: {answer:?}");
        // A refusal leaves the mailer fit to send the next one.
        send_well(&harness, &mail(2)).await;
    }
}
