//! Signing in on the wire.

use super::names::AccessTypeName;
use crate::shared::{FieldProblem, Problem};
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{self, Password},
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
}

impl SignIn {
    /// Returns what identifies the person, and the password.
    ///
    /// # Errors
    /// `invalid_input` unless just one of `email` and `login` is given.
    pub(in crate::api) fn read(self) -> Result<(String, Password), Problem> {
        let refuse = |field, code, detail| {
            Err(Problem::invalid(vec![FieldProblem::new(
                field, code, detail,
            )]))
        };
        match (self.email, self.login) {
            (Some(identifier), None) | (None, Some(identifier)) => {
                Ok((identifier, Password::new(self.password)))
            }
            (None, None) => refuse("email", "required", "an address or a login is needed"),
            (Some(_), Some(_)) => {
                refuse("login", "ambiguous", "give an address or a login, not both")
            }
        }
    }
}

/// Who is signed in.
#[derive(Debug, Object)]
pub(in crate::api) struct SessionBody {
    user: User,
    /// The accounts that the person is a member of, by name.
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
