//! `SmsGateway`: one id for each text, and every refusal told as what it is.

use super::channel::{Reaction, SmsHarness, tells, text};
use invite_domain::ports::InvitationText;

async fn send_well(harness: &impl SmsHarness, text: &InvitationText) {
    let answer = harness.gateway().send(text).await;
    assert!(answer.is_ok(), "{answer:?}");
}

pub async fn the_same_id_is_given_at_every_attempt(harness: impl SmsHarness) {
    harness.react(Reaction::SilenceAfterTheMessage).await;
    let answer = harness.gateway().send(&text(1)).await;
    assert!(
        tells(Reaction::SilenceAfterTheMessage, &answer),
        "{answer:?}"
    );
    send_well(&harness, &text(1)).await;
    send_well(&harness, &text(2)).await;
    let ids: Vec<_> = harness.arrived().await.into_iter().map(|t| t.id).collect();
    assert_eq!(ids.len(), 3);
    assert!(!ids[0].is_empty());
    assert_eq!(ids[0], ids[1], "a second attempt");
    assert_ne!(ids[0], ids[2], "another text");
}

pub async fn a_text_goes_to_its_number_with_its_link(harness: impl SmsHarness) {
    let sent = text(1);
    send_well(&harness, &sent).await;
    let arrived = harness.arrived().await.remove(0);
    assert_eq!(arrived.to, "+79051111111");
    assert!(
        arrived.text.contains(sent.way_in.link().unwrap().expose()),
        "the link is whole"
    );
}

pub async fn every_kind_of_refusal_is_told_as_the_kind_it_is(harness: impl SmsHarness) {
    for reaction in [
        Reaction::NotNow,
        Reaction::NoSuchRecipient,
        Reaction::SilenceAfterTheMessage,
        Reaction::RefusesUs,
    ] {
        harness.react(reaction).await;
        let answer = harness.gateway().send(&text(1)).await;
        assert!(tells(reaction, &answer), "{reaction:?}: {answer:?}");
        // A refusal leaves the client fit to send the next one.
        send_well(&harness, &text(2)).await;
    }
}
