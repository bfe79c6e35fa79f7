//! Passwords in clear and hashed, and how little of them is ever seen.

use icu_normalizer::ComposingNormalizerBorrowed;
use std::{borrow::Cow, fmt};
use zeroize::Zeroizing;

/// A password in clear: wiped on drop, redacted in debug output, never stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// Takes a password as it was typed: no letter's case and no blank is touched (OWASP ASVS 5.0,
    /// 6.2.8).
    ///
    /// One keyboard writes `é` as one code point and another as two. Both become one (Unicode
    /// normalization form C, NIST SP 800-63B-4 §3.1.1.2), wherever a password is set or verified.
    ///
    /// ```
    /// use invite_domain::model::Password;
    ///
    /// assert_eq!(Password::new("caf\u{e9}"), Password::new("cafe\u{301}"));
    /// assert_ne!(Password::new("Café"), Password::new("café"));
    /// ```
    pub fn new(text: impl Into<String>) -> Self {
        let typed = Zeroizing::new(text.into());
        match ComposingNormalizerBorrowed::new_nfc().normalize(&typed) {
            Cow::Owned(composed) => Self(Zeroizing::new(composed)),
            Cow::Borrowed(_) => Self(typed),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

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
