//! The list of commonly used passwords that is built in.
//!
//! It is the one that Django compares with, made by Royce Williams: the most used passwords of known
//! leaks in lower case. Entries of less than four characters are left out, the rest is sorted by
//! bytes. Its license is beside it.

use invite_domain::model::PasswordBlocklist;

/// The entries, one a line, sorted by bytes.
const LIST: &str = include_str!("common_passwords/list.txt");

/// The built-in list. It is searched where it lies in the binary and takes no memory.
#[derive(Debug, Clone, Copy, Default)]
pub struct CommonPasswords;

impl PasswordBlocklist for CommonPasswords {
    fn lists(&self, text: &str) -> bool {
        !text.is_empty() && holds(LIST, text)
    }
}

/// Whether a line of the sorted text is just this one, by halving.
fn holds(sorted: &str, wanted: &str) -> bool {
    let mut rest = sorted.as_bytes();
    let wanted = wanted.as_bytes();
    while !rest.is_empty() {
        let (before, behind) = rest.split_at(rest.len() / 2);
        let begin = before
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(0, |n| n + 1);
        let end = behind.iter().position(|b| *b == b'\n');
        let end = before.len() + end.unwrap_or(behind.len());
        let line = rest.get(begin..end).unwrap_or_default();
        rest = match line.cmp(wanted) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => rest.get(end + 1..),
            std::cmp::Ordering::Greater => rest.get(..begin.saturating_sub(1)),
        }
        .unwrap_or_default();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_found_and_nothing_else() {
        assert!(LIST.lines().count() > 10_000);
        assert!(LIST.lines().is_sorted(), "halving needs it sorted");
        for entry in LIST.lines() {
            assert!(CommonPasswords.lists(entry), "{entry}");
            assert_eq!(entry, entry.to_lowercase());
        }
        for text in [
            "",
            "\n",
            "passwor",
            "password\n",
            "correct horse battery",
            "~~~~~~~~~~",
            "  ",
        ] {
            assert!(!CommonPasswords.lists(text), "{text:?}");
        }
    }
}
