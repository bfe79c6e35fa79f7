//! What a refusal means: whether to wait, to give up, or to mend our own settings.
//!
//! Nothing in here knows a socket: a stage, a code and a text go in, a [`SendError`] comes out.
//!
//! Three rules stand above the codes. `421` always means "later". A refusal before the recipient is
//! named is never the recipient's fault: whoever greets us with a 5yz, wants no `EHLO` from us, takes
//! no login or no sender of ours, refuses every mail alike, so it is our settings that need mending
//! and the queue that has to wait. And where code and text disagree, the enhanced status decides.

use super::reply::{Reply, Status};
use invite_domain::{
    model::{Failure, FailureReason},
    ports::SendError,
};

/// What the reply answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// The connection.
    Greeting,
    /// `EHLO`.
    Hello,
    /// `STARTTLS`.
    StartTls,
    /// `AUTH`.
    Login,
    /// `MAIL FROM`.
    Sender,
    /// `RCPT TO`.
    Recipient,
    /// `DATA`.
    Data,
    /// The message and its final dot.
    Message,
}

impl Stage {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Greeting => "the greeting",
            Self::Hello => "EHLO",
            Self::StartTls => "STARTTLS",
            Self::Login => "the login",
            Self::Sender => "MAIL FROM",
            Self::Recipient => "RCPT TO",
            Self::Data => "DATA",
            Self::Message => "the message",
        }
    }
}

/// Says what a 4yz or 5yz at a stage means.
pub(super) fn classify(stage: Stage, reply: &Reply) -> SendError {
    use FailureReason::{MailboxFull, TooLarge};

    if reply.code < 500 {
        // 4.7.12: the password must be changed before the server takes it again (RFC 4954 §6).
        return match (stage, reply.code) {
            (Stage::Login, 432) => misconfigured(stage, reply),
            _ => temporary(stage, reply),
        };
    }
    match stage {
        Stage::Greeting | Stage::Hello | Stage::StartTls | Stage::Login => {
            misconfigured(stage, reply)
        }
        Stage::Sender => match (reply.status(), reply.code) {
            (Some(Status(_, 3, 4) | Status(_, 2, 3)), _) | (None, 552) => {
                permanent(TooLarge, reply)
            }
            (_, 503) => temporary(stage, reply),
            _ => misconfigured(stage, reply),
        },
        Stage::Recipient | Stage::Data | Stage::Message => {
            if is_about_us(stage, reply) {
                return misconfigured(stage, reply);
            }
            // Out of step: the next connection starts afresh.
            if reply.code == 503
                && reply
                    .status()
                    .is_none_or(|Status(_, x, y)| (x, y) == (5, 1))
            {
                return temporary(stage, reply);
            }
            match by_status(reply).unwrap_or_else(|| by_words(stage, reply)) {
                // A full mailbox is emptied sooner or later.
                MailboxFull => temporary(stage, reply),
                reason => permanent(reason, reply),
            }
        }
    }
}

/// Says whether a refusal after the sender still tells of our login or our right to relay.
fn is_about_us(stage: Stage, reply: &Reply) -> bool {
    let said = reply.text.to_ascii_lowercase();
    // Behind the final dot 5.7.9 is a word of large receivers for "by policy", not for "log in".
    let login_status = matches!(reply.status(), Some(Status(_, 7, 8..=11)));
    let wants_login = matches!(reply.code, 530 | 534 | 535 | 538)
        || (login_status && stage != Stage::Message)
        || said.contains("authentication required");
    // "Relay access denied" is what a relay says to someone that it does not know as its own.
    let wants_no_relaying = stage == Stage::Recipient
        && [
            "relay access denied",
            "relaying denied",
            "unable to relay",
            "not permitted to relay",
            "relay not permitted",
            "relaying not allowed",
            "do not relay",
            "relaying is denied",
            "we do not relay",
            "relay denied",
            "relaying is prohibited",
        ]
        .iter()
        .any(|words| said.contains(words));
    let wants_other_sender = matches!(reply.status(), Some(Status(_, 1, 7 | 8)));
    wants_login || wants_no_relaying || wants_other_sender
}

