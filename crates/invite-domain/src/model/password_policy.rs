//! What a new password must be: long enough, not well known, and not about the person.

use super::{InvalidValue, Password, PasswordBlocklist, password_blocklist::is_common};

/// The longest password, in octets; hashing cost does not depend on it, memory for requests does.
const MAX_OCTETS: usize = 1024;

/// What a new password must be: length, a blocklist and no obvious words, no composition rules
/// (NIST SP 800-63B-4 §3.1.1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordPolicy {
    min_length: u8,
}

/// Words that an attacker would try first for this person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PasswordContext<'a> {
    /// What the person is called and signs in with: name, login, whole address. A password must not
    /// contain them at all.
    pub own: Vec<&'a str>,
    /// What is around the person, such as the account's name: a password must be more than that.
    pub near: Vec<&'a str>,
}

impl PasswordPolicy {
    /// Sets the shortest length in characters.
    ///
    /// # Errors
    /// `password_length_out_of_range` below 8 or above 64.
    pub fn with_min_length(characters: i64) -> Result<Self, InvalidValue> {
        u8::try_from(characters)
            .ok()
            .filter(|n| (8..=64).contains(n))
            .map(|min_length| Self { min_length })
            .ok_or_else(|| {
                InvalidValue::new(
                    "password_length_out_of_range",
                    "the shortest password has between 8 and 64 characters",
                )
            })
    }

    /// Returns the shortest length in characters (code points).
    pub const fn min_length(self) -> u8 {
        self.min_length
    }

    /// Checks a new password, whenever one is set or changed.
    ///
    /// # Errors
    /// `password_too_short`, `password_too_long` beyond 1,024 octets, `password_too_simple` for a
    /// single repeated character, `password_blocklisted` for one of the commonly used ones with at
    /// most an obvious tail, `password_contains_context` when it contains the person's own name,
    /// login or address, or is little more than a word about them.
    pub fn check(
        self,
        password: &Password,
        context: &PasswordContext<'_>,
        blocklist: &dyn PasswordBlocklist,
    ) -> Result<(), InvalidValue> {
        let text = password.expose();
        let refuse = |code, detail: String| Err(InvalidValue::new(code, detail));
        if text.chars().count() < usize::from(self.min_length) {
            let detail = format!("the password needs at least {} characters", self.min_length);
            return refuse("password_too_short", detail);
        }
        if text.len() > MAX_OCTETS {
            let detail = "the password has at most 1024 bytes".to_owned();
            return refuse("password_too_long", detail);
        }
        let first = text.chars().next();
        if text.chars().all(|c| Some(c) == first) {
            let detail = "the password is one character repeated".to_owned();
            return refuse("password_too_simple", detail);
        }
        if context.gives_away(text) {
            let detail = "the password contains your name, login or address, or is too close to them or the account's name".to_owned();
            return refuse("password_contains_context", detail);
        }
        if is_common(text, blocklist) {
            let detail = "the password is one of those that are used most and tried first, or such a one with an obvious tail".to_owned();
            return refuse("password_blocklisted", detail);
        }
        Ok(())
    }
}

impl Default for PasswordPolicy {
    /// Fifteen characters, for a password that is the only factor (NIST SP 800-63B-4).
    fn default() -> Self {
        Self { min_length: 15 }
    }
}

impl PasswordContext<'_> {
    /// Whether the password gives itself away; case, blanks and punctuation make no difference.
    fn gives_away(&self, password: &str) -> bool {
        let words: Vec<String> = words(password).collect();
        let squeezed = words.concat();
        let contains = |own: &str| {
            let own = squeeze(own);
            // "Li" is part of many words; as a word of its own it is the name.
            let is_long = own.chars().count() >= 4;
            (is_long && squeezed.contains(&own)) || words.contains(&own)
        };
        let is_mostly = |near: &str| {
            let near = squeeze(near);
            let letters = near.chars().count();
            letters >= 4 && squeezed.contains(&near) && letters * 2 > squeezed.chars().count()
        };
        let parts = self.own.iter().flat_map(|own| own.split_whitespace());
        self.own.iter().any(|own| contains(own))
            || self.near.iter().copied().chain(parts).any(is_mostly)
    }
}

/// Returns the words of a text, without case and punctuation.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

fn squeeze(text: &str) -> String {
    words(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Common;

    impl PasswordBlocklist for Common {
        fn lists(&self, text: &str) -> bool {
            ["password", "qwertyuiop", "liverpool", "пароль"].contains(&text)
        }
    }

    fn check(text: &str) -> Result<(), &'static str> {
        let context = PasswordContext {
            own: vec![
                "Siti Nurhaliza",
                "siti.n",
                "siti.nurhaliza@example.org",
                "Li",
            ],
            near: vec!["siti.nurhaliza", "Maju"],
        };
        PasswordPolicy::default()
            .check(&Password::new(text), &context, &Common)
            .map_err(|e| e.code())
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(check("fourteen chars"), Err("password_too_short"));
        assert_eq!(check("fifteen  chars!"), Ok(()));
        assert_eq!(check("пятнадцать букв"), Ok(()));
        assert_eq!(check(&"ab".repeat(600)), Err("password_too_long"));
    }

    #[test]
    fn a_composed_letter_is_one_character() {
        assert_eq!(
            check("cafe\u{301} cafe\u{301} 4 u"),
            Err("password_too_short")
        );
    }

    #[test]
    fn one_character_repeated_is_too_simple() {
        assert_eq!(check(&"a".repeat(20)), Err("password_too_simple"));
    }

    #[test]
    fn a_password_with_the_persons_own_name_is_refused() {
        for text in [
            "Siti Nurhaliza1",
            "siti.nurhaliza@EXAMPLE.org",
            "my name is SitiNurhaliza, truly",
            "siti_nurhaliza walks his elephant at dawn",
            "a login such as SITI.N is no secret",
            "nurhaliza 12345",
            "so says li, every day",
        ] {
            assert_eq!(check(text), Err("password_contains_context"), "{text}");
        }
        for text in ["nurhaliza would walk an elephant", "slippery liver paste"] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn a_password_may_name_the_account_among_other_words() {
        assert_eq!(check("maju tak gentar membela"), Ok(()));
    }

    #[test]
    fn a_common_password_is_refused_with_its_obvious_tails() {
        for text in [
            "Liverpool!2026!!",
            "passwordpassword",
            "Password123456789",
            "P@ssw0rd!!!!2026",
            "qwertyuiopQWERTYUIOP",
            "123456789012345",
            "abcdefghijklmnop",
            "ПарольПарольПароль",
        ] {
            assert_eq!(check(text), Err("password_blocklisted"), "{text}");
        }
        for text in [
            "correct horse battery staple",
            "my password is a secret",
            "password 8301756 2947",
            "8301-7562-9947-password",
            "8301-7562-9947-x",
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }
}
