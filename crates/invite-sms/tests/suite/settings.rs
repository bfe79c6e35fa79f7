//! The gateway's address, read and misread.

use invite_sms::SmsSettings;
use std::time::Duration;

#[test]
fn errors_name_the_part_and_never_a_secret() {
    for (address, part) in [
        ("", "address"),
        ("sms.example.org", "address"),
        ("ftp://sms.example.org", "address"),
        ("http://u:hunter2@sms.example.org", "address"),
        ("https://u:hunter2@sms.example.org:99999", "address"),
        ("https://:hunter2@sms.example.org", "login"),
        ("https://u:hunter2%ff@sms.example.org", "login"),
        ("https://u:p@sms.example.org?token=hunter2", "login"),
        ("https://sms.example.org?token=", "login"),
        ("https://sms.example.org?token=hunter2%0a", "login"),
        (
            "https://sms.example.org?token=hunter2&from=a-name-that-is-long",
            "from",
        ),
        ("https://sms.example.org?token=hunter2&from=", "from"),
        (
            "https://sms.example.org?token=hunter2&timeout=soon",
            "timeout",
        ),
        ("https://sms.example.org?token=hunter2&timeout=0", "timeout"),
    ] {
        let error = address.parse::<SmsSettings>().unwrap_err();
        assert_eq!(error.part(), part, "{address}: {error}");
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
    }
}

#[test]
fn good_addresses_are_taken_and_shown_without_secrets() {
    for address in [
        "https://u:hunter2@sms.example.org/send?from=Invite&timeout=2.5",
        "https://sms.example.org/send?token=hunter2&key=hunter2&timeout=2.5",
        "http://localhost:8080/?token=hunter2&from=%2B6281234567890&timeout=2.5",
        "http://127.0.0.1/?token=hunter2&timeout=2.5",
        "http://[::1]/?token=hunter2&timeout=2.5",
    ] {
        let settings: SmsSettings = address.parse().unwrap();
        assert_eq!(settings.timeout, Duration::from_millis(2_500));
        assert!(!format!("{settings:?}").contains("hunter2"), "{settings:?}");
    }
}
