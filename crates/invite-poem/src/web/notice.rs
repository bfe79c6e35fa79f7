//! What a page says about the form that was posted just before it.

use invite_i18n::{Arg, Texts};
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
    /// What it would give is gone, or someone else's.
    NotGrantable,
    /// The account is suspended.
    Suspended,
    /// No message can leave for this person.
    NoChannel,
    /// The reader may not do this.
    NotAllowed,
    /// Nothing had a check mark.
    NothingSelected,
    /// Messages were queued.
    SentMany {
        /// For how many.
        done: u32,
        /// For how many not, because of where they stand.
        not_done: u32,
    },
    /// Invitations were withdrawn.
    WithdrawnMany {
        /// How many.
        done: u32,
        /// How many not, because of where they stand.
        not_done: u32,
    },
    /// Settings were changed: each bit stands for one.
    Saved(u32),
    /// Roles were added or taken away.
    RolesChanged {
        /// For how many.
        done: u32,
        /// For how many not.
        not_done: u32,
    },
    /// The password was changed.
    PasswordChanged,
    /// A new password was set with the link in a mail.
    PasswordSet,
    /// The reader is signed out.
    SignedOut,
    /// One that belongs to one area of the pages.
    Said(&'static Said),
}

/// A notice of one area of the pages, which stands in that area's folder and is listed in [`SAID`].
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// The name that the browser carries: small letters and `-`, unlike any other notice's.
    pub(super) name: &'static str,
    /// The key of its sentence.
    pub(super) key: &'static str,
    /// Whether it tells that something was done, rather than that it was not.
    pub(super) is_good: bool,
}

/// The notices of every area.
const SAID: &[&[Said]] = &[
    super::accounts::NOTICES,
    super::api_keys::NOTICES,
    super::mail_texts::NOTICES,
    super::person::NOTICES,
    super::profile::NOTICES,
    super::rights::NOTICES,
    super::set_up_mail::NOTICES,
    super::inviting::NOTICES,
];

impl Notice {
    const PLAIN: [Self; 13] = [
        Self::Queued,
        Self::Revoked,
        Self::NotNow,
        Self::Changed,
        Self::PlaceTaken,
        Self::NotGrantable,
        Self::Suspended,
        Self::NoChannel,
        Self::NotAllowed,
        Self::NothingSelected,
        Self::PasswordChanged,
        Self::PasswordSet,
        Self::SignedOut,
    ];

    /// Returns the name that the browser carries.
    pub(super) fn name(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Queued => "queued",
            Self::Revoked => "revoked",
            Self::NotNow => "not-now",
            Self::Changed => "changed",
            Self::PlaceTaken => "place-taken",
            Self::NotGrantable => "not-grantable",
            Self::Suspended => "suspended",
            Self::NoChannel => "no-channel",
            Self::NotAllowed => "not-allowed",
            Self::NothingSelected => "nothing-selected",
            Self::PasswordChanged => "password-changed",
            Self::PasswordSet => "password-set",
            Self::SignedOut => "signed-out",
            Self::Said(said) => said.name,
            Self::Saved(what) => return Cow::Owned(format!("saved.{what}.0")),
            Self::SentMany { done, not_done } => {
                return Cow::Owned(format!("sent.{done}.{not_done}"));
            }
            Self::RolesChanged { done, not_done } => {
                return Cow::Owned(format!("roles.{done}.{not_done}"));
            }
            Self::WithdrawnMany { done, not_done } => {
                return Cow::Owned(format!("withdrawn.{done}.{not_done}"));
            }
        })
    }

    /// Reads the name; `None` for anything else.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let plain = Self::PLAIN.into_iter().find(|notice| notice.name() == name);
        let mut said = SAID.iter().copied().flatten();
        let said = || said.find(|said| said.name == name).map(Self::Said);
        plain.or_else(said).or_else(|| {
            let (what, numbers) = name.split_once('.')?;
            let (done, not_done) = numbers.split_once('.')?;
            let (done, not_done) = (done.parse().ok()?, not_done.parse().ok()?);
            match what {
                "sent" => Some(Self::SentMany { done, not_done }),
                "saved" => Some(Self::Saved(done)),
                "roles" => Some(Self::RolesChanged { done, not_done }),
                "withdrawn" => Some(Self::WithdrawnMany { done, not_done }),
                _ => None,
            }
        })
    }

    /// Whether it tells that something was done, rather than that it was not.
    pub(super) const fn is_good(self) -> bool {
        if let Self::Said(said) = self {
            return said.is_good;
        }
        matches!(
            self,
            Self::SentMany { not_done: 0, .. }
                | Self::WithdrawnMany { not_done: 0, .. }
                | Self::RolesChanged { not_done: 0, .. }
                | Self::Queued
                | Self::Revoked
                | Self::Saved(_)
                | Self::PasswordChanged
                | Self::PasswordSet
                | Self::SignedOut
        )
    }

    /// Returns the sentence.
    pub(super) fn text(self, texts: Texts) -> Cow<'static, str> {
        match self {
            Self::Said(said) => texts.get(said.key),
            Self::Saved(what) => super::settings::sentence(texts, what),
            Self::Queued => texts.get("page-notice-queued"),
            Self::Revoked => texts.get("page-notice-revoked"),
            Self::NotNow => texts.get("page-notice-not-now"),
            Self::Changed => texts.get("page-error-conflict"),
            Self::PlaceTaken => texts.get("page-notice-place-taken"),
            Self::NotGrantable => texts.get("page-notice-not-grantable"),
            Self::Suspended => texts.get("page-error-suspended"),
            Self::NoChannel => texts.get("page-error-no-channel"),
            Self::NotAllowed => texts.get("page-error-may-not-grant"),
            Self::PasswordChanged => texts.get("page-notice-password-changed"),
            Self::PasswordSet => texts.get("page-notice-password-set"),
            Self::SignedOut => texts.get("page-notice-signed-out"),
            Self::NothingSelected => texts.get("page-notice-nothing-selected"),
            Self::SentMany { done, not_done } => {
                many(texts, "page-notice-sent-many", done, not_done)
            }
            Self::RolesChanged { done, not_done } => {
                many(texts, "people-roles-changed", done, not_done)
            }
            Self::WithdrawnMany { done, not_done } => {
                many(texts, "page-notice-revoked-many", done, not_done)
            }
        }
    }
}

/// Says for how many something was done, and for how many it could not be.
fn many(texts: Texts, key: &str, done: u32, not_done: u32) -> Cow<'static, str> {
    let said = texts.with(key, &[("n", Arg::Number(done))]);
    if not_done == 0 {
        return Cow::Owned(said);
    }
    let rest = texts.with("page-notice-not-done", &[("n", Arg::Number(not_done))]);
    Cow::Owned(format!("{said} {rest}"))
}
