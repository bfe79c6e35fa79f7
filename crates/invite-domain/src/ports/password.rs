//! Hashing passwords.

use crate::model::{Password, PasswordHash};
use async_trait::async_trait;
use std::error::Error;

/// Hashing failed for a reason that no caller can act on.
#[derive(Debug, thiserror::Error)]
#[error("hashing the password failed")]
pub struct HashError(#[source] pub Box<dyn Error + Send + Sync>);

/// Hashes passwords and verifies them, off the async threads and bounded in memory.
///
/// # Contract
/// - A hash verifies the password it was made of and no other.
/// - Two hashes of one password differ.
/// - Verifying without a hash gives `false` and costs as much as verifying with one, so that an
///   unknown person cannot be told from a wrong password by the time it takes.
#[async_trait]
pub trait PasswordHasher: Send + Sync {
    /// Hashes a password.
    ///
    /// # Errors
    /// [`HashError`] when it cannot be done.
    async fn hash(&self, password: &Password) -> Result<PasswordHash, HashError>;

    /// Says whether `hash` is of `password`.
    ///
    /// # Errors
    /// [`HashError`] when it cannot be done, also for a hash that cannot be read.
    async fn verify(
        &self,
        password: &Password,
        hash: Option<&PasswordHash>,
    ) -> Result<bool, HashError>;
}

/// For embedders whose people sign in elsewhere: there are no passwords.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoPasswords;

#[async_trait]
impl PasswordHasher for NoPasswords {
    async fn hash(&self, _: &Password) -> Result<PasswordHash, HashError> {
        Err(HashError("there are no passwords here".into()))
    }

    async fn verify(&self, _: &Password, _: Option<&PasswordHash>) -> Result<bool, HashError> {
        Ok(false)
    }
}
