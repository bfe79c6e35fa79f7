//! The invitation lifecycle and its use cases, pure, over ports.
//!
//! Invite brings people into an account and always knows where each one stands:
//! *not invited → queued → invited → accepted / expired / error*. This crate is the hexagon's inside:
//!
//! - [`model`]: values, the lifecycle and every decision; synchronous, without input or output.
//! - [`ports`]: what the outside must offer (storage, mail, clock, ids, secrets), as async traits
//!   whose documentation is their contract.
//! - [`service`]: the use cases; each loads, decides, records and commits in one unit of work.
//!
//! Nothing in here opens a socket, reads a clock, draws a random number or knows a serialization
//! format. To embed it, implement the ports for your storage and mail, or take the ready-made ones
//! of the sibling crates; `examples/embed` does the former, with storage beside it, and
//! `invite-testkit` holds contract suites that tell you whether your implementation keeps the promises.
//!
//! ```
//! use invite_domain::model::{EmailAddress, Invitation, Status, lifecycle};
//!
//! // Addresses are parsed once, at the edge, and compared in their canonical form.
//! let address = EmailAddress::parse("Siti.Nurhaliza@Bücher.example")?;
//! assert_eq!(address.canonical(), "siti.nurhaliza@xn--bcher-kva.example");
//!
//! // The lifecycle is one table; everything else asks it.
//! let next = lifecycle::next(Status::Expired, lifecycle::Command::Send)?;
//! assert_eq!(next, Status::Queued);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod model;
pub mod ports;
pub mod service;
