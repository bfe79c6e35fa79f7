//! The REST API, with the real services over the in-memory adapters.

#![expect(clippy::indexing_slicing, reason = "a missing member fails the test")]

mod bad_input;
mod bulk;
mod cookies;
mod document;
mod editing;
mod garbage;
mod happy_path;
mod invitee;
mod isolation;
mod listing;
mod operations;
mod problems;
mod reading;
mod service;
