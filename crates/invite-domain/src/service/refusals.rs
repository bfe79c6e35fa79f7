//! Writing down what was refused: one entry an hour for the same try.
//!
//! The use cases refuse before they touch anything; whoever asks them on someone's behalf calls this
//! afterwards, with what they refused.

use super::unit::finish;
use crate::{
    model::{AccountId, Doer, Refusal},
    ports::{Clock, Store, StoreError},
};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Writes down what was refused.
#[derive(Clone)]
pub struct RefusalService {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
}

impl RefusalService {
    /// Builds the service over its ports.
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    /// Writes down that someone with a place in the account was refused something there.
    ///
    /// # Errors
    /// [`StoreError`]; what was refused stays refused.
    pub async fn record(
        &self,
        account: AccountId,
        doer: Doer,
        refusal: Refusal,
    ) -> Result<(), StoreError> {
        let now = self.clock.now();
        record(self.store.as_ref(), account, doer, refusal, now).await
    }
}

/// Adds the entry in a commit of its own: what was refused committed nothing.
pub(super) async fn record(
    store: &dyn Store,
    account: AccountId,
    doer: Doer,
    refusal: Refusal,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let entry = refusal.entry(account, doer, now);
    let mut unit = store.begin().await?;
    let added = unit.audit().append_once(&entry).await;
    finish(unit, added).await
}
