//! Short texts that people write: names, logins, slugs, keys and the personal message.

use super::InvalidValue;

/// Characters that would let a text pose as something else: controls, line and paragraph
/// separators, and the bidirectional overrides of Unicode TR #9.
pub(super) fn is_deceptive(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn line(text: &str, what: &str, max: usize) -> Result<String, InvalidValue> {
    let text = text.trim();
    if text.is_empty() {
        return Err(InvalidValue::new("required", format!("{what} is needed")));
    }
    if text.chars().count() > max {
        return Err(InvalidValue::new(
            "too_long",
            format!("{what} has at most {max} characters"),
        ));
    }
    if text.chars().any(is_deceptive) {
        return Err(InvalidValue::new(
            "forbidden_character",
            format!("{what} is one line of plain text without control characters"),
        ));
    }
    Ok(text.to_owned())
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Returns the text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

texts! {
    /// The name of a person or an account, as people read it: one line of 1 to 200 characters.
    DisplayName,
    /// A name to sign in with: 1 to 64 of `a-z`, digits and `._+-`, in lower case. It never holds an
    /// `@`, so that nobody's login can be taken for somebody's address.
    Login,
    /// An account's name in addresses: 1 to 63 of `a-z`, digits and inner dashes.
    Slug,
    /// What an account calls a role, group, permission or resource: one line of 1 to 100 characters.
    GrantKey,
    /// What a session is told by: browser and system, one line of 1 to 60 characters.
    DeviceName,
    /// What something allows, or why to think twice about it: one line of 1 to 500 characters.
    Explanation,
    /// What the inviter wants to tell the invitee: up to 1,000 characters, lines allowed.
    PersonalMessage,
}

impl DisplayName {
    /// Reads a name; white space around it is dropped.
    ///
    /// # Errors
    /// `required`, `too_long` beyond 200 characters, `forbidden_character` for line breaks, control
    /// characters and text-direction overrides, which could make a mail look like another.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        line(text, "the name", 200).map(Self)
    }
}

impl DeviceName {
    /// Reads a name; white space around it is dropped.
    ///
    /// # Errors
    /// `required`, `too_long` beyond 60 characters, `forbidden_character`.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        line(text, "the device's name", 60).map(Self)
    }
}

impl GrantKey {
    /// Reads a key; white space around it is dropped.
    ///
    /// # Errors
    /// `required`, `too_long` beyond 100 characters, `forbidden_character`.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        line(text, "the key", 100).map(Self)
    }
}

impl Explanation {
    /// Reads an explanation; white space around it is dropped.
    ///
    /// # Errors
    /// `required`, `too_long` beyond 500 characters, `forbidden_character`.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        line(text, "the explanation", 500).map(Self)
    }
}

impl Login {
    /// Reads a login and lower-cases it.
    ///
    /// # Errors
    /// `required`, `too_long` beyond 64 characters, `login_invalid` for other characters.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let login = line(text, "the login", 64)?.to_ascii_lowercase();
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._+-".contains(c);
        if login.chars().all(allowed) {
            Ok(Self(login))
        } else {
            Err(InvalidValue::new(
                "login_invalid",
                "a login holds the letters a to z, digits and . _ + -",
            ))
        }
    }
}