/// RFC 3463 and its registry, with what large receivers make of it.
fn by_status(reply: &Reply) -> Option<FailureReason> {
    use FailureReason::{
        MailboxFull, Refused, RefusedByPolicy, TooLarge, UnknownDomain, UnknownRecipient,
    };

    let Status(_, subject, detail) = reply.status()?;
    Some(match (subject, detail) {
        // 5.1.0 is "other address status"; 5.1.6 has moved away; 5.2.1 is switched off; Exchange
        // Online says 5.4.1 "Recipient address rejected" of people that it does not know.
        (1, 0 | 1 | 3 | 4 | 6) | (2, 0 | 1 | 4) | (4, 1) => UnknownRecipient,
        // 5.1.10 is a null MX (RFC 7505); 5.4.4 and 5.4.310 find no host for the domain.
        (1, 2 | 10) | (4, 4 | 310 | 312) => UnknownDomain,
        (2, 2) | (3, 1) => MailboxFull,
        (2, 3) | (3, 4) => TooLarge,
        (7, _) => RefusedByPolicy,
        // 5.0.0 and 5.5.x say nothing about why; the words may.
        (0 | 5, _) => return None,
        _ => Refused,
    })
}

/// For servers without enhanced codes: the code, and words that many of them use.
fn by_words(stage: Stage, reply: &Reply) -> FailureReason {
    use FailureReason::{
        MailboxFull, Refused, RefusedByPolicy, TooLarge, UnknownDomain, UnknownRecipient,
    };

    let said = reply.text.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let at_recipient = stage == Stage::Recipient;
    match reply.code {
        552 if says(&[
            "quota",
            "mailbox full",
            "mailbox is full",
            "over storage",
            "inbox full",
        ]) =>
        {
            MailboxFull
        }
        552 if says(&["size", "large", "big", "long"]) => TooLarge,
        552 if says(POLICY) => RefusedByPolicy,
        552 => MailboxFull,
        _ if says(&["quota", "mailbox full", "mailbox is full"]) => MailboxFull,
        _ if says(&[
            "too large",
            "too big",
            "size limit",
            "exceeds size",
            "message size",
        ]) =>
        {
            TooLarge
        }
        // 556: the domain takes no mail (RFC 7504).
        556 => UnknownDomain,
        521 if at_recipient => UnknownDomain,
        _ if says(&[
            "domain not found",
            "unknown domain",
            "domain does not exist",
            "no such domain",
            "host unknown",
            "host not found",
            "unrouteable address",
            "unroutable address",
            "domain not exist",
            "no mx",
        ]) =>
        {
            UnknownDomain
        }
        _ if says(&[
            "user unknown",
            "unknown user",
            "no such user",
            "no such recipient",
            "no such mailbox",
            "unknown recipient",
            "recipient unknown",
            "does not exist",
            "doesn't exist",
            "not exist",
            "invalid recipient",
            "invalid mailbox",
            "no mailbox",
            "mailbox not found",
            "user not found",
            "recipient not found",
            "address rejected",
            "account disabled",
            "account is disabled",
            "mailbox unavailable",
            "not our customer",
            "unknown address",
            "no such address",
            "addressee unknown",
            "doesn't have a",
            "undeliverable address",
        ]) =>
        {
            UnknownRecipient
        }
        _ if says(POLICY) => RefusedByPolicy,
        // "mailbox unavailable", "user not local", "mailbox name not allowed", a bad address.
        550 | 551 | 553 | 501 if at_recipient => UnknownRecipient,
        551 | 553 => UnknownRecipient,
        _ => Refused,
    }
}

const POLICY: &[&str] = &[
    "spam",
    "policy",
    "blocked",
    "block list",
    "blocklist",
    "blacklist",
    "black list",
    "denylist",
    "listed",
    "reputation",
    "prohibited",
    "banned",
    "virus",
    "malware",
    "phish",
    "dmarc",
    "spf",
    "dkim",
    "access denied",
    "content rejected",
    "junk",
    "dnsbl",
    "rbl",
    "suspicious",
];

fn temporary(stage: Stage, reply: &Reply) -> SendError {
    SendError::Temporary {
        detail: said(&format!("{reply} (to {})", stage.name())),
    }
}

fn permanent(reason: FailureReason, reply: &Reply) -> SendError {
    SendError::Permanent(Failure::new(reason, &reply.to_string()))
}

fn misconfigured(stage: Stage, reply: &Reply) -> SendError {
    let mend = match stage {
        Stage::Greeting => "the mail server does not serve us",
        Stage::Hello => {
            "the mail server does not take the name that we give; set another with name="
        }
        Stage::StartTls => "the mail server refuses STARTTLS; mend it, or choose another tls=",
        Stage::Login => "the mail server refuses the login; check user and password",
        Stage::Sender => {
            "the mail server refuses the sender address; check it, and that the login may use it"
        }
        Stage::Recipient | Stage::Data | Stage::Message => {
            "the mail server does not send for us; check user and password"
        }
    };
    SendError::Misconfigured {
        detail: said(&format!("{mend}: {reply}")),
    }
}

/// One line, cut to what is worth keeping.
pub(super) fn said(text: &str) -> String {
    Failure::new(FailureReason::Refused, text).detail
}

#[cfg(test)]
mod tests;
