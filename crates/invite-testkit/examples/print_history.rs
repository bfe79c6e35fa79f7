//! Prints what the scripted history leaves behind on the in-memory storage: the text that every
//! storage is compared with (`src/contract/history.txt`).

use invite_testkit::{
    MemoryStore,
    contract::{self, StoreHarness, history::scripted_history},
};

fn main() {
    contract::run(async {
        let harness = StoreHarness::of(MemoryStore::new());
        print!("{}", scripted_history(&harness).await);
    });
}
