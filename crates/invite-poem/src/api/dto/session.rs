//! Signing in on the wire.

use super::{fields::Fields, names::AccessTypeName};
use crate::shared::{FieldProblem, Problem};
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{
        self, DisplayName, InvitationToken, Locale, Password, ProfileChanges, Session, SessionId,
    },
    ports::Membership,
};
use poem_openapi::Object;
use serde::Deserialize;

/// An address or a login, and the password.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct SignIn {
    /// The address; this or `login`.
    email: Option<String>,
    /// The login; this or `email`.
    login: Option<String>,
    password: String,
    /// The token of an invitation of theirs, to join with it: whoever may enter no account for want of
    /// a role signs in with a good one. It changes nothing else.
    invitation_token: Option<String>,
}

/// What a person shows to sign in.
pub(in crate::api) struct Shown {
    pub(in crate::api) identifier: String,
    pub(in crate::api) password: Password,
    pub(in crate::api) to_join: Option<InvitationToken>,
}

impl SignIn {
    /// Returns what identifies the person, the password, and what they want to join with.
    ///
    /// # Errors
    /// `invalid_input` unless just one of `email` and `login` is given.
    pub(in crate::api) fn read(self) -> Result<Shown, Problem> {
        let refuse = |field, code, detail| {
            Err(Problem::invalid(vec![FieldProblem::new(
                field, code, detail,
            )]))
        };
        match (self.email, self.login) {
            (Some(identifier), None) | (None, Some(identifier)) => Ok(Shown {
                identifier,
                password: Password::new(self.password),
                to_join: self.invitation_token.map(InvitationToken::new),
            }),
            (None, None) => refuse("email", "required", "an address or a login is needed"),
            (Some(_), Some(_)) => {
                refuse("login", "ambiguous", "give an address or a login, not both")
            }
        }
    }
}

/// What is to be different; what is left out stays as it is.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct ProfileChange {
    /// How the person wants to be called, in each of their accounts.
    name: Option<String>,
    /// The language that they read: `en`, `id` or `ru`.
    locale: Option<String>,
}

impl ProfileChange {
    /// Reads it.
    ///
    /// # Errors
    /// `invalid_input`, which names each field that is wrong.
    pub(in crate::api) fn read(self) -> Result<ProfileChanges, Problem> {
        let mut fields = Fields::default();
        let name = fields.optional("name", self.name.as_deref(), DisplayName::parse);
        let locale = fields.optional("locale", self.locale.as_deref(), Locale::parse);
        fields.finish()?;
        Ok(ProfileChanges { name, locale })
    }
}

/// Who is signed in.
#[derive(Debug, Object)]
pub(in crate::api) struct SessionBody {
    user: User,
    /// The accounts that the person may enter, by name.
    accounts: Vec<Place>,
    /// When the session ends; told when it begins.
    expires_at: Option<DateTime<Utc>>,
}

/// A person who can sign in.
#[derive(Debug, Object)]
struct User {
    id: String,
    name: String,
    email: Option<String>,
    phone: Option<String>,
    login: Option<String>,
    locale: Option<String>,
}

/// A person's place in one account.
#[derive(Debug, Object)]
struct Place {
    id: String,
    name: String,
    slug: String,
    access_type: AccessTypeName,
}

impl SessionBody {
    /// Shows who is signed in.
    pub(in crate::api) fn of(
        user: &model::User,
        memberships: &[Membership],
        expires_at: Option<DateTime<Utc>>,
    ) -> Self {
        let accounts = memberships.iter().map(|membership| Place {
            id: membership.account.id.to_string(),
            name: membership.account.name.to_string(),
            slug: membership.account.slug.to_string(),
            access_type: membership.member.grant.access_type.into(),
        });
        Self {
            user: User {
                id: user.id.to_string(),
                name: user.name.to_string(),
                email: user.email.as_ref().map(|e| e.original().to_owned()),
                phone: user.phone.as_ref().map(|p| p.as_str().to_owned()),
                login: user.login.as_ref().map(ToString::to_string),
                locale: user.locale.map(|l| l.code().to_owned()),
            },
            accounts: accounts.collect(),
            expires_at,
        }
    }
}

/// The person's sessions, the one that was seen last first.
#[derive(Debug, Object)]
pub(in crate::api) struct SessionList {
    /// The hundred that were seen last.
    items: Vec<SessionItem>,
}

/// One session of the person.
#[derive(Debug, Object)]
struct SessionItem {
    id: String,
    created_at: DateTime<Utc>,
    /// When something was asked in it last, exact to a minute or so.
    last_seen_at: DateTime<Utc>,
    /// When it ends, whatever happens; it ends earlier when nothing is asked for long.
    expires_at: DateTime<Utc>,
    /// Browser and system, as the browser told when it signed in.
    label: Option<String>,
    /// Whether it is the one that asks.
    current: bool,
}

impl SessionList {
    /// Shows the sessions; `current` is the one that asks.
    pub(in crate::api) fn of(sessions: Vec<Session>, current: SessionId) -> Self {
        let items = sessions.into_iter().map(|session| SessionItem {
            id: session.id.to_string(),
            created_at: session.created_at,
            last_seen_at: session.last_seen_at,
            expires_at: session.expires_at,
            label: session.device.map(|device| device.to_string()),
            current: session.id == current,
        });
        Self {
            items: items.collect(),
        }
    }
}

/// How many sessions ended.
#[derive(Debug, Object)]
pub(in crate::api) struct SessionsEnded {
    ended: u64,
}

impl SessionsEnded {
    /// Says how many.
    pub(in crate::api) const fn of(ended: u64) -> Self {
        Self { ended }
    }
}

/// The current password and the new one.
#[derive(Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct PasswordChange {
    current: String,
    new: String,
}

impl PasswordChange {
    /// Returns the current password and the new one.
    pub(in crate::api) fn read(self) -> (Password, Password) {
        (Password::new(self.current), Password::new(self.new))
    }
}
