//! An account at a glance.

use crate::{
    model::{Caller, Forbidden, Operation},
    ports::{Clock, InsightReader, Overview, StoreError},
};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Tells how an account stands.
#[derive(Clone)]
pub struct InsightService {
    reader: Arc<dyn InsightReader>,
    clock: Arc<dyn Clock>,
}

/// Why nothing was read.
#[derive(Debug, thiserror::Error)]
pub enum InsightError {
    /// The caller's hand does not reach that far.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl InsightService {
    /// Builds the service over its ports.
    pub fn new(reader: Arc<dyn InsightReader>, clock: Arc<dyn Clock>) -> Self {
        Self { reader, clock }
    }

    /// Returns the caller's account at a glance, and the moment by which it was judged.
    ///
    /// # Errors
    /// [`InsightError`].
    pub async fn overview(
        &self,
        caller: &Caller,
    ) -> Result<(Overview, DateTime<Utc>), InsightError> {
        caller.may(Operation::ReadInvitations)?;
        let now = self.clock.now();
        let overview = self.reader.overview(caller.account.id, now).await?;
        Ok((overview, now))
    }
}
