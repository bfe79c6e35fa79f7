//! What a page says about the form that was posted just before it.

use invite_i18n::Texts;
use std::borrow::Cow;

/// One sentence on top of the next page. The browser carries only its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notice {
    /// A message was queued.
    Queued,
    /// An invitation was withdrawn.
    Revoked,
    /// The invitation stands where this cannot be done.
    NotNow,
    /// Someone else changed it at the same moment.
    Changed,
    /// Another invitation holds the person's place.
    PlaceTaken,
    /// The account is suspended.
    Suspended,
    /// No message can leave for this person.
    NoChannel,
    /// The reader may not do this.
    NotAllowed,
    /// The password was changed.
    PasswordChanged,
    /// The reader is signed out.
    SignedOut,
}

impl Notice {
    const ALL: [Self; 10] = [
        Self::Queued,
        Self::Revoked,
        Self::NotNow,
        Self::Changed,
        Self::PlaceTaken,
        Self::Suspended,
        Self::NoChannel,
        Self::NotAllowed,
        Self::PasswordChanged,
        Self::SignedOut,
    ];

    /// Returns the name that the browser carries.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Revoked => "revoked",
            Self::NotNow => "not-now",
            Self::Changed => "changed",
            Self::PlaceTaken => "place-taken",
            Self::Suspended => "suspended",
            Self::NoChannel => "no-channel",
            Self::NotAllowed => "not-allowed",
            Self::PasswordChanged => "password-changed",
            Self::SignedOut => "signed-out",
        }
    }

    /// Reads the name; `None` for anything else.
    pub(super) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|notice| notice.name() == name)
    }

    /// Whether it tells that something was done, rather than that it was not.
    pub(super) const fn is_good(self) -> bool {
        matches!(
            self,
            Self::Queued | Self::Revoked | Self::PasswordChanged | Self::SignedOut
        )
    }

    /// Returns the sentence.
    pub(super) fn text(self, texts: Texts) -> Cow<'static, str> {
        match self {
            Self::Queued => texts.get("page-notice-queued"),
            Self::Revoked => texts.get("page-notice-revoked"),
            Self::NotNow => texts.get("page-notice-not-now"),
            Self::Changed => texts.get("page-error-conflict"),
            Self::PlaceTaken => texts.get("page-notice-place-taken"),
            Self::Suspended => texts.get("page-error-suspended"),
            Self::NoChannel => texts.get("page-error-no-channel"),
            Self::NotAllowed => texts.get("page-error-may-not-grant"),
            Self::PasswordChanged => texts.get("page-notice-password-changed"),
            Self::SignedOut => texts.get("page-notice-signed-out"),
        }
    }
}
