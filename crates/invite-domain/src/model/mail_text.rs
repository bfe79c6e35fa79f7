//! A text with placeholders that an account words for its mails: read once, filled in one pass, and
//! never read again as a template.

use super::{InvalidValue, text::is_deceptive};

/// A part of a mail that an account can word for itself. Everything else stays the layout's: the
/// link, the temporary password, how long they work and who the mail is meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MailPart {
    /// The subject.
    Subject,
    /// The large line on top.
    Heading,
    /// How the reader is addressed.
    Greeting,
    /// What the mail says: paragraphs, with an empty line between them.
    Body,
    /// What stands on the button.
    Button,
    /// What stands below the button: paragraphs likewise.
    Closing,
}

impl MailPart {
    /// Every part, in the order in which a mail shows them.
    pub const ALL: [Self; 6] = [
        Self::Subject,
        Self::Heading,
        Self::Greeting,
        Self::Body,
        Self::Button,
        Self::Closing,
    ];

    /// Returns the name on the wire and in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Heading => "heading",
            Self::Greeting => "greeting",
            Self::Body => "body",
            Self::Button => "button",
            Self::Closing => "closing",
        }
    }

    /// Reads the name; `None` where no part is called so.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.as_str() == name)
    }

    /// Returns how many characters it has at most.
    pub const fn max_length(self) -> u32 {
        match self {
            Self::Subject | Self::Heading | Self::Greeting => 200,
            Self::Body => 4000,
            Self::Button => 40,
            Self::Closing => 2000,
        }
    }

    /// Whether it may have several lines.
    pub const fn has_lines(self) -> bool {
        matches!(self, Self::Body | Self::Closing)
    }
}

/// Something that each mail fills in for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Placeholder {
    /// The account's name.
    Account,
    /// Who asks.
    Inviter,
    /// How the invited person is called; their address where no name is known.
    Name,
    /// Who they sign in as.
    Login,
    /// How long the link or the temporary password works: "7 days".
    Validity,
    /// The same as the name, as subjects have always called it.
    Invitee,
}

impl Placeholder {
    /// Every placeholder, the ones to recommend first.
    pub const ALL: [Self; 6] = [
        Self::Account,
        Self::Inviter,
        Self::Name,
        Self::Login,
        Self::Validity,
        Self::Invitee,
    ];

    /// Returns what is written for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "{account}",
            Self::Inviter => "{inviter}",
            Self::Name => "{name}",
            Self::Login => "{login}",
            Self::Validity => "{validity}",
            Self::Invitee => "{invitee}",
        }
    }
}

/// What the placeholders stand for in one mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailFacts<'a> {
    /// The account's name.
    pub account: &'a str,
    /// Who asks.
    pub inviter: &'a str,
    /// How the invited person is called, else their address.
    pub name: &'a str,
    /// Who they sign in as.
    pub login: &'a str,
    /// How long the way in stays open, in words.
    pub validity: &'a str,
}

impl MailFacts<'_> {
    const fn of(&self, placeholder: Placeholder) -> &str {
        match placeholder {
            Placeholder::Account => self.account,
            Placeholder::Inviter => self.inviter,
            Placeholder::Name | Placeholder::Invitee => self.name,
            Placeholder::Login => self.login,
            Placeholder::Validity => self.validity,
        }
    }
}

/// How often placeholders may stand in one text: long names must not make a mail without end.
const MOST_PLACEHOLDERS: usize = 20;

/// A plain text with placeholders.
///
/// ```
/// use invite_domain::model::{MailFacts, MailPart, MailText};
///
/// let text = MailText::parse(MailPart::Greeting, "Dear {name},")?;
/// let facts = MailFacts { account: "Maju", inviter: "Ana", name: "{login}", login: "siti", validity: "7 days" };
/// assert_eq!(text.fill(&facts), "Dear {login},", "what is filled in is never read again");
/// let wrong = MailText::parse(MailPart::Greeting, "Dear {you},").unwrap_err();
/// assert_eq!(wrong.code(), "unknown_placeholder");
/// assert!(wrong.detail().contains("{you}") && wrong.detail().contains("{name}"));
/// # Ok::<(), invite_domain::model::InvalidValue>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailText(String);

