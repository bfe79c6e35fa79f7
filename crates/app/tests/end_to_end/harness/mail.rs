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

/// Returns the text of a mail.
pub(crate) fn text_of(message: &Message) -> String {
    let mail = MessageParser::default().parse(&message.raw[..]).unwrap();
    mail.body_text(0).unwrap().into_owned()
}

/// Returns the Message-ID of a mail.
pub(crate) fn message_id_of(message: &Message) -> String {
    let mail = MessageParser::default().parse(&message.raw[..]).unwrap();
    mail.message_id().unwrap().to_owned()
}

/// Finds the temporary password in a message: four groups of four.
pub(crate) fn temporary_password(text: &str) -> String {
    let is_group =
        |group: &str| group.len() == 4 && group.chars().all(|c| c.is_ascii_alphanumeric());
    let is_password = |word: &&str| word.split('-').count() == 4 && word.split('-').all(is_group);
    let trimmed = |word: &'_ str| word.trim_end_matches(['.', ',']).to_owned();
    let words: Vec<String> = text.split_whitespace().map(trimmed).collect();
    let found = words.iter().map(String::as_str).find(is_password);
    found
        .unwrap_or_else(|| panic!("no password in {text}"))
        .to_owned()
}

/// Returns the code of a mail: two groups of four digits.
pub(crate) fn code_of(message: &Message) -> String {
    let text = text_of(message);
    let is_digit = |c: char| c.is_ascii_digit();
    let is_code = |line: &&str| line.len() == 9 && line.matches(is_digit).count() == 8;
    let code = text.lines().map(str::trim).find(is_code);
    code.unwrap_or_else(|| panic!("no code in {text}"))
        .to_owned()
}

/// Returns the token in the link of a mail about a new password.
pub(crate) fn reset_token_of(message: &Message) -> String {
    let text = text_of(message);
    let link = text.split_whitespace().find(|word| word.contains("/invt_"));
    link.unwrap().rsplit('/').next().unwrap().to_owned()
}
