//! What a gateway's answer means: whether to wait, to give up, or to mend our own settings.

use invite_domain::{
    model::{Failure, FailureReason},
    ports::{HandOver, SendError},
};
use serde_json::Value;

/// Reads status and body; `body` may be cut.
///
/// What refuses every message alike (a login, credit, an address that is not there) is our settings'
/// fault and pauses the queue; what refuses this one is told as such.
pub(crate) fn read(status: u16, body: &str) -> Result<HandOver, SendError> {
    let said = said(status, body);
    let temporary = |detail| Err(SendError::Temporary { detail });
    let ours = |mend: &str| {
        Err(SendError::Misconfigured {
            detail: format!("{mend}: {said}"),
        })
    };
    match status {
        200..300 => Ok(HandOver {
            reply: match id(body) {
                Some(id) => clean(&format!("{status} {id}")),
                None => status.to_string(),
            },
        }),
        300..400 => ours("the gateway has moved; set its new address"),
        401 | 403 | 407 => ours("the gateway refuses the login; check user and password, or token"),
        402 => ours("the gateway wants to be paid first"),
        408 | 409 | 425 | 429 | 500.. => temporary(said),
        405 => ours("the gateway takes no POST there; check its address"),
        404 | 410 => match reason(body) {
            FailureReason::Refused => ours("there is no gateway at this address; check it"),
            reason => Err(SendError::Permanent(Failure::new(reason, &said))),
        },
        413 => Err(SendError::Permanent(Failure::new(
            FailureReason::TooLarge,
            &said,
        ))),
        400..500 => Err(SendError::Permanent(Failure::new(reason(body), &said))),
        _ => temporary(said),
    }
}

/// Gateways agree on no codes, but on a few words.
fn reason(body: &str) -> FailureReason {
    let words = body.to_lowercase().replace(['_', '-'], " ");
    let says = |all: &[&str]| all.iter().any(|word| words.contains(word));
    if says(&[
        "opted out",
        "opt out",
        "unsubscribed",
        "blacklist",
        "blocked",
        "spam",
        "not permitted",
        "policy",
    ]) {
        FailureReason::RefusedByPolicy
    } else if says(&["too long", "too large"]) {
        FailureReason::TooLarge
    } else if says(&[
        "invalid number",
        "invalid phone",
        "invalid recipient",
        "invalid destination",
        "invalid to",
        "invalid msisdn",
        "not a valid phone",
        "not a valid number",
        "number is not valid",
        "unknown subscriber",
        "unknown recipient",
        "absent subscriber",
        "unallocated",
        "not a mobile",
        "landline",
        "no such number",
        "number not found",
        "recipient not found",
    ]) {
        FailureReason::UnknownRecipient
    } else {
        FailureReason::Refused
    }
}

/// Finds the gateway's own name for the message.
fn id(body: &str) -> Option<String> {
    let json: Value = serde_json::from_str(body).ok()?;
    ["id", "message_id", "messageId", "sid", "uuid"]
        .iter()
        .find_map(|key| match json.get(key)? {
            Value::String(id) => Some(id.clone()),
            Value::Number(id) => Some(id.to_string()),
            _ => None,
        })
}

fn said(status: u16, body: &str) -> String {
    clean(&format!(
        "{status} {}",
        body.split_whitespace().collect::<Vec<_>>().join(" ")
    ))
}

/// One line, cut to what is worth keeping.
pub(crate) fn clean(text: &str) -> String {
    Failure::new(FailureReason::Refused, text).detail
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    enum Means {
        Taken,
        Later,
        Ours,
        Never(FailureReason),
    }

    fn means(status: u16, body: &str) -> Means {
        match read(status, body) {
            Ok(_) => Means::Taken,
            Err(SendError::Temporary { .. }) => Means::Later,
            Err(SendError::Misconfigured { .. }) => Means::Ours,
            Err(SendError::Permanent(failure)) => Means::Never(failure.reason),
            Err(SendError::Unknown { .. }) => panic!("an answer is never unknown"),
        }
    }

    #[test]
    fn every_answer_means_what_it_should() {
        use FailureReason::{Refused, RefusedByPolicy, TooLarge, UnknownRecipient};
        use Means::{Later, Never, Ours, Taken};
        for (status, body, expected) in [
            (200, "", Taken),
            (201, "{\"id\":\"x\"}", Taken),
            (202, "queued", Taken),
            (204, "", Taken),
            (301, "", Ours),
            (302, "", Ours),
            (307, "", Ours),
            (400, "", Never(Refused)),
            (
                400,
                "{\"error\":\"invalid_number\"}",
                Never(UnknownRecipient),
            ),
            (
                400,
                "The 'To' number is not a valid phone number.",
                Never(UnknownRecipient),
            ),
            (400, "Recipient has opted-out", Never(RefusedByPolicy)),
            (400, "text too long", Never(TooLarge)),
            (401, "invalid number", Ours),
            (402, "", Ours),
            (403, "", Ours),
            (404, "", Ours),
            (404, "Number not found", Never(UnknownRecipient)),
            (405, "", Ours),
            (407, "", Ours),
            (408, "", Later),
            (409, "", Later),
            (410, "", Ours),
            (413, "", Never(TooLarge)),
            (415, "", Never(Refused)),
            (422, "{\"error\":\"landline\"}", Never(UnknownRecipient)),
            (425, "", Later),
            (429, "invalid number", Later),
            (451, "blocked by policy", Never(RefusedByPolicy)),
            (500, "", Later),
            (502, "", Later),
            (503, "blacklist", Later),
            (599, "", Later),
            (100, "", Later),
        ] {
            assert_eq!(means(status, body), expected, "{status} {body}");
        }
    }

    #[test]
    fn the_gateways_id_is_kept() {
        for (body, reply) in [
            ("{\"id\":\"m-1\"}", "202 m-1"),
            ("{\"message_id\":7}", "202 7"),
            ("{\"sid\":\"a\\nb\"}", "202 a b"),
            ("{\"id\":null}", "202"),
            ("[1]", "202"),
            ("queued", "202"),
        ] {
            assert_eq!(read(202, body).unwrap().reply, reply);
        }
    }
}
