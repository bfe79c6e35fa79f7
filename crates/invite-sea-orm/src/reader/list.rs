//! Lists by keyset: each page begins where the last one ended, whatever was added meanwhile.

use crate::{
    connect::SeaStore,
    dialect::{Dialect, list as names},
    row::{
        Fields,
        invitation::{columns, decode, folded},
        millis,
    },
    sql::Sql,
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
        let found = match search {
            Some(text) => {
                let parameter = self.bind(text);
                format!(" AND {}", self.dialect.contains("i.search_text", parameter))
            }
            None => String::new(),
        };
        match (&filter.grants, filter.status) {
            (Some(item), status) => self.granted(item, status, &found, now),
            (None, Some(Status::Expired)) => {
                let now = self.bind(millis(now));
                // Two walks through indexes, each in the order of the list: one condition with "or"
                // would be no walk at all.
                let written = walk(&format!("i.status = 'expired'{found}"));
                let overdue = walk(&format!(
                    "i.status = 'invited' AND i.expires_at <= ${now}{found}"
                ));
                format!(
                    "SELECT * FROM (SELECT * FROM ({written}) w UNION ALL SELECT * FROM ({overdue}) o) i
                     ORDER BY i.created_at DESC, i.id DESC LIMIT $4"
                )
            }
            (None, Some(status)) => {
                let standing = self.standing(status, now);
                walk(&format!("{standing}{found}"))
            }
            (None, None) => walk(&format!("true{found}")),
        }
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
             ORDER BY g.created_at DESC, g.invitation_id DESC LIMIT $4",
            selected()
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
        // There are eight at most.
        u8::try_from(self.values.len()).unwrap_or(u8::MAX)
    }
}

fn walk(condition: &str) -> String {
    format!(
        "SELECT {} FROM invitations i
         WHERE i.account_id = $1 AND (i.created_at, i.id) < ($2, $3) AND {condition}
         ORDER BY i.created_at DESC, i.id DESC LIMIT $4",
        selected()
    )
}

fn selected() -> String {
    names(columns().iter().map(|column| format!("i.{column}")))
}
