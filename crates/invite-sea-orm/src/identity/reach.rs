//! The accounts that someone may act in, and who acts in one from above.

use super::overseer;
use crate::{
    authority::has_roles,
    connect::SeaStore,
    dialect::Dialect,
    row::{Fields, account, millis},
    sql::{Sql, limit, selected},
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{Access, Actor, Overseer, Via},
    ports::{
        AccountCursor, AccountFilter, AccountPage, AccountPageRequest, AccountReader, AccountRef,
        ReachableAccount, StoreError,
    },
};
use sea_orm::Value;
use uuid::Uuid;

const MAX_LIMIT: u32 = 200;

#[async_trait]
impl AccountReader for SeaStore {
    async fn accounts(
        &self,
        actor: &Actor,
        filter: &AccountFilter,
        page: &AccountPageRequest,
        now: DateTime<Utc>,
    ) -> Result<AccountPage, StoreError> {
        let search = filter.search.as_ref().map(|text| text.to_lowercase());
        // Nothing that is stored has such characters but the one between name and slug.
        let is_odd = |text: &String| text.contains(char::is_control);
        if *actor == Actor::Invitee || search.as_ref().is_some_and(is_odd) {
            return Ok(AccountPage {
                items: Vec::new(),
                next: None,
            });
        }
        let limit = page.limit.clamp(1, MAX_LIMIT);
        let (after_key, after_id) = match &page.after {
            Some(AccountCursor { key, id }) => (key.replace('\0', " "), id.uuid()),
            None => (String::new(), Uuid::nil()),
        };
        let mut query = Query {
            dialect: self.dialect,
            values: vec![
                after_key.into(),
                after_id.into(),
                // One more than asked for tells whether there is a further page.
                (i64::from(limit) + 1).into(),
            ],
        };
        let text = query.text(actor, search, filter.parent.as_ref(), now);
        let rows = self.read(&Sql::same(text), query.values).await?;
        let mut items = Vec::with_capacity(rows.len());
        for row in &rows {
            let fields = Fields::new(row, "accounts");
            items.push(ReachableAccount {
                account: account::decode(fields)?,
                access: access(fields)?,
            });
        }
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let has_more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| has_more).map(|last| AccountCursor {
            key: last.account.listing_key(),
            id: last.account.id,
        });
        Ok(AccountPage { items, next })
    }

    async fn overseer_by_session(
        &self,
        digest: &[u8; 32],
        account: &AccountRef,
        via: Via,
        now: DateTime<Utc>,
    ) -> Result<Option<Overseer>, StoreError> {
        overseer::by_session(self, digest, account, via, now).await
    }

    async fn overseer_by_api_key(
        &self,
        digest: &[u8; 32],
        account: &AccountRef,
        via: Via,
        now: DateTime<Utc>,
    ) -> Result<Option<Overseer>, StoreError> {
        overseer::by_api_key(self, digest, account, via, now).await
    }
}

fn access(fields: Fields<'_>) -> Result<Access, StoreError> {
    let way = fields.number("way")?;
    let found = usize::try_from(way)
        .ok()
        .and_then(|way| Access::ALL.get(way));
    found
        .copied()
        .ok_or_else(|| fields.unreadable("way", "no such access"))
}

/// A query whose text depends only on who asks and which conditions there are, so that it is prepared
/// once. `$1` and `$2` are the place to go on from, `$3` the limit.
struct Query {
    dialect: Dialect,
    values: Vec<Value>,
}

impl Query {
    fn text(
        &mut self,
        actor: &Actor,
        search: Option<String>,
        parent: Option<&AccountRef>,
        now: DateTime<Utc>,
    ) -> String {
        let places = self.places(actor, now);
        let found = match search {
            Some(text) => {
                let parameter = self.bind(text);
                format!("AND {}", self.dialect.contains("a.listing_key", parameter))
            }
            None => String::new(),
        };
        let below = parent.map_or(String::new(), |parent| self.below(parent));
        format!(
            "WITH RECURSIVE places (id, way, down) AS ({places}),
             below (id) AS (
                SELECT c.id FROM places JOIN accounts c ON c.parent_id = places.id WHERE places.down
                UNION
                SELECT c.id FROM below JOIN accounts c ON c.parent_id = below.id
             ),
             reach (id, way) AS (
                SELECT id, min(way) FROM (
                    SELECT id, way FROM places UNION ALL SELECT id, 1 FROM below
                ) AS ways GROUP BY id
             )
             SELECT {columns}, CAST(reach.way AS bigint) AS way FROM reach JOIN accounts a ON a.id = reach.id
             WHERE (a.listing_key, a.id) > ($1, $2) {found} {below}
             ORDER BY a.listing_key, a.id {limit}",
            columns = selected("a", "", &account::COLUMNS),
            limit = limit(3),
        )
    }

    /// Words where someone acts from: `way` is the place in [`Access::ALL`], `down` whether it reaches
    /// the accounts below.
    fn places(&mut self, actor: &Actor, now: DateTime<Utc>) -> String {
        match actor {
            Actor::User(user) => {
                let user = self.bind(user.uuid());
                format!(
                    "SELECT m.account_id, CASE m.access_type WHEN 'administrator' THEN 0 ELSE 2 END,
                            m.access_type = 'administrator'
                     FROM members m JOIN accounts a ON a.id = m.account_id
                     WHERE m.user_id = ${user} AND m.active AND a.suspended_at IS NULL
                       AND (m.access_type = 'administrator' OR NOT {has_roles} OR EXISTS (
                            SELECT 1 FROM member_grants h WHERE h.member_id = m.id AND h.kind = 'role'))",
                    has_roles = has_roles("m"),
                )
            }
            Actor::ApiKey(key) => {
                let (key, now) = (self.bind(key.uuid()), self.bind(millis(now)));
                format!(
                    "SELECT k.account_id, CASE k.scope WHEN 'administer' THEN 0 ELSE 2 END, TRUE
                     FROM api_keys k JOIN accounts a ON a.id = k.account_id
                     WHERE k.id = ${key} AND (k.expires_at IS NULL OR k.expires_at > ${now})
                       AND k.revoked_at IS NULL AND a.suspended_at IS NULL"
                )
            }
            Actor::System | Actor::Invitee => {
                "SELECT a.id, 1, TRUE FROM accounts a WHERE a.parent_id IS NULL".to_owned()
            }
        }
    }

    /// Directly below an account that is among those that one may act in.
    fn below(&mut self, parent: &AccountRef) -> String {
        let (column, parameter) = match parent {
            AccountRef::Id(id) => ("id", self.bind(id.uuid())),
            AccountRef::Slug(slug) => ("slug", self.bind(slug.as_str())),
        };
        format!(
            "AND a.parent_id = (SELECT p.id FROM accounts p JOIN reach ON reach.id = p.id
                                WHERE p.{column} = ${parameter})"
        )
    }

    fn bind(&mut self, value: impl Into<Value>) -> u8 {
        self.values.push(value.into());
        // There are seven at most.
        u8::try_from(self.values.len()).unwrap_or(u8::MAX)
    }
}
