//! The opaque fault of storage, and the outcomes that a caller can act on.

use std::{error::Error, fmt};

/// Storage failed for a reason that no caller can act on: log the chain once, show none of it.
#[derive(Debug)]
pub struct StoreError {
    source: Box<dyn Error + Send + Sync>,
    certainly_not_committed: bool,
    transient: bool,
}

impl StoreError {
    /// Wraps a fault after which the unit of work is certainly not committed.
    pub fn new(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            source: source.into(),
            certainly_not_committed: true,
            transient: false,
        }
    }

    /// Wraps a fault that may pass: a lost connection, a busy pool, a deadlock.
    #[must_use]
    pub fn transient(mut self) -> Self {
        self.transient = true;
        self
    }

    /// Wraps a fault of a commit whose outcome is not known.
    #[must_use]
    pub fn maybe_committed(mut self) -> Self {
        self.certainly_not_committed = false;
        self
    }

    /// Whether it is safe to do the whole unit of work again.
    pub fn certainly_not_committed(&self) -> bool {
        self.certainly_not_committed
    }

    /// Whether trying again later may succeed (answer 503 rather than 500).
    pub fn is_transient(&self) -> bool {
        self.transient
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("storage failed")
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self.source.as_ref())
    }
}

/// Why a row was not inserted. The unit of work stays usable after `Taken`.
#[derive(Debug, thiserror::Error)]
pub enum InsertError {
    /// Something else holds the place already: the unique index said so.
    #[error("the place is taken")]
    Taken,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a row was not updated. The unit of work stays usable after `Stale` and `Taken`.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// The row was changed or removed since it was read.
    #[error("the row was changed meanwhile")]
    Stale,
    /// The change would take a place that something else holds.
    #[error("the place is taken")]
    Taken,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
