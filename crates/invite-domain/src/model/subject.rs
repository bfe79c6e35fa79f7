//! The subject of a mail as a setting of the account, for every language at once.

use super::{InvalidValue, MailFacts, MailPart, MailText};

/// A subject with placeholders ([`super::Placeholder`]). The wording of a message in one language goes
/// before it.
///
/// ```
/// use invite_domain::model::{MailFacts, SubjectTemplate};
///
/// let subject = SubjectTemplate::parse("Invitation to join {account}")?;
/// let facts = MailFacts { account: "Maju", inviter: "Ana", name: "Siti", login: "siti", validity: "7 days" };
/// assert_eq!(subject.fill(&facts), "Invitation to join Maju");
/// assert_eq!(SubjectTemplate::parse("Hi {you}").unwrap_err().code(), "unknown_placeholder");
/// # Ok::<(), invite_domain::model::InvalidValue>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectTemplate(MailText);

impl SubjectTemplate {
    /// Reads a subject.
    ///
    /// # Errors
    /// As [`MailText::parse`] for [`MailPart::Subject`].
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        MailText::parse(MailPart::Subject, text).map(Self)
    }

    /// Returns the text as it was set.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Puts the facts in, in one pass: a name that looks like a placeholder stays what it is.
    pub fn fill(&self, facts: &MailFacts<'_>) -> String {
        self.0.fill(facts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_never_read_as_placeholders() {
        let subject = SubjectTemplate::parse("{inviter} ({account}) → {invitee}").unwrap();
        let facts = MailFacts {
            account: "{invitee}",
            inviter: "{account}",
            name: "x",
            login: "",
            validity: "",
        };
        assert_eq!(subject.fill(&facts), "{account} ({invitee}) → x");
    }

    #[test]
    fn line_breaks_are_refused() {
        let error = SubjectTemplate::parse("a\r\nBcc: b@example.org").unwrap_err();
        assert_eq!(error.code(), "forbidden_character");
    }
}
