//! Every text of the pages is used, and every text that is used exists.

use invite_domain::model::Locale;
use invite_i18n::sources;
use std::{collections::BTreeSet, fs, path::Path};

#[test]
fn no_text_of_the_pages_is_missing_or_left_over() {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut used = BTreeSet::new();
    for folder in ["src/shared", "src/web", "templates"] {
        collect(&crate_folder.join(folder), &mut used);
    }
    let pages = sources(Locale::En).iter().find(|s| s.subject == "page");
    let written: BTreeSet<String> = pages
        .unwrap()
        .ftl
        .lines()
        .filter(|line| line.starts_with("page-"))
        .map(|line| line.split(" =").next().unwrap().to_owned())
        .collect();
    assert_eq!(used, written);
}

/// Collects what stands in quotes and begins like a key.
fn collect(folder: &Path, used: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, used);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let keys = text.split("\"page-").skip(1);
        used.extend(keys.map(|rest| format!("page-{}", rest.split('"').next().unwrap())));
    }
}
