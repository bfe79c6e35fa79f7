//! The use cases, over the in-memory adapters and a clock that stands still.

mod accept;
mod administer;
mod dispatch;
mod people;
