//! The use cases, over the in-memory adapters and a clock that stands still.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on is to fail loudly"
)]

mod accept;
mod administer;
mod approval;
mod catalog;
mod code;
mod dispatch;
mod joining;
mod leaving;
mod many_people;
mod members;
mod password_reset;
mod people;
mod previews;
mod refused;
mod renew;
mod signing_in;
mod temporary_password;
