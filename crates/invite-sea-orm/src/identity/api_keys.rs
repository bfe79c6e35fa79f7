//! API keys: the list, and notes of use.

use crate::{
    connect::SeaStore,
    row::{Fields, actor, millis},
    sql::{Sql, limit},
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{AccountId, ApiKeyId, DisplayName, Scope},
    ports::{ApiKeyCursor, ApiKeyEntry, ApiKeyPage, ApiKeyReader, StoreError},
};
use sea_orm::QueryResult;
use std::sync::LazyLock;
use uuid::Uuid;

const MAX_LIMIT: u32 = 200;

static LIST: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "SELECT k.id, k.name, k.scope, k.created_at, k.created_by_kind, k.created_by_id,
                k.expires_at, k.last_used_at, COALESCE(u.name, o.name) AS creator_name
         FROM api_keys k
         LEFT JOIN users u ON u.id = k.created_by_id AND k.created_by_kind = 'user'
         LEFT JOIN api_keys o ON o.id = k.created_by_id AND k.created_by_kind = 'api_key'
         WHERE k.account_id = $1 AND (k.created_at, k.id) < ($2, $3) AND k.revoked_at IS NULL
         ORDER BY k.created_at DESC, k.id DESC {}",
        limit(4)
    ))
});

static NOTE_USE: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "UPDATE api_keys SET last_used_at = $2
         WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $3)",
    )
});

#[async_trait]
impl ApiKeyReader for SeaStore {
    async fn api_keys(
        &self,
        account: AccountId,
        limit: u32,
        after: Option<ApiKeyCursor>,
    ) -> Result<ApiKeyPage, StoreError> {
        let limit = limit.clamp(1, MAX_LIMIT);
        let (before_time, before_id) = match after {
            Some(ApiKeyCursor { created_at, id }) => (millis(created_at), id.uuid()),
            None => (i64::MAX, Uuid::max()),
        };
        let values = [
            account.uuid().into(),
            before_time.into(),
            before_id.into(),
            // One more than asked for tells whether there is a further page.
            (i64::from(limit) + 1).into(),
        ];
        let rows = self.read(&LIST, values).await?;
        let items: Result<Vec<_>, _> = rows.iter().map(entry).collect();
        let mut items = items?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let has_more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| has_more).map(|last| ApiKeyCursor {
            created_at: last.created_at,
            id: last.id,
        });
        Ok(ApiKeyPage { items, next })
    }

    async fn note_api_key_use(
        &self,
        key: ApiKeyId,
        at: DateTime<Utc>,
        unless_after: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let values = [
            key.uuid().into(),
            millis(at).into(),
            millis(unless_after).into(),
        ];
        let mut transaction = self.transaction().await?;
        match transaction.execute(&NOTE_USE, values).await {
            Ok(_) => transaction.commit().await,
            Err(error) => {
                transaction.rollback().await?;
                Err(error)
            }
        }
    }
}

fn entry(row: &QueryResult) -> Result<ApiKeyEntry, StoreError> {
    let fields = Fields::new(row, "api_keys");
    Ok(ApiKeyEntry {
        id: ApiKeyId::new(fields.id("id")?),
        name: fields.parsed("name", DisplayName::parse)?,
        scope: fields.parsed("scope", Scope::parse)?,
        created_at: fields.time("created_at")?,
        created_by: actor::decode(fields, "created_by_kind", "created_by_id")?,
        creator_name: fields.parsed_if_any("creator_name", DisplayName::parse)?,
        expires_at: fields.time_if_any("expires_at")?,
        last_used_at: fields.time_if_any("last_used_at")?,
    })
}
