//! SMS for Invite, over any gateway that takes JSON by HTTP.
//!
//! [`HttpSms`] posts `{"id", "from", "to", "text"}` to the address of its [`SmsSettings`], with the id
//! as `Idempotency-Key` too, so that a gateway can drop a second copy. A gateway with another idea of
//! a message needs a small relay in between, or an implementation of the port of its own.

mod answer;
mod gateway;
mod settings;
mod wording;

pub use gateway::HttpSms;
pub use settings::{SmsSettings, SmsSettingsError};
