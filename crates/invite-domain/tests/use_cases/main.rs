//! The use cases, over the in-memory adapters and a clock that stands still.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod accept;
mod administer;
mod dispatch;
mod people;
