//! What `invite-domain` may reach through its dependencies.
//!
//! The tree is that of the domain alone: in the whole workspace, features that `app` asks for would count
//! against it.

use anyhow::{Context, Result};

/// Crates the domain must not reach, each with the reason. An entry that ends with `*` stands for all names that
/// begin so.
const FORBIDDEN: &[(&str, &str)] = &[
    ("tokio*", RUNTIME),
    ("async-std", RUNTIME),
    ("smol", RUNTIME),
    ("futures-executor", RUNTIME),
    ("sea-orm*", DATABASE),
    ("sqlx*", DATABASE),
    ("rusqlite", DATABASE),
    ("libsqlite3-sys", DATABASE),
    ("diesel*", DATABASE),
    ("poem*", HTTP),
    ("hyper*", HTTP),
    ("axum*", HTTP),
    ("reqwest", HTTP),
    ("http", HTTP),
    ("lettre", "a mail library: the domain asks a `Mailer`"),
    (
        "serde*",
        "serialization: each adapter has its own shapes on the wire and at rest",
    ),
    (
        "tracing*",
        "logging: adapters and services around the domain tell what happened",
    ),
    (
        "log",
        "logging: adapters and services around the domain tell what happened",
    ),
    ("rand*", RANDOMNESS),
    ("getrandom", RANDOMNESS),
    ("fastrand", RANDOMNESS),
    ("config", "configuration: the composition root reads it"),
    ("clap*", "a command line: the composition root has one"),
];

const RUNTIME: &str = "a runtime: embedders bring their own";
const DATABASE: &str = "a database: storage is behind the `Store` port";
const HTTP: &str = "HTTP: it is one way in among others";
const RANDOMNESS: &str = "a source of randomness: it is handed in through a port";

/// Features that reach past a port.
const FORBIDDEN_FEATURES: &[(&str, &[&str], &str)] = &[
    (
        "chrono",
        &["clock", "now"],
        "time comes from the `Clock` port",
    ),
    (
        "uuid",
        &[
            "v1",
            "v4",
            "v6",
            "v7",
            "rng",
            "rng-getrandom",
            "rng-rand",
            "fast-rng",
        ],
        "ids come from a port",
    ),
];

/// What is wrong with a tree, a sentence each. The tree is one crate a line, as `cargo tree` prints it with
/// `--prefix=depth --format=' {p}|{f}|'`.
pub(super) fn violations(tree: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut told: Vec<&str> = Vec::new();
    let mut path: Vec<&str> = Vec::new();
    for line in tree.lines().filter(|line| !line.is_empty()) {
        let (depth, name, features) = parse(line)
            .with_context(|| format!("`cargo tree` wrote a line that is not understood: {line}"))?;
        path.truncate(depth);
        path.push(name);
        let way = path.join(" -> ");
        let forbidden = FORBIDDEN.iter().find(|(pattern, _)| matches(pattern, name));
        if let Some((_, reason)) = forbidden
            && !told.contains(&name)
        {
            told.push(name);
            found.push(format!("`{name}` is {reason} ({way})"));
        }
        for (_, forbidden, reason) in FORBIDDEN_FEATURES.iter().filter(|(of, ..)| *of == name) {
            for feature in features
                .iter()
                .filter(|feature| forbidden.contains(feature))
            {
                found.push(format!(
                    "`{name}` has the feature `{feature}`, but {reason} ({way})"
                ));
            }
        }
    }
    Ok(found)
}

/// Reads a line such as `2serde v1.0.0|derive,std| (*)`.
fn parse(line: &str) -> Option<(usize, &str, Vec<&str>)> {
    let (depth, rest) = line.split_once(' ')?;
    let (package, rest) = rest.split_once('|')?;
    let (features, _) = rest.split_once('|')?;
    let name = package.split(' ').next()?;
    Some((depth.parse().ok()?, name, features.split(',').collect()))
}

fn matches(pattern: &str, name: &str) -> bool {
    pattern
        .strip_suffix('*')
        .map_or(pattern == name, |start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PURE: &str = "\
0 invite-domain v0.1.0 (/w/crates/invite-domain)||
1 async-trait v0.1.92 (proc-macro)||
2 syn v3.0.10|clone-impls,full|
1 chrono v0.4.45|std|
1 uuid v1.29.3|std|
2 syn v3.0.10|clone-impls,full| (*)
";

    #[test]
    fn a_pure_domain_passes() {
        assert_eq!(violations(PURE).unwrap(), [] as [String; 0]);
    }

    #[test]
    fn a_planted_runtime_is_found_with_the_way_to_it() {
        let tree = format!("{PURE}1 idna v1.1.0|std|\n2 innocent v1.0.0||\n3 tokio v1.54.0|rt|\n");
        let found = violations(&tree).unwrap();
        assert_eq!(found.len(), 1);
        assert!(found[0].contains("`tokio` is a runtime"), "{found:?}");
        assert!(
            found[0].contains("invite-domain -> idna -> innocent -> tokio"),
            "{found:?}"
        );
    }

    #[test]
    fn names_that_begin_alike_are_found_by_the_star_alone() {
        for name in [
            "sqlx-core",
            "serde_core",
            "poem-openapi",
            "tracing-core",
            "rand_core",
        ] {
            assert_eq!(
                violations(&format!("0 {name} v1.0.0||")).unwrap().len(),
                1,
                "{name}"
            );
        }
        for name in ["http-names", "logos", "getrandom-not"] {
            assert!(
                violations(&format!("0 {name} v1.0.0||"))
                    .unwrap()
                    .is_empty(),
                "{name}"
            );
        }
    }

    #[test]
    fn a_clock_and_ambient_ids_are_found() {
        let found =
            violations("1 chrono v0.4.45|clock,now,std|\n1 uuid v1.29.3|std,v7|\n").unwrap();
        assert_eq!(found.len(), 3, "{found:?}");
    }

    #[test]
    fn a_line_that_is_not_understood_is_no_pass() {
        assert!(violations("invite-domain v0.1.0").is_err());
    }
}
