//! Links that open nothing: what happened, who invited, and what to do.

use super::PLACE;
use crate::web::{
    layout::Layout,
    message::{Message, Symbol},
    respond::Answer,
    visit::Visit,
};
use invite_domain::{
    model::{DisplayName, LinkRefusal, Locale, Renewal},
    service::DeadLink,
};
use invite_i18n::Texts;
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
        LinkRefusal::ApprovalPending => {
            let (account, inviter) = (&dead.account_name, &dead.inviter_name);
            return approval_pending(visit, dead.locale, account, inviter);
        }
        LinkRefusal::Expired { at } => {
            let date = texts.date_time(at);
            (
                Symbol::Clock,
                texts.get("page-expired-heading"),
                texts.with(
                    "page-expired-text",
                    &[names[0], names[1], ("date", (&date).into())],
                ),
                step(texts, dead, "page-expired-advice"),
            )
        }
        LinkRefusal::Superseded => (
            Symbol::Clock,
            texts.get("page-superseded-heading"),
            texts.with("page-superseded-text", &names),
            step(texts, dead, "page-superseded-advice"),
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
    let message = Message::new(
        Layout::new(texts, heading.clone(), PLACE).of(visit),
        symbol,
        heading,
    )
    .text(text)
    .text(advice);
    match dead.renewal {
        Renewal::Possible { .. } => message
            .form("/invitation/renew", texts.get("page-renew-button"))
            .answer(status),
        Renewal::Sent { .. }
        | Renewal::Enough { .. }
        | Renewal::Suspended
        | Renewal::OnlyByAccount => message.answer(status),
    }
}

/// Answers to whoever accepted and has to be approved: what happens next, and that nothing is left to do.
pub(super) fn approval_pending(
    visit: &Visit,
    locale: Locale,
    account: &DisplayName,
    inviter: &DisplayName,
) -> Answer {
    let texts = visit.texts_for(Some(locale));
    let heading = texts.get("page-approval-heading");
    let (account, inviter) = (account.as_str().into(), inviter.as_str().into());
    Message::new(
        Layout::new(texts, heading.clone(), PLACE).of(visit),
        Symbol::Clock,
        heading,
    )
    .text(texts.with("page-approval-text", &[("account", account)]))
    .text(texts.with("page-approval-advice", &[("inviter", inviter)]))
    .answer(StatusCode::OK)
}

/// Says the one useful step: a new link, the message that left, or whom to ask.
fn step(texts: Texts, dead: &DeadLink, only_by_account: &str) -> String {
    let inviter = ("inviter", dead.inviter_name.as_str().into());
    let place = dead.sent_to.as_deref().unwrap_or_default();
    let place = ("place", place.into());
    let moment = |at| texts.date_time(at);
    match dead.renewal {
        Renewal::Possible { .. } if dead.sent_to.is_none() => {
            texts.get("page-renew-possible-somewhere").into_owned()
        }
        Renewal::Possible {
            latest_at: Some(at),
        } if dead.refusal == LinkRefusal::Superseded => texts.with(
            "page-renew-possible-newer",
            &[place, ("date", (&moment(at)).into())],
        ),
        Renewal::Possible { .. } => texts.with("page-renew-possible", &[place]),
        Renewal::Sent { at, again_at } => texts.with(
            "page-renew-sent",
            &[
                place,
                ("date", (&moment(at)).into()),
                ("again", (&moment(again_at)).into()),
            ],
        ),
        Renewal::Enough { again_at, .. } => texts.with(
            "page-renew-enough",
            &[place, inviter, ("again", (&moment(again_at)).into())],
        ),
        Renewal::Suspended => texts.with("page-renew-suspended", &[inviter]),
        Renewal::OnlyByAccount => texts.with(only_by_account, &[inviter]),
    }
}

/// Why a new link is not sent, where only the moment of sending tells.
pub(super) enum Instead {
    /// Whoever invited may no longer give this.
    InviterNotEntitled,
    /// What it gives or how it is sent has become impossible.
    NotSendable,
}

/// Answers to someone who asked for a new link and gets none: whom to turn to.
pub(super) fn not_renewed(
    visit: &Visit,
    why: &Instead,
    inviter: &DisplayName,
    account: &DisplayName,
) -> Answer {
    let texts = visit.texts();
    let names = [
        ("inviter", inviter.as_str().into()),
        ("account", account.as_str().into()),
    ];
    let heading = texts.get("page-not-renewed-heading");
    let text = match why {
        Instead::InviterNotEntitled => texts.with("page-not-renewed-not-entitled", &names),
        Instead::NotSendable => texts.with("page-not-renewed-not-sendable", &names),
    };
    Message::new(
        Layout::new(texts, heading.clone(), PLACE).of(visit),
        Symbol::Stop,
        heading,
    )
    .text(text)
    .text(texts.get("page-not-renewed-advice"))
    .answer(StatusCode::CONFLICT)
}
