//! The gateway's side of an SMS, played by a small HTTP server on loopback.
#![expect(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

mod sending;
mod server;
mod settings;
