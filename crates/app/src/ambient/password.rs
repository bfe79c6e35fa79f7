//! Passwords hashed with Argon2id, off the async threads and bounded in memory.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{
        self, PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash as PhcString,
    },
};
use async_trait::async_trait;
use invite_domain::{
    model::{Password, PasswordHash},
    ports::{HashError, PasswordHasher},
};
use std::{sync::Arc, thread};
use tokio::{sync::Semaphore, task::spawn_blocking};

/// How much work a hash is. The default is what OWASP's Password Storage Cheat Sheet recommends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashCost {
    memory_mib: u32,
    passes: u32,
}

/// Less work than the recommendation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("hashing needs between 19 and 1024 MiB of memory and between 2 and 64 passes")]
pub struct WeakHashCost;

impl Default for HashCost {
    /// 19 MiB, 2 passes, 1 lane.
    fn default() -> Self {
        Self {
            memory_mib: 19,
            passes: 2,
        }
    }
}

impl HashCost {
    /// Takes a cost of at least the recommendation.
    ///
    /// # Errors
    /// [`WeakHashCost`] below it, or beyond what a sign-in can wait for.
    pub fn new(memory_mib: u32, passes: u32) -> Result<Self, WeakHashCost> {
        if (19..=1024).contains(&memory_mib) && (2..=64).contains(&passes) {
            Ok(Self { memory_mib, passes })
        } else {
            Err(WeakHashCost)
        }
    }

    /// Returns the memory in MiB.
    pub const fn memory_mib(self) -> u32 {
        self.memory_mib
    }

    /// Returns the number of passes.
    pub const fn passes(self) -> u32 {
        self.passes
    }
}

/// Hashes with Argon2id. At most one hash for each core runs at a time, so that a thousand sign-ins
/// at once wait in line instead of taking a thousand times the memory.
#[derive(Debug, Clone)]
pub struct Argon2Passwords {
    hasher: Argon2<'static>,
    cores: Arc<Semaphore>,
    /// What an unknown person's password is checked against.
    nobody: PasswordHash,
}

impl Argon2Passwords {
    /// Makes a hasher of this cost; hashes of any other cost still verify.
    pub fn new(cost: HashCost) -> Self {
        // The ranges of `HashCost` lie within those of Argon2, so the default is never taken.
        let params = Params::new(cost.memory_mib * 1024, cost.passes, 1, None).unwrap_or_default();
        let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            hasher: Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
            cores: Arc::new(Semaphore::new(cores)),
            nobody: nobody(cost),
        }
    }

    /// Runs one piece of hashing on a blocking thread, when a core is free.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, HashError> + Send + 'static,
    ) -> Result<T, HashError> {
        let cores = Arc::clone(&self.cores);
        let core = cores.acquire_owned().await.map_err(fault)?;
        let this = self.clone();
        // The work goes on when its caller hangs up, so the core is given back by the work.
        let done = spawn_blocking(move || {
            let result = work(&this);
            drop(core);
            result
        });
        done.await.map_err(fault)?
    }

    fn hash_now(&self, password: &Password) -> Result<PasswordHash, HashError> {
        self.hasher
            .hash_password(password.expose().as_bytes())
            .map(|phc| PasswordHash::new(phc.to_string()))
            .map_err(fault)
    }

    fn verify_now(&self, password: &Password, hash: &PasswordHash) -> Result<bool, HashError> {
        let phc = PhcString::new(hash.expose()).map_err(fault)?;
        match self
            .hasher
            .verify_password(password.expose().as_bytes(), &phc)
        {
            Ok(()) => Ok(true),
            Err(password_hash::Error::PasswordInvalid) => Ok(false),
            Err(error) => Err(fault(error)),
        }
    }
}

/// Writes a hash that no password was made into, of the same cost as a real one.
fn nobody(cost: HashCost) -> PasswordHash {
    let HashCost { memory_mib, passes } = cost;
    let (salt, digest) = ("A".repeat(22), "A".repeat(43));
    PasswordHash::new(format!(
        "$argon2id$v=19$m={},t={passes},p=1${salt}${digest}",
        memory_mib * 1024
    ))
}

fn fault(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> HashError {
    HashError(error.into())
}

#[async_trait]
impl PasswordHasher for Argon2Passwords {
    async fn hash(&self, password: &Password) -> Result<PasswordHash, HashError> {
        let password = password.clone();
        self.run(move |this| this.hash_now(&password)).await
    }

    async fn verify(
        &self,
        password: &Password,
        hash: Option<&PasswordHash>,
    ) -> Result<bool, HashError> {
        let password = password.clone();
        let hash = hash.cloned();
        self.run(move |this| match &hash {
            Some(hash) => this.verify_now(&password, hash),
            None => this.verify_now(&password, &this.nobody).map(|_| false),
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cost_below_the_recommendation_is_refused() {
        assert_eq!(HashCost::new(19, 2), Ok(HashCost::default()));
        assert_eq!(HashCost::new(18, 2), Err(WeakHashCost));
        assert_eq!(HashCost::new(64, 1), Err(WeakHashCost));
        assert!(HashCost::new(64, 3).is_ok());
    }

    #[tokio::test]
    async fn a_hash_names_algorithm_and_cost() {
        let hasher = Argon2Passwords::new(HashCost::default());
        let hash = hasher.hash(&Password::new("correct horse")).await.unwrap();
        assert!(hash.expose().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    }

    #[tokio::test]
    async fn a_hash_of_another_cost_still_verifies() {
        let old = Argon2Passwords::new(HashCost::default());
        let new = Argon2Passwords::new(HashCost::new(20, 3).unwrap());
        let password = Password::new("correct horse battery");
        let hash = old.hash(&password).await.unwrap();
        assert!(new.verify(&password, Some(&hash)).await.unwrap());
        let wrong = Password::new("wrong horse battery");
        assert!(!new.verify(&wrong, Some(&hash)).await.unwrap());
    }
}
