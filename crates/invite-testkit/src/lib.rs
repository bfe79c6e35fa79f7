//! Mocks, in-memory adapters, builders and the contract suites for the ports of invite-domain.

#[cfg(feature = "smtp-sink")]
pub mod smtp_sink;
