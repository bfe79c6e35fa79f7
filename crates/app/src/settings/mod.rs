//! What a deployer can set, read once at the start; every wrong setting is named with its mend.

pub mod catalog;
mod layers;
mod problem;
mod reader;
mod show;
pub mod values;

pub use layers::Origin;
pub use problem::{Problem, Problems};
pub use show::show;

use crate::{ambient::HashCost, telemetry::LogFormat};
use invite_domain::model::{LinkBase, RetryPolicy, SessionLimits};
use invite_lettre::{MailFrom, SmtpSettings};
use invite_poem::TrustedProxies;
use invite_sms::SmsSettings;
use layers::Given;
use reader::Reader;
use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};
use values::Keys;

/// What this process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// Serves and sends.
    #[default]
    All,
    /// Serves HTTP and sends nothing.
    Server,
    /// Sends and serves nothing.
    Worker,
}

impl Role {
    /// Whether it serves HTTP.
    pub const fn serves(self) -> bool {
        matches!(self, Self::All | Self::Server)
    }

    /// Whether it sends messages.
    pub const fn works(self) -> bool {
        matches!(self, Self::All | Self::Worker)
    }

    fn parse(text: &str) -> Result<Self, String> {
        match text {
            "all" => Ok(Self::All),
            "server" => Ok(Self::Server),
            "worker" => Ok(Self::Worker),
            _ => Err("write all, server or worker".to_owned()),
        }
    }
}

/// The mail server and the sender.
#[derive(Debug, Clone)]
pub struct MailSettings {
    /// The server.
    pub smtp: SmtpSettings,
    /// The sender.
    pub from: MailFrom,
}

/// Where data is kept.
#[derive(Debug, Clone)]
pub struct DatabaseSettings {
    /// `sqlite://…` or `postgres://…`; may hold a password.
    pub url: String,
    /// The PostgreSQL schema, where it is not the connection's own.
    pub schema: Option<String>,
    /// How many connections at most.
    pub connections: u32,
}

impl DatabaseSettings {
    /// Whether several machines can share it.
    pub fn is_shared(&self) -> bool {
        !self.url.starts_with("sqlite:")
    }
}

/// How messages are sent.
#[derive(Debug, Clone)]
pub struct WorkerSettings {
    /// How many at the same time.
    pub connections: usize,
    /// After how long another worker takes over.
    pub lease: Duration,
    /// When to try again.
    pub retry: RetryPolicy,
    /// How long mail rests after our settings kept it from leaving.
    pub mail_pause: Duration,
}

/// Everything that is set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What this process does.
    pub role: Role,
    /// Where the server listens.
    pub listen: SocketAddr,
    /// What links begin with; follows from where it listens when `None`.
    pub public_url: Option<LinkBase>,
    /// Whose word on where a request comes from is taken.
    pub trusted_proxies: TrustedProxies,
    /// Where embedded state lives.
    pub data_dir: PathBuf,
    /// Where data is kept.
    pub database: DatabaseSettings,
    /// The keys; those of the key file when `None`.
    pub keys: Option<Keys>,
    /// The mail server; the built-in inbox when `None`.
    pub mail: Option<MailSettings>,
    /// The SMS gateway; no SMS when `None`.
    pub sms: Option<SmsSettings>,
    /// How messages are sent.
    pub worker: WorkerSettings,
    /// What hashing a password costs.
    pub hash_cost: HashCost,
    /// How long sessions live.
    pub sessions: SessionLimits,
    /// How long a stop may take.
    pub shutdown_grace: Duration,
    /// What is logged.
    pub log: String,
    /// How it is logged; depends on the terminal when `None`.
    pub log_format: Option<LogFormat>,
}

/// Settings with where they came from.
#[derive(Debug)]
pub struct Loaded {
    /// The settings.
    pub settings: Settings,
    /// What was given, by key.
    pub given: BTreeMap<String, Given>,
    /// What looks odd and stops nothing.
    pub warnings: Vec<String>,
}

/// Reads the settings: the environment over the file over the defaults.
///
/// # Errors
/// [`Problems`] with every wrong setting.
pub fn load(file: Option<&Path>) -> Result<Loaded, Problems> {
    Reader::new(layers::read(file)?).settings()
}

/// Returns the address of the embedded database in this folder.
pub fn sqlite_in(folder: &Path) -> String {
    let file = folder.join("invite.sqlite").display().to_string();
    // What would end or change the path in an address.
    let file = file
        .replace('%', "%25")
        .replace('?', "%3F")
        .replace('#', "%23");
    format!("sqlite://{file}")
}
