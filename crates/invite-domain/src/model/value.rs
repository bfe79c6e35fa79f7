//! The one error of every constructor that takes untrusted text.

/// Says why a text is not the value it should be, in words that a person can act on.
///
/// The caller knows which field the text came from; this type says what is wrong and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct InvalidValue {
    code: &'static str,
    detail: String,
}

impl InvalidValue {
    /// Builds an error from a stable machine-readable `code` and a sentence for people.
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
        }
    }

    /// Returns the stable code, for example `too_long`.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// Returns the sentence for people: what is wrong and how to mend it.
    pub fn detail(&self) -> &str {
        &self.detail
    }
}
