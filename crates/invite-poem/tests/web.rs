//! The pages, in a browser that keeps cookies and runs no script.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by failing"
)]

#[path = "web/accounts.rs"]
mod accounts;
#[path = "web/api_keys.rs"]
mod api_keys;
#[path = "web/approval.rs"]
mod approval;
#[path = "web/audit.rs"]
mod audit;
#[path = "web/code.rs"]
mod code;
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
#[path = "web/inviting.rs"]
mod inviting;
#[path = "web/inviting_several.rs"]
mod inviting_several;
#[path = "web/links.rs"]
mod links;
#[path = "web/overview.rs"]
mod overview;
#[path = "web/password_reset.rs"]
mod password_reset;
#[path = "web/people.rs"]
mod people;
#[path = "web/people_live.rs"]
mod people_live;
#[path = "web/people_selection.rs"]
mod people_selection;
#[path = "web/person.rs"]
mod person;
#[path = "web/profile.rs"]
mod profile;
#[path = "web/refusals.rs"]
mod refusals;
#[path = "web/renew.rs"]
mod renew;
#[path = "web/rights.rs"]
mod rights;
#[path = "web/roster.rs"]
mod roster;
#[path = "web/set_up.rs"]
mod set_up;
#[path = "web/settings.rs"]
mod settings;
#[path = "web/signing_in.rs"]
mod signing_in;
#[path = "web/templates.rs"]
mod templates;
#[path = "web/texts.rs"]
mod texts;
