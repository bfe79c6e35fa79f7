//! Where the mail server is and how to speak with it, read from one address.

use percent_encoding::percent_decode_str;
use std::{fmt, net::IpAddr, path::PathBuf, str::FromStr, time::Duration};
use url::Url;

/// How mails are encrypted on their way to the server. Certificates are always verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlsPolicy {
    /// From the first octet: `smtps://`.
    Implicit,
    /// By `STARTTLS`; a server that does not offer it gets no mail.
    Required,
    /// By `STARTTLS` where it is offered. A password goes over an unencrypted line only to loopback.
    Offered,
    /// Never.
    Off,
}

/// How long to wait for the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For the connection; 30 s.
    pub connect: Duration,
    /// For the greeting, for TLS and for the answer to each command; 60 s.
    pub command: Duration,
    /// For the message to be taken off our hands; 3 min.
    pub data: Duration,
    /// For the answer to the final dot; 10 min. Whoever gives up sooner than the server sends twice
    /// (RFC 5321 §4.5.3.2.6, RFC 1047).
    pub final_dot: Duration,
    /// How long an idle connection is kept; 30 s.
    pub idle: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(30),
            command: Duration::from_mins(1),
            data: Duration::from_mins(3),
            final_dot: Duration::from_mins(10),
            idle: Duration::from_secs(30),
        }
    }
}

/// A mail server and how to use it.
///
/// ```
/// use invite_lettre::{SmtpSettings, TlsPolicy};
///
/// let settings: SmtpSettings = "smtp://invite:secret@mail.example.org".parse()?;
/// assert_eq!(settings.port, 587);
/// assert_eq!(settings.tls, TlsPolicy::Required);
/// assert!(!format!("{settings:?}").contains("secret"));
/// # Ok::<(), invite_lettre::SettingsError>(())
/// ```
///
/// | Option in the address | Means | Else |
/// | --- | --- | --- |
/// | `tls=required`, `offered`, `none` | see [`TlsPolicy`] | `required`; `offered` on loopback |
/// | `ca=/path/to/root.pem` | one more authority to trust | |
/// | `name=app.example.org` | how we introduce ourselves | the sender's domain |
/// | `connections=8` | how many at once, 1 to 256 | 8 |
/// | `messages=200` | how many mails over one connection | 200 |
/// | `connect_timeout`, `command_timeout`, `data_timeout`, `final_dot_timeout`, `idle_timeout` | seconds | see [`Timeouts`] |
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpSettings {
    /// A name or an IP address.
    pub host: String,
    /// 587 for `smtp://`, 465 for `smtps://`, unless given.
    pub port: u16,
    /// The encryption.
    pub tls: TlsPolicy,
    /// A PEM file with an authority to trust besides the public ones.
    pub ca: Option<PathBuf>,
    /// How we introduce ourselves in `EHLO`; the sender's domain when `None`.
    pub name: Option<String>,
    /// How many connections there may be at once.
    pub connections: usize,
    /// How many mails go over one connection.
    pub messages: u32,
    /// How long to wait.
    pub timeouts: Timeouts,
    pub(super) login: Option<Login>,
}

#[derive(Clone, PartialEq, Eq)]
pub(super) struct Login {
    pub(super) user: String,
    pub(super) password: String,
}

/// Says which part of the address is wrong and how to mend it. It never repeats the password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the mail server's {part}: {mend}")]
pub struct SettingsError {
    part: &'static str,
    mend: String,
}

impl SettingsError {
    pub(super) fn new(part: &'static str, mend: impl Into<String>) -> Self {
        Self {
            part,
            mend: mend.into(),
        }
    }

    /// Returns the part at fault: `address`, `host`, `login`, `tls`, `ca` and so on.
    pub fn part(&self) -> &'static str {
        self.part
    }
}

impl SmtpSettings {
    /// Takes a server part by part; everything else is as in an address that says nothing of it.
    ///
    /// # Errors
    /// [`SettingsError`] for a host that is no name, or a login with a line break, without a user or
    /// without a password.
    pub fn new(
        host: &str,
        port: u16,
        tls: TlsPolicy,
        login: Option<(&str, &str)>,
    ) -> Result<Self, SettingsError> {
        let host = host.trim().trim_start_matches('[').trim_end_matches(']');
        Ok(Self {
            host: plain_host(host)?,
            port,
            tls,
            ca: None,
            name: None,
            connections: 8,
            messages: 200,
            timeouts: Timeouts::default(),
            login: login
                .map(|(user, password)| plain_login(user, password))
                .transpose()?,
        })
    }

    /// Says whether the server is this very machine.
    pub(super) fn is_loopback(&self) -> bool {
        is_loopback(&self.host)
    }
}

impl FromStr for SmtpSettings {
    type Err = SettingsError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let address = |mend: &str| SettingsError::new("address", mend);
        let text = text.trim();
        let url = Url::parse(text).map_err(|error| {
            address(&format!(
                "{error}; it should look like smtp://user:password@mail.example.org:587, with any of / ? # @ : % in user or password percent-encoded"
            ))
        })?;
        let (port, implicit) = match url.scheme() {
            "smtp" => (587, false),
            "smtps" => (465, true),
            _ => return Err(address("it begins with smtp:// or smtps://")),
        };
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(address(
                "nothing but options (?…) may follow the port; a / or # in the password is written %2F or %23",
            ));
        }
        let host = host(&url)?;
        let tls = match (implicit, is_loopback(&host)) {
            (true, _) => TlsPolicy::Implicit,
            (false, true) => TlsPolicy::Offered,
            (false, false) => TlsPolicy::Required,
        };
        let mut settings = Self {
            port: url.port().unwrap_or(port),
            tls,
            ca: None,
            name: None,
            connections: 8,
            messages: 200,
            timeouts: Timeouts::default(),
            login: login(&url)?,
            host,
        };
        for (key, value) in url.query_pairs() {
            settings.set(&key, &value)?;
        }
        Ok(settings)
    }
}

