//! What the figures were measured on.

use std::process::Command;

use anyhow::Result;

use crate::Bench;

/// Returns the facts that a figure means nothing without.
pub(crate) fn facts(bench: &Bench) -> Result<String> {
    let mut lines = vec![format!(
        "{} × {}, {} memory, Linux {}, {}",
        std::thread::available_parallelism()?,
        processor(),
        memory(),
        first_line("/proc/sys/kernel/osrelease"),
        said("rustc", &["--version"]),
    )];
    for server in &bench.databases {
        let probe = server.database(bench.folder.path(), "probe")?;
        lines.push(format!("{} {}", server.name(), probe.version()?));
    }
    lines.push(format!("load before: {}", first_line("/proc/loadavg")));
    Ok(lines.join("\n"))
}

fn processor() -> String {
    let file = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = file
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    let name = name.map(|rest| rest.trim_start_matches(['\t', ' ', ':']));
    name.unwrap_or("processor of unknown make").to_owned()
}

fn memory() -> String {
    let total = first_line("/proc/meminfo");
    let kib: u64 = total
        .split_whitespace()
        .nth(1)
        .and_then(|kib| kib.parse().ok())
        .unwrap_or_default();
    format!("{} GiB", kib / 1024 / 1024)
}

fn first_line(file: &str) -> String {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    text.lines().next().unwrap_or_default().to_owned()
}

fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    output.map_or_else(
        |_| format!("no {program}"),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    )
}
