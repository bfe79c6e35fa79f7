//! Passwords: what they must be, and how little of them is ever seen.

use super::InvalidValue;
use std::fmt;
use zeroize::Zeroizing;

/// The longest password, in octets; hashing cost does not depend on it, memory for requests does.
const MAX_OCTETS: usize = 1024;

/// A password in clear: wiped on drop, redacted in debug output, never stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// Takes a password exactly as it was typed (OWASP ASVS 5.0, 6.2.8).
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// Returns the text, for hashing.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// A password's hash in the PHC string format; opaque in here.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Wraps what a hasher made.
    pub fn new(phc: impl Into<String>) -> Self {
        Self(phc.into())
    }

    /// Returns the PHC string, for storage and for the hasher.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// What a new password must be: length and no obvious words, no composition rules
/// (NIST SP 800-63B-4 §3.1.1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordPolicy {
    min_length: u8,
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

    /// Checks a new password; `context` holds words that an attacker would try first, such as the
    /// person's name, address and account.
    ///
    /// # Errors
    /// `password_too_short`, `password_too_long` beyond 1,024 octets, `password_too_simple` for a
    /// single repeated character, `password_contains_context` when it is little more than such a word.
    pub fn check(self, password: &Password, context: &[&str]) -> Result<(), InvalidValue> {
        let text = password.expose();
        let length = text.chars().count();
        if length < usize::from(self.min_length) {
            return Err(InvalidValue::new(
                "password_too_short",
                format!("the password needs at least {} characters", self.min_length),
            ));
        }
        if text.len() > MAX_OCTETS {
            return Err(InvalidValue::new(
                "password_too_long",
                "the password has at most 1024 bytes",
            ));
        }
        let first = text.chars().next();
        if text.chars().all(|c| Some(c) == first) {
            return Err(InvalidValue::new(
                "password_too_simple",
                "the password is one character repeated",
            ));
        }
        let lower = text.to_lowercase();
        let gives_away = |word: &str| {
            let word = word.to_lowercase();
            let letters = word.chars().count();
            // A short name inside a long passphrase is harmless; a password that is mostly the name is not.
            letters >= 4 && lower.contains(&word) && letters * 2 > length
        };
        if context.iter().any(|word| gives_away(word)) {
            return Err(InvalidValue::new(
                "password_contains_context",
                "the password is too close to your name, address or account",
            ));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<(), &'static str> {
        PasswordPolicy::default()
            .check(
                &Password::new(text),
                &["Siti Nurhaliza", "siti.nurhaliza@example.org", "Maju"],
            )
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
    fn obvious_passwords_are_refused() {
        assert_eq!(check(&"a".repeat(20)), Err("password_too_simple"));
        assert_eq!(check("Siti Nurhaliza1"), Err("password_contains_context"));
        assert_eq!(
            check("siti.nurhaliza@EXAMPLE.org"),
            Err("password_contains_context")
        );
        assert_eq!(check("maju tak gentar membela"), Ok(()));
    }

    #[test]
    fn nothing_shows_in_debug_output() {
        let shown = format!(
            "{:?} {:?}",
            Password::new("secret"),
            PasswordHash::new("$argon2id$x")
        );
        assert_eq!(shown, "Password(…) PasswordHash(…)");
    }
}
