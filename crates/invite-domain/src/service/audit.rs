//! Reading the audit log: who did what to whom, when, through what.

use crate::{
    model::{Caller, Forbidden, Operation},
    ports::{AuditCursor, AuditFilter, AuditPage, AuditReader, StoreError},
};
use std::sync::Arc;

/// Reads the audit log.
#[derive(Clone)]
pub struct AuditService {
    reader: Arc<dyn AuditReader>,
}

/// Why nothing was read.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// The caller's hand does not reach that far.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AuditService {
    /// Builds the service over its port.
    pub fn new(reader: Arc<dyn AuditReader>) -> Self {
        Self { reader }
    }

    /// Returns part of the account's log, newest first.
    ///
    /// What belongs to a person rather than an account is in no account's log: that someone signed in
    /// would tell each of their accounts about the others.
    ///
    /// # Errors
    /// [`AuditError`].
    pub async fn list(
        &self,
        caller: &Caller,
        filter: &AuditFilter,
        limit: u32,
        after: Option<AuditCursor>,
    ) -> Result<AuditPage, AuditError> {
        caller.may(Operation::ReadAudit)?;
        let account = caller.account.id;
        Ok(self.reader.entries(account, filter, limit, after).await?)
    }
}
