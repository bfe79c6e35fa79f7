//! Cursors on the wire: opaque texts that say where a list goes on.

use crate::shared::Problem;
use chrono::DateTime;
use data_encoding::BASE64URL_NOPAD;
use invite_domain::{
    model::{InvitationId, MemberId},
    ports::Cursor,
};
use uuid::Uuid;

/// Writes a cursor.
pub(super) fn write(cursor: Cursor) -> String {
    let mut bytes = [0; 24];
    let (time, id) = bytes.split_at_mut(8);
    time.copy_from_slice(&cursor.created_at.timestamp_micros().to_be_bytes());
    id.copy_from_slice(cursor.id.uuid().as_bytes());
    BASE64URL_NOPAD.encode(&bytes)
}

/// Reads a cursor that this list has given.
pub(super) fn read(text: &str) -> Result<Cursor, Problem> {
    decode(text).ok_or_else(invalid)
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

fn invalid() -> Problem {
    Problem::parameter(
        "cursor",
        "invalid_cursor",
        "take the cursor from `next_cursor` as it is",
    )
}

fn decode(text: &str) -> Option<Cursor> {
    let bytes: [u8; 24] = BASE64URL_NOPAD
        .decode(text.as_bytes())
        .ok()?
        .try_into()
        .ok()?;
    let (time, id) = bytes.split_at(8);
    Some(Cursor {
        created_at: DateTime::from_timestamp_micros(i64::from_be_bytes(time.try_into().ok()?))?,
        id: InvitationId::new(Uuid::from_slice(id).ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
