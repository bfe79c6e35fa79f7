//! Who asks, and what they may do in the account that they name: one query for each request.

use crate::{
    authority::{PLACE, above, has_roles, of_places},
    connect::SeaStore,
    row::{Fields, account, grant, millis},
    sql::{Sql, selected},
};
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{Actor, ApiKeyId, Authority, Caller, DisplayName, Scope, UserId, Via},
    ports::{AccountRef, StoreError},
};
use sea_orm::Value;
use std::sync::LazyLock;

/// A query by the account's id, and the same by its slug.
pub(super) struct ByAccount {
    id: Sql,
    slug: Sql,
}

impl ByAccount {
    pub(super) fn new(text: impl Fn(&str) -> String) -> Self {
        Self {
            id: Sql::same(text("id = $1")),
            slug: Sql::same(text("slug = $1")),
        }
    }

    pub(super) fn of(&self, account: &AccountRef) -> (&Sql, Value) {
        match account {
            AccountRef::Id(id) => (&self.id, id.uuid().into()),
            AccountRef::Slug(slug) => (&self.slug, slug.as_str().into()),
        }
    }
}

/// A row for each place that the session's holder has in the account and those above it.
static BY_SESSION: LazyLock<ByAccount> = LazyLock::new(|| {
    ByAccount::new(|account| {
        format!(
            "WITH RECURSIVE {} SELECT {}, {}, {} AS m_has_roles, m.id AS m_id, u.id AS u_id, u.name AS u_name
             FROM sessions s
             JOIN users u ON u.id = s.user_id
             JOIN members m ON m.user_id = u.id AND m.active
             JOIN above ON above.id = m.account_id AND above.suspended_at IS NULL
             JOIN accounts a ON a.{account}
             WHERE s.digest = $2 AND s.idle_until > $3 AND a.suspended_at IS NULL",
            above(account),
            selected("a", "a_", &account::COLUMNS),
            selected("m", "m_", &PLACE),
            has_roles("m"),
        )
    })
});

static BY_API_KEY: LazyLock<ByAccount> = LazyLock::new(|| {
    ByAccount::new(|account| {
        format!(
            "WITH RECURSIVE {} SELECT {}, k.id AS k_id, k.name AS k_name, k.scope AS k_scope
             FROM api_keys k
             JOIN above ON above.id = k.account_id AND above.suspended_at IS NULL
             JOIN accounts a ON a.{account}
             WHERE k.digest = $2 AND (k.expires_at IS NULL OR k.expires_at > $3)
               AND k.revoked_at IS NULL AND a.suspended_at IS NULL",
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
) -> Result<Option<Caller>, StoreError> {
    let (sql, account) = BY_SESSION.of(account);
    let values = [account, digest.to_vec().into(), millis(now).into()];
    let rows = store.read(sql, values).await?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let account = account::decode(Fields::prefixed(first, "accounts", "a_"))?;
    let mut places = Vec::with_capacity(rows.len());
    for row in &rows {
        let place = Fields::prefixed(row, "members", "m_");
        let is_own = place.id("account_id")? == account.id.uuid();
        // Rights that come from above need no role here.
        if !is_own || grant::decode(place)?.opens(place.get("has_roles")?) {
            places.push(place);
        }
    }
    let Some(authority) = of_places(account.id, places.into_iter())? else {
        return Ok(None);
    };
    let user = Fields::prefixed(first, "users", "u_");
    Ok(Some(Caller {
        actor: Actor::User(UserId::new(user.id("id")?)),
        name: user.parsed("name", DisplayName::parse)?,
        authority,
        account,
        via,
    }))
}

pub(super) async fn by_api_key(
    store: &SeaStore,
    digest: &[u8; 32],
    account: &AccountRef,
    via: Via,
    now: DateTime<Utc>,
) -> Result<Option<Caller>, StoreError> {
    let (sql, account) = BY_API_KEY.of(account);
    let values = [account, digest.to_vec().into(), millis(now).into()];
    let Some(row) = store.read_one(sql, values).await? else {
        return Ok(None);
    };
    let key = Fields::prefixed(&row, "api_keys", "k_");
    Ok(Some(Caller {
        actor: Actor::ApiKey(ApiKeyId::new(key.id("id")?)),
        name: key.parsed("name", DisplayName::parse)?,
        authority: Authority::of_scope(key.parsed("scope", Scope::parse)?),
        account: account::decode(Fields::prefixed(&row, "accounts", "a_"))?,
        via,
    }))
}
