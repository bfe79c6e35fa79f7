//! Cursors on the wire: opaque texts that say where a list goes on.

use crate::shared::Problem;
use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use invite_domain::{
    model::{GrantKey, InvitationId, MemberId},
    ports::Cursor,
};
use uuid::Uuid;

/// Writes a cursor of a list of invitations.
pub(super) fn write(cursor: Cursor) -> String {
    write_moment(cursor.created_at, cursor.id.uuid())
}

/// Reads a cursor that a list of invitations has given.
pub(super) fn read(text: &str) -> Result<Cursor, Problem> {
    let (created_at, id) = read_moment(text)?;
    Ok(Cursor {
        created_at,
        id: InvitationId::new(id),
    })
}

/// Writes a place in a list that goes by time and id.
pub(super) fn write_moment(at: DateTime<Utc>, id: Uuid) -> String {
    let mut bytes = [0; 24];
    let (time, rest) = bytes.split_at_mut(8);
    time.copy_from_slice(&at.timestamp_micros().to_be_bytes());
    rest.copy_from_slice(id.as_bytes());
    BASE64URL_NOPAD.encode(&bytes)
}

/// Writes a cursor of the list of members.
pub(super) fn write_member(last: MemberId) -> String {
    BASE64URL_NOPAD.encode(last.uuid().as_bytes())
}

/// Reads a cursor that the list of members has given.
pub(super) fn read_member(text: &str) -> Result<MemberId, Problem> {
    let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok();
    let id = bytes.and_then(|bytes| Uuid::from_slice(&bytes).ok());
    id.map(MemberId::new).ok_or_else(invalid)
}

/// Reads a place in a list that goes by time and id.
pub(super) fn read_moment(text: &str) -> Result<(DateTime<Utc>, Uuid), Problem> {
    let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).unwrap_or_default();
    moment(&bytes).ok_or_else(invalid)
}

fn moment(bytes: &[u8]) -> Option<(DateTime<Utc>, Uuid)> {
    let (time, id) = bytes.split_at_checked(8)?;
    let micros = i64::from_be_bytes(time.try_into().ok()?);
    Some((
        DateTime::from_timestamp_micros(micros)?,
        Uuid::from_slice(id).ok()?,
    ))
}

/// Writes a place in a list that goes by a text and id.
pub(super) fn write_key(key: &str, id: Uuid) -> String {
    let mut bytes = id.as_bytes().to_vec();
    bytes.extend_from_slice(key.as_bytes());
    BASE64URL_NOPAD.encode(&bytes)
}

/// Reads a place in a list that goes by a text and id.
pub(super) fn read_key(text: &str) -> Result<(String, Uuid), Problem> {
    let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).unwrap_or_default();
    keyed(&bytes).ok_or_else(invalid)
}

fn keyed(bytes: &[u8]) -> Option<(String, Uuid)> {
    let (id, key) = bytes.split_at_checked(16)?;
    let key = str::from_utf8(key).ok()?;
    // No text that anything is sorted by is longer, or has such a character.
    let fits = key.len() <= 4000 && !key.contains('\0');
    fits.then_some((key.to_owned(), Uuid::from_slice(id).ok()?))
}

/// Writes the place behind a key.
pub(super) fn write_grant_key(key: &GrantKey) -> String {
    BASE64URL_NOPAD.encode(key.as_str().as_bytes())
}

/// Reads a place behind a key that this list has given.
pub(super) fn read_grant_key(text: &str) -> Result<GrantKey, Problem> {
    let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok();
    let key = bytes.and_then(|bytes| GrantKey::parse(std::str::from_utf8(&bytes).ok()?).ok());
    key.ok_or_else(invalid)
}

pub(super) fn invalid() -> Problem {
    Problem::parameter(
        "cursor",
        "invalid_cursor",
        "take the cursor from `next_cursor` as it is",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_behind_keys_read_back_and_others_are_refused() {
        for key in ["+1 415", "Ёлка", "a/b?c"] {
            let key = GrantKey::parse(key).unwrap();
            assert_eq!(read_grant_key(&write_grant_key(&key)).unwrap(), key);
        }
        for text in ["", "x", "ю", "_w", "AAAA"] {
            assert!(read_grant_key(text).is_err(), "{text}");
        }
    }

    #[test]
    fn cursors_read_back_and_others_are_refused() {
        let cursor = Cursor {
            created_at: DateTime::from_timestamp_millis(1_700_000_000_123).unwrap(),
            id: InvitationId::new(Uuid::from_u128(7)),
        };
        assert_eq!(read(&write(cursor)).unwrap(), cursor);
        for text in [
            "",
            "x",
            "AAAA",
            "ю",
            &"A".repeat(33),
            &format!("f{}", "_".repeat(31)),
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn cursors_of_texts_read_back_and_others_are_refused() {
        let id = Uuid::from_u128(7);
        for key in ["", "maju\nmaju", "ёлка\nelka"] {
            let read = read_key(&write_key(key, id)).unwrap();
            assert_eq!(read, (key.to_owned(), id));
        }
        let nul = write_key("\0", id);
        let not_utf8 = BASE64URL_NOPAD.encode(&[0xff; 20]);
        for text in ["", "x", "AAAA", "ю", &nul, &not_utf8] {
            assert!(read_key(text).is_err(), "{text}");
        }
    }
}
