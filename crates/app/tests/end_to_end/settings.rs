//! Settings: every wrong one is named at once, and the environment wins over the file.

use crate::harness::{Folder, run};
use std::{fs, process::Output};

fn check(folder: &Folder, settings: &[(&str, &str)]) -> Output {
    let settings: Vec<_> = settings
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect();
    run(folder.path(), &settings, &["config", "check"])
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn every_wrong_setting_is_named_at_once_with_its_mend() {
    let wrong = [
        ("INVITE_ROLE", "boss", "all, server or worker"),
        ("INVITE_LISTEN", "somewhere", "127.0.0.1:8080"),
        ("INVITE_PUBLIC_URL", "invite.example.org", "https://"),
        ("INVITE_DATABASE_URL", "mysql://localhost", "postgres://"),
        ("INVITE_DATABASE_SCHEMA", "a;b", "a to z"),
        ("INVITE_DATABASE_CONNECTIONS", "0", "between 1 and 1000"),
        ("INVITE_SECRET_KEY", "hunter2", "openssl rand"),
        ("INVITE_SMTP_URL", "http://mail", "smtp://"),
        ("INVITE_MAIL_FROM", "nobody", "@"),
        ("INVITE_MAIL_PAUSE", "soon", "30s"),
        ("INVITE_SMS_URL", "ftp://sms", "http"),
        ("INVITE_WORKER_CONNECTIONS", "many", "between 1 and 256"),
        ("INVITE_LEASE", "1ms", "between"),
        ("INVITE_RETRY", "1m,often", "1m,5m"),
        ("INVITE_RETRY_GIVE_UP", "never", "4d"),
        ("INVITE_RETRY_UNKNOWN", "-1", "30s"),
        ("INVITE_PASSWORD_MEMORY", "8", "between 19 and 1024"),
        ("INVITE_PASSWORD_PASSES", "1", "between 2 and 64"),
        ("INVITE_SHUTDOWN_GRACE", "x", "30s"),
        ("INVITE_LOG", "a=b=c", "info"),
        ("INVITE_LOG_FORMAT", "xml", "json or human"),
    ];
    let settings: Vec<_> = wrong.iter().map(|(key, value, _)| (*key, *value)).collect();
    let output = check(&Folder::new(), &settings);
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(
        said.contains(&format!("{} settings are wrong", wrong.len())),
        "{said}"
    );
    for (key, _, mend) in wrong {
        let line = said.lines().find(|line| line.contains(&format!("{key} (")));
        let line = line.unwrap_or_else(|| panic!("{key} is not named: {said}"));
        assert!(line.contains(mend), "{line}");
    }
    assert!(!said.contains("hunter2"));
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_default() {
    let folder = Folder::new();
    fs::write(
        folder.path().join("invite.toml"),
        "listen = \"127.0.0.1:1111\"\nworker_connections = 3\nretry = [\"1m\", \"2m\"]\n",
    )
    .unwrap();
    let output = check(&folder, &[("INVITE_LISTEN", "127.0.0.1:2222")]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let said = stdout(&output);
    assert!(
        said.contains("INVITE_LISTEN = 127.0.0.1:2222   (the environment)"),
        "{said}"
    );
    assert!(
        said.contains("INVITE_WORKER_CONNECTIONS = 3   (invite.toml)"),
        "{said}"
    );
    assert!(
        said.contains("INVITE_RETRY = 1m,2m   (invite.toml)"),
        "{said}"
    );
    assert!(said.contains("INVITE_ROLE = all   (default)"), "{said}");
}

#[test]
fn an_unknown_key_of_the_file_is_an_error_that_names_the_one_that_was_meant() {
    let folder = Folder::new();
    let file = folder.path().join("my.toml");
    fs::write(
        &file,
        "public_uri = \"https://example.org\"\n[smtp]\nurl = \"x\"\n",
    )
    .unwrap();
    let output = run(
        folder.path(),
        &[],
        &["--config", "my.toml", "config", "check"],
    );
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(said.contains("public_uri (from my.toml)"), "{said}");
    assert!(said.contains("did you mean public_url?"), "{said}");
    assert!(said.contains("smtp (from my.toml)"), "{said}");
}

#[test]
fn secrets_are_not_shown() {
    let key = "q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=";
    let output = check(
        &Folder::new(),
        &[
            ("INVITE_SECRET_KEY", key),
            ("INVITE_DATABASE_URL", "postgres://ann:hunter2@db/invite"),
            ("INVITE_SMTP_URL", "smtp://ann:hunter3@localhost"),
            ("INVITE_MAIL_FROM", "invite@example.org"),
            (
                "INVITE_SMS_URL",
                "https://sms.example.org/send?from=Invite&token=hunter4",
            ),
        ],
    );
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let said = stdout(&output);
    for secret in [key, "hunter2", "hunter3", "hunter4"] {
        assert!(!said.contains(secret), "{said}");
    }
    assert!(said.contains("postgres://ann:***@db/invite"), "{said}");
}

#[test]
fn mail_without_a_sender_and_a_worker_without_a_server_are_refused() {
    let folder = Folder::new();
    let output = check(&folder, &[("INVITE_SMTP_URL", "smtp://localhost")]);
    assert!(
        stderr(&output).contains("INVITE_MAIL_FROM: "),
        "{}",
        stderr(&output)
    );
    let output = check(&folder, &[("INVITE_ROLE", "worker")]);
    let said = stderr(&output);
    assert!(
        said.contains("INVITE_SMTP_URL: ") && said.contains("INVITE_PUBLIC_URL: "),
        "{said}"
    );
}
