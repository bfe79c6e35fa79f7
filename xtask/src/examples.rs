//! Runs the examples of the domain crate, as an embedder would after reading them.

use std::process::{Command, Stdio};

use anyhow::Result;

use crate::cargo::{build_programs, root, run};

/// Runs each example to its end; one that fails or panics fails the task.
pub(crate) fn run_all() -> Result<()> {
    let folder = root().join("crates/invite-domain/examples");
    let programs = build_programs()?;
    let examples: Vec<_> = programs
        .iter()
        .filter(|program| program.kind == "example" && program.source.starts_with(&folder))
        .collect();
    for example in &examples {
        println!("example {}", example.name);
        run(Command::new(&example.path)
            .current_dir(root())
            .stdin(Stdio::null()))?;
    }
    println!("examples: {} ran", examples.len());
    Ok(())
}
