//! What someone may do in an account, from their own place in it or one in an account above.

use crate::{
    dialect::list,
    row::{Fields, grant, millis},
    sql::Sql,
    transaction::Transaction,
};
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{AccessType, AccountId, Actor, Authority, Scope},
    ports::StoreError,
};
use sea_orm::QueryResult;
use std::sync::LazyLock;

/// The account and those above it. `UNION` drops what it saw before, so that it ends even if accounts
/// were each other's parents.
pub(crate) fn above(start: &str) -> String {
    format!(
        "above (id, parent_id, suspended_at) AS (
            SELECT id, parent_id, suspended_at FROM accounts WHERE {start}
            UNION
            SELECT a.id, a.parent_id, a.suspended_at
            FROM above b JOIN accounts a ON a.id = b.parent_id
        )"
    )
}

/// What a place says about authority.
pub(crate) const PLACE: [&str; 4] = ["account_id", "user_type", "access_type", "granted"];

/// Whether the account of a place has defined any role; read as `has_roles` beside the place.
pub(crate) fn has_roles(place: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM grantables g
                 WHERE g.account_id = {place}.account_id AND g.kind = 'role')"
    )
}

/// Nobody acts from a suspended account, neither in it nor in those below it.
static PLACES: LazyLock<Sql> = LazyLock::new(|| {
    let places = list(PLACE.map(|column| format!("m.{column}")));
    Sql::same(format!(
        "WITH RECURSIVE {} SELECT {places}, m.id FROM above
         JOIN members m ON m.account_id = above.id AND m.user_id = $2 AND m.active
         WHERE above.suspended_at IS NULL OR above.id = $1",
        above("id = $1")
    ))
});

static KEY_SCOPE: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "WITH RECURSIVE {} SELECT k.id, k.scope FROM api_keys k
         JOIN above ON above.id = k.account_id
         WHERE k.id = $2 AND (k.expires_at IS NULL OR k.expires_at > $3) AND k.revoked_at IS NULL
           AND (above.suspended_at IS NULL OR above.id = $1)",
        above("id = $1")
    ))
});

/// Returns what someone may do and give in the account; `None` when nothing anymore.
pub(crate) async fn of_actor(
    transaction: &mut Transaction,
    account: AccountId,
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<Option<Authority>, StoreError> {
    match actor {
        Actor::System => Ok(Some(Authority::administrator())),
        // Holding a link gives its holder nothing to give.
        Actor::Invitee => Ok(None),
        Actor::User(user) => {
            let values = [account.uuid().into(), user.uuid().into()];
            let rows = transaction.all(&PLACES, values).await?;
            of_places(account, rows.iter().map(|row| Fields::new(row, "members")))
        }
        Actor::ApiKey(key) => {
            let values = [account.uuid().into(), key.uuid().into(), millis(now).into()];
            let row = transaction.one(&KEY_SCOPE, values).await?;
            row.map(|row| Ok(Authority::of_scope(scope(&row)?)))
                .transpose()
        }
    }
}

fn scope(row: &QueryResult) -> Result<Scope, StoreError> {
    Fields::new(row, "api_keys").parsed("scope", Scope::parse)
}

/// Returns the greatest authority that places in the account and those above it give.
///
/// Only administrators' hands reach down.
pub(crate) fn of_places<'a>(
    account: AccountId,
    places: impl Iterator<Item = Fields<'a>>,
) -> Result<Option<Authority>, StoreError> {
    let mut found = None;
    for place in places {
        let held = grant::decode(place)?;
        if held.access_type == AccessType::Administrator {
            return Ok(Some(Authority::administrator()));
        }
        if place.id("account_id")? == account.uuid() {
            found = Some(Authority::of_member(&held));
        }
    }
    Ok(found)
}
