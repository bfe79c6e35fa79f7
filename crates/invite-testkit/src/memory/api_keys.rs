//! API keys in memory: the list, and notes of use.

use super::{
    MemoryStore,
    tables::{StoredKey, Tables},
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{AccountId, Actor, ApiKeyId, DisplayName},
    ports::{ApiKeyCursor, ApiKeyEntry, ApiKeyPage, ApiKeyReader, StoreError},
};

#[async_trait]
impl ApiKeyReader for MemoryStore {
    async fn api_keys(
        &self,
        account: AccountId,
        limit: u32,
        after: Option<ApiKeyCursor>,
    ) -> Result<ApiKeyPage, StoreError> {
        let tables = self.snapshot()?;
        let place = |stored: &StoredKey| (stored.key.created_at, stored.key.id);
        let mut found: Vec<_> = tables
            .api_keys
            .rows()
            .filter(|k| k.key.account_id == account && k.revoked_at.is_none())
            .filter(|k| after.is_none_or(|after| place(k) < (after.created_at, after.id)))
            .collect();
        found.sort_by_key(|k| std::cmp::Reverse(place(k)));
        let limit = usize::try_from(limit.clamp(1, 200)).unwrap_or(200);
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|last| ApiKeyCursor {
            created_at: last.key.created_at,
            id: last.key.id,
        });
        Ok(ApiKeyPage {
            items: found.into_iter().map(|k| shown(&tables, k)).collect(),
            next,
        })
    }

    async fn note_api_key_use(
        &self,
        key: ApiKeyId,
        at: DateTime<Utc>,
        unless_after: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut unit = self.try_unit().await?;
        if let Some(stored) = unit.tables.api_keys.get(&key).cloned()
            && stored.last_used_at.is_none_or(|last| last <= unless_after)
        {
            let used = StoredKey {
                last_used_at: Some(at),
                ..stored
            };
            unit.tables.api_keys.put(key, used);
            unit.publish();
        }
        Ok(())
    }
}

fn shown(tables: &Tables, stored: &StoredKey) -> ApiKeyEntry {
    let key = &stored.key;
    ApiKeyEntry {
        id: key.id,
        name: key.name.clone(),
        scope: key.scope,
        created_at: key.created_at,
        creator_name: tables.actor_name(&key.created_by),
        created_by: key.created_by.clone(),
        expires_at: key.expires_at,
        last_used_at: stored.last_used_at,
    }
}

impl Tables {
    /// Returns what a person or key is called.
    pub(super) fn actor_name(&self, actor: &Actor) -> Option<DisplayName> {
        match actor {
            Actor::User(id) => self.people.get(id).map(|person| person.user.name.clone()),
            Actor::ApiKey(id) => self.api_keys.get(id).map(|k| k.key.name.clone()),
            Actor::Invitee | Actor::System => None,
        }
    }
}
