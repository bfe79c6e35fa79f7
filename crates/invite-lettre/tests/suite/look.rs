//! Takes a mail apart with parsers that know nothing of how it was made.

use html5gum::{Token, Tokenizer};
use linkify::LinkFinder;
use mail_parser::{Message, MessageParser};
use std::collections::BTreeSet;

/// A mail as a stranger's parser sees it.
pub(crate) struct Look {
    pub(crate) subject: String,
    pub(crate) from: Vec<(String, String)>,
    pub(crate) to: Vec<(String, String)>,
    pub(crate) message_id: String,
    /// The header names of the mail and of each part, in order.
    pub(crate) headers: Vec<String>,
    pub(crate) parts: usize,
    pub(crate) text: String,
    pub(crate) html: String,
}

/// The bones of an HTML page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Every tag with its attributes' names, in order.
    pub(crate) tags: Vec<String>,
    pub(crate) hrefs: BTreeSet<String>,
    /// What a reader sees.
    pub(crate) text: String,
}

pub(crate) fn look(raw: &[u8]) -> Look {
    let message = MessageParser::default().parse(raw).unwrap();
    let people = |address: Option<&mail_parser::Address<'_>>| {
        let all = address.unwrap().iter();
        let pair = |a: &mail_parser::Addr<'_>| {
            let name = a.name.as_deref().unwrap_or_default();
            (name.to_owned(), a.address.as_deref().unwrap().to_owned())
        };
        all.map(pair).collect()
    };
    Look {
        subject: message.subject().unwrap().to_owned(),
        from: people(message.from()),
        to: people(message.to()),
        message_id: message.message_id().unwrap().to_owned(),
        headers: header_names(&message),
        parts: message.parts.len(),
        text: message.body_text(0).unwrap().into_owned(),
        html: message.body_html(0).unwrap().into_owned(),
    }
}

fn header_names(message: &Message<'_>) -> Vec<String> {
    let parts = message.parts.iter().flat_map(|part| &part.headers);
    parts.map(|h| h.name.as_str().to_owned()).collect()
}

pub(crate) fn shape(html: &str) -> Shape {
    let mut shape = Shape {
        tags: Vec::new(),
        hrefs: BTreeSet::new(),
        text: String::new(),
    };
    let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut in_style = false;
    for token in Tokenizer::new(html) {
        let token = token.unwrap();
        if !matches!(token, Token::String(_)) {
            shape.text.push('\n');
        }
        match token {
            Token::StartTag(tag) => {
                let name = lossy(&tag.name);
                in_style = name == "style";
                let attributes: Vec<String> = tag.attributes.keys().map(|k| lossy(k)).collect();
                if let Some(href) = tag.attributes.get(&b"href"[..]) {
                    shape.hrefs.insert(lossy(&href.value));
                }
                shape.tags.push(format!("{name} {}", attributes.join(" ")));
            }
            Token::EndTag(tag) => {
                in_style = false;
                shape.tags.push(format!("/{}", lossy(&tag.name)));
            }
            Token::String(text) if !in_style => shape.text.push_str(&lossy(&text.value)),
            // An odd character is an error to the standard and nothing to a reader.
            Token::String(_) | Token::Error(_) => {}
            other => shape.tags.push(format!("{other:?}")),
        }
    }
    shape
}

/// Finds what a mail program would turn into links.
pub(crate) fn links(text: &str) -> BTreeSet<String> {
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false);
    finder
        .links(text)
        .map(|link| link.as_str().to_owned())
        .collect()
}
