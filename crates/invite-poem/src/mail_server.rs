//! The mail server as whoever sets the service up sees, tries and chooses it.

use invite_domain::{
    model::{EmailAddress, Locale, Secret},
    ports::StoreError,
};

/// How the line to a mail server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailEncryption {
    /// By `STARTTLS`, or nothing is sent.
    Required,
    /// From the first octet.
    Implicit,
    /// By `STARTTLS` where it is offered.
    Offered,
    /// Never.
    Off,
}

impl MailEncryption {
    /// Every kind, the one to recommend first.
    pub const ALL: [Self; 4] = [Self::Required, Self::Implicit, Self::Offered, Self::Off];

    /// Returns the name in forms and in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Implicit => "implicit",
            Self::Offered => "offered",
            Self::Off => "none",
        }
    }

    /// Reads the name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// A mail server and the sender that it lets us use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailServerSettings {
    /// A name or an IP address.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The encryption.
    pub encryption: MailEncryption,
    /// User and password, where the server wants them.
    pub login: Option<(String, Secret)>,
    /// The address that every mail is from.
    pub from: EmailAddress,
}

/// Which way mail goes now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailRoute {
    /// To the server that the operator has set, whatever is chosen here: server and sender, shown
    /// without a secret.
    Operator(String),
    /// To the server that was chosen.
    Chosen(String),
    /// Into the built-in inbox.
    Inbox,
}

/// A step on a mail's way to its server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailTestStep {
    /// The server is there and greets us.
    Connection,
    /// The line is encrypted, to the right host.
    Encryption,
    /// The server knows our login.
    Login,
    /// The server takes the mail.
    Handover,
}

/// How a test mail went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailTest {
    /// The steps that went well, in their order.
    pub passed: Vec<MailTestStep>,
    /// The step that did not.
    pub failed: Option<MailTestStep>,
    /// What the server said last.
    pub said: String,
}

/// Why a server cannot be tried or chosen.
#[derive(Debug, thiserror::Error)]
pub enum MailServerError {
    /// A part of the settings is wrong: `host` or `login`.
    #[error("{part}: {mend}")]
    Refused {
        /// Which part.
        part: &'static str,
        /// How to mend it, in English.
        mend: String,
    },
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Tries and keeps the choice of a mail server.
#[async_trait::async_trait]
pub trait MailServer: Send + Sync {
    /// Returns which way mail goes now.
    async fn route(&self) -> Result<MailRoute, StoreError>;

    /// Whether the choice was made once: the page that makes it is closed then.
    async fn is_chosen(&self) -> Result<bool, StoreError>;

    /// Makes the choice: a server, or none and thereby the built-in inbox.
    async fn choose(&self, server: Option<&MailServerSettings>) -> Result<(), MailServerError>;

    /// Sends a test mail through a server, or the way that mail goes now, and tells how far it came.
    /// `None` where that way is the built-in inbox.
    async fn test(
        &self,
        server: Option<&MailServerSettings>,
        to: &EmailAddress,
        locale: Locale,
    ) -> Result<Option<MailTest>, MailServerError>;
}
