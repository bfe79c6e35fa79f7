//! The link in a message, and why it may no longer open anything.

use super::{InvalidValue, InvitationToken};
use chrono::{DateTime, Utc};
use std::fmt;
use zeroize::Zeroizing;

/// What every link begins with: the configured public address, never a request's host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkBase(String);

impl LinkBase {
    /// Takes the public address, for example `https://invite.example.org`.
    ///
    /// # Errors
    /// `url_invalid` unless it is an absolute http or https address without query and fragment.
    pub fn parse(url: &str) -> Result<Self, InvalidValue> {
        let url = super::HttpUrl::parse(url)?;
        if url.as_str().contains(['?', '#']) {
            return Err(InvalidValue::new(
                "url_invalid",
                "the public address has no query and no fragment",
            ));
        }
        Ok(Self(url.as_str().trim_end_matches('/').to_owned()))
    }

    /// Returns the address without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Builds the link that opens an invitation.
    pub fn invitation(&self, token: &InvitationToken) -> InvitationLink {
        InvitationLink(Zeroizing::new(format!("{}/i/{}", self.0, token.expose())))
    }

    /// Builds the link that sets a new password.
    pub fn password_reset(&self, token: &InvitationToken) -> PasswordResetLink {
        PasswordResetLink(Zeroizing::new(format!("{}/p/{}", self.0, token.expose())))
    }

    /// Builds the address of the built-in page that asks for a new password.
    pub fn forgotten_password(&self) -> String {
        format!("{}/password/forgotten", self.0)
    }

    /// Builds the address of the built-in page to sign in at.
    pub fn sign_in(&self) -> String {
        format!("{}/sign-in", self.0)
    }
}

/// A link that sets a new password: a secret, wiped on drop and redacted in debug output.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordResetLink(Zeroizing<String>);

impl PasswordResetLink {
    /// Returns the address, to put it into the one message it is meant for.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordResetLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordResetLink(…)")
    }
}

/// A link that opens an invitation: a secret, wiped on drop and redacted in debug output.
#[derive(Clone, PartialEq, Eq)]
pub struct InvitationLink(Zeroizing<String>);

impl InvitationLink {
    /// Returns the address, to put it into the one message it is meant for.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for InvitationLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InvitationLink(…)")
    }
}

/// Why a genuine link opens nothing. Told only to someone who holds the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkRefusal {
    /// No such link was ever sent.
    #[error("the link is not one of ours")]
    Unknown,
    /// A newer message took its place.
    #[error("a newer message with a newer link was sent")]
    Superseded,
    /// Its time is over.
    #[error("the link has expired")]
    Expired {
        /// Since when.
        at: DateTime<Utc>,
    },
    /// The account withdrew the invitation.
    #[error("the invitation was withdrawn")]
    Revoked,
    /// The person said no with it.
    #[error("the invitation was declined")]
    Declined,
    /// The person is in already: good news, not an error, for whoever asks to accept.
    #[error("the invitation was accepted")]
    AlreadyAccepted,
    /// The person was in, and is not anymore: an old link leads nobody back.
    #[error("the person's place in the account was ended")]
    MembershipEnded,
    /// The person's place is there, and switched off.
    #[error("the person's place in the account is switched off")]
    MembershipSwitchedOff,
    /// The person accepted, and an administrator has not approved yet.
    #[error("an administrator of the account has to approve the person first")]
    ApprovalPending,
}

#[cfg(test)]
mod tests {
    use super::LinkBase;

    #[test]
    fn takes_plain_addresses_only() {
        assert_eq!(
            LinkBase::parse("https://a.example/").unwrap().as_str(),
            "https://a.example"
        );
        for text in [
            "a.example",
            "ftp://a.example",
            "https://",
            "https://a?x",
            "https://a#x",
            "https://a b",
        ] {
            assert_eq!(
                LinkBase::parse(text).unwrap_err().code(),
                "url_invalid",
                "{text}"
            );
        }
    }
}
