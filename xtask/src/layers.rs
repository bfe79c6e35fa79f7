//! `cargo xtask layers`: the hexagon stays a hexagon.

mod crates;
mod domain;

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::cargo::{Package, cargo, output, root, workspace};
use crates::Crate;

/// Fails with every violation found.
pub(crate) fn run() -> Result<()> {
    let workspace = workspace()?;
    let crates: Vec<Crate> = workspace.packages.iter().map(declared).collect();
    let tree = output(cargo("tree").args([
        "--package=invite-domain",
        "--edges=normal,build",
        "--all-features",
        "--target=all",
        "--prefix=depth",
        "--format= {p}|{f}|",
    ]))?;

    let mut violations = crates::violations(&crates);
    violations.extend(domain::violations(&tree)?);
    violations.extend(untested_storage()?);
    if violations.is_empty() {
        println!("layers: {} crates keep their places", crates.len());
        return Ok(());
    }
    bail!("the layers are broken:\n  - {}", violations.join("\n  - "));
}

fn declared(package: &Package) -> Crate {
    Crate {
        name: package.name.clone(),
        dependencies: package
            .dependencies
            .iter()
            .map(|dependency| crates::Dependency {
                name: dependency.name.clone(),
                for_tests: dependency.kind.as_deref() == Some("dev"),
            })
            .collect(),
    }
}

/// Every implementation of the ports runs the contract suites, once there are such.
fn untested_storage() -> Result<Option<String>> {
    let suites_exist = mentions(&root().join("crates/invite-testkit/src"), "contract_suite")?;
    let adapter = root().join("crates/invite-sea-orm");
    let is_tested = mentions(&adapter, "contract_suite!")?;
    Ok((suites_exist && !is_tested).then(|| {
        "`invite-sea-orm` does not run the contract suites: a test there must call `contract_suite!`".to_owned()
    }))
}

/// Tells whether a Rust file of the folder has the text outside comments.
fn mentions(folder: &Path, text: &str) -> Result<bool> {
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let found = if path.is_dir() {
            mentions(&path, text)?
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            std::fs::read_to_string(&path)?
                .lines()
                .any(|line| !line.trim_start().starts_with("//") && line.contains(text))
        } else {
            false
        };
        if found {
            return Ok(true);
        }
    }
    Ok(false)
}
