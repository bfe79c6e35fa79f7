//! Other people's names on their way into a text: cut to a readable length, and made harmless.
//!
//! Mail and message programs turn whatever looks like an address into a link, and a name such as
//! `evil.example/login` must not become one.

use std::borrow::Cow;

/// Stands invisibly inside what would otherwise be linked. Finders of links stop at it.
pub const ZERO_WIDTH_SPACE: char = '\u{200b}';

/// What joins the parts of an address, in ASCII and in the forms that browsers take for the same.
const fn is_joint(c: char) -> bool {
    matches!(
        c,
        '.' | '@'
            | ':'
            | '/'
            | '\\'
            | '\u{3002}'
            | '\u{ff0e}'
            | '\u{ff61}'
            | '\u{2024}'
            | '\u{fe52}'
            | '\u{ff20}'
            | '\u{fe6b}'
            | '\u{ff1a}'
            | '\u{fe55}'
            | '\u{ff0f}'
            | '\u{2215}'
            | '\u{ff3c}'
    )
}

/// Parts every joint inside a word from its neighbors. To the eye the text stays what it was.
///
/// ```
/// let safe = invite_i18n::names::defuse("evil.example");
/// assert_eq!(safe, "evil\u{200b}.\u{200b}example");
/// assert_eq!(invite_i18n::names::defuse("Dr. Ana"), "Dr. Ana");
/// ```
pub fn defuse(text: &str) -> Cow<'_, str> {
    part_joints(text, |joint, safe| {
        if !safe.ends_with(ZERO_WIDTH_SPACE) {
            safe.push(ZERO_WIDTH_SPACE);
        }
        safe.extend([joint, ZERO_WIDTH_SPACE]);
    })
}

/// Does the same with plain spaces, for SMS: an invisible character would double the cost.
///
/// ```
/// assert_eq!(invite_i18n::names::defuse_plainly("evil.example/x"), "evil. example/ x");
/// ```
pub fn defuse_plainly(text: &str) -> Cow<'_, str> {
    part_joints(text, |joint, safe| safe.extend([joint, ' ']))
}

fn part_joints(text: &str, part: impl Fn(char, &mut String)) -> Cow<'_, str> {
    if !text.contains(is_joint) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 24);
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let after = rest.peek().copied().unwrap_or(' ');
        if is_joint(c) && !before.is_whitespace() && !after.is_whitespace() {
            part(c, &mut safe);
        } else {
            safe.push(c);
        }
        before = c;
    }
    Cow::Owned(safe)
}

/// Cuts a text to this many characters, at a space where one is near.
pub fn shorten(text: &str, max: usize) -> Cow<'_, str> {
    let Some((cut, _)) = text.char_indices().nth(max) else {
        return Cow::Borrowed(text);
    };
    let head = text.get(..cut).unwrap_or_default();
    let at_space = head
        .rfind(' ')
        .filter(|space| *space > cut * 2 / 3)
        .and_then(|space| head.get(..space));
    Cow::Owned(format!("{}…", at_space.unwrap_or(head).trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_stay_what_they_are() {
        for name in [
            "Siti Nurhaliza",
            "Жанна Ё.",
            "Dr. Ana",
            "PT Maju, Tbk.",
            "R&D <3",
            "…",
            ".",
        ] {
            assert_eq!(defuse(name), name);
            assert_eq!(defuse_plainly(name), name);
        }
        assert!(matches!(defuse("Siti Nurhaliza"), Cow::Borrowed(_)));
    }

    #[test]
    fn changes_nothing_that_can_be_seen() {
        for text in [
            "https://evil.example/a?b",
            "a@b.c",
            "\\\\host\\share",
            "10:30",
            "a.b.c..d",
        ] {
            let safe = defuse(text);
            assert_ne!(safe, text);
            assert_eq!(safe.replace(ZERO_WIDTH_SPACE, ""), text);
            assert!(!safe.contains("\u{200b}\u{200b}"), "{safe:?}");
        }
    }

    #[test]
    fn parts_what_would_be_linked() {
        assert_eq!(
            defuse("http://x"),
            "http\u{200b}:\u{200b}/\u{200b}/\u{200b}x"
        );
        assert_eq!(defuse_plainly("http://x"), "http: / / x");
    }

    #[test]
    fn cuts_at_a_space_where_one_is_near() {
        assert_eq!(shorten("short", 10), "short");
        assert_eq!(shorten("exactly ten", 11), "exactly ten");
        assert_eq!(shorten("one two three four", 15), "one two three…");
        assert_eq!(shorten(&"ё".repeat(90), 60), format!("{}…", "ё".repeat(60)));
    }
}
