//! Installs what tests need from Debian's packages, where the machine has them.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::cargo::run;

/// Finds a program in the folders of `PATH`.
pub(crate) fn in_path(program: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// Installs a package of Debian or Ubuntu, as root or through `sudo` where it asks no password.
///
/// # Errors
///
/// Says what to install by hand where this is no such machine, or the right to install is missing.
pub(crate) fn install(package: &str, by_hand: &str) -> Result<()> {
    let Some(apt_get) = in_path("apt-get") else {
        bail!("`{package}` is missing, and there is no apt-get to install it: {by_hand}");
    };
    let Some(prefix) = right_to_install() else {
        bail!("`{package}` is missing, and installing it needs root: {by_hand}");
    };
    println!("Installing {package} with apt-get");
    run(&mut apt(prefix, &apt_get, &["update", "-q"]))?;
    run(&mut apt(
        prefix,
        &apt_get,
        &["install", "-q", "-y", "--no-install-recommends", package],
    ))
}

/// The words to put before apt-get, or nothing when this person may not install.
fn right_to_install() -> Option<&'static [&'static str]> {
    if crate::postgres::is_root() {
        return Some(&[]);
    }
    let sudo_asks_nothing = Command::new("sudo")
        .args(["-n", "true"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    sudo_asks_nothing.then_some(&["sudo", "-n"])
}

fn apt(prefix: &[&str], apt_get: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("env");
    if let [program, options @ ..] = prefix {
        command = Command::new(program);
        command.args(options).arg("env");
    }
    command
        .arg("DEBIAN_FRONTEND=noninteractive")
        .arg(apt_get)
        .args(arguments)
        .stdin(Stdio::null());
    command
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cargo::command_line;

    #[test]
    fn apt_asks_no_questions_with_and_without_sudo() {
        let apt_get = Path::new("/usr/bin/apt-get");
        assert_eq!(
            command_line(&apt(&[], apt_get, &["update"])),
            "env DEBIAN_FRONTEND=noninteractive /usr/bin/apt-get update"
        );
        assert_eq!(
            command_line(&apt(&["sudo", "-n"], apt_get, &["update"])),
            "sudo -n env DEBIAN_FRONTEND=noninteractive /usr/bin/apt-get update"
        );
    }

    #[test]
    fn a_program_that_is_nowhere_is_not_found() {
        assert!(in_path("sh").is_some());
        assert!(in_path("no-such-program-anywhere").is_none());
    }
}
