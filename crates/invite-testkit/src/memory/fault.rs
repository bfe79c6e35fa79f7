//! Faults that a test asks the memory store for.

use invite_domain::ports::StoreError;
use std::collections::BTreeMap;

/// How a commit fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommitFault {
    /// Nothing was committed, and the error says so.
    NotCommitted,
    /// The error says that nobody knows; nothing was committed.
    UnknownNotCommitted,
    /// The error says that nobody knows; everything was committed.
    UnknownCommitted,
}

impl CommitFault {
    pub(super) fn is_durable(self) -> bool {
        self == Self::UnknownCommitted
    }

    pub(super) fn error(self) -> StoreError {
        let error = StoreError::new("the test asked for a failing commit").transient();
        match self {
            Self::NotCommitted => error,
            Self::UnknownNotCommitted | Self::UnknownCommitted => error.maybe_committed(),
        }
    }
}

/// What was asked for and has not happened yet.
#[derive(Default)]
pub(super) struct Faults {
    commits: u64,
    failing: BTreeMap<u64, CommitFault>,
    stale_updates: u32,
    unreachable: bool,
}

impl Faults {
    pub(super) fn fail_commit(&mut self, nth: u32, fault: CommitFault) {
        self.failing.insert(self.commits + u64::from(nth), fault);
    }

    pub(super) fn stale_next_update(&mut self) {
        self.stale_updates += 1;
    }

    pub(super) fn set_reachable(&mut self, reachable: bool) {
        self.unreachable = !reachable;
    }

    /// Counts a commit and says how it fails, if it does.
    pub(super) fn at_commit(&mut self) -> Option<CommitFault> {
        self.commits += 1;
        self.failing.remove(&self.commits)
    }

    /// Whether this update is to find that someone was faster.
    pub(super) fn at_update(&mut self) -> bool {
        let stale = self.stale_updates > 0;
        self.stale_updates = self.stale_updates.saturating_sub(1);
        stale
    }

    pub(super) fn check_reachable(&self) -> Result<(), StoreError> {
        if self.unreachable {
            Err(StoreError::new("the test asked for storage out of reach").transient())
        } else {
            Ok(())
        }
    }
}
