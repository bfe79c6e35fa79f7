//! The invite binary: configuration, wiring, command line, server and workers.
//!
//! It is a library as well, so that tests and benchmarks can use the same wiring. This is the only
//! crate that names adapters.

pub mod ambient;
mod channels;
pub mod command;
pub mod demo;
pub mod health;
mod http_server;
pub mod import;
pub mod inbox;
pub mod key_file;
pub mod key_use;
mod last_seen;
pub mod mail_server;
pub mod running;
pub mod settings;
pub mod signals;
pub mod telemetry;
pub mod wiring;
pub mod worker;
