//! Lists of members by keyset: each page begins where the last one ended, whatever was added meanwhile.

use super::{columns, decode};
use crate::{
    connect::SeaStore,
    dialect::Dialect,
    row::invitation::folded,
    sql::{Sql, limit},
};
use invite_domain::{
    model::{AccountId, GrantItem, MemberId},
    ports::{MemberFilter, MemberPage, MemberPageRequest, StoreError},
};
use sea_orm::Value;
use std::fmt::Write as _;
use uuid::Uuid;

const MAX_LIMIT: u32 = 200;

pub(super) async fn list(
    store: &SeaStore,
    account: AccountId,
    filter: &MemberFilter,
    page: MemberPageRequest,
) -> Result<MemberPage, StoreError> {
    let limit = page.limit.clamp(1, MAX_LIMIT);
    let search = filter.search.as_deref().map(folded);
    // Whatever is searched in has no such characters; the column uses one, and databases trip over others.
    if search
        .as_ref()
        .is_some_and(|text| text.contains(char::is_control))
    {
        return Ok(MemberPage {
            items: Vec::new(),
            next: None,
        });
    }
    let mut query = Query {
        dialect: store.dialect,
        values: vec![
            account.uuid().into(),
            page.after.map_or(Uuid::max(), MemberId::uuid).into(),
            // One more than asked for tells whether there is a further page.
            (i64::from(limit) + 1).into(),
        ],
    };
    let text = query.text(filter, search);
    let rows = store.read(&Sql::same(text), query.values).await?;
    let mut items = rows.iter().map(decode).collect::<Result<Vec<_>, _>>()?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| has_more).map(|last| last.member.id);
    Ok(MemberPage { items, next })
}

/// A query whose text depends only on which conditions there are, so that it is prepared once.
///
/// `$1` is the account, `$2` the place to go on from, `$3` the limit.
struct Query {
    dialect: Dialect,
    values: Vec<Value>,
}

impl Query {
    fn text(&mut self, filter: &MemberFilter, search: Option<String>) -> String {
        let mut conditions = String::new();
        let mut holds = filter.holds.iter();
        let first = holds.next();
        for item in holds {
            conditions += &self.holding(item);
        }
        if let Some(text) = search {
            let parameter = self.bind(text);
            let found = self.dialect.contains("u.search_text", parameter);
            // Writing to a string cannot fail.
            let _ = write!(conditions, " AND {found}");
        }
        let access = filter.access_type.map(|a| a.as_str().into());
        let user_type = filter.user_type.map(|u| u.as_str().into());
        let active = filter.active.map(Value::from);
        for (column, value) in [
            ("access_type", access),
            ("user_type", user_type),
            ("active", active),
        ] {
            if let Some(value) = value {
                let parameter = self.bind(value);
                let _ = write!(conditions, " AND m.{column} = ${parameter}");
            }
        }
        match first {
            Some(item) => self.holders(item, &conditions),
            None => everyone(&conditions),
        }
    }

    /// Walks through the index of who holds something, which is in the order of the list, too.
    fn holders(&mut self, item: &GrantItem, conditions: &str) -> String {
        let kind = self.bind(item.kind.as_str());
        let name = self.bind(item.key.as_str());
        format!(
            "SELECT {} FROM member_grants g CROSS JOIN members m CROSS JOIN users u
             WHERE g.account_id = $1 AND g.kind = ${kind} AND g.name = ${name} AND g.member_id < $2
               AND m.id = g.member_id AND u.id = m.user_id{conditions}
             ORDER BY g.member_id DESC {}",
            columns(),
            limit(3)
        )
    }

    fn holding(&mut self, item: &GrantItem) -> String {
        let kind = self.bind(item.kind.as_str());
        let name = self.bind(item.key.as_str());
        format!(
            " AND EXISTS (SELECT 1 FROM member_grants h
                WHERE h.member_id = m.id AND h.kind = ${kind} AND h.name = ${name})"
        )
    }

    /// Adds a parameter and returns its number.
    fn bind(&mut self, value: impl Into<Value>) -> u8 {
        self.values.push(value.into());
        u8::try_from(self.values.len()).unwrap_or(u8::MAX)
    }
}

fn everyone(conditions: &str) -> String {
    format!(
        "SELECT {} FROM members m CROSS JOIN users u
         WHERE m.account_id = $1 AND m.id < $2 AND u.id = m.user_id{conditions}
         ORDER BY m.id DESC {}",
        columns(),
        limit(3)
    )
}
