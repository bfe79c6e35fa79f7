//! Cargo as the tasks use it: commands in the workspace, its metadata, the programs that it builds.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// The folder of the workspace.
pub(crate) fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

/// A cargo command in the workspace, as if it had been typed at a prompt.
pub(crate) fn cargo(subcommand: &str) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.arg(subcommand).current_dir(root());
    // `cargo xtask` describes xtask's package in the environment. Build scripts that look there would run
    // again each time somebody changes between `cargo xtask` and plain cargo.
    for (name, _) in std::env::vars_os() {
        let told_by_cargo = name.to_str().is_some_and(|name| {
            [
                "CARGO_PKG_",
                "CARGO_MANIFEST_",
                "CARGO_BIN_",
                "CARGO_CRATE_",
            ]
            .iter()
            .any(|prefix| name.starts_with(prefix))
        });
        if told_by_cargo {
            command.env_remove(name);
        }
    }
    command
}

/// Runs a command to its end, says on stdout which, and fails when the command fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let line = command_line(command);
    println!("$ {line}");
    let status = command
        .status()
        .with_context(|| format!("`{line}` cannot be started"))?;
    ensure!(status.success(), "`{line}` failed ({status})");
    Ok(())
}

/// Runs a command to its end and returns what it wrote to stdout.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let line = command_line(command);
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("`{line}` cannot be started"))?;
    ensure!(
        output.status.success(),
        "`{line}` failed ({})",
        output.status
    );
    String::from_utf8(output.stdout).with_context(|| format!("`{line}` did not write UTF-8"))
}

/// The command as somebody would type it.
pub(crate) fn command_line(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    std::iter::once(name)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

/// What `cargo metadata` says about packages.
#[derive(Deserialize)]
pub(crate) struct Metadata {
    pub(crate) packages: Vec<Package>,
    pub(crate) target_directory: PathBuf,
}

#[derive(Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) rust_version: Option<String>,
    pub(crate) dependencies: Vec<Dependency>,
    /// Where the package comes from; nothing for those of the workspace.
    pub(crate) source: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// `dev`, `build`, or nothing for a normal one.
    pub(crate) kind: Option<String>,
}

/// The packages of the workspace.
pub(crate) fn workspace() -> Result<Metadata> {
    metadata(&["--no-deps"])
}

/// The packages of the workspace and all that they depend on, with every feature.
pub(crate) fn workspace_and_dependencies() -> Result<Metadata> {
    metadata(&["--all-features"])
}

fn metadata(options: &[&str]) -> Result<Metadata> {
    let text = output(
        cargo("metadata")
            .args(["--format-version", "1"])
            .args(options),
    )?;
    serde_json::from_str(&text).context("`cargo metadata` is not understood")
}

/// A program that the workspace builds: a binary or an example.
#[derive(Clone)]
pub(crate) struct Program {
    pub(crate) kind: String,
    pub(crate) name: String,
    /// The source file of its `main`.
    pub(crate) source: PathBuf,
    pub(crate) path: PathBuf,
}

/// Builds the binaries and examples of the workspace with the features that the tests use, so that nothing is
/// compiled a second time for them.
pub(crate) fn build_programs() -> Result<Vec<Program>> {
    build(&["--workspace", "--all-features", "--bins", "--examples"])
}

/// Builds what the options of `cargo build` name, as it is released.
pub(crate) fn build_release(options: &[&str]) -> Result<Vec<Program>> {
    build(&[options, &["--release"]].concat())
}

fn build(options: &[&str]) -> Result<Vec<Program>> {
    let mut build = cargo("build");
    build
        .args(options)
        .arg("--message-format=json-render-diagnostics");
    output(&mut build)?.lines().filter_map(program).collect()
}

/// Reads one line of cargo's JSON; most of them are about libraries.
fn program(message: &str) -> Option<Result<Program>> {
    #[derive(Deserialize)]
    struct Message {
        target: Option<Target>,
        executable: Option<PathBuf>,
    }
    #[derive(Deserialize)]
    struct Target {
        kind: Vec<String>,
        name: String,
        src_path: PathBuf,
    }

    match serde_json::from_str(message) {
        Ok(Message {
            target: Some(target),
            executable: Some(path),
        }) => Some(Ok(Program {
            kind: target.kind.concat(),
            name: target.name,
            source: target.src_path,
            path,
        })),
        Ok(_) => None,
        Err(error) => Some(Err(error).context("a message of `cargo build` is not understood")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_reads_as_typed() {
        let mut command = Command::new("/somewhere/bin/cargo");
        command.args(["test", "--workspace"]);
        assert_eq!(command_line(&command), "cargo test --workspace");
    }

    #[test]
    fn only_messages_with_an_executable_are_programs() {
        let example = r#"{"reason":"compiler-artifact","executable":"/t/examples/embed",
            "target":{"kind":["example"],"name":"embed","src_path":"/w/examples/embed.rs"}}"#;
        let found = program(example).unwrap().unwrap();
        assert_eq!(
            (found.kind.as_str(), found.name.as_str()),
            ("example", "embed")
        );
        assert!(program(r#"{"reason":"build-finished","success":true}"#).is_none());
        assert!(program("warning: no JSON").unwrap().is_err());
    }
}
