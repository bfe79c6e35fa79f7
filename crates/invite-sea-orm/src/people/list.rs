//! The list by keyset. Each way to stand is a run of an index in the order of the list; the runs are
//! merged, so that a page costs the same wherever it begins and however many people there are.

use super::{ACCEPTED, invited, member, number};
use crate::{
    connect::SeaStore,
    dialect::{Dialect, list as names},
    places,
    row::{
        Fields,
        invitation::{columns, folded},
        millis,
    },
    sql::{Sql, limit, selected},
};
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{AccountId, PersonStatus},
    ports::{
        PeopleCursor, PeopleFilter, PeopleKey, PeoplePage, PeoplePageRequest, PeopleSort,
        StoreError,
    },
};
use sea_orm::Value;
use std::fmt::Write as _;
use uuid::Uuid;

const MAX_LIMIT: u32 = 200;

pub(super) async fn list(
    store: &SeaStore,
    account: AccountId,
    filter: &PeopleFilter,
    page: &PeoplePageRequest,
    now: DateTime<Utc>,
) -> Result<PeoplePage, StoreError> {
    let limit = page.limit.clamp(1, MAX_LIMIT);
    // One more than asked for tells whether there is a further page.
    let more = i64::from(limit) + 1;
    let Some(query) = Query::new(store.dialect, account, filter, page, more, now) else {
        return Ok(PeoplePage {
            items: Vec::new(),
            next: None,
        });
    };
    let text = query.page();
    let rows = store.read(&Sql::same(text), query.values).await?;
    let mut items = Vec::with_capacity(rows.len());
    for row in &rows {
        let is_member: i64 = Fields::new(row, "members").get("is_member")?;
        items.push(if is_member == 1 {
            member(row)?
        } else {
            invited(row)?
        });
    }
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| has_more);
    Ok(PeoplePage {
        next: next.map(|last| last.cursor(page.sort)),
        items,
    })
}

pub(super) async fn count(
    store: &SeaStore,
    account: AccountId,
    filter: &PeopleFilter,
    most: u32,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let from_the_newest = PeoplePageRequest {
        limit: 1,
        sort: PeopleSort::Newest,
        after: None,
    };
    let most = i64::from(most);
    let query = Query::new(store.dialect, account, filter, &from_the_newest, most, now);
    let Some(query) = query else {
        return Ok(0);
    };
    let text = query.count();
    let row = store.read_one(&Sql::same(text), query.values).await?;
    let counted = row.map(|row| number(Fields::new(&row, "people")));
    Ok(counted.transpose()?.unwrap_or_default())
}

/// A query whose text depends only on which conditions there are, so that it is prepared once.
///
/// `$1` is the account, `$2` and `$3` the place to go on from, `$4` the limit.
struct Query {
    dialect: Dialect,
    sort: PeopleSort,
    values: Vec<Value>,
    /// The runs to be merged, each with `at`, `id` and `is_member`.
    runs: Vec<String>,
}

impl Query {
    /// `None` where nobody can match.
    fn new(
        dialect: Dialect,
        account: AccountId,
        filter: &PeopleFilter,
        page: &PeoplePageRequest,
        limit: i64,
        now: DateTime<Utc>,
    ) -> Option<Self> {
        let search = filter.search.as_deref().map(folded);
        // Whatever is searched in has no such characters; the column uses one, and databases trip over
        // others.
        if search.iter().any(|text| text.contains(char::is_control)) {
            return None;
        }
        let (key, id) = start(page);
        let mut query = Self {
            dialect,
            sort: page.sort,
            values: vec![account.uuid().into(), key, id.into(), limit.into()],
            runs: Vec::new(),
        };
        let search = search.map(|text| query.bind(text));
        let holds = filter.holds.as_ref().map(|item| {
            let kind = query.bind(item.kind.as_str());
            (kind, query.bind(item.key.as_str()))
        });
        query.add_invitations(filter, search, holds, now);
        query.add_members(filter, search, holds);
        (!query.runs.is_empty()).then_some(query)
    }

