//! The minimum Rust version is stated once, and no dependency asks for more.
//!
//! That our own code keeps to it is clippy's part (`incompatible_msrv`).

use anyhow::{Context, Result, ensure};

use crate::cargo::{root, workspace_and_dependencies};

/// Fails with every crate that states or needs another version.
pub(crate) fn run() -> Result<()> {
    let packages = workspace_and_dependencies()?.packages;
    let (ours, foreign): (Vec<_>, Vec<_>) = packages
        .iter()
        .partition(|package| package.source.is_none());
    let stated = ours
        .iter()
        .find_map(|package| package.rust_version.as_deref())
        .context("no crate of the workspace states `rust-version`")?;
    let minimum = version(stated)?;

    let mut problems: Vec<String> = ours
        .iter()
        .filter(|package| package.rust_version.as_deref() != Some(stated))
        .map(|package| {
            let says = package.rust_version.as_deref().unwrap_or("nothing");
            format!(
                "`{}` states {says} instead of {stated}: write `rust-version.workspace = true`",
                package.name
            )
        })
        .collect();
    for package in foreign {
        if let Some(needed) = &package.rust_version
            && version(needed)? > minimum
        {
            problems.push(format!(
                "{} {} needs Rust {needed}",
                package.name, package.version
            ));
        }
    }
    if let Ok(readme) = std::fs::read_to_string(root().join("README.md")) {
        problems.extend(
            versions_named(&readme)
                .filter(|named| *named != stated)
                .map(|named| format!("README.md names Rust {named}")),
        );
    }

    ensure!(
        problems.is_empty(),
        "the minimum Rust version is {stated}:\n  - {}",
        problems.join("\n  - ")
    );
    println!(
        "msrv: Rust {stated} is enough for {} crates",
        packages.len()
    );
    Ok(())
}

fn version(text: &str) -> Result<Vec<u32>> {
    let parts: Result<Vec<u32>, _> = text.split('.').map(str::parse).collect();
    let mut parts = parts.with_context(|| format!("{text} is no Rust version"))?;
    parts.resize(3, 0);
    Ok(parts)
}

/// The versions that follow the word Rust, as in "Rust 1.94".
fn versions_named(text: &str) -> impl Iterator<Item = &str> {
    text.split("Rust ").skip(1).filter_map(|rest| {
        let end = rest
            .find(|character: char| !character.is_ascii_digit() && character != '.')
            .unwrap_or(rest.len());
        let named = rest.get(..end)?.trim_end_matches('.');
        named.contains('.').then_some(named)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(version("1.100").unwrap() > version("1.94.2").unwrap());
        assert!(version("1.94").unwrap() == version("1.94.0").unwrap());
        assert!(version("stable").is_err());
    }

    #[test]
    fn the_readme_is_searched_for_versions() {
        let named: Vec<_> =
            versions_named("Rust 1.94 or newer. Rust is fine; Rust 2 too; not Rust 1.95.")
                .collect();
        assert_eq!(named, ["1.94", "1.95"]);
    }
}
