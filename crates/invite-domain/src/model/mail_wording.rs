//! How an account words its mails: for each message and language the parts that are its own.

use super::{InvalidValue, Locale, MailPart, MailText, WayIn};
use std::collections::BTreeMap;

/// A message that an account can word for itself.
///
/// Mails about a person's own password are not among them: they belong to the person, who may be in
/// many accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MailMessage {
    /// The invitation with a link.
    Invitation,
    /// The invitation with a temporary password.
    TemporaryPassword,
}

impl MailMessage {
    /// Every message.
    pub const ALL: [Self; 2] = [Self::Invitation, Self::TemporaryPassword];

    /// Returns the message that brings this way in.
    pub const fn of(way_in: &WayIn) -> Self {
        match way_in {
            WayIn::Link(_) => Self::Invitation,
            WayIn::TemporaryPassword(_) => Self::TemporaryPassword,
        }
    }

    /// Returns the name in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::TemporaryPassword => "temporary_password",
        }
    }

    /// Reads the name; `None` where no message is called so.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|message| message.as_str() == name)
    }
}

/// The parts of one message in one language that are the account's own; the built-in text serves for
/// the rest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MailWording(BTreeMap<MailPart, MailText>);

impl MailWording {
    /// Returns the account's own text of a part.
    pub fn get(&self, part: MailPart) -> Option<&MailText> {
        self.0.get(&part)
    }

    /// Sets a part; a text of nothing but white space gives it back to the built-in text.
    ///
    /// # Errors
    /// As [`MailText::parse`]; the part is as it was then.
    pub fn set(&mut self, part: MailPart, text: &str) -> Result<(), InvalidValue> {
        if text.trim().is_empty() {
            self.0.remove(&part);
        } else {
            self.0.insert(part, MailText::parse(part, text)?);
        }
        Ok(())
    }

    /// Walks through the parts that are the account's own.
    pub fn parts(&self) -> impl Iterator<Item = (MailPart, &MailText)> {
        self.0.iter().map(|(part, text)| (*part, text))
    }

    /// Whether nothing is the account's own.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Names the parts that read otherwise here than there.
    pub fn changed(&self, other: &Self) -> Vec<&'static str> {
        let differs = |part: &MailPart| self.get(*part) != other.get(*part);
        MailPart::ALL
            .into_iter()
            .filter(differs)
            .map(MailPart::as_str)
            .collect()
    }
}

/// Everything that an account words for itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MailWordings(BTreeMap<(MailMessage, Locale), MailWording>);

impl MailWordings {
    /// Returns the account's own wording, empty where it has none.
    pub fn get(&self, message: MailMessage, locale: Locale) -> MailWording {
        self.0.get(&(message, locale)).cloned().unwrap_or_default()
    }

    /// Puts a wording in; an empty one takes its place out.
    pub fn put(&mut self, message: MailMessage, locale: Locale, wording: MailWording) {
        if wording.is_empty() {
            self.0.remove(&(message, locale));
        } else {
            self.0.insert((message, locale), wording);
        }
    }

    /// Whether nothing is the account's own.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_text_gives_the_part_back() {
        let mut wording = MailWording::default();
        wording.set(MailPart::Subject, "Join {account}").unwrap();
        assert!(wording.set(MailPart::Subject, "Join {me}").is_err());
        let kept = wording.get(MailPart::Subject).map(MailText::as_str);
        assert_eq!(kept, Some("Join {account}"));
        assert_eq!(wording.changed(&MailWording::default()), ["subject"]);
        wording.set(MailPart::Subject, "  ").unwrap();
        assert!(wording.is_empty());
    }
}