    fn add_invitations(
        &mut self,
        filter: &PeopleFilter,
        search: Option<u8>,
        holds: Option<(u8, u8)>,
        now: DateTime<Utc>,
    ) {
        let mut rest = types("i", filter);
        if let Some(parameter) = search {
            // Writing to a string cannot fail.
            let found = self.dialect.contains("i.search_text", parameter);
            let _ = write!(rest, " AND {found}");
        }
        let standing = self.standing(filter, now);
        if standing.is_empty() {
            return;
        }
        if let Some((kind, name)) = holds {
            // Walks through the index of grants, which is in the order of time, too.
            let from = "invitation_grants g CROSS JOIN invitations i";
            let any = standing.into_iter().map(|(condition, _)| condition);
            let any: Vec<String> = any.map(|condition| format!("({condition})")).collect();
            let condition = format!(
                "i.id = g.invitation_id AND g.account_id = $1 AND g.kind = ${kind}
                 AND g.name = ${name} AND ({})",
                any.join(" OR ")
            );
            let (key, id) = match self.sort {
                PeopleSort::Name => ("i.sort_name", "i.id"),
                _ => ("g.created_at", "g.invitation_id"),
            };
            self.add_run(from, &condition, &rest, key, id, 0);
            return;
        }
        let key = match self.sort {
            PeopleSort::Name => "i.sort_name",
            _ => "i.created_at",
        };
        for (condition, index) in standing {
            let from = format!("invitations i {}", index.unwrap_or_default());
            let condition = format!("i.account_id = $1 AND {condition}");
            self.add_run(&from, &condition, &rest, key, "i.id", 0);
        }
    }

    /// Returns the runs of pending invitations that are wanted, and the index where one is to be named.
    fn standing(
        &mut self,
        filter: &PeopleFilter,
        now: DateTime<Utc>,
    ) -> Vec<(String, Option<String>)> {
        let wants = |standing| filter.includes(standing);
        let (invited, expired) = (wants(PersonStatus::Invited), wants(PersonStatus::Expired));
        let mut runs = Vec::new();
        for standing in PersonStatus::ALL {
            let Some(status) = standing.pending().filter(|_| wants(standing)) else {
                continue;
            };
            let mut condition = format!("i.status = '{}'", status.as_str());
            if standing == PersonStatus::Invited && !expired {
                let now = self.bind(millis(now));
                let _ = write!(
                    condition,
                    " AND (i.expires_at IS NULL OR i.expires_at > ${now})"
                );
            }
            runs.push((condition, None));
        }
        if expired && !invited {
            // What only the clock says is found by its time, since among everything that was sent it is
            // little: the sweeper writes it down every now and then.
            let now = self.bind(millis(now));
            runs.push((
                format!("i.status = 'invited' AND i.expires_at <= ${now}"),
                Some(self.dialect.found_by("invitations_overdue")),
            ));
        }
        runs
    }

    fn add_members(&mut self, filter: &PeopleFilter, search: Option<u8>, holds: Option<(u8, u8)>) {
        let mut rest = types("m", filter);
        // In the words of the indexes over those who are switched off, and over those who wait.
        rest += match (
            filter.includes(PersonStatus::Accepted),
            filter.includes(PersonStatus::SwitchedOff),
            filter.includes(PersonStatus::AwaitingApproval),
        ) {
            (false, false, false) => return,
            (true, true, true) => "",
            (true, false, false) => " AND m.active",
            (true, true, false) => " AND NOT m.awaiting_approval",
            (true, false, true) => " AND (m.active OR m.awaiting_approval)",
            (false, true, true) => " AND NOT m.active",
            (false, true, false) => " AND NOT m.active AND NOT m.awaiting_approval",
            (false, false, true) => " AND m.awaiting_approval",
        };
        let by_name = self.sort == PeopleSort::Name;
        let (mut from, mut condition, key, id) = match holds {
            Some((kind, name)) => (
                "member_grants g CROSS JOIN members m".to_owned(),
                format!(
                    "m.id = g.member_id AND g.account_id = $1 AND g.kind = ${kind}
                     AND g.name = ${name}"
                ),
                if by_name {
                    "m.sort_name"
                } else {
                    "g.joined_at"
                },
                if by_name { "m.id" } else { "g.member_id" },
            ),
            None => (
                "members m".to_owned(),
                "m.account_id = $1".to_owned(),
                if by_name {
                    "m.sort_name"
                } else {
                    "m.joined_at"
                },
                "m.id",
            ),
        };
        if let Some(parameter) = search {
            from += " CROSS JOIN users u";
            let found = self.dialect.contains("u.search_text", parameter);
            let _ = write!(condition, " AND u.id = m.user_id AND {found}");
        }
        self.add_run(&from, &condition, &rest, key, id, 1);
    }