/// A piece of a text.
enum Piece<'a> {
    Plain(&'a str),
    Filled(Placeholder),
    /// A brace that begins or ends no placeholder, with what stands around it.
    Stray(&'a str),
}

impl MailText {
    /// Reads the text of a part; white space around it is dropped and line ends become `\n`.
    ///
    /// # Errors
    /// `required`, `too_long`, `forbidden_character` for line ends in a part of one line and for
    /// control characters anywhere, `unknown_placeholder`, `too_many_placeholders`.
    pub fn parse(part: MailPart, text: &str) -> Result<Self, InvalidValue> {
        let text = text.replace("\r\n", "\n").trim().to_owned();
        if text.is_empty() {
            return Err(InvalidValue::new("required", "the text is empty"));
        }
        let max = part.max_length();
        if text.chars().count() > usize::try_from(max).unwrap_or(usize::MAX) {
            let said = format!("the text has at most {max} characters");
            return Err(InvalidValue::new("too_long", said));
        }
        let may_stand = |c: char| part.has_lines() && matches!(c, '\n' | '\t');
        if text.chars().any(|c| is_deceptive(c) && !may_stand(c)) {
            let said = if part.has_lines() {
                "the text is plain text without control characters"
            } else {
                "the text is one line of plain text without control characters"
            };
            return Err(InvalidValue::new("forbidden_character", said));
        }
        if let Some(stray) = Self::unknown_placeholder(&text) {
            let known = Placeholder::ALL.map(Placeholder::as_str).join(", ");
            let said = format!(
                "“{stray}” is no placeholder: the text may hold {known}, and no other braces"
            );
            return Err(InvalidValue::new("unknown_placeholder", said));
        }
        let filled = pieces(&text).filter(|piece| matches!(piece, Piece::Filled(_)));
        if filled.count() > MOST_PLACEHOLDERS {
            let said = format!("the text holds at most {MOST_PLACEHOLDERS} placeholders");
            return Err(InvalidValue::new("too_many_placeholders", said));
        }
        Ok(Self(text))
    }

    /// Returns the first thing in braces that is no placeholder, or a brace that stands alone.
    pub fn unknown_placeholder(text: &str) -> Option<&str> {
        pieces(text).find_map(|piece| match piece {
            Piece::Stray(stray) => Some(stray),
            Piece::Plain(_) | Piece::Filled(_) => None,
        })
    }

    /// Returns the text as it was set.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Puts the facts in, in one pass: a name that looks like a placeholder stays what it is.
    pub fn fill(&self, facts: &MailFacts<'_>) -> String {
        let mut filled = String::with_capacity(self.0.len() + 64);
        for piece in pieces(&self.0) {
            filled.push_str(match piece {
                Piece::Plain(text) | Piece::Stray(text) => text,
                Piece::Filled(placeholder) => facts.of(placeholder),
            });
        }
        filled
    }
}

/// Cuts a text into what is plain and what is in braces.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let brace = rest.find(['{', '}']).unwrap_or(rest.len());
        if brace > 0 {
            let (plain, after) = rest.split_at(brace);
            rest = after;
            return Some(Piece::Plain(plain));
        }
        for placeholder in Placeholder::ALL {
            if let Some(after) = rest.strip_prefix(placeholder.as_str()) {
                rest = after;
                return Some(Piece::Filled(placeholder));
            }
        }
        let end = stray_end(rest);
        let (stray, after) = rest.split_at(end);
        rest = after;
        Some(Piece::Stray(stray))
    })
}

/// Returns where something in braces ends that is no placeholder: enough of it to be recognized.
fn stray_end(text: &str) -> usize {
    let closing = text.find('}').map(|at| at + 1);
    let near = text.char_indices().nth(32).map_or(text.len(), |(at, _)| at);
    let line = text.find('\n').unwrap_or(text.len());
    closing.unwrap_or(1).min(near).min(line).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACTS: MailFacts<'static> = MailFacts {
        account: "{inviter}",
        inviter: "{account}",
        name: "Siti {",
        login: "siti",
        validity: "7 days",
    };

    fn code(part: MailPart, text: &str) -> &'static str {
        MailText::parse(part, text).unwrap_err().code()
    }

    #[test]
    fn every_placeholder_is_filled_once() {
        let text = "{account} {inviter} {name} {login} {validity} {invitee}";
        let text = MailText::parse(MailPart::Body, text).unwrap();
        assert_eq!(
            text.fill(&FACTS),
            "{inviter} {account} Siti { siti 7 days Siti {"
        );
    }

    #[test]
    fn whatever_else_stands_in_braces_is_named() {
        for (text, named) in [
            ("Hi {you}, hello", "{you}"),
            ("Hi {{name}}", "{{name}"),
            ("{name", "{"),
            ("name}", "}"),
            ("{ name }", "{ name }"),
            ("{Name}", "{Name}"),
            ("{% include 'x' %}", "{% include 'x' %}"),
        ] {
            assert_eq!(MailText::unknown_placeholder(text), Some(named), "{text}");
            assert_eq!(code(MailPart::Body, text), "unknown_placeholder");
        }
        assert_eq!(MailText::unknown_placeholder("{name} and {login}"), None);
    }

    #[test]
    fn lines_stand_only_where_a_part_has_them() {
        assert_eq!(
            code(MailPart::Subject, "a\r\nBcc: b@example.org"),
            "forbidden_character"
        );
        assert_eq!(code(MailPart::Body, "a\u{202e}b"), "forbidden_character");
        let body = MailText::parse(MailPart::Body, "one\r\n\r\ntwo\tthree\n").unwrap();
        assert_eq!(body.as_str(), "one\n\ntwo\tthree");
    }

    #[test]
    fn texts_are_bounded() {
        for part in MailPart::ALL {
            let max = part.max_length() as usize;
            assert!(MailText::parse(part, &"ё".repeat(max)).is_ok());
            assert_eq!(code(part, &"ё".repeat(max + 1)), "too_long");
            assert_eq!(code(part, " \n "), "required");
        }
        let many = "{account}".repeat(21);
        assert_eq!(code(MailPart::Body, &many), "too_many_placeholders");
    }
}
