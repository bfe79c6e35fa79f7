//! A case that is written but not listed would run for no adapter at all.

use std::{fs, path::Path};

#[test]
fn every_case_is_listed_under_its_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/contract");
    let lists = fs::read_to_string(folder.join("cases.rs")).unwrap();
    let mut cases = 0;
    for file in fs::read_dir(&folder).unwrap() {
        let path = file.unwrap().path();
        let area = path.file_stem().unwrap().to_str().unwrap();
        if path.is_dir() || ["cases", "history", "mod"].contains(&area) {
            continue;
        }
        let list = list_of(&lists, area);
        for case in cases_in(&fs::read_to_string(&path).unwrap()) {
            assert!(list.contains(&case.as_str()), "{area}::{case} runs nowhere");
            cases += 1;
        }
    }
    assert!(cases > 120, "only {cases} cases were found");
}

/// Returns what is listed between the braces after the area's name.
fn list_of<'l>(lists: &'l str, area: &str) -> Vec<&'l str> {
    let from = lists.split_once(&format!(" {area} {{\n"));
    let list = from.and_then(|(_, rest)| rest.split_once('}'));
    list.map_or(Vec::new(), |(list, _)| list.split_whitespace().collect())
}

/// Returns the names of the public functions outside of any `impl`.
fn cases_in(source: &str) -> Vec<String> {
    let functions = source.lines().filter_map(|line| {
        let rest = line.strip_prefix("pub ")?;
        rest.strip_prefix("async fn ").or(rest.strip_prefix("fn "))
    });
    let name = |rest: &str| rest.split(['(', '<']).next().unwrap_or_default().to_owned();
    functions.map(name).collect()
}
