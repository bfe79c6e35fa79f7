//! Reads mails back with an independent parser.

use invite_testkit::smtp_sink::Message;
use mail_parser::MessageParser;

/// Returns the link of a mail, which text and HTML must agree on.
pub(crate) fn link_of(message: &Message) -> String {
    let mail = MessageParser::default().parse(&message.raw[..]).unwrap();
    let text = mail.body_text(0).unwrap();
    let link = text
        .split_whitespace()
        .find(|word| word.contains("/i/invt_"))
        .expect("a link in the text")
        .to_owned();
    let html = mail.body_html(0).unwrap();
    assert!(html.contains(&link), "the same link in the HTML");
    link
}

/// Returns the token of a mail's link.
pub(crate) fn token_of(message: &Message) -> String {
    link_of(message).rsplit('/').next().unwrap().to_owned()
}

/// Returns the Message-ID of a mail.
pub(crate) fn message_id_of(message: &Message) -> String {
    let mail = MessageParser::default().parse(&message.raw[..]).unwrap();
    mail.message_id().unwrap().to_owned()
}
