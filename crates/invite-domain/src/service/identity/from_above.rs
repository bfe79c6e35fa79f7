//! Who asks about accounts as such, and who acts in one from above it.

use super::{Credential, SignInService};
use crate::{
    model::{Actor, Overseer, Secret, SecretKind, Via},
    ports::{AccountRef, ApiKey, StoreError},
};

impl SignInService {
    /// Returns whose credential it is; `None` when it is not good (anymore).
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn actor(&self, credential: &Credential) -> Result<Option<Actor>, StoreError> {
        Ok(match credential {
            Credential::Session(token) => {
                let signed_in = self.signed_in(token).await?;
                signed_in.map(|signed_in| Actor::User(signed_in.user.id))
            }
            Credential::ApiKey(key) => self.api_key(key).await?.map(|key| Actor::ApiKey(key.id)),
        })
    }

    /// Returns the holder of the credential as they act in the account from above it, suspended or
    /// not; `None` when the credential is not good, the account does not exist, or nothing above it is
    /// theirs: all of these look alike.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn overseer(
        &self,
        credential: &Credential,
        account: &AccountRef,
        via: Via,
    ) -> Result<Option<Overseer>, StoreError> {
        let now = self.clock.now();
        match credential {
            Credential::Session(token) if token.is(SecretKind::Session) => {
                let digest = token.digest();
                let found = self
                    .identity
                    .overseer_by_session(&digest, account, via, now)
                    .await?;
                if found.is_some() {
                    self.last_seen.note(digest, now);
                }
                Ok(found)
            }
            Credential::ApiKey(key) if key.is(SecretKind::ApiKey) => {
                let digest = key.digest();
                let found = self
                    .identity
                    .overseer_by_api_key(&digest, account, via, now);
                found.await
            }
            Credential::Session(_) | Credential::ApiKey(_) => Ok(None),
        }
    }

    /// Returns the API key that this secret is; `None` when it is not good (anymore).
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn api_key(&self, key: &Secret) -> Result<Option<ApiKey>, StoreError> {
        if !key.is(SecretKind::ApiKey) {
            return Ok(None);
        }
        let now = self.clock.now();
        self.identity.api_key(&key.digest(), now).await
    }
}
