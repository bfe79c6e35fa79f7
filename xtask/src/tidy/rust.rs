//! Rules for Rust files.

use std::path::Path;

use super::Problem;

/// Words that no Rust file may hold outside comments and texts, and what to do instead.
const BANNED: &[(&str, &str)] = &[
    ("#[ignore", "a test runs always, or is deleted"),
    ("should_panic", "assert on the value or the error instead"),
    ("todo!", "finish it"),
    ("unimplemented!", "finish it"),
    ("dbg!", "remove it"),
];

/// Words that tests may not hold besides.
const BANNED_IN_TESTS: &[(&str, &str)] = &[
    ("thread::sleep", WAIT),
    ("time::sleep", WAIT),
    ("sleep(", WAIT),
    ("sleep_until(", WAIT),
];

const WAIT: &str = "a test waits for the event itself, or moves a clock that it holds";

/// What is wrong with a file.
pub(super) fn problems(file: &Path, text: &str) -> Vec<Problem> {
    let mut found = Vec::new();
    let has_part = |name: &str| file.components().any(|part| part.as_os_str() == name);
    if has_part("src") && !text.starts_with("//! ") {
        found.push((1, "a module begins with `//!` and its purpose".to_owned()));
    }
    let in_tests = if has_part("tests") {
        BANNED_IN_TESTS
    } else {
        &[]
    };
    for (number, line) in (1..).zip(text.lines()) {
        let code = code_of(line);
        let banned = BANNED
            .iter()
            .chain(in_tests)
            .find(|(word, _)| has_word(&code, word));
        if let Some((word, instead)) = banned {
            found.push((number, format!("`{word}` is banned: {instead}")));
        }
    }
    found
}

/// The word itself, not the end of a longer name.
fn has_word(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let before = code.get(..at).and_then(|before| before.chars().next_back());
        !before.is_some_and(|character| character.is_alphanumeric() || character == '_')
    })
}

/// The line without its comment and without what stands in quotes.
fn code_of(line: &str) -> String {
    let mut code = String::new();
    let mut in_quotes = false;
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                characters.next();
            }
            '\'' if characters.peek() == Some(&'"') => {
                characters.next();
            }
            '"' => in_quotes = !in_quotes,
            '/' if !in_quotes && characters.peek() == Some(&'/') => break,
            _ if !in_quotes => code.push(character),
            _ => {}
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(file: &str, text: &str) -> Vec<usize> {
        let found = problems(Path::new(file), text);
        found.into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn a_module_begins_with_its_purpose() {
        assert_eq!(lines("crates/a/src/b.rs", "use std::fmt;\n"), [1]);
        assert!(lines("crates/a/src/b.rs", "//! Counts.\nuse std::fmt;\n").is_empty());
    }

    #[test]
    fn banned_words_are_found_in_code() {
        let text =
            "//! Tests.\n#[ignore = \"slow\"]\nfn a() { dbg!(1); todo!() }\n#[should_panic]\n";
        assert_eq!(lines("crates/a/src/b.rs", text), [2, 3, 4]);
    }

    #[test]
    fn sleeping_is_found_in_tests_alone() {
        let text = "//! Waits.\nuse tokio::time::sleep;\nasync fn a() { sleep(SECOND).await }\n";
        assert_eq!(lines("crates/a/tests/b.rs", text), [2, 3]);
        assert!(lines("crates/a/src/worker.rs", text).is_empty());
    }

    #[test]
    fn comments_texts_and_longer_names_are_no_code() {
        let text = "//! Says.\nlet a = \"dbg!(1)\"; // todo!\nlet b = ('\"', \"\\\" dbg!\");\nmy_todo!();\n";
        assert!(lines("crates/a/src/b.rs", text).is_empty());
    }
}
