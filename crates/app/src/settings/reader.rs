//! Takes the settings one by one out of what was given, and remembers everything that is wrong.

use super::{
    DatabaseSettings, Loaded, MailSettings, Problem, Problems, Role, Settings, WorkerSettings,
    layers::{Given, Layers},
    sqlite_in,
    values::{self, delta, keys, number, span_within, spans},
};
use crate::{
    ambient::HashCost,
    telemetry::{LogFormat, filter},
};
use invite_domain::model::{LinkBase, RetryPolicy, SessionLimits};
use invite_lettre::{MailFrom, SmtpSettings};
use invite_poem::TrustedProxies;
use invite_sms::SmsSettings;
use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};

/// Takes settings one by one and remembers what is wrong.
pub(super) struct Reader {
    given: BTreeMap<String, Given>,
    problems: Vec<Problem>,
    warnings: Vec<String>,
}

impl Reader {
    pub(super) fn new(layers: Layers) -> Self {
        Self {
            given: layers.given,
            problems: layers.problems,
            warnings: layers.warnings,
        }
    }

    /// Reads one setting; `None` when it is not given, or wrong, which is then remembered.
    fn take<T, E: ToString>(
        &mut self,
        key: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let given = self.given.get(key)?;
        match parse(&given.text) {
            Ok(value) => Some(value),
            Err(advice) => {
                self.problems.push(Problem {
                    setting: given.origin.name(key),
                    origin: given.origin.to_string(),
                    advice: advice.to_string(),
                });
                None
            }
        }
    }

    /// Notes a setting that is missing although others need it.
    fn miss(&mut self, key: &str, advice: &str) {
        self.problems.push(Problem {
            setting: format!("INVITE_{}", key.to_uppercase()),
            origin: String::new(),
            advice: advice.to_owned(),
        });
    }

    /// Returns the settings, or everything that is wrong with them.
    pub(super) fn settings(mut self) -> Result<Loaded, Problems> {
        let data_dir = self
            .take("data_dir", |text| Ok::<_, String>(PathBuf::from(text)))
            .unwrap_or_else(|| PathBuf::from("./data"));
        let role = self.take("role", Role::parse).unwrap_or_default();
        let listen = self.take("listen", address).unwrap_or(DEFAULT_LISTEN);
        let public_url = self.take("public_url", LinkBase::parse);
        let trusted_proxies = self.take("trusted_proxies", values::networks);
        let database = self.database(&data_dir);
        let keys = self.take("secret_key", keys);
        let mut mail = self.mail();
        let sms = self.take("sms_url", str::parse::<SmsSettings>);
        let worker = self.worker(mail.as_mut());
        let hash_cost = self.hash_cost();
        let sessions = self.sessions();
        let shutdown_grace = self
            .take("shutdown_grace", span_within(SECOND..=DAY))
            .unwrap_or(10 * SECOND);
        let log = self.take("log", |text| filter(text).map(|_| text.to_owned()));
        let log_format = self.take("log_format", LogFormat::parse);
        self.look_around(role, listen, self.given.contains_key("public_url"));
        if !self.problems.is_empty() {
            return Err(Problems(self.problems));
        }
        Ok(Loaded {
            settings: Settings {
                role,
                listen,
                public_url,
                trusted_proxies: TrustedProxies::new(trusted_proxies.unwrap_or_default()),
                data_dir,
                database,
                keys,
                mail,
                sms,
                worker,
                hash_cost,
                sessions,
                shutdown_grace,
                log: log.unwrap_or_else(|| "info".to_owned()),
                log_format,
            },
            given: self.given,
            warnings: self.warnings,
        })
    }

    fn database(&mut self, data_dir: &Path) -> DatabaseSettings {
        let url = self.take("database_url", database_url);
        DatabaseSettings {
            url: url.unwrap_or_else(|| sqlite_in(data_dir)),
            schema: self.take("database_schema", schema),
            connections: self
                .take("database_connections", number(1..=1000))
                .unwrap_or(10),
        }
    }

