//! The REST API, with the real services over the in-memory adapters.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::too_many_lines,
    clippy::unwrap_used,
    reason = "whatever is not as expected is to stop the test, and tables of cases are long"
)]

mod account_settings;
mod accounts;
mod api_keys;
mod approval;
mod audit;
mod bad_input;
mod bulk;
mod catalog;
mod code;
mod cookies;
mod document;
mod editing;
mod garbage;
mod happy_path;
mod invitee;
mod isolation;
mod listing;
mod logging;
mod mail_texts;
mod mass_assignment;
mod matrix;
mod members;
mod operations;
mod password_reset;
mod people;
mod problems;
mod profile;
mod reading;
mod refusals;
mod renew;
mod service;
mod signing_in;
mod temporary_password;
