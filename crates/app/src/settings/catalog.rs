//! Every setting there is: its name, its default, and what it means.

/// One setting, as a deployer sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Its name in `invite.toml`; in the environment it is [`Setting::variable`].
    pub key: &'static str,
    /// What holds when it is not given, in words where it depends on others.
    pub default: &'static str,
    /// What it means.
    pub about: &'static str,
    /// How much of its value may be shown.
    pub shown: Shown,
}

/// How much of a setting's value may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// All of it.
    Whole,
    /// An address without its password.
    WithoutPassword,
    /// Nothing.
    Nothing,
}

impl Setting {
    /// Returns its name in the environment.
    pub fn variable(&self) -> String {
        format!("INVITE_{}", self.key.to_uppercase())
    }
}

const fn setting(key: &'static str, default: &'static str, about: &'static str) -> Setting {
    Setting {
        key,
        default,
        about,
        shown: Shown::Whole,
    }
}

const fn showing(shown: Shown, setting: Setting) -> Setting {
    Setting { shown, ..setting }
}

/// Every setting, in the order in which `invite config check` prints them.
pub const ALL: [Setting; 25] = [
    setting(
        "role",
        "all",
        "what this process does: all, server or worker",
    ),
    setting(
        "listen",
        "127.0.0.1:8080",
        "where the server listens: address and port",
    ),
    setting(
        "public_url",
        "http:// and where it listens",
        "what links in mails begin with, as invitees reach it: https://invite.example.org",
    ),
    setting(
        "trusted_proxies",
        "none: X-Forwarded-For is not believed",
        "the proxies in front of the server, as addresses or networks such as 10.0.0.0/8, whose X-Forwarded-For tells where a request comes from; unlisted, everyone behind one shares one allowance of failed sign-ins",
    ),
    setting(
        "data_dir",
        "./data",
        "where the embedded database and the key file live",
    ),
    showing(
        Shown::WithoutPassword,
        setting(
            "database_url",
            "sqlite:// and invite.sqlite in the data directory",
            "the database: sqlite://path/to/file or postgres://user:password@host/database",
        ),
    ),
    setting(
        "database_schema",
        "the database's own",
        "the PostgreSQL schema that holds the tables",
    ),
    setting(
        "database_connections",
        "10",
        "how many connections to the database at most",
    ),
    showing(
        Shown::Nothing,
        setting(
            "secret_key",
            "secret.key in the data directory, made at the first start",
            "the key that links are made with: 32 random bytes in base64 or hex; ID:KEY, comma, ID:KEY … to rotate, the first one makes new links",
        ),
    ),
    showing(
        Shown::WithoutPassword,
        setting(
            "smtp_url",
            "the built-in inbox, for trying out",
            "the mail server: smtp://user:password@host:587?tls=required or smtps://user:password@host, with options such as ca, name and timeouts behind the question mark",
        ),
    ),
    setting(
        "mail_from",
        "needed with smtp_url",
        "the address that mails are from: invite@example.org",
    ),
    setting(
        "mail_pause",
        "1m",
        "how long sending rests after the mail server refused our login or showed a bad certificate",
    ),
    showing(
        Shown::WithoutPassword,
        setting(
            "sms_url",
            "no SMS",
            "the SMS gateway: https://user:password@host/path?from=Invite, or with token= instead of user and password",
        ),
    ),
    setting(
        "worker_connections",
        "8, or as many as smtp_url says",
        "how many messages are sent at the same time",
    ),
    setting(
        "lease",
        "30s",
        "after how long another worker takes over the messages of one that died",
    ),
    setting(
        "retry",
        "1m,5m,15m,30m,1h,2h,3h",
        "the pauses between attempts at a message; the last one repeats",
    ),
    setting(
        "retry_give_up",
        "4d",
        "how long after it was queued a message is given up",
    ),
    setting(
        "retry_unknown",
        "11m",
        "the pause after silence at the end of a message, which may have arrived",
    ),
    setting(
        "password_memory",
        "19",
        "the memory that hashing a password takes, in MiB",
    ),
    setting(
        "password_passes",
        "2",
        "how often hashing a password goes over that memory",
    ),
    setting(
        "session_idle",
        "12h",
        "how long a session lives in which nothing is asked",
    ),
    setting(
        "session_absolute",
        "7d",
        "how long a session lives, whatever happens",
    ),
    setting(
        "shutdown_grace",
        "10s",
        "how long a stop may take: what is under way ends, the rest is given back",
    ),
    setting(
        "log",
        "info",
        "what is logged: error, warn, info, debug, trace, or a filter such as info,app=debug",
    ),
    setting(
        "log_format",
        "human on a terminal, json elsewhere",
        "how it is logged: human or json",
    ),
];

/// Returns the setting of this name in `invite.toml`.
pub fn find(key: &str) -> Option<&'static Setting> {
    ALL.iter().find(|setting| setting.key == key)
}

/// Returns the setting whose name is so close that it was probably meant.
pub fn nearest(key: &str) -> Option<&'static Setting> {
    let key = key.to_lowercase().replace('-', "_");
    let key = key.strip_prefix("invite_").unwrap_or(&key);
    ALL.iter()
        .map(|setting| (strsim::jaro_winkler(setting.key, key), setting))
        .filter(|(likeness, _)| *likeness > 0.85)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, setting)| setting)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelled_setting_is_recognized() {
        let meant = |key| nearest(key).map(|setting| setting.key);
        assert_eq!(meant("public_uri"), Some("public_url"));
        assert_eq!(meant("INVITE_LISTEN"), Some("listen"));
        assert_eq!(meant("smtp-url"), Some("smtp_url"));
        assert_eq!(meant("postgres_url"), None);
    }
}
