//! Every text of the pages is used, and every text that is used exists.

use invite_domain::model::Locale;
use invite_i18n::sources;
use std::{collections::BTreeSet, fs, path::Path};

/// What is not for pages: mails and SMS, and dates, which are put together.
const OTHERS: [&str; 3] = ["mail", "sms", "date"];

#[test]
fn no_text_of_the_pages_is_missing_or_left_over() {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let of_pages = sources(Locale::En)
        .iter()
        .filter(|source| !OTHERS.contains(&source.subject));
    for source in of_pages {
        let prefix = format!("{}-", source.subject);
        let mut used = BTreeSet::new();
        for folder in ["src/shared", "src/web", "templates"] {
            collect(&crate_folder.join(folder), &prefix, &mut used);
        }
        let written: BTreeSet<String> = source
            .ftl
            .lines()
            .filter(|line| line.starts_with(&prefix))
            .map(|line| line.split(" =").next().unwrap().to_owned())
            .collect();
        let odd: Vec<&String> = used.symmetric_difference(&written).collect();
        assert!(odd.is_empty(), "missing or left over: {odd:?}");
    }
}

/// Collects what stands in quotes and begins like a key.
fn collect(folder: &Path, prefix: &str, used: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, prefix, used);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let quoted = format!("\"{prefix}");
        let keys = text.split(&quoted).skip(1);
        used.extend(keys.map(|rest| format!("{prefix}{}", rest.split('"').next().unwrap())));
    }
}
