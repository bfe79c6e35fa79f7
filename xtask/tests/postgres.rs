//! The throw-away cluster serves while a command runs and leaves nothing behind.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of tests fails like a test"
)]

use std::net::TcpStream;
use std::process::Command;

/// Runs a shell script within `cargo xtask postgres` and returns the port that it was told, and its success.
fn within_cluster(script: &str) -> (u16, bool) {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["postgres", "--", "sh", "-c", script])
        .output()
        .unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    let url = stdout
        .lines()
        .find_map(|line| line.strip_prefix("postgres://postgres@127.0.0.1:"))
        .unwrap_or_else(|| panic!("no address in: {stdout}\n{stderr}"));
    let port = url.strip_suffix("/postgres").unwrap().parse().unwrap();
    (port, output.status.success())
}

fn listens(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_ok()
}

#[test]
fn a_cluster_serves_a_command_and_ends_with_it() {
    let knocks = "echo \"$INVITE_TEST_POSTGRES_URL\"; \
        port=${INVITE_TEST_POSTGRES_URL##*:}; exec 3<>/dev/tcp/127.0.0.1/${port%%/*}";
    let (port, succeeded) = within_cluster(&format!("exec bash -c '{knocks}'"));
    assert!(succeeded, "nobody listened while the command ran");
    assert!(!listens(port));
}

#[test]
fn a_command_that_fails_fails_the_task_and_the_cluster_ends_all_the_same() {
    let (port, succeeded) = within_cluster("echo \"$INVITE_TEST_POSTGRES_URL\"; exit 3");
    assert!(!succeeded);
    assert!(!listens(port));
}
