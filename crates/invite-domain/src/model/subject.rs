//! The subject of a mail, which each account can word for itself.

use super::{DisplayName, InvalidValue};

/// A subject with the placeholders `{account}`, `{inviter}` and `{invitee}`.
///
/// ```
/// use invite_domain::model::{DisplayName, SubjectTemplate};
///
/// let subject = SubjectTemplate::parse("Invitation to join {account}")?;
/// let account = DisplayName::parse("Maju")?;
/// let inviter = DisplayName::parse("Ana")?;
/// assert_eq!(subject.fill(&account, &inviter, "Siti"), "Invitation to join Maju");
/// assert_eq!(SubjectTemplate::parse("Hi {you}").unwrap_err().code(), "unknown_placeholder");
/// # Ok::<(), invite_domain::model::InvalidValue>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectTemplate(String);

const PLACEHOLDERS: [&str; 3] = ["{account}", "{inviter}", "{invitee}"];

impl SubjectTemplate {
    /// Reads a subject.
    ///
    /// # Errors
    /// As [`DisplayName::parse`], and `unknown_placeholder` for a brace that belongs to none of the
    /// three placeholders.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let line = DisplayName::parse(text)?;
        let rest = PLACEHOLDERS
            .iter()
            .fold(line.as_str().to_owned(), |rest, p| rest.replace(p, ""));
        if rest.contains(['{', '}']) {
            return Err(InvalidValue::new(
                "unknown_placeholder",
                "the subject may hold {account}, {inviter} and {invitee}, and no other braces",
            ));
        }
        Ok(Self(line.as_str().to_owned()))
    }

    /// Returns the text as it was set.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Puts the names in, in one pass: a name that looks like a placeholder stays what it is.
    pub fn fill(&self, account: &DisplayName, inviter: &DisplayName, invitee: &str) -> String {
        let mut filled = String::with_capacity(self.0.len() + 32);
        let mut rest = self.0.as_str();
        while let Some(start) = rest.find('{') {
            let (before, from) = rest.split_at(start);
            filled.push_str(before);
            let found = [account.as_str(), inviter.as_str(), invitee]
                .into_iter()
                .zip(PLACEHOLDERS)
                .find_map(|(value, p)| from.strip_prefix(p).map(|after| (value, after)));
            let Some((value, after)) = found else { break };
            filled.push_str(value);
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_never_read_as_placeholders() {
        let subject = SubjectTemplate::parse("{inviter} ({account}) → {invitee}").unwrap();
        let account = DisplayName::parse("{invitee}").unwrap();
        let inviter = DisplayName::parse("{account}").unwrap();
        assert_eq!(
            subject.fill(&account, &inviter, "x"),
            "{account} ({invitee}) → x"
        );
    }

    #[test]
    fn line_breaks_are_refused() {
        let error = SubjectTemplate::parse("a\r\nBcc: b@example.org").unwrap_err();
        assert_eq!(error.code(), "forbidden_character");
    }
}
