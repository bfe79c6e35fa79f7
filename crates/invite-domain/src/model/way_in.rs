//! What a message brings, so that its reader can get in.

use super::{InvitationLink, TemporaryPassword};
use zeroize::Zeroizing;

/// How the reader of an invitation gets in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WayIn {
    /// By a link that opens the invitation.
    Link(InvitationLink),
    /// By signing in with a temporary password, which leads to setting one's own.
    TemporaryPassword(TemporaryLogin),
}

/// What a person types to sign in for the first time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemporaryLogin {
    /// Who they sign in as: their login, else the address or number that the message goes to.
    pub user_name: String,
    /// The password, to be replaced at once.
    pub password: TemporaryPassword,
    /// Where: an address that holds no secret.
    pub sign_in_url: String,
}

impl WayIn {
    /// Returns the link, where there is one.
    pub fn link(&self) -> Option<&InvitationLink> {
        match self {
            Self::Link(link) => Some(link),
            Self::TemporaryPassword(_) => None,
        }
    }

    /// Returns the temporary password and what belongs to it, where there is one.
    pub fn temporary(&self) -> Option<&TemporaryLogin> {
        match self {
            Self::Link(_) => None,
            Self::TemporaryPassword(login) => Some(login),
        }
    }

    /// Returns the secret in it, to strike it out of what the other side says.
    pub fn secret(&self) -> Zeroizing<String> {
        match self {
            Self::Link(link) => {
                let link = link.expose();
                Zeroizing::new(link.rsplit('/').next().unwrap_or(link).to_owned())
            }
            Self::TemporaryPassword(login) => login.password.shown(),
        }
    }
}
