//! For whoever tests what uses the ports of `invite-domain`, or what implements them.
//!
#![doc = include_str!("../README.md")]

mod ambient;
#[expect(
    clippy::panic,
    reason = "a test that builds what cannot be is to stop there"
)]
mod builders;
#[expect(
    missing_docs,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a case is named after the sentence it checks, and fails by a panic"
)]
pub mod contract;
mod memory;
#[expect(
    clippy::ref_option_ref,
    reason = "the macro of mockall passes every argument by reference"
)]
pub mod mocks;
mod recording;
mod rendering;
#[expect(
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test whose setting cannot be set up is to stop there"
)]
mod scenario;
#[expect(
    clippy::panic,
    reason = "a test whose literal cannot be read is to stop there"
)]
pub mod values;

pub use ambient::{PlainPasswords, SeededIds, SeededSecrets, SteppedClock, fixed_key_ring};
pub use builders::{
    AccountBuilder, CallerBuilder, InvitationBuilder, MemberBuilder, PersonBuilder, a_caller,
    a_member, a_person, an_account, an_invitation,
};
pub use contract::run;
pub use memory::{CommitFault, MemoryStore};
pub use recording::{Answer, Attempt, RecordingMailer, RecordingSms, answer};
pub use rendering::PlainRenderer;
pub use scenario::{PASSWORD, Scenario, accepting, request};

#[cfg(feature = "smtp-sink")]
pub mod smtp_sink;
