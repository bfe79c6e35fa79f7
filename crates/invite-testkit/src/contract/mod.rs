//! The contract suites: what every implementation of a port must do, as one list of cases.
//!
//! Each macro of this module expands to one `#[test]` for each case, so that a new case reaches every
//! implementation without an edit there. A case is named after the sentence of the port's
//! documentation that it holds an implementation to.
//!
//! ```
//! mod memory {
//!     use invite_testkit::{MemoryStore, contract::StoreHarness};
//!
//!     // A fresh and empty storage for each case.
//!     async fn fresh() -> StoreHarness {
//!         StoreHarness::of(MemoryStore::new())
//!     }
//!
//!     invite_testkit::store_contract_suite!(fresh);
//! }
//! ```

mod cases;
mod fixture;
mod harness;

pub mod accounts;
pub mod api_keys;
pub mod audit;
pub mod catalog;
pub mod channel;
pub mod clock;
pub mod codes;
pub mod histories;
pub mod history;
pub mod id_source;
pub mod insight;
pub mod invitations;
pub mod mail_wordings;
pub mod mailer;
pub mod member_list;
pub mod members;
pub mod one_holder;
pub mod outbox;
pub mod password_hasher;
pub mod password_reset;
pub mod people;
pub mod places;
pub mod profile;
pub mod queue;
pub mod reach;
pub mod reader;
pub mod round_trip;
pub mod secret_source;
pub mod sign_in;
pub mod sms_gateway;
pub mod token_minter;
pub mod tree;
pub mod tries;
pub mod unit_of_work;

pub use harness::StoreHarness;

use std::future::Future;

/// Runs a test, or a case of a suite, on a runtime with several threads, so that what is spawned really contends.
///
/// # Panics
/// Where the test does.
pub fn run<Test: Future<Output = ()>>(test: Test) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build();
    match runtime {
        Ok(runtime) => runtime.block_on(test),
        Err(error) => panic!("no runtime for the test: {error}"),
    }
}
