//! How messages get on: how many wait, and an honest estimate of when they will have left.

use super::number;
use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::{model::time_left, ports::Sending};
use invite_i18n::{Arg, Texts};

/// How far the messages under way are.
pub(super) struct Progress {
    /// How many there were in all, as far as the reader has watched.
    pub(super) most: u64,
    /// How many of them left.
    pub(super) left: u64,
    /// The same in words; empty where nothing waits.
    pub(super) text: String,
}

impl Progress {
    /// Nothing is under way.
    pub(super) fn nothing() -> Self {
        Self {
            most: 0,
            left: 0,
            text: String::new(),
        }
    }

    /// Words how messages get on; `peak` is how many waited when the reader began to watch.
    pub(super) fn of(texts: Texts, sending: Sending, peak: u64, now: DateTime<Utc>) -> Self {
        let most = peak.max(sending.waiting);
        if sending.waiting == 0 {
            let text = if most == 0 {
                String::new()
            } else {
                texts.get("people-sending-over").into_owned()
            };
            return Self {
                most,
                left: most,
                text,
            };
        }
        let waiting = Arg::Number(number(sending.waiting));
        let waiting = texts.with("people-sending", &[("n", waiting)]);
        let estimate = time_left(sending.waiting, sending.left, now - sending.since);
        let estimate = match estimate {
            Some(span) => {
                let span = texts.span(span.max(TimeDelta::minutes(1)));
                texts.with("people-sending-left", &[("span", (&span).into())])
            }
            None => texts.get("people-sending-unknown").into_owned(),
        };
        Self {
            most,
            left: most.saturating_sub(sending.waiting),
            text: format!("{waiting} {estimate}"),
        }
    }
}
