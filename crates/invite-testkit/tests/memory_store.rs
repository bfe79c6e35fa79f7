//! The in-memory storage keeps every promise of the storage ports.

use invite_testkit::{MemoryStore, contract::StoreHarness};

async fn fresh() -> StoreHarness {
    StoreHarness::of(MemoryStore::new())
}

invite_testkit::store_contract_suite!(fresh);