impl Slug {
    /// Reads a slug and lower-cases it.
    ///
    /// # Errors
    /// `required`, `too_long` beyond 63 characters, `slug_invalid` for other characters, a dash at
    /// either end, or a text that reads as a UUID and could be taken for an id.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let slug = line(text, "the slug", 63)?.to_ascii_lowercase();
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let edges = slug.starts_with('-') || slug.ends_with('-');
        if edges || !slug.chars().all(allowed) || uuid::Uuid::try_parse(&slug).is_ok() {
            return Err(InvalidValue::new(
                "slug_invalid",
                "a slug holds the letters a to z, digits and dashes between them",
            ));
        }
        Ok(Self(slug))
    }

    /// Derives a slug from a name, `account` when nothing of it remains.
    ///
    /// ```
    /// use invite_domain::model::{DisplayName, Slug};
    ///
    /// let name = DisplayName::parse("PT Maju & Jaya")?;
    /// assert_eq!(Slug::from_name(&name).as_str(), "pt-maju-jaya");
    /// # Ok::<(), invite_domain::model::InvalidValue>(())
    /// ```
    pub fn from_name(name: &DisplayName) -> Self {
        let mut slug = String::new();
        for c in name.as_str().chars() {
            if c.is_ascii_alphanumeric() {
                slug.push(c.to_ascii_lowercase());
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        slug.truncate(63);
        let trimmed = slug.trim_matches('-');
        Self::parse(trimmed).unwrap_or_else(|_| Self("account".to_owned()))
    }
}

impl PersonalMessage {
    /// Reads a message; white space around it is dropped and line ends become `\n`.
    ///
    /// # Errors
    /// `required`, `too_long` beyond 1,000 characters, `forbidden_character` for control characters
    /// other than line ends and tabs.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let text = text.replace("\r\n", "\n").trim().to_owned();
        if text.is_empty() {
            return Err(InvalidValue::new("required", "the message is empty"));
        }
        if text.chars().count() > 1000 {
            return Err(InvalidValue::new(
                "too_long",
                "the message has at most 1000 characters",
            ));
        }
        if text
            .chars()
            .any(|c| is_deceptive(c) && !matches!(c, '\n' | '\t'))
        {
            return Err(InvalidValue::new(
                "forbidden_character",
                "the message is plain text without control characters",
            ));
        }
        Ok(Self(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_every_script_and_refuse_tricks() {
        assert_eq!(
            DisplayName::parse(" Жанна Ё. ").unwrap().as_str(),
            "Жанна Ё."
        );
        assert_eq!(DisplayName::parse("  ").unwrap_err().code(), "required");
        assert_eq!(
            DisplayName::parse(&"x".repeat(201)).unwrap_err().code(),
            "too_long"
        );
        assert!(
            DisplayName::parse(&"ё".repeat(200)).is_ok(),
            "characters are counted, not octets"
        );
        for text in [
            "a\r\nBcc: b",
            "a\u{202e}b",
            "a\u{2028}b",
            "a\u{0}b",
            "a\u{85}b",
        ] {
            assert_eq!(
                DisplayName::parse(text).unwrap_err().code(),
                "forbidden_character",
                "{text:?}"
            );
        }
    }

    #[test]
    fn slugs_never_look_like_ids() {
        assert_eq!(Slug::parse("Acme-1").unwrap().as_str(), "acme-1");
        for text in [
            "-a",
            "a-",
            "a b",
            "a/b",
            "ё",
            "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        ] {
            assert_eq!(
                Slug::parse(text).unwrap_err().code(),
                "slug_invalid",
                "{text:?}"
            );
        }
        assert_eq!(
            Slug::from_name(&DisplayName::parse("Жанна").unwrap()).as_str(),
            "account"
        );
    }

    #[test]
    fn logins_are_lower_case() {
        assert_eq!(Login::parse("A.Ivanov").unwrap().as_str(), "a.ivanov");
        for text in ["a b", "ana@example.org", "ё"] {
            assert_eq!(
                Login::parse(text).unwrap_err().code(),
                "login_invalid",
                "{text}"
            );
        }
    }

    #[test]
    fn messages_may_have_lines_but_no_controls() {
        assert_eq!(
            PersonalMessage::parse("Hi,\r\nwelcome").unwrap().as_str(),
            "Hi,\nwelcome"
        );
        assert_eq!(
            PersonalMessage::parse("a\u{8}b").unwrap_err().code(),
            "forbidden_character"
        );
        assert_eq!(
            PersonalMessage::parse(&"x".repeat(1001))
                .unwrap_err()
                .code(),
            "too_long"
        );
    }
}
