//! Domain values from literals, for tests: whatever cannot be read is a panic that names it.

use chrono::{DateTime, Utc};
use invite_domain::model::{
    DisplayName, EmailAddress, Explanation, GrantItem, GrantKey, GrantKind, Grantable, Login,
    PersonalMessage, PhoneNumber, Slug, Ttl,
};
use std::fmt::Debug;

fn read<T, E: Debug>(read: Result<T, E>, text: &str) -> T {
    match read {
        Ok(value) => value,
        Err(error) => panic!("the test's literal {text:?} cannot be read: {error:?}"),
    }
}

/// Reads an e-mail address.
pub fn email(text: &str) -> EmailAddress {
    read(EmailAddress::parse(text), text)
}

/// Reads a phone number.
pub fn phone(text: &str) -> PhoneNumber {
    read(PhoneNumber::parse(text), text)
}

/// Reads a name.
pub fn name(text: &str) -> DisplayName {
    read(DisplayName::parse(text), text)
}

/// Reads a login.
pub fn login(text: &str) -> Login {
    read(Login::parse(text), text)
}

/// Reads a slug.
pub fn slug(text: &str) -> Slug {
    read(Slug::parse(text), text)
}

/// Reads a personal message.
pub fn message(text: &str) -> PersonalMessage {
    read(PersonalMessage::parse(text), text)
}

/// Reads an explanation.
pub fn explanation(text: &str) -> Explanation {
    read(Explanation::parse(text), text)
}

/// Reads the key of a role, group, permission or resource.
pub fn key(text: &str) -> GrantKey {
    read(GrantKey::parse(text), text)
}

/// Reads something that can be granted.
pub fn item(kind: GrantKind, text: &str) -> GrantItem {
    GrantItem {
        kind,
        key: key(text),
    }
}

/// Reads something that can be granted, as an account defines it: without texts, not shared.
pub fn grantable(kind: GrantKind, text: &str) -> Grantable {
    Grantable::new(item(kind, text), crate::SteppedClock::default().get())
}

/// Reads a time such as `2026-01-05T09:00:00.250Z`.
pub fn time(text: &str) -> DateTime<Utc> {
    read(DateTime::parse_from_rfc3339(text), text).to_utc()
}

/// Takes a number of hours as the life of a link.
pub fn hours(hours: u32) -> Ttl {
    read(
        Ttl::from_seconds(i64::from(hours) * 3600),
        &format!("{hours} hours"),
    )
}
