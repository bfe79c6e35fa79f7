//! Hashing passwords.

use crate::model::{Password, PasswordBlocklist, PasswordHash};
use async_trait::async_trait;
use std::error::Error;

/// Why a password was neither hashed nor verified.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// So many wait already that this one would wait too long: come back in a few seconds.
    #[error("too many passwords wait to be hashed")]
    Busy,
    /// It failed for a reason that no caller can act on.
    #[error("hashing the password failed")]
    Failed(#[source] Box<dyn Error + Send + Sync>),
}

impl HashError {
    /// Wraps what went wrong.
    pub fn failed(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Failed(cause.into())
    }
}

/// Hashes passwords and verifies them, off the async threads and bounded in memory, and knows the
/// commonly used ones.
///
/// # Contract
/// - However many ask at once, the work takes a fixed amount of memory; beyond a bounded line of those
///   who wait, it is [`HashError::Busy`] at once.
/// - A hash verifies the password it was made of and no other.
/// - Two hashes of one password differ.
/// - Verifying without a hash gives `false` and costs as much as verifying with one, so that an
///   unknown person cannot be told from a wrong password by the time it takes.
#[async_trait]
pub trait PasswordHasher: PasswordBlocklist {
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

impl PasswordBlocklist for NoPasswords {
    fn lists(&self, _: &str) -> bool {
        false
    }
}

#[async_trait]
impl PasswordHasher for NoPasswords {
    async fn hash(&self, _: &Password) -> Result<PasswordHash, HashError> {
        Err(HashError::failed("there are no passwords here"))
    }

    async fn verify(&self, _: &Password, _: Option<&PasswordHash>) -> Result<bool, HashError> {
        Ok(false)
    }
}
