//! Everything that is promised of the storage, on real databases.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on is to fail loudly"
)]

mod contract;
mod fresh;
