//! Random secrets in clear, and the digests that are stored in their place.

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};
use std::fmt;
use zeroize::Zeroizing;

/// What a random secret is for; its prefix lets secret scanners find one that leaked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretKind {
    /// The token of a signed-in session.
    Session,
    /// An API key.
    ApiKey,
}

impl SecretKind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Session => "invs_",
            Self::ApiKey => "invk_",
        }
    }
}

/// A random secret in clear: shown once, wiped on drop, redacted in debug output.
///
/// Its 256 random bits need no salted hash (OWASP ASVS 5.0, 6.5.2): a plain SHA-256 is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Writes fresh random bytes as a secret of this kind.
    pub fn from_random(kind: SecretKind, bytes: [u8; 32]) -> Self {
        let bytes = Zeroizing::new(bytes);
        let text = format!(
            "{}{}",
            kind.prefix(),
            BASE64URL_NOPAD.encode(bytes.as_slice())
        );
        Self(Zeroizing::new(text))
    }

    /// Wraps a secret as it came in, genuine or not.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// Whether it looks like a secret of this kind.
    pub fn is(&self, kind: SecretKind) -> bool {
        self.0.starts_with(kind.prefix())
    }

    /// Returns the text, to show it once or to put it into a cookie.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Returns what is stored in its place.
    pub fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_apart_and_nothing_is_shown() {
        let key = Secret::from_random(SecretKind::ApiKey, [3; 32]);
        assert!(key.is(SecretKind::ApiKey) && !key.is(SecretKind::Session));
        assert_eq!(key.expose().len(), 48);
        assert_eq!(key.digest(), Secret::new(key.expose()).digest());
        assert_eq!(format!("{key:?}"), "Secret(…)");
    }
}
