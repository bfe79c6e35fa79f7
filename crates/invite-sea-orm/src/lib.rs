//! Storage for Invite on SQLite and PostgreSQL, through sea-orm.
//!
//! [`SeaStore`] implements every storage port of `invite-domain`: [`Store`], [`IdentityStore`],
//! [`MemberStore`], [`MessageQueue`] and [`InvitationReader`]. Tables, entities and SQL never leave this crate.
//!
//! ```no_run
//! use invite_sea_orm::{SeaStore, StoreOptions};
//!
//! # async fn open() -> Result<(), Box<dyn std::error::Error>> {
//! let store = SeaStore::connect("sqlite://data/invite.db", &StoreOptions::default()).await?;
//! store.migrate().await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Promises
//!
//! - What a commit acknowledged survives a kill and, with a disk that keeps its word, a power cut:
//!   SQLite syncs its log at every commit, PostgreSQL by default.
//! - A unit of work in which any statement failed cannot be committed. `Taken` and `Stale` are
//!   answers, not failures: inserts skip a place that is taken, and the few updates that could run
//!   into one stand behind a savepoint.
//! - Uniqueness and single use are the database's last word: unique indexes over the person's live
//!   place on the roster, over the place in an account and over addresses; updates over the version
//!   before.
//! - Ids and times are those that the domain hands in. Times are kept to the millisecond.
//! - A stored value that cannot be read is an error that names table, column and id; never a panic,
//!   never a default.
//!
//! [`Store`]: invite_domain::ports::Store
//! [`IdentityStore`]: invite_domain::ports::IdentityStore
//! [`MemberStore`]: invite_domain::ports::MemberStore
//! [`MessageQueue`]: invite_domain::ports::MessageQueue
//! [`InvitationReader`]: invite_domain::ports::InvitationReader

mod accounts;
mod audit;
mod authority;
mod catalog;
mod connect;
mod dialect;
#[cfg(feature = "dump")]
mod dump;
mod error;
mod identity;
mod invitations;
mod mail_server;
mod mail_wordings;
mod member_grants;
mod members;
mod migrate;
mod migration;
mod outbox;
mod people;
mod places;
#[cfg(test)]
mod plans;
mod queue;
mod reader;
mod row;
mod sql;
mod transaction;
mod unit_of_work;

pub use connect::{ConnectError, SeaStore, StoreOptions};
#[cfg(feature = "dump")]
pub use dump::dump;
pub use mail_server::ChosenMailServer;
pub use migrate::MigrateError;
