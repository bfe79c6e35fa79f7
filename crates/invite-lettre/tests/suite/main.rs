//! What mails look like, and how they are handed over to a real SMTP server on loopback.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

mod encryption;
mod handing_over;
mod hostile;
mod inbox;
mod letter_style;
mod letters;
mod look;
mod reuse;
mod server_trouble;
mod settings;
mod support;
mod wording;
