//! The pages, in a browser that keeps cookies and runs no script.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

#[path = "web/every_address.rs"]
mod every_address;
#[path = "web/frame.rs"]
mod frame;
#[path = "web/harness.rs"]
mod harness;
#[path = "web/inbox.rs"]
mod inbox;
#[path = "web/invitee.rs"]
mod invitee;
#[path = "web/links.rs"]
mod links;
#[path = "web/password_reset.rs"]
mod password_reset;
#[path = "web/person.rs"]
mod person;
#[path = "web/roster.rs"]
mod roster;
#[path = "web/selection.rs"]
mod selection;
#[path = "web/set_up.rs"]
mod set_up;
#[path = "web/signing_in.rs"]
mod signing_in;
#[path = "web/texts.rs"]
mod texts;
