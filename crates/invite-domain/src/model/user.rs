//! People who can sign in, and their places in accounts.

use super::{
    AccountId, DisplayName, EmailAddress, Grant, Locale, Login, MemberId, PasswordHash,
    PhoneNumber, UserId,
};
use chrono::{DateTime, Utc};

/// A person who can sign in: one set of credentials, any number of accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Their id.
    pub id: UserId,
    /// The address that they proved to hold.
    pub email: Option<EmailAddress>,
    /// The number that they proved to hold; only where there is no address.
    pub phone: Option<PhoneNumber>,
    /// Another name to sign in with.
    pub login: Option<Login>,
    /// How they are called.
    pub name: DisplayName,
    /// The language they read.
    pub locale: Option<Locale>,
    /// Since when they are known.
    pub created_at: DateTime<Utc>,
}

impl User {
    /// Returns what tells them from other people: the address, else the number, the login, the name.
    pub fn known_as(&self) -> &str {
        let email = self.email.as_ref().map(EmailAddress::original);
        email
            .or_else(|| self.phone.as_ref().map(PhoneNumber::as_str))
            .or_else(|| self.login.as_ref().map(Login::as_str))
            .unwrap_or_else(|| self.name.as_str())
    }
}

/// What a person changes of themselves; what is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProfileChanges {
    /// How they are called, in each of their accounts.
    pub name: Option<DisplayName>,
    /// The language that they read.
    pub locale: Option<Locale>,
}

impl ProfileChanges {
    /// Returns the person as they are afterwards.
    #[must_use]
    pub fn applied_to(&self, user: &User) -> User {
        User {
            name: self.name.clone().unwrap_or_else(|| user.name.clone()),
            locale: self.locale.or(user.locale),
            ..user.clone()
        }
    }

    /// Returns what is different afterwards, as it is called on the wire.
    pub fn fields(&self, user: &User) -> Vec<&'static str> {
        let new = self.applied_to(user);
        let changed = [
            (new.name != user.name, "name"),
            (new.locale != user.locale, "locale"),
        ];
        let changed = changed.into_iter().filter(|(is_new, _)| *is_new);
        changed.map(|(_, field)| field).collect()
    }
}

/// A person who sets their first password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUser {
    /// Who they are.
    pub user: User,
    /// The hash of their password.
    pub password: PasswordHash,
}

/// A person's place in one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its id.
    pub id: MemberId,
    /// The account.
    pub account_id: AccountId,
    /// The person.
    pub user_id: UserId,
    /// What they hold.
    pub grant: Grant,
    /// Whether they may act; switched off and on by administrators.
    pub active: bool,
    /// Whether they accepted, and an administrator has to approve before they may act for the first time;
    /// never while they are switched on.
    pub awaiting_approval: bool,
    /// Since when they are in.
    pub joined_at: DateTime<Utc>,
    /// Counts changes; storage refuses an update over another version.
    pub version: u32,
}
