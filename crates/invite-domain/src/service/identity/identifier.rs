//! What identifies a person who signs in, and what their password must not be.

use crate::model::{Actor, Doer, EmailAddress, Login, PasswordContext, PhoneNumber, User, Via};

/// Brings what a person types to the form that identifies them.
pub(super) fn canonical(identifier: &str) -> String {
    if let Ok(email) = EmailAddress::parse(identifier) {
        return email.canonical().to_owned();
    }
    if let Ok(phone) = PhoneNumber::parse(identifier) {
        return phone.as_str().to_owned();
    }
    identifier.trim().to_lowercase()
}

/// Returns what a person signs in with, in its canonical form.
pub(super) fn identifier_of(user: &User) -> Option<String> {
    let email = user.email.as_ref().map(|e| e.canonical().to_owned());
    let login = || user.login.as_ref().map(|l| l.as_str().to_owned());
    let phone = || user.phone.as_ref().map(|p| p.as_str().to_owned());
    email.or_else(login).or_else(phone)
}

/// A person, as the audit log names them.
pub(super) fn person(user: &User, via: Via) -> Doer {
    Doer {
        actor: Actor::User(user.id),
        via,
    }
}

/// Words that an attacker would try first for this person.
pub(super) fn password_context(user: &User) -> PasswordContext<'_> {
    let email = user.email.as_ref();
    let login = user.login.as_ref().map(Login::as_str);
    PasswordContext {
        own: [user.name.as_str()]
            .into_iter()
            .chain(email.map(EmailAddress::original))
            .chain(login)
            .collect(),
        near: email.map(EmailAddress::local_part).into_iter().collect(),
    }
}
