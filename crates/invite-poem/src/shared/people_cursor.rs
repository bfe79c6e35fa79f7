//! Places in a list of people, as opaque texts that need no escaping in an address.

use chrono::DateTime;
use data_encoding::BASE64URL_NOPAD;
use invite_domain::ports::{PeopleCursor, PeopleKey, PersonId};
use uuid::Uuid;

const BY_TIME: u8 = b't';
const BY_NAME: u8 = b'n';

/// Writes a place.
pub(crate) fn write(cursor: &PeopleCursor) -> String {
    let (kind, key) = match &cursor.key {
        PeopleKey::Time(at) => (BY_TIME, at.timestamp_millis().to_be_bytes().to_vec()),
        PeopleKey::Name(name) => (BY_NAME, name.as_bytes().to_vec()),
    };
    let mut bytes = vec![kind];
    bytes.extend(cursor.id.0.as_bytes());
    bytes.extend(key);
    BASE64URL_NOPAD.encode(&bytes)
}

/// Reads a place that was written here; `None` for anything else.
pub(crate) fn read(text: &str) -> Option<PeopleCursor> {
    let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
    let (kind, rest) = bytes.split_first()?;
    let (id, key) = rest.split_at_checked(16)?;
    let key = match *kind {
        BY_TIME => {
            let millis = i64::from_be_bytes(key.try_into().ok()?);
            PeopleKey::Time(DateTime::from_timestamp_millis(millis)?)
        }
        BY_NAME => PeopleKey::Name(std::str::from_utf8(key).ok()?.to_owned()),
        _ => return None,
    };
    Some(PeopleCursor {
        key,
        id: PersonId(Uuid::from_slice(id).ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_as_it_was_written_and_nothing_else_is_one() {
        let id = PersonId(Uuid::from_u128(7));
        for key in [
            PeopleKey::Time(DateTime::from_timestamp_millis(1_767_225_600_123).unwrap()),
            PeopleKey::Name("жанна".to_owned()),
            PeopleKey::Name(String::new()),
        ] {
            let cursor = PeopleCursor { key, id };
            let text = write(&cursor);
            assert!(
                text.bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            );
            assert_eq!(read(&text), Some(cursor));
        }
        for text in ["", "nonsense!", "AAAA", "dA", "bv8"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