impl SmtpSettings {
    fn set(&mut self, key: &str, value: &str) -> Result<(), SettingsError> {
        match key {
            "tls" => self.tls = tls(self.tls, value)?,
            "ca" => self.ca = Some(PathBuf::from(value)),
            "name" => self.name = Some(hello(value)?),
            "connections" => self.connections = number("connections", value, 256)? as usize,
            "messages" => self.messages = number("messages", value, 1_000_000)?,
            "connect_timeout" => self.timeouts.connect = seconds("connect_timeout", value)?,
            "command_timeout" => self.timeouts.command = seconds("command_timeout", value)?,
            "data_timeout" => self.timeouts.data = seconds("data_timeout", value)?,
            "final_dot_timeout" => self.timeouts.final_dot = seconds("final_dot_timeout", value)?,
            "idle_timeout" => self.timeouts.idle = seconds("idle_timeout", value)?,
            _ => {
                return Err(SettingsError::new(
                    "options",
                    "there are tls, ca, name, connections, messages, connect_timeout, command_timeout, data_timeout, final_dot_timeout and idle_timeout, and no others",
                ));
            }
        }
        Ok(())
    }
}

fn host(url: &Url) -> Result<String, SettingsError> {
    let host = url.host_str().unwrap_or_default();
    plain_host(host.trim_start_matches('[').trim_end_matches(']'))
}

fn plain_host(host: &str) -> Result<String, SettingsError> {
    let plain = host
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"-._:".contains(&b));
    if host.is_empty() || host.len() > 253 || !plain {
        return Err(SettingsError::new(
            "host",
            "it is a name such as mail.example.org or an IP address",
        ));
    }
    Ok(host.to_owned())
}

fn login(url: &Url) -> Result<Option<Login>, SettingsError> {
    let error = |mend: &str| SettingsError::new("login", mend);
    let decode = |text: &str| {
        let decoded = percent_decode_str(text).decode_utf8();
        let decoded = decoded.map_err(|_| error("user and password are UTF-8, percent-encoded"))?;
        if decoded.contains(['\0', '\r', '\n']) {
            return Err(error("user and password hold no line breaks and no NUL"));
        }
        Ok(decoded.into_owned())
    };
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        ("", Some(_)) => Err(error("there is a password, but no user before it")),
        (_, None | Some("")) => Err(error("there is a user, but no password behind it")),
        (user, Some(password)) => Ok(Some(Login {
            user: decode(user)?,
            password: decode(password)?,
        })),
    }
}

fn plain_login(user: &str, password: &str) -> Result<Login, SettingsError> {
    if user.is_empty() || password.is_empty() {
        return Err(SettingsError::new(
            "login",
            "user and password belong together",
        ));
    }
    if user.contains(['\0', '\r', '\n']) || password.contains(['\0', '\r', '\n']) {
        return Err(SettingsError::new(
            "login",
            "user and password hold no line breaks and no NUL",
        ));
    }
    Ok(Login {
        user: user.to_owned(),
        password: password.to_owned(),
    })
}

fn tls(so_far: TlsPolicy, value: &str) -> Result<TlsPolicy, SettingsError> {
    let implicit = so_far == TlsPolicy::Implicit;
    match value {
        "required" if implicit => Ok(TlsPolicy::Implicit),
        _ if implicit => Err(SettingsError::new(
            "tls",
            "smtps:// is encrypted from the beginning; for STARTTLS or none write smtp://",
        )),
        "required" => Ok(TlsPolicy::Required),
        "offered" => Ok(TlsPolicy::Offered),
        "none" => Ok(TlsPolicy::Off),
        _ => Err(SettingsError::new("tls", "it is required, offered or none")),
    }
}

fn hello(value: &str) -> Result<String, SettingsError> {
    let plain = value
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"-._:[]".contains(&b));
    if value.is_empty() || value.len() > 255 || !plain {
        return Err(SettingsError::new(
            "name",
            "it is a host name such as app.example.org",
        ));
    }
    Ok(value.to_owned())
}

fn number(part: &'static str, value: &str, max: u32) -> Result<u32, SettingsError> {
    let number = value.parse().ok().filter(|n| (1..=max).contains(n));
    number.ok_or_else(|| SettingsError::new(part, format!("it is a number from 1 to {max}")))
}

fn seconds(part: &'static str, value: &str) -> Result<Duration, SettingsError> {
    let seconds = value
        .parse()
        .ok()
        .filter(|s| (0.001..=86_400.0).contains(s));
    seconds
        .map(Duration::from_secs_f64)
        .ok_or_else(|| SettingsError::new(part, "it is a number of seconds, at most 86400"))
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Leaves the password out.
impl fmt::Debug for SmtpSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpSettings")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("tls", &self.tls)
            .field("user", &self.login.as_ref().map(|login| &login.user))
            .finish_non_exhaustive()
    }
}
