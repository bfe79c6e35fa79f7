//! The same history of operations leaves the same behind on every storage.
//!
//! [`scripted_history`] does some hundreds of things to a storage, conflicts included, with the same
//! ids and times in every run; [`dump()`] then writes down everything that the ports show. The result
//! is compared with one committed text, so that every storage is compared with every other.
//!
//! When a new port method or field changes the text, write it anew and read what changed:
//! `cargo run -p invite-testkit --example print_history > crates/invite-testkit/src/contract/history.txt`

mod dump;
mod messages;
mod people;
mod roster;
mod script;

pub use dump::{Subjects, dump};

use super::StoreHarness;
use script::Script;

/// What [`scripted_history`] leaves behind, as the in-memory storage has it.
const GOLDEN: &str = include_str!("history.txt");

/// How many things the script does.
const STEPS: u64 = 400;

/// Does the same things on every storage and returns a text of every answer and of what is left.
pub async fn scripted_history(harness: &StoreHarness) -> String {
    let mut script = Script::begin(harness).await;
    for step in 0..STEPS {
        script.step(step).await;
    }
    let left = dump(harness, &script.subjects).await;
    let waiting = script.waiting().await;
    format!("{}\n{left}\n{waiting}", script.log)
}

pub async fn the_same_history_leaves_the_same_everywhere(harness: StoreHarness) {
    let found = scripted_history(&harness).await;
    let lines = found.lines().map(Some).chain([None]);
    let golden = GOLDEN.lines().map(Some).chain([None]);
    for (number, (found, golden)) in lines.zip(golden).enumerate() {
        assert_eq!(found, golden, "line {} of history.txt", number + 1);
    }
}
