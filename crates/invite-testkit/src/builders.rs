//! Accounts, people, invitations and callers with everything filled in that a test does not care about.
//!
//! Ids follow from what identifies the thing (an account's slug, an invitation's account and
//! address), so that they are the same in every run and differ from each other.

mod account;
mod caller;
mod invitation;
mod person;

pub use account::{AccountBuilder, an_account};
pub use caller::{CallerBuilder, a_caller};
pub use invitation::{InvitationBuilder, an_invitation};
pub use person::{MemberBuilder, PersonBuilder, a_member, a_person};

use crate::ambient::stretch;
use uuid::Uuid;

/// Derives an id from the words that identify a thing.
fn id_of(words: &[&str]) -> Uuid {
    // A zero between the words keeps "ab", "c" apart from "a", "bc".
    let text = words.join("\0");
    let numbers: Vec<u64> = text.bytes().map(u64::from).collect();
    uuid::Builder::from_custom_bytes(stretch(&numbers)).into_uuid()
}
