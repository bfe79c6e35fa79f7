//! Who acts in an account from above it, whether or not it is suspended: one query for each request.

use super::caller::ByAccount;
use crate::{
    authority::above,
    connect::SeaStore,
    row::{Fields, account, millis},
    sql::selected,
};
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{Actor, ApiKeyId, Authority, Caller, DisplayName, Overseer, Scope, UserId, Via},
    ports::{AccountRef, StoreError},
};
use std::sync::LazyLock;

static BY_SESSION: LazyLock<ByAccount> = LazyLock::new(|| {
    ByAccount::new(|account| {
        format!(
            "WITH RECURSIVE {} SELECT {}, u.id AS u_id, u.name AS u_name
             FROM sessions s
             JOIN users u ON u.id = s.user_id
             JOIN members m ON m.user_id = u.id AND m.active AND m.access_type = 'administrator'
             JOIN above ON above.id = m.account_id AND above.suspended_at IS NULL
             JOIN accounts a ON a.{account} AND a.id <> above.id
             WHERE s.digest = $2 AND s.idle_until > $3 LIMIT 1",
            above(account),
            selected("a", "a_", &account::COLUMNS),
        )
    })
});

static BY_API_KEY: LazyLock<ByAccount> = LazyLock::new(|| {
    ByAccount::new(|account| {
        format!(
            "WITH RECURSIVE {} SELECT {}, k.id AS k_id, k.name AS k_name, k.scope AS k_scope
             FROM api_keys k
             JOIN above ON above.id = k.account_id AND above.suspended_at IS NULL
             JOIN accounts a ON a.{account} AND a.id <> above.id
             WHERE k.digest = $2 AND (k.expires_at IS NULL OR k.expires_at > $3)
               AND k.revoked_at IS NULL",
            above(account),
            selected("a", "a_", &account::COLUMNS),
        )
    })
});

pub(super) async fn by_session(
    store: &SeaStore,
    digest: &[u8; 32],
    account: &AccountRef,
    via: Via,
    now: DateTime<Utc>,
) -> Result<Option<Overseer>, StoreError> {
    let (sql, account) = BY_SESSION.of(account);
    let values = [account, digest.to_vec().into(), millis(now).into()];
    let Some(row) = store.read_one(sql, values).await? else {
        return Ok(None);
    };
    let user = Fields::prefixed(&row, "users", "u_");
    Ok(Some(Overseer(Caller {
        actor: Actor::User(UserId::new(user.id("id")?)),
        name: user.parsed("name", DisplayName::parse)?,
        authority: Authority::administrator(),
        account: account::decode(Fields::prefixed(&row, "accounts", "a_"))?,
        via,
    })))
}

pub(super) async fn by_api_key(
    store: &SeaStore,
    digest: &[u8; 32],
    account: &AccountRef,
    via: Via,
    now: DateTime<Utc>,
) -> Result<Option<Overseer>, StoreError> {
    let (sql, account) = BY_API_KEY.of(account);
    let values = [account, digest.to_vec().into(), millis(now).into()];
    let Some(row) = store.read_one(sql, values).await? else {
        return Ok(None);
    };
    let key = Fields::prefixed(&row, "api_keys", "k_");
    Ok(Some(Overseer(Caller {
        actor: Actor::ApiKey(ApiKeyId::new(key.id("id")?)),
        name: key.parsed("name", DisplayName::parse)?,
        authority: Authority::of_scope(key.parsed("scope", Scope::parse)?),
        account: account::decode(Fields::prefixed(&row, "accounts", "a_"))?,
        via,
    })))
}