    fn mail(&mut self) -> Option<MailSettings> {
        let smtp = self.take("smtp_url", str::parse::<SmtpSettings>);
        let from = self.take("mail_from", MailFrom::parse);
        let server_given = self.given.contains_key("smtp_url");
        let sender_given = self.given.contains_key("mail_from");
        match (server_given, sender_given) {
            (true, false) => self.miss(
                "mail_from",
                "mails need a sender; write an address that your mail server lets us use, such as invite@example.org",
            ),
            (false, true) => self.warnings.push(
                "INVITE_MAIL_FROM has no effect without INVITE_SMTP_URL: mails stay in the built-in inbox".to_owned(),
            ),
            (true, true) | (false, false) => {}
        }
        smtp.zip(from)
            .map(|(smtp, from)| MailSettings { smtp, from })
    }

    fn worker(&mut self, mail: Option<&mut MailSettings>) -> WorkerSettings {
        let defaults = RetryPolicy::default();
        let given = self.take("worker_connections", number(1..=256));
        let given = given.and_then(|n| usize::try_from(n).ok());
        let connections = match mail {
            Some(mail) => {
                mail.smtp.connections = given.unwrap_or(mail.smtp.connections);
                mail.smtp.connections
            }
            None => given.unwrap_or(8),
        };
        WorkerSettings {
            connections,
            lease: self
                .take("lease", span_within(SECOND..=DAY))
                .unwrap_or(30 * SECOND),
            retry: RetryPolicy {
                pauses: self.take("retry", spans).unwrap_or(defaults.pauses),
                give_up_after: self
                    .take("retry_give_up", values::span)
                    .map_or(defaults.give_up_after, delta),
                unknown_pause: self
                    .take("retry_unknown", values::span)
                    .map_or(defaults.unknown_pause, delta),
            },
            mail_pause: self
                .take("mail_pause", span_within(Duration::from_millis(100)..=DAY))
                .unwrap_or(60 * SECOND),
        }
    }

    fn hash_cost(&mut self) -> HashCost {
        let default = HashCost::default();
        let memory = self.take("password_memory", number(19..=1024));
        let passes = self.take("password_passes", number(2..=64));
        let memory = memory.unwrap_or(default.memory_mib());
        HashCost::new(memory, passes.unwrap_or(default.passes())).unwrap_or(default)
    }

    fn sessions(&mut self) -> SessionLimits {
        let default = SessionLimits::default();
        // When a session was seen is written down once a minute.
        let idle = self.take("session_idle", span_within(5 * MINUTE..=30 * DAY));
        let absolute = self.take("session_absolute", span_within(5 * MINUTE..=365 * DAY));
        SessionLimits {
            idle: idle.map_or(default.idle, delta),
            absolute: absolute.map_or(default.absolute, delta),
        }
    }

    /// Looks at what each setting means for the others.
    fn look_around(&mut self, role: Role, listen: SocketAddr, has_public_url: bool) {
        let has_mail = self.given.contains_key("smtp_url");
        if role == Role::Worker && !has_mail {
            self.miss(
                "smtp_url",
                "a worker needs a mail server: the built-in inbox can only be read in the process that sends",
            );
        }
        if role == Role::Worker && !has_public_url {
            self.miss(
                "public_url",
                "a worker puts links into mails, so it needs what they begin with, such as https://invite.example.org",
            );
        } else if !has_public_url && !listen.ip().is_loopback() {
            if has_mail {
                self.miss(
                    "public_url",
                    "mails go out, so their links must begin with what invitees reach, such as https://invite.example.org",
                );
            } else {
                self.warnings.push(
                    "INVITE_PUBLIC_URL is not set: links in mails will begin with an address that others may not reach".to_owned(),
                );
            }
        }
    }
}

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);
const DAY: Duration = Duration::from_hours(24);
const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

fn address(text: &str) -> Result<SocketAddr, &'static str> {
    text.replace("localhost:", "127.0.0.1:").parse().map_err(
        |_| "write an IP address and a port, such as 127.0.0.1:8080, 0.0.0.0:8080 or [::1]:8080",
    )
}

fn database_url(text: &str) -> Result<String, &'static str> {
    let known = ["sqlite://", "postgres://", "postgresql://"];
    if known.iter().any(|scheme| text.starts_with(scheme)) {
        Ok(text.to_owned())
    } else {
        Err("write sqlite://path/to/file or postgres://user:password@host/database")
    }
}

fn schema(text: &str) -> Result<String, &'static str> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !text.is_empty() && text.len() <= 63 && text.chars().all(plain) {
        Ok(text.to_owned())
    } else {
        Err("write a name of the letters a to z, digits and _")
    }
}