    fn add_run(
        &mut self,
        from: &str,
        condition: &str,
        rest: &str,
        key: &str,
        id: &str,
        is_member: u8,
    ) {
        let (direction, beyond) = direction(self.sort);
        self.runs.push(format!(
            "SELECT * FROM (SELECT {key} AS at, {id} AS id, CAST({is_member} AS bigint) AS is_member
             FROM {from} WHERE {condition} AND ({key}, {id}) {beyond} ($2, $3){rest}
             ORDER BY {key} {direction}, {id} {direction} {}) AS found",
            limit(4)
        ));
    }

    /// The merged runs of people, with everything that is shown of them.
    fn page(&self) -> String {
        let (direction, _) = direction(self.sort);
        let shown = [
            selected("i", "i_", &columns()),
            places::columns(),
            ACCEPTED.to_owned(),
        ];
        format!(
            "WITH found AS (
                SELECT * FROM ({}) AS found ORDER BY at {direction}, id {direction} {}
             )
             SELECT found.is_member AS is_member, {} FROM found
             LEFT JOIN invitations i ON found.is_member = 0 AND i.id = found.id
             LEFT JOIN members m ON found.is_member = 1 AND m.id = found.id
             LEFT JOIN users u ON u.id = m.user_id
             ORDER BY found.at {direction}, found.id {direction}",
            self.runs.join(" UNION ALL "),
            limit(4),
            names(shown)
        )
    }

    fn count(&self) -> String {
        format!(
            "SELECT count(*) AS number FROM (SELECT 1 FROM ({}) AS found {}) AS found",
            self.runs.join(" UNION ALL "),
            limit(4)
        )
    }

    /// Adds a parameter and returns its number.
    fn bind(&mut self, value: impl Into<Value>) -> u8 {
        self.values.push(value.into());
        // There are eight at most.
        u8::try_from(self.values.len()).unwrap_or(u8::MAX)
    }
}

/// Conditions on the two types, in the text: the index over administrators is found by it.
fn types(alias: &str, filter: &PeopleFilter) -> String {
    let access = filter.access_type.map(|a| ("access_type", a.as_str()));
    let user = filter.user_type.map(|u| ("user_type", u.as_str()));
    let mut conditions = String::new();
    for (column, value) in [access, user].into_iter().flatten() {
        let _ = write!(conditions, " AND {alias}.{column} = '{value}'");
    }
    conditions
}

const fn direction(sort: PeopleSort) -> (&'static str, &'static str) {
    match sort {
        PeopleSort::Newest => ("DESC", "<"),
        PeopleSort::Oldest | PeopleSort::Name => ("ASC", ">"),
    }
}

/// Where the list begins. A place in a list of another order is none.
fn start(page: &PeoplePageRequest) -> (Value, Uuid) {
    match (page.sort, &page.after) {
        (
            PeopleSort::Name,
            Some(PeopleCursor {
                key: PeopleKey::Name(name),
                id,
            }),
        ) => (name.replace('\0', "").into(), id.0),
        (
            PeopleSort::Newest | PeopleSort::Oldest,
            Some(PeopleCursor {
                key: PeopleKey::Time(at),
                id,
            }),
        ) => (millis(*at).into(), id.0),
        (PeopleSort::Name, _) => ("".into(), Uuid::nil()),
        (PeopleSort::Newest, _) => (i64::MAX.into(), Uuid::max()),
        (PeopleSort::Oldest, _) => (i64::MIN.into(), Uuid::nil()),
    }
}
