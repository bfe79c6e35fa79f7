//! `cargo xtask codegen`: files that are made from the code, committed, and checked to be up to date.

use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::cargo::{Program, build_programs, output, root};

/// What `cargo xtask codegen` understands.
#[derive(Args)]
pub(crate) struct Options {
    /// Write nothing; fail when a file is not what the code says
    #[arg(long)]
    check: bool,
}

/// A file whose content one of the workspace's programs prints.
struct Generated {
    /// Where the file is, from the folder of the workspace.
    path: &'static str,
    /// A binary of the workspace, or an example.
    program: &'static str,
    arguments: &'static [&'static str],
}

/// The generators that need other crates are examples of xtask: its tasks work while those crates don't build.
const GENERATED: &[Generated] = &[
    Generated {
        path: "docs/lifecycle.md",
        program: "print_lifecycle",
        arguments: &[],
    },
    Generated {
        path: "docs/errors.md",
        program: "print_errors",
        arguments: &[],
    },
    Generated {
        path: "docs/policy.md",
        program: "print_policy",
        arguments: &[],
    },
    Generated {
        path: "docs/openapi.json",
        program: "invite",
        arguments: &["openapi"],
    },
];

/// Writes the files that differ, or only says which do.
pub(crate) fn run(options: &Options) -> Result<()> {
    let programs = build_programs()?;
    let mut differing = Vec::new();
    for file in GENERATED {
        let path = root().join(file.path);
        let content = content(file, &programs)?;
        if std::fs::read_to_string(&path).is_ok_and(|present| present == content) {
            continue;
        }
        differing.push(file.path);
        if !options.check {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            std::fs::write(&path, content)
                .with_context(|| format!("{} cannot be written", file.path))?;
            println!("codegen: wrote {}", file.path);
        }
    }
    if options.check && !differing.is_empty() {
        let names = differing.join(", ");
        bail!("not what the code says: {names}; `cargo xtask codegen` writes them anew");
    }
    let names: Vec<_> = GENERATED.iter().map(|file| file.path).collect();
    println!("codegen: up to date: {}", names.join(", "));
    Ok(())
}

/// Fails when a generated file is not what the code says.
pub(crate) fn check() -> Result<()> {
    run(&Options { check: true })
}

fn content(file: &Generated, programs: &[Program]) -> Result<String> {
    let program = programs
        .iter()
        .find(|program| program.name == file.program)
        .with_context(|| format!("the workspace builds no program `{}`", file.program))?;
    output(
        Command::new(&program.path)
            .args(file.arguments)
            .current_dir(root()),
    )
}
