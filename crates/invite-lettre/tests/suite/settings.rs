//! The mail server's address, read and misread.

use invite_lettre::{LettreMailer, MailFrom, SettingsError, SmtpSettings, Timeouts, TlsPolicy};
use std::{path::PathBuf, time::Duration};

fn read(address: &str) -> SmtpSettings {
    address.parse().unwrap()
}

fn wrong(address: &str) -> SettingsError {
    address.parse::<SmtpSettings>().unwrap_err()
}

#[test]
fn ports_and_encryption_follow_from_scheme_and_host() {
    for (address, port, tls) in [
        ("smtp://mail.example.org", 587, TlsPolicy::Required),
        ("smtp://mail.example.org:2525/", 2525, TlsPolicy::Required),
        ("smtp://192.0.2.1", 587, TlsPolicy::Required),
        ("smtps://mail.example.org", 465, TlsPolicy::Implicit),
        (
            "smtps://mail.example.org?tls=required",
            465,
            TlsPolicy::Implicit,
        ),
        ("smtp://localhost:1025", 1025, TlsPolicy::Offered),
        ("smtp://127.0.0.1:1025", 1025, TlsPolicy::Offered),
        ("smtp://[::1]:1025", 1025, TlsPolicy::Offered),
        ("smtp://localhost?tls=required", 587, TlsPolicy::Required),
        (
            "smtp://mail.example.org?tls=offered",
            587,
            TlsPolicy::Offered,
        ),
        ("smtp://mail.example.org?tls=none", 587, TlsPolicy::Off),
        ("  smtp://mail.example.org\n", 587, TlsPolicy::Required),
    ] {
        let settings = read(address);
        assert_eq!((settings.port, settings.tls), (port, tls), "{address}");
    }
    assert_eq!(read("smtp://[::1]:1025").host, "::1");
}

#[test]
fn every_option_is_read() {
    let settings = read(
        "smtp://a:b@mail.example.org?ca=/etc/ca.pem&name=app.example.org&connections=3&messages=50\
         &connect_timeout=1&command_timeout=2&data_timeout=3.5&final_dot_timeout=4&idle_timeout=5",
    );
    assert_eq!(settings.ca, Some(PathBuf::from("/etc/ca.pem")));
    assert_eq!(settings.name.as_deref(), Some("app.example.org"));
    assert_eq!((settings.connections, settings.messages), (3, 50));
    assert_eq!(
        settings.timeouts,
        Timeouts {
            connect: Duration::from_secs(1),
            command: Duration::from_secs(2),
            data: Duration::from_millis(3_500),
            final_dot: Duration::from_secs(4),
            idle: Duration::from_secs(5),
        }
    );
}

#[test]
fn errors_name_the_part_and_never_the_password() {
    for (address, part) in [
        ("", "address"),
        ("mail.example.org:587", "address"),
        ("http://u:hunter2@mail.example.org", "address"),
        ("smtp://u:hunter2@mail.example.org:99999", "address"),
        ("smtp://u:hun/ter2@mail.example.org", "address"),
        ("smtp://u:hun#ter2@mail.example.org", "address"),
        ("smtp://u:hunter2@mail.example.org/inbox", "address"),
        ("smtp://u:hunter2@mail.example.org#x", "address"),
        ("smtp://", "host"),
        ("smtp:mail.example.org", "address"),
        ("smtp://u:hunter2@mail%20example", "host"),
        ("smtp://:hunter2@mail.example.org", "login"),
        ("smtp://u@mail.example.org", "login"),
        ("smtp://u:@mail.example.org", "login"),
        ("smtp://u:hunter2%0d%0a@mail.example.org", "login"),
        ("smtp://u:hunter2%ff@mail.example.org", "login"),
        ("smtp://u:hunter2@mail.example.org?tls=maybe", "tls"),
        ("smtps://u:hunter2@mail.example.org?tls=none", "tls"),
        (
            "smtp://u:hunter2@mail.example.org?connections=0",
            "connections",
        ),
        (
            "smtp://u:hunter2@mail.example.org?connections=many",
            "connections",
        ),
        ("smtp://u:hunter2@mail.example.org?messages=0", "messages"),
        ("smtp://u:hunter2@mail.example.org?name=a%0d%0ab", "name"),
        (
            "smtp://u:hunter2@mail.example.org?final_dot_timeout=0",
            "final_dot_timeout",
        ),
        (
            "smtp://u:hunter2@mail.example.org?idle_timeout=NaN",
            "idle_timeout",
        ),
        ("smtp://u:hunter2@mail.example.org?pasword=x", "options"),
    ] {
        let error = wrong(address);
        let told = format!("{error} {error:?}");
        assert!(
            !told.contains("hunter2") && !told.contains("ter2"),
            "{told}"
        );
        let mends = part == "host" && error.part() == "address";
        assert!(error.part() == part || mends, "{address}: {error}");
        assert!(
            error.to_string().starts_with("the mail server's "),
            "{error}"
        );
    }
}

#[test]
fn debug_shows_no_password() {
    let settings = read("smtp://ann:hunter2@mail.example.org");
    let shown = format!("{settings:?}");
    assert!(
        shown.contains("ann") && !shown.contains("hunter2"),
        "{shown}"
    );
}

#[test]
fn an_authority_that_cannot_be_used_is_named() {
    for (file, words) in [
        ("/nowhere/ca.pem", "cannot be read"),
        (file!(), "holds no certificate"),
    ] {
        let mut settings = read("smtp://mail.example.org");
        // Tests run in the crate's folder, `file!` counts from the workspace's.
        let path = PathBuf::from(file.replace("crates/invite-lettre/", ""));
        settings.ca = Some(path);
        let from = MailFrom::parse("a@example.org").unwrap();
        let Err(error) = LettreMailer::new(settings, from) else {
            panic!("{file} was taken");
        };
        assert_eq!(error.part(), "ca");
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn the_sender_is_a_bare_address() {
    assert!(MailFrom::parse("invite@example.org").is_ok());
    let error = MailFrom::parse("Invite <invite@example.org>").unwrap_err();
    assert!(error.detail().contains("bare address"), "{error}");
    assert_eq!(
        MailFrom::parse("nobody").unwrap_err().code(),
        "email_invalid"
    );
}
