//! The real binary against real databases and a real SMTP server.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on is to stop there"
)]

mod harness;

mod attacks;
mod browser;
mod command_line;
mod guides;
mod mail_faults;
mod main_job;
mod people;
mod races;
mod replicas;
mod secrecy;
mod set_up;
mod settings;
mod stop;
