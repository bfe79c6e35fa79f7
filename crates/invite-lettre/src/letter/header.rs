//! Names and subjects on their way into a header.

use invite_i18n::names::{defuse, shorten};

/// The longest name in a header, in characters.
const HEADER_NAME: usize = 60;

/// The longest subject, in characters.
const SUBJECT: usize = 200;

/// Cuts a name to what a header can show, and defuses it if it poses as an address.
pub(super) fn name(name: &str) -> String {
    line(name, HEADER_NAME)
}

/// Does the same to a whole subject.
pub(super) fn subject(subject: &str) -> String {
    line(subject, SUBJECT)
}

/// No mail program links a bare `shop.example` in a header, and filters dislike invisible
/// characters there; so only `://`, `www.`, an `@` or a path make a line suspect.
fn line(text: &str, max: usize) -> String {
    // An "encoded word" (RFC 2047) that someone typed stays what they typed.
    let name = shorten(text, max).replace("=?", "=\u{200b}?");
    let poses = name.contains(['@', '\u{ff20}', '\\'])
        || name.contains("://")
        || name.to_ascii_lowercase().contains("www.")
        || has_path(&name);
    if poses {
        defuse(&name).into_owned()
    } else {
        name
    }
}

/// Says whether a word with a dot goes on behind a slash.
fn has_path(name: &str) -> bool {
    name.split_whitespace()
        .filter_map(|word| word.split_once('/'))
        .any(|(host, _)| host.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_stay_what_they_are() {
        for text in [
            "Siti Nurhaliza",
            "Жанна Ё.",
            "Booking.example",
            "A/B Test, Inc.",
        ] {
            assert_eq!(name(text), text);
        }
    }

    #[test]
    fn names_that_pose_as_addresses_are_defused() {
        for text in [
            "a@b.example",
            "www.evil.example",
            "evil.example/login",
            "x://y",
            "=?utf-8?q?x?=",
        ] {
            assert!(name(text).contains('\u{200b}'), "{text}");
        }
    }
}
