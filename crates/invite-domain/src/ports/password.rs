//! Hashing passwords.

use crate::model::{InvitationId, Password, PasswordBlocklist, PasswordHash};
use async_trait::async_trait;
use std::{any::Any, error::Error, fmt};

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

/// Being the one who may hash for an invitation; whoever waits is next when it is dropped.
pub struct Turn {
    /// Whether someone else was at it before: they may have come in meanwhile.
    pub waited: bool,
    _held: Box<dyn Any + Send + Sync>,
}

impl Turn {
    /// A turn that ends with what it holds.
    pub fn holding(held: impl Any + Send + Sync, waited: bool) -> Self {
        Self {
            waited,
            _held: Box::new(held),
        }
    }
}

impl fmt::Debug for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Turn(waited: {})", self.waited)
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
    /// Waits until nobody else here is about to hash for the same invitation. Of a thousand who accept
    /// with one link, one is hashed for; the others find that they are in, and the line stays short.
    ///
    /// The default lets everyone at it at once.
    async fn turn(&self, _for: InvitationId) -> Turn {
        Turn::holding((), false)
    }

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
