//! A letter as MIME: text and HTML side by side, and headers that no name can break.

use super::Letter;
use crate::MailFrom;
use chrono::{DateTime, Utc};
use invite_domain::model::EmailAddress;
use lettre::{
    Address,
    message::{
        Mailbox, Mailboxes, MultiPart, SinglePart,
        header::{self, HeaderName, HeaderValue, Headers},
    },
};
use std::time::{Duration, SystemTime};

pub(super) fn encode(letter: &Letter, from: &MailFrom) -> Vec<u8> {
    let mut octets = headers(letter, from).to_string().into_bytes();
    octets.extend(parts(letter).formatted());
    octets
}

fn headers(letter: &Letter, from: &MailFrom) -> Headers {
    let mut headers = Headers::with_capacity(9);
    let sender = Mailbox::new(Some(letter.from_name.clone()), address(from.address()));
    let receiver = Mailbox::new(letter.to_name.clone(), address(&letter.to));
    headers.set(header::From::from(Mailboxes::from(sender)));
    headers.set(header::To::from(Mailboxes::from(receiver)));
    headers.set(header::Subject::from(letter.subject.clone()));
    headers.set(header::Date::new(since_epoch(letter.date)));
    let id = format!("<{}@{}>", letter.id, from.address().domain());
    headers.set(header::MessageId::from(id));
    for (name, value) in [
        ("Content-Language", letter.locale.code()),
        // RFC 3834: vacation programs do not answer what a machine wrote.
        ("Auto-Submitted", "auto-generated"),
        // The same for Exchange. Not `All`: that would hold back the bounces that we want.
        ("X-Auto-Response-Suppress", "OOF, AutoReply"),
    ] {
        let name = HeaderName::new_from_ascii_str(name);
        headers.insert_raw(HeaderValue::new(name, value.to_owned()));
    }
    headers.set(header::MIME_VERSION_1_0);
    headers
}

fn parts(letter: &Letter) -> MultiPart {
    MultiPart::alternative()
        .boundary(boundary(letter))
        .singlepart(SinglePart::plain(letter.text.clone()))
        .singlepart(SinglePart::html(letter.html.clone()))
}

/// Derives the boundary from the mail, so that every attempt has the same one.
fn boundary(letter: &Letter) -> String {
    let mut boundary = format!("invite-{}", letter.id.uuid().simple());
    // Someone who knew the id beforehand could write the boundary into a message.
    while letter.text.contains(&boundary) || letter.html.contains(&boundary) {
        boundary.push('x');
    }
    boundary
}

/// An address of ours is stricter than lettre's: there is nothing left to check.
fn address(address: &EmailAddress) -> Address {
    Address::new_dangerous(address.local_part(), address.domain())
}

fn since_epoch(at: DateTime<Utc>) -> SystemTime {
    let seconds = u64::try_from(at.timestamp()).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}
