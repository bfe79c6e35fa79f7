//! What the mail server took, read as a person's mail program would read it.

use std::time::Duration;

use anyhow::{Context, Result};
use invite_testkit::smtp_sink::{Connection, Message, Stage};
use mail_parser::MessageParser;
use uuid::Uuid;

use crate::facts::Mail;

/// What a person and their mail program make of one mail.
pub(crate) struct Letter {
    /// The outbox row that the Message-ID names.
    pub(crate) message: Uuid,
    pub(crate) link: String,
}

/// Reads a mail; `public_url` is what links begin with.
pub(crate) fn read(message: &Message, public_url: &str) -> Result<Letter> {
    let parsed = MessageParser::default()
        .parse(&message.raw)
        .context("it is no mail")?;
    let id = parsed.message_id().context("it has no Message-ID")?;
    let (id, _) = id.split_once('@').context("its Message-ID has no @")?;
    let text = parsed.body_text(0).context("it has no text part")?;
    let start = format!("{public_url}/i/");
    let link = text
        .split_whitespace()
        .find(|word| word.starts_with(&start))
        .context("it has no link")?;
    Ok(Letter {
        message: Uuid::parse_str(id).context("its Message-ID names no message")?,
        link: link.to_owned(),
    })
}

/// Returns the token of a link.
pub(crate) fn token(link: &str) -> &str {
    link.rsplit_once('/').map_or("", |(_, token)| token)
}

/// Turns all that the mail server took into facts. `lives` tells how many messages had arrived by the end of each
/// process. What cannot be read is told in `oddities`.
pub(crate) fn facts(
    messages: &[Message],
    connections: &[Connection],
    lives: &[u64],
    public_url: &str,
    oddities: &mut Vec<String>,
) -> Vec<Mail> {
    let mut mails = Vec::with_capacity(messages.len());
    for message in messages {
        match read(message, public_url) {
            Ok(letter) => mails.push(Mail {
                message: letter.message,
                recipient: message.recipients.join(", "),
                link: letter.link,
                acknowledged: message.acknowledged,
                life: lives.iter().filter(|&&end| message.number > end).count(),
                begun: begun(message, connections),
            }),
            Err(why) => oddities.push(format!("mail {} cannot be read: {why:#}", message.number)),
        }
    }
    mails
}

/// When the `MAIL FROM` of a message arrived.
fn begun(message: &Message, connections: &[Connection]) -> Duration {
    let index = usize::try_from(message.connection.saturating_sub(1)).unwrap_or_default();
    connections
        .get(index)
        .into_iter()
        .flat_map(|connection| &connection.events)
        .filter(|event| event.stage == Stage::Mail && event.at <= message.at)
        .map(|event| event.at)
        .next_back()
        .unwrap_or(message.at)
}
