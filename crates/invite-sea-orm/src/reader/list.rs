//! Lists by keyset: each page begins where the last one ended, whatever was added meanwhile.

use crate::{
    connect::SeaStore,
    dialect::{Dialect, list as names},
    row::{
        Fields,
        invitation::{columns, decode, folded},
        millis,
    },
    sql::{Sql, limit},
};
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{AccountId, GrantItem, Invitation, Status},
    ports::{Cursor, InvitationFilter, Page, PageRequest, StoreError},
};
use sea_orm::Value;
use std::fmt::Write as _;
use uuid::Uuid;

const MAX_LIMIT: u32 = 200;

pub(super) async fn list(
    store: &SeaStore,
    account: AccountId,
    filter: &InvitationFilter,
    page: PageRequest,
    now: DateTime<Utc>,
) -> Result<Page, StoreError> {
    let limit = page.limit.clamp(1, MAX_LIMIT);
    let search = filter.search.as_deref().map(folded);
    // Whatever is searched in has no such characters; the column uses one, and databases trip over others.
    if search
        .as_ref()
        .is_some_and(|text| text.contains(char::is_control))
    {
        return Ok(Page {
            items: Vec::new(),
            next: None,
        });
    }
    let (before_time, before_id) = match page.after {
        Some(Cursor { created_at, id }) => (millis(created_at), id.uuid()),
        None => (i64::MAX, Uuid::max()),
    };
    let mut query = Query {
        dialect: store.dialect,
        values: vec![
            account.uuid().into(),
            before_time.into(),
            before_id.into(),
            // One more than asked for tells whether there is a further page.
            (i64::from(limit) + 1).into(),
        ],
    };
    let text = query.text(filter, search, now);
    let rows = store.read(&Sql::same(text), query.values).await?;
    let mut items: Vec<Invitation> = Vec::with_capacity(rows.len());
    for row in &rows {
        items.push(decode(Fields::new(row, "invitations"))?);
    }
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| has_more).map(|last| Cursor {
        created_at: last.created_at,
        id: last.id,
    });
    Ok(Page { items, next })
}

/// A query whose text depends only on which conditions there are, so that it is prepared once.
///
/// `$1` is the account, `$2` and `$3` the place to go on from, `$4` the limit.
struct Query {
    dialect: Dialect,
    values: Vec<Value>,
}

impl Query {
    fn text(
        &mut self,
        filter: &InvitationFilter,
        search: Option<String>,
        now: DateTime<Utc>,
    ) -> String {
        let mut found = match search {
            Some(text) => {
                let parameter = self.bind(text);
                format!(" AND {}", self.dialect.contains("i.search_text", parameter))
            }
            None => String::new(),
        };
        if let Some(inviter) = filter.inviter {
            let inviter = self.bind(inviter.uuid());
            // Writing to a string cannot fail.
            let _ = write!(
                found,
                " AND i.inviter_kind = 'user' AND i.inviter_id = ${inviter}"
            );
        }
        match (&filter.grants, filter.status) {
            (Some(item), status) => self.granted(item, status, &found, now),
            (None, Some(Status::Expired)) => self.expired(&found, now),
            (None, Some(status)) => {
                let standing = self.standing(status, now);
                walk(&format!("{standing}{found}"))
            }
            (None, None) => walk(&format!("true{found}")),
        }
    }

    /// What is written down as expired, in the order of the list, together with what only the clock
    /// says is. The latter is found by its time, since among everything that was sent it is little:
    /// the sweeper writes it down every now and then.
    fn expired(&mut self, found: &str, now: DateTime<Utc>) -> String {
        let now = self.bind(millis(now));
        let overdue = self.dialect.found_by("invitations_overdue");
        let written = walk(&format!("i.status = 'expired'{found}"));
        format!(
            "WITH overdue AS MATERIALIZED (
                SELECT i.id, i.created_at FROM invitations i {overdue}
                WHERE i.account_id = $1 AND i.status = 'invited' AND i.expires_at <= ${now}
                  AND (i.created_at, i.id) < ($2, $3){found}
             ), late AS (
                SELECT id FROM overdue ORDER BY created_at DESC, id DESC {limit}
             )
             SELECT * FROM (
                SELECT * FROM ({written}) written
                UNION ALL
                SELECT {columns} FROM late CROSS JOIN invitations i WHERE i.id = late.id
             ) found ORDER BY created_at DESC, id DESC {limit}",
            columns = selected(),
            limit = limit(4)
        )
    }

    /// Walks through the index of grants, which is in the order of the list, too.
    fn granted(
        &mut self,
        item: &GrantItem,
        status: Option<Status>,
        found: &str,
        now: DateTime<Utc>,
    ) -> String {
        let kind = self.bind(item.kind.as_str());
        let name = self.bind(item.key.as_str());
        let mut conditions = String::new();
        if let Some(status) = status {
            let standing = self.standing(status, now);
            // Writing to a string cannot fail.
            let _ = write!(conditions, " AND {standing}");
        }
        format!(
            "SELECT {} FROM invitation_grants g CROSS JOIN invitations i
             WHERE i.id = g.invitation_id AND g.account_id = $1
               AND g.kind = ${kind} AND g.name = ${name}
               AND (g.created_at, g.invitation_id) < ($2, $3){conditions}{found}
             ORDER BY g.created_at DESC, g.invitation_id DESC {}",
            selected(),
            limit(4)
        )
    }

    /// Standing so at `now`, expiry included.
    fn standing(&mut self, status: Status, now: DateTime<Utc>) -> String {
        match status {
            Status::Invited => {
                let now = self.bind(millis(now));
                format!("i.status = 'invited' AND (i.expires_at IS NULL OR i.expires_at > ${now})")
            }
            Status::Expired => {
                let now = self.bind(millis(now));
                format!("(i.status = 'expired' OR i.status = 'invited' AND i.expires_at <= ${now})")
            }
            other => format!("i.status = '{}'", other.as_str()),
        }
    }

    fn bind(&mut self, value: impl Into<Value>) -> u8 {
        self.values.push(value.into());
        // There are nine at most.
        u8::try_from(self.values.len()).unwrap_or(u8::MAX)
    }
}

fn walk(condition: &str) -> String {
    format!(
        "SELECT {} FROM invitations i
         WHERE i.account_id = $1 AND (i.created_at, i.id) < ($2, $3) AND {condition}
         ORDER BY i.created_at DESC, i.id DESC {}",
        selected(),
        limit(4)
    )
}

fn selected() -> String {
    names(columns().iter().map(|column| format!("i.{column}")))
}
