//! Where the gateway is and how to prove who we are, read from one address.

use percent_encoding::percent_decode_str;
use reqwest::Url;
use std::{fmt, net::IpAddr, str::FromStr, time::Duration};

/// A gateway and how to use it.
///
/// `https://user:password@host/path?from=Invite` logs in with a name and a password,
/// `https://host/path?from=Invite&token=…` with a bearer token. `timeout=` is in seconds, 30 unless
/// given. Whatever else stands in the query goes to the gateway.
///
/// ```
/// use invite_sms::SmsSettings;
///
/// let settings: SmsSettings = "https://sms.example.org/send?from=Invite&token=secret".parse()?;
/// assert!(!format!("{settings:?}").contains("secret"));
/// # Ok::<(), invite_sms::SmsSettingsError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct SmsSettings {
    pub(crate) url: Url,
    pub(crate) from: Option<String>,
    pub(crate) login: Login,
    /// How long to wait for the gateway's answer.
    pub timeout: Duration,
}

#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Login {
    None,
    Basic { user: String, password: String },
    Bearer(String),
}

impl Login {
    /// Returns what nobody may read.
    pub(crate) fn secret(&self) -> Option<&str> {
        match self {
            Self::None => None,
            Self::Basic { password, .. } => Some(password),
            Self::Bearer(token) => Some(token),
        }
    }
}

/// Says which part of the address is wrong and how to mend it. It never repeats a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the SMS gateway's {part}: {mend}")]
pub struct SmsSettingsError {
    part: &'static str,
    mend: String,
}

impl SmsSettingsError {
    pub(crate) fn new(part: &'static str, mend: impl Into<String>) -> Self {
        Self {
            part,
            mend: mend.into(),
        }
    }

    /// Returns the part at fault: `address`, `login`, `from` or `timeout`.
    pub fn part(&self) -> &'static str {
        self.part
    }
}

impl FromStr for SmsSettings {
    type Err = SmsSettingsError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let address = |mend: String| SmsSettingsError::new("address", mend);
        let mut url = Url::parse(text.trim()).map_err(|error| {
            address(format!(
                "{error}; it should look like https://sms.example.org/send?from=Invite&token=…"
            ))
        })?;
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => {
                return Err(address("messages hold live links, so it begins with https:// unless it is on this machine".to_owned()));
            }
            _ => return Err(address("it begins with https://".to_owned())),
        }
        let mut settings = Self {
            from: None,
            login: basic(&url)?,
            timeout: Duration::from_secs(30),
            url: url.clone(),
        };
        // Neither may fail for http and https.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        url.set_fragment(None);
        let rest = settings.take_options(&url)?;
        url.set_query(None);
        if !rest.is_empty() {
            url.query_pairs_mut().extend_pairs(rest);
        }
        settings.url = url;
        Ok(settings)
    }
}

impl SmsSettings {
    /// Takes our own options and returns the gateway's.
    fn take_options(&mut self, url: &Url) -> Result<Vec<(String, String)>, SmsSettingsError> {
        let mut rest = Vec::new();
        for (key, value) in url.query_pairs().into_owned() {
            match key.as_str() {
                "from" => self.from = Some(sender(value)?),
                "timeout" => self.timeout = seconds(&value)?,
                "token" if self.login != Login::None => {
                    return Err(SmsSettingsError::new(
                        "login",
                        "there are both a token and a user; give one of them",
                    ));
                }
                "token" => self.login = bearer(value)?,
                _ => rest.push((key, value)),
            }
        }
        Ok(rest)
    }
}

fn basic(url: &Url) -> Result<Login, SmsSettingsError> {
    let decode = |text: &str| {
        let decoded = percent_decode_str(text).decode_utf8();
        decoded.map(String::from).map_err(|_| {
            SmsSettingsError::new("login", "user and password are UTF-8, percent-encoded")
        })
    };
    match (url.username(), url.password()) {
        ("", None) => Ok(Login::None),
        ("", Some(_)) => Err(SmsSettingsError::new(
            "login",
            "there is a password, but no user before it",
        )),
        (user, password) => Ok(Login::Basic {
            user: decode(user)?,
            password: decode(password.unwrap_or_default())?,
        }),
    }
}

fn bearer(token: String) -> Result<Login, SmsSettingsError> {
    if token.is_empty() || !token.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(SmsSettingsError::new(
            "login",
            "a token is made of visible ASCII characters",
        ));
    }
    Ok(Login::Bearer(token))
}

/// Up to 15 digits, or up to 11 characters: what phones show as a sender.
fn sender(from: String) -> Result<String, SmsSettingsError> {
    let digits = from.strip_prefix('+').unwrap_or(&from);
    let number = (1..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let name =
        (1..=11).contains(&from.len()) && from.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
    if number || name {
        Ok(from)
    } else {
        Err(SmsSettingsError::new(
            "from",
            "it is a number of up to 15 digits or a name of up to 11 ASCII characters",
        ))
    }
}

fn seconds(value: &str) -> Result<Duration, SmsSettingsError> {
    let seconds = value.parse().ok().filter(|s| (0.001..=600.0).contains(s));
    seconds
        .map(Duration::from_secs_f64)
        .ok_or_else(|| SmsSettingsError::new("timeout", "it is a number of seconds, at most 600"))
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Leaves secrets out, and the query with them: gateways put keys there.
impl fmt::Debug for SmsSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmsSettings")
            .field("host", &self.url.host_str())
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}
