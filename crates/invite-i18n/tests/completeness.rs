//! Proves that no text is missing in any language, and that none is asked for that is not there.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what is wrong by failing"
)]

use fluent_bundle::FluentResource;
use invite_domain::model::Locale;
use invite_i18n::{Texts, sources};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// Each key of a language with the names of its placeholders.
fn keys(locale: Locale) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys = BTreeMap::new();
    for source in sources(locale) {
        FluentResource::try_new(source.ftl.to_owned())
            .unwrap_or_else(|(_, errors)| panic!("{locale:?} {}: {errors:?}", source.subject));
        for (key, value) in messages(source.ftl) {
            let prefix = format!("{}-", source.subject);
            assert!(key.starts_with(&prefix), "{key} should begin with {prefix}");
            let twice = keys.insert(key.clone(), placeholders(&value));
            assert!(twice.is_none(), "{locale:?} has {key} twice");
        }
    }
    keys
}

/// Cuts a file into its keys and all that belongs to each.
fn messages(ftl: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in ftl.lines().filter(|line| !line.starts_with('#')) {
        let begins = line.chars().next().is_some_and(|c| c.is_ascii_lowercase());
        match (begins, line.split_once('=')) {
            (true, Some((key, value))) => found.push((key.trim().to_owned(), value.to_owned())),
            _ => {
                if let Some((_, value)) = found.last_mut() {
                    value.push_str(line);
                }
            }
        }
    }
    found
}

fn placeholders(value: &str) -> BTreeSet<String> {
    let name = |rest: &str| -> String {
        rest.chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_')
            .collect()
    };
    value.split('$').skip(1).map(name).collect()
}

#[test]
fn every_key_exists_in_every_language_with_the_same_placeholders() {
    let english = keys(Locale::En);
    for locale in Locale::ALL {
        let texts = Texts::of(locale);
        assert_eq!(keys(locale), english, "{locale:?} differs from English");
        for key in english.keys() {
            assert!(texts.has(key), "{locale:?} lacks {key}");
        }
    }
}

#[test]
fn every_key_that_is_asked_for_exists() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let english = keys(Locale::En);
    let subjects: Vec<&str> = sources(Locale::En).iter().map(|s| s.subject).collect();
    let mut asked = 0;
    let mut missing = BTreeSet::new();
    for entry in fs::read_dir(crates).unwrap() {
        for folder in ["src", "templates"] {
            let folder = entry.as_ref().unwrap().path().join(folder);
            each_file(&folder, &mut |path, text| {
                for key in asked_for(text, &subjects) {
                    asked += 1;
                    if !english.contains_key(&key) {
                        missing.insert(format!("{key} ({})", path.display()));
                    }
                }
            });
        }
    }
    assert!(asked > 5, "the search finds nothing, so it proves nothing");
    assert!(missing.is_empty(), "no such texts: {missing:#?}");
}

fn each_file(folder: &Path, visit: &mut dyn FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            each_file(&path, visit);
        } else if let Ok(text) = fs::read_to_string(&path) {
            visit(&path, &text);
        }
    }
}

/// Finds the literal keys of `.get("…")` and `.with("…"`.
fn asked_for(text: &str, subjects: &[&str]) -> Vec<String> {
    [".get(", ".with("]
        .iter()
        .flat_map(|call| text.split(call).skip(1))
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
        .filter(|key| {
            let subject = key.split_once('-').map(|(subject, _)| subject);
            subject.is_some_and(|subject| subjects.contains(&subject))
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn names_go_in_unchanged() {
    for name in [
        "{ $inviter }",
        "a\u{2068}b",
        "7",
        "<b>",
        "Жанна \"Ё\"",
        " x ",
    ] {
        let text = Texts::of(Locale::En).with("mail-message-from", &[("inviter", name.into())]);
        assert_eq!(text, format!("{name} writes:"));
    }
}

#[test]
fn texts_keep_the_tone() {
    for locale in Locale::ALL {
        for source in sources(locale) {
            for (key, value) in messages(source.ftl) {
                assert!(!value.contains('!'), "{locale:?} {key} exclaims");
                assert!(
                    !value.contains(['<', '>']) || value.contains("->"),
                    "{locale:?} {key} has markup"
                );
                if locale == Locale::Ru {
                    assert!(!value.contains(['“', '”']), "{key}: use «ёлочки»");
                }
            }
        }
    }
}
