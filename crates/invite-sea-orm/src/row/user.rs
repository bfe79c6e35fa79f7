//! People. Their password's hash is a column apart, read only where it is checked.

use super::{Fields, millis};
use invite_domain::{
    model::{DisplayName, EmailAddress, Locale, Login, NewUser, PhoneNumber, User, UserId},
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
pub(crate) const NEW_COLUMNS: [&str; 9] = [
    "id",
    "email",
    "email_original",
    "phone",
    "login",
    "name",
    "locale",
    "password",
    "created_at",
];

/// Returns the values in the order of [`NEW_COLUMNS`].
pub(crate) fn encode(new: &NewUser) -> [Value; 9] {
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
    ]
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
