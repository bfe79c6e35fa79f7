//! Ending a unit of work: commit what went well, roll back the rest.

use crate::ports::{IdentityUnitOfWork, StoreError, UnitOfWork};

/// Commits when `result` is `Ok`, rolls back otherwise; the first error is the one that counts.
pub(super) async fn finish<T, E: From<StoreError>>(
    unit: Box<dyn UnitOfWork>,
    result: Result<T, E>,
) -> Result<T, E> {
    match result {
        Ok(value) => {
            unit.commit().await?;
            Ok(value)
        }
        Err(error) => {
            // A failed rollback leaves nothing behind either, and would hide why we came here.
            let _ = unit.rollback().await;
            Err(error)
        }
    }
}

/// As [`finish`], for accounts, people and credentials.
pub(super) async fn finish_identity<T, E: From<StoreError>>(
    unit: Box<dyn IdentityUnitOfWork>,
    result: Result<T, E>,
) -> Result<T, E> {
    match result {
        Ok(value) => {
            unit.commit().await?;
            Ok(value)
        }
        Err(error) => {
            let _ = unit.rollback().await;
            Err(error)
        }
    }
}
