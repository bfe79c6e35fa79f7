//! Links that open nothing: what happened, who invited, and what to do.

use super::PLACE;
use crate::web::{
    layout::Layout,
    message::{Message, Symbol},
    respond::Answer,
    visit::Visit,
};
use invite_domain::{model::LinkRefusal, service::DeadLink};
use poem::http::StatusCode;

/// Answers to a link that is not one of ours: forged, foreign and cut-off ones alike.
pub(super) fn unknown(visit: &Visit) -> Answer {
    let texts = visit.texts();
    let heading = texts.get("page-unknown-heading");
    Message::new(
        Layout::new(texts, heading.clone(), PLACE),
        Symbol::Stop,
        heading,
    )
    .text(texts.get("page-unknown-text"))
    .text(texts.get("page-unknown-advice"))
    .answer(StatusCode::NOT_FOUND)
}

/// Answers to a genuine link that opens nothing anymore.
pub(super) fn dead(visit: &Visit, dead: &DeadLink) -> Answer {
    let texts = visit.texts_for(Some(dead.locale));
    let names = [
        ("inviter", dead.inviter_name.as_str().into()),
        ("account", dead.account_name.as_str().into()),
    ];
    let inviter = [("inviter", dead.inviter_name.as_str().into())];
    let (symbol, heading, text, advice) = match dead.refusal {
        LinkRefusal::Unknown => return unknown(visit),
        LinkRefusal::Expired { at } => {
            let date = texts.date_time(at);
            (
                Symbol::Clock,
                texts.get("page-expired-heading"),
                texts.with(
                    "page-expired-text",
                    &[names[0], names[1], ("date", (&date).into())],
                ),
                texts.with("page-expired-advice", &inviter),
            )
        }
        LinkRefusal::Superseded => (
            Symbol::Clock,
            texts.get("page-superseded-heading"),
            texts.with("page-superseded-text", &names),
            texts.with("page-superseded-advice", &inviter),
        ),
        LinkRefusal::Revoked => (
            Symbol::Stop,
            texts.get("page-revoked-heading"),
            texts.with("page-revoked-text", &names),
            texts.with("page-revoked-advice", &inviter),
        ),
        LinkRefusal::Declined => (
            Symbol::Check,
            texts.get("page-declined-heading"),
            texts.with("page-declined-text", &names),
            texts.with("page-declined-advice", &inviter),
        ),
        LinkRefusal::MembershipEnded => (
            Symbol::Stop,
            texts.get("page-ended-heading"),
            texts.with("page-ended-text", &[names[1]]),
            texts.get("page-ended-advice").into_owned(),
        ),
        LinkRefusal::MembershipSwitchedOff => (
            Symbol::Stop,
            texts.get("page-switched-off-heading"),
            texts.with("page-switched-off-text", &[names[1]]),
            texts.get("page-switched-off-advice").into_owned(),
        ),
        // Whoever is in is told so before it comes to this.
        LinkRefusal::AlreadyAccepted => (
            Symbol::Check,
            texts.get("page-in-heading"),
            texts.with("page-in-text", &[names[1]]),
            String::new(),
        ),
    };
    let status = match dead.refusal {
        // It may come back to life.
        LinkRefusal::MembershipSwitchedOff => StatusCode::FORBIDDEN,
        _ => StatusCode::GONE,
    };
    Message::new(
        Layout::new(texts, heading.clone(), PLACE).of(visit),
        symbol,
        heading,
    )
    .text(text)
    .text(advice)
    .answer(status)
}
