//! API keys: making one, listing them, revoking one, and noting that one was used.

use super::{AccountError, AccountService, entry};
use crate::{
    model::{
        Action, ApiKeyId, Caller, DisplayName, InvalidValue, Operation, Scope, Secret, SecretKind,
    },
    ports::{ApiKey, ApiKeyCursor, ApiKeyEntry, ApiKeyPage, StoreError},
    service::unit::finish_identity,
};
use chrono::{DateTime, TimeDelta, Utc};

/// How long after a note of a key's use no further one is written.
pub const API_KEY_QUIET: TimeDelta = TimeDelta::minutes(1);

/// A new API key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateApiKey {
    /// What it is called.
    pub name: DisplayName,
    /// What it may do.
    pub scope: Scope,
    /// When it stops working, if ever.
    pub expires_at: Option<DateTime<Utc>>,
}

/// A key that was just made: the only moment at which it is seen.
#[derive(Debug, Clone)]
pub struct ApiKeyCreated {
    /// Its id.
    pub id: ApiKeyId,
    /// The key in clear.
    pub key: Secret,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

impl AccountService {
    /// Makes an API key for the caller's account. The key is shown here and never again.
    ///
    /// # Errors
    /// [`AccountError`]; nothing was made.
    pub async fn create_api_key(
        &self,
        caller: &Caller,
        command: CreateApiKey,
    ) -> Result<ApiKeyCreated, AccountError> {
        caller.may(Operation::ManageApiKeys)?;
        let now = self.clock.now();
        if command.expires_at.is_some_and(|end| end <= now) {
            return Err(AccountError::Invalid {
                field: "expires_at",
                error: InvalidValue::new("in_the_past", "the key would be expired already"),
            });
        }
        let secret = Secret::from_random(SecretKind::ApiKey, self.secrets.next_secret());
        let key = ApiKey {
            id: ApiKeyId::new(self.ids.next_id()),
            account_id: caller.account.id,
            name: command.name,
            scope: command.scope,
            digest: secret.digest(),
            created_at: now,
            created_by: caller.actor.clone(),
            expires_at: command.expires_at,
        };
        let line = entry(
            self.ids.as_ref(),
            Some(caller.account.id),
            caller.doer(),
            Action::ApiKeyCreated {
                id: key.id,
                name: key.name.to_string(),
            },
            now,
        );
        let mut unit = self.identity.begin_identity().await?;
        let made = async {
            unit.insert_api_key(&key).await?;
            unit.audit().append(&[line]).await
        }
        .await;
        finish_identity(unit, made).await?;
        Ok(ApiKeyCreated {
            id: key.id,
            key: secret,
            created_at: now,
        })
    }

    /// Returns part of the account's keys, newest first; never a key itself.
    ///
    /// # Errors
    /// [`AccountError::Forbidden`] and [`AccountError::Store`].
    pub async fn api_keys(
        &self,
        caller: &Caller,
        limit: u32,
        after: Option<ApiKeyCursor>,
    ) -> Result<ApiKeyPage, AccountError> {
        caller.may(Operation::ReadApiKeys)?;
        let page = self.identity.api_keys(caller.account.id, limit, after);
        Ok(page.await?)
    }

    /// Returns a key of the caller's account as the list shows it; never the key itself.
    ///
    /// # Errors
    /// [`AccountError::UnknownApiKey`] when the account has no such key (anymore);
    /// [`AccountError::Forbidden`] and [`AccountError::Store`].
    pub async fn find_api_key(
        &self,
        caller: &Caller,
        id: ApiKeyId,
    ) -> Result<ApiKeyEntry, AccountError> {
        caller.may(Operation::ReadApiKeys)?;
        let mut after = None;
        // An account has few keys, so that reading them all costs a page or two.
        loop {
            let page = self.identity.api_keys(caller.account.id, 200, after);
            let page = page.await?;
            if let Some(found) = page.items.into_iter().find(|key| key.id == id) {
                return Ok(found);
            }
            after = Some(page.next.ok_or(AccountError::UnknownApiKey)?);
        }
    }

    /// Revokes a key of the caller's account: its next request is refused, and what it invited opens
    /// nothing anymore.
    ///
    /// # Errors
    /// [`AccountError::UnknownApiKey`] when the account has no such key (anymore); nothing was changed.
    pub async fn revoke_api_key(&self, caller: &Caller, id: ApiKeyId) -> Result<(), AccountError> {
        caller.may(Operation::ManageApiKeys)?;
        let now = self.clock.now();
        let mut unit = self.identity.begin_identity().await?;
        let revoked = async {
            let name = unit
                .revoke_api_key(caller.account.id, id, now)
                .await?
                .ok_or(AccountError::UnknownApiKey)?;
            let line = entry(
                self.ids.as_ref(),
                Some(caller.account.id),
                caller.doer(),
                Action::ApiKeyRevoked {
                    id,
                    name: name.to_string(),
                },
                now,
            );
            Ok(unit.audit().append(&[line]).await?)
        }
        .await;
        finish_identity(unit, revoked).await
    }

    /// Writes down that a key was used at `at`, once in [`API_KEY_QUIET`] however often it is told.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn note_api_key_use(
        &self,
        key: ApiKeyId,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.identity
            .note_api_key_use(key, at, at - API_KEY_QUIET)
            .await
    }
}
