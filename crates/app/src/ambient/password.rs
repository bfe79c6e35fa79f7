//! Passwords hashed with Argon2id, off the async threads and bounded in memory.

use super::{
    common_passwords::CommonPasswords,
    hashing::{Hashing, Memory},
    secrets::SystemSecrets,
    turns::Turns,
};
use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash as PhcString, Salt},
};
use async_trait::async_trait;
use invite_domain::{
    model::{InvitationId, Password, PasswordBlocklist, PasswordHash},
    ports::{HashError, PasswordHasher, SecretSource, Turn},
};

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

/// Hashes with Argon2id (RFC 9106), on a few threads of its own.
///
/// A thousand sign-ins at once wait in line instead of taking a thousand times the memory, and beyond
/// what a few seconds can serve they are told to come back.
#[derive(Debug, Clone)]
pub struct Argon2Passwords {
    params: Params,
    hashing: Hashing,
    turns: Turns,
    /// What an unknown person's password is checked against.
    nobody: PasswordHash,
}

impl Argon2Passwords {
    /// Makes a hasher of this cost and starts its threads; hashes of any other cost still verify.
    pub fn new(cost: HashCost) -> Self {
        // The ranges of `HashCost` lie within those of Argon2, so the default is never taken.
        let params = Params::new(cost.memory_mib * 1024, cost.passes, 1, None).unwrap_or_default();
        Self {
            params,
            hashing: Hashing::start(),
            turns: Turns::default(),
            nobody: nobody(cost),
        }
    }
}

impl PasswordBlocklist for Argon2Passwords {
    fn lists(&self, text: &str) -> bool {
        CommonPasswords.lists(text)
    }
}

#[async_trait]
impl PasswordHasher for Argon2Passwords {
    async fn turn(&self, invitation: InvitationId) -> Turn {
        self.turns.take(invitation).await
    }

    async fn hash(&self, password: &Password) -> Result<PasswordHash, HashError> {
        let (password, params) = (password.clone(), self.params.clone());
        self.hashing
            .run(move |memory| hash(memory, params, &password))
            .await
    }

    async fn verify(
        &self,
        password: &Password,
        hash: Option<&PasswordHash>,
    ) -> Result<bool, HashError> {
        let is_known = hash.is_some();
        let hash = hash.unwrap_or(&self.nobody).clone();
        let (password, usual) = (password.clone(), self.params.block_count());
        self.hashing
            .run(move |memory| {
                let fits = verify(memory, &password, &hash);
                // An old hash may have taken more than today's do.
                memory.truncate(usual);
                memory.shrink_to(usual);
                Ok(fits? && is_known)
            })
            .await
    }
}

/// Hashes with a fresh salt.
fn hash(
    memory: &mut Memory,
    params: Params,
    password: &Password,
) -> Result<PasswordHash, HashError> {
    let fresh = SystemSecrets.next_secret();
    // RFC 9106 §3.1 recommends 16 bytes.
    let salt = fresh.get(..16).unwrap_or(&fresh);
    let salt = Salt::new(salt).map_err(HashError::failed)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let phc = PhcString {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(argon2.params()).map_err(HashError::failed)?,
        hash: Some(digest(memory, &argon2, password, &salt)?),
        salt: Some(salt),
    };
    Ok(PasswordHash::new(phc.to_string()))
}

/// Says whether the hash is of the password; the comparison takes the same time wherever they differ.
fn verify(
    memory: &mut Memory,
    password: &Password,
    hash: &PasswordHash,
) -> Result<bool, HashError> {
    let phc = PhcString::new(hash.expose()).map_err(HashError::failed)?;
    let (Some(salt), Some(expected)) = (phc.salt, phc.hash) else {
        return Err(HashError::failed("the hash is incomplete"));
    };
    let algorithm = Algorithm::try_from(phc.algorithm.as_str()).map_err(HashError::failed)?;
    let version = match phc.version {
        Some(version) => Version::try_from(version).map_err(HashError::failed)?,
        None => Version::default(),
    };
    let params = Params::try_from(&phc).map_err(HashError::failed)?;
    let argon2 = Argon2::new(algorithm, version, params);
    Ok(digest(memory, &argon2, password, &salt)? == expected)
}

/// Does the work, in the thread's own memory.
fn digest(
    memory: &mut Memory,
    argon2: &Argon2<'_>,
    password: &Password,
    salt: &Salt,
) -> Result<Output, HashError> {
    let params = argon2.params();
    let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
    let mut digest = [0; Output::MAX_LENGTH];
    let digest = digest.get_mut(..length).ok_or_else(too_long)?;
    if memory.len() < params.block_count() {
        memory.resize(params.block_count(), Block::new());
    }
    argon2
        .hash_password_into_with_memory(password.expose().as_bytes(), salt, digest, memory)
        .map_err(HashError::failed)?;
    Output::new(digest).map_err(HashError::failed)
}

fn too_long() -> HashError {
    HashError::failed("the hash is longer than any")
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
