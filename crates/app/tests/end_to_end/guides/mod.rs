//! Five products' own guides for inviting people, walked step by step through the HTTP API: what each of
//! them says that a person does and sees.

mod sms_gateway;

mod guide_000_vendor_portal;
mod guide_001_erp_instance;
mod guide_002_white_label_reseller;
mod guide_003_platform;
mod guide_004_hosting_billing;

use crate::harness::{Answer, PASSWORD, Site, token_of};
use invite_testkit::smtp_sink::Message;
use mail_parser::{Message as Mail, MessageParser};
use std::time::Duration;

/// Waits until so many mails came, and returns the latest one to this address.
pub(crate) fn mail_to(site: &Site, address: &str, how_many: usize) -> Message {
    let mails = site
        .sink
        .wait_for(how_many, Duration::from_mins(2))
        .unwrap();
    let is_to = |mail: &&Message| mail.recipients.iter().any(|to| to == address);
    let found = mails.iter().rev().find(is_to).cloned();
    found.unwrap_or_else(|| panic!("no mail to {address} among {how_many}"))
}

/// Reads a mail with an independent parser.
fn parsed(message: &Message) -> Mail<'_> {
    MessageParser::default().parse(&message.raw[..]).unwrap()
}

/// Returns the address and the name that a mail is from.
pub(crate) fn sender(message: &Message) -> (String, String) {
    let mail = parsed(message);
    let from = mail.from().unwrap().first().unwrap();
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    (text(from.address()), text(from.name()))
}

pub(crate) fn subject(message: &Message) -> String {
    parsed(message).subject().unwrap().to_owned()
}

/// Returns the token of the latest mail to an address.
fn token_to(site: &Site, address: &str, how_many: usize) -> String {
    token_of(&mail_to(site, address, how_many))
}

/// Checks that signing in led to nothing but setting a password, and returns the token for it.
fn must_set_a_password(answer: &Answer) -> String {
    assert_eq!(answer.code(), "password_change_required", "{answer:?}");
    answer.body["token"].as_str().unwrap().to_owned()
}
