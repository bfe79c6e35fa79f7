//! People. Their password's hash is a column apart, read only where it is checked.

use super::{Fields, invitation::searchable, millis};
use invite_domain::{
    model::{
        DisplayName, EmailAddress, Locale, Login, NewUser, PhoneNumber, ProfileChanges, User,
        UserId,
    },
    ports::StoreError,
};
use sea_orm::Value;

/// What is read of a person.
pub(crate) const COLUMNS: [&str; 7] = [
    "id",
    "email_original",
    "phone",
    "login",
    "name",
    "locale",
    "created_at",
];

/// What is written of a new person.
pub(crate) const NEW_COLUMNS: [&str; 11] = [
    "id",
    "email",
    "email_original",
    "phone",
    "login",
    "name",
    "locale",
    "password",
    "created_at",
    "search_text",
    "sort_name",
];

/// Returns the values in the order of [`NEW_COLUMNS`].
pub(crate) fn encode(new: &NewUser) -> [Value; 11] {
    let user = &new.user;
    [
        user.id.uuid().into(),
        user.email.as_ref().map(EmailAddress::canonical).into(),
        user.email.as_ref().map(EmailAddress::original).into(),
        user.phone.as_ref().map(PhoneNumber::as_str).into(),
        user.login.as_ref().map(Login::as_str).into(),
        user.name.as_str().into(),
        user.locale.map(Locale::code).into(),
        new.password.expose().into(),
        millis(user.created_at).into(),
        search_text(user).into(),
        user.sorting_name().into(),
    ]
}

/// Returns the id, then the name, the language, what a search looks at and what sorts; `None` stays.
pub(crate) fn encode_changes(user: &User, changes: &ProfileChanges) -> [Value; 5] {
    let renamed = changes.name.as_ref().map(|_| changes.applied_to(user));
    let renamed = renamed.as_ref();
    [
        user.id.uuid().into(),
        renamed.map(|user| user.name.as_str()).into(),
        changes.locale.map(Locale::code).into(),
        renamed.map(search_text).into(),
        renamed.map(User::sorting_name).into(),
    ]
}

/// Returns everything that a search for people looks at.
fn search_text(user: &User) -> String {
    let email = user.email.as_ref();
    let parts = [
        Some(user.name.as_str()),
        email.map(EmailAddress::original),
        // The original differs from it where the domain is not ASCII.
        email.map(EmailAddress::canonical),
        user.login.as_ref().map(Login::as_str),
        user.phone.as_ref().map(PhoneNumber::as_str),
    ];
    searchable(parts.into_iter())
}

pub(crate) fn decode(fields: Fields<'_>) -> Result<User, StoreError> {
    Ok(User {
        id: UserId::new(fields.id("id")?),
        email: fields.parsed_if_any("email_original", EmailAddress::parse)?,
        phone: fields.parsed_if_any("phone", PhoneNumber::parse)?,
        login: fields.parsed_if_any("login", Login::parse)?,
        name: fields.parsed("name", DisplayName::parse)?,
        locale: fields.parsed_if_any("locale", Locale::parse)?,
        created_at: fields.time("created_at")?,
    })
}
