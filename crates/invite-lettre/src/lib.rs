//! Mail for Invite: words each message, encodes it, and hands it to an SMTP server or an inbox.
//!
//! - [`LettreMailer`] hands mails to an SMTP server; [`SmtpSettings`] come from one address such as
//!   `smtp://user:password@mail.example.org:587`.
//! - [`MemoryInbox`] keeps them in memory instead, for when no server is configured.
//!
//! Both send the same octets: the same mail rendered twice is the same to the last one.

mod from;
mod inbox;
mod letter;
mod render;
mod smtp;

pub use from::MailFrom;
pub use inbox::{CapturedMail, MemoryInbox};
pub use render::{LetterRenderer, render};
pub use smtp::{
    LettreMailer, SettingsError, SmtpSettings, Timeouts, TlsPolicy, Trial, TrialMail, TrialStep,
};
