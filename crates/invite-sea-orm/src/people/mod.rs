//! Everyone in an account, invited or in: lists, counts, and how messages get on.

mod list;

use crate::{
    connect::SeaStore,
    places,
    row::{Fields, invitation, millis},
    sql::{Sql, selected},
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{AccountId, InvitationId, PersonStatus, Status},
    ports::{
        PeopleCounts, PeopleFilter, PeoplePage, PeoplePageRequest, PeopleReader, Person, PersonId,
        Sending, StoreError,
    },
};
use sea_orm::QueryResult;
use std::sync::LazyLock;
use uuid::Uuid;

/// The invitation that a member accepted.
const ACCEPTED: &str = "(SELECT a.id FROM invitations a WHERE a.member_id = m.id
    ORDER BY a.created_at DESC, a.id DESC LIMIT 1) AS accepted";

/// How many of the newest lines of the audit log are looked through for what left.
const NEWEST: i64 = 2000;

static INVITATIONS: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "SELECT {} FROM {} CROSS JOIN invitations i WHERE i.id = r.id AND i.account_id = $1",
            selected("i", "i_", &invitation::columns()),
            dialect.id_rows(2)
        )
    })
});

static MEMBERS: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "SELECT {}, {ACCEPTED} FROM {} CROSS JOIN members m CROSS JOIN users u
             WHERE m.id = r.id AND m.account_id = $1 AND u.id = m.user_id",
            places::columns(),
            dialect.id_rows(2)
        )
    })
});

/// As written down, and then those that are expired by the clock alone.
static COUNTS: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        let overdue = dialect.found_by("invitations_overdue");
        let pending = PersonStatus::ALL
            .into_iter()
            .filter_map(PersonStatus::pending);
        let pending = pending.map(|status| format!("'{}'", status.as_str()));
        let pending = crate::dialect::list(pending);
        format!(
            "SELECT status, count(*) AS number FROM invitations
             WHERE account_id = $1 AND status IN ({pending}) GROUP BY status
             UNION ALL
             SELECT 'overdue', count(*) FROM invitations {overdue}
             WHERE account_id = $1 AND status = 'invited' AND expires_at <= $2
             UNION ALL
             SELECT 'in', count(*) FROM members WHERE account_id = $1
             UNION ALL
             SELECT 'off', count(*) FROM members WHERE account_id = $1 AND NOT active
             UNION ALL
             SELECT 'awaiting', count(*) FROM members WHERE account_id = $1 AND awaiting_approval"
        )
    })
});

static WAITING: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "SELECT count(*) AS number FROM invitations WHERE account_id = $1 AND status = 'queued'",
    )
});

/// What left within the newest lines, how many lines these are, and how old the oldest of them is.
static LEFT: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "SELECT coalesce(sum(CASE WHEN name = 'invitation.invited' AND at >= $2 THEN 1 ELSE 0 END), 0) AS number,
                count(*) AS lines, min(at) AS oldest
         FROM (SELECT name, at FROM audit_log WHERE account_id = $1
               ORDER BY id DESC LIMIT {NEWEST}) AS found"
    ))
});

fn invited(row: &QueryResult) -> Result<Person, StoreError> {
    let fields = Fields::prefixed(row, "invitations", "i_");
    Ok(Person::Invited(invitation::decode(fields)?))
}

fn member(row: &QueryResult) -> Result<Person, StoreError> {
    let accepted: Option<Uuid> = Fields::new(row, "invitations").get("accepted")?;
    Ok(Person::Member {
        entry: places::decode(row)?,
        invitation: accepted.map(InvitationId::new),
    })
}

fn number(fields: Fields<'_>) -> Result<u64, StoreError> {
    let number: i64 = fields.get("number")?;
    Ok(u64::try_from(number).unwrap_or_default())
}

#[async_trait]
impl PeopleReader for SeaStore {
    async fn people(
        &self,
        account: AccountId,
        filter: &PeopleFilter,
        page: &PeoplePageRequest,
        now: DateTime<Utc>,
    ) -> Result<PeoplePage, StoreError> {
        list::list(self, account, filter, page, now).await
    }

    async fn people_by_id(
        &self,
        account: AccountId,
        ids: &[PersonId],
    ) -> Result<Vec<Person>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let values = || {
            let ids = self.dialect.ids(ids.iter().map(|id| id.0));
            [account.uuid().into(), ids]
        };
        let mut people = Vec::with_capacity(ids.len());
        for row in self.read(&INVITATIONS, values()).await? {
            people.push(invited(&row)?);
        }
        for row in self.read(&MEMBERS, values()).await? {
            people.push(member(&row)?);
        }
        Ok(people)
    }

    async fn count_people(
        &self,
        account: AccountId,
        filter: &PeopleFilter,
        most: u32,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        list::count(self, account, filter, most, now).await
    }

    async fn people_counts(
        &self,
        account: AccountId,
        now: DateTime<Utc>,
    ) -> Result<PeopleCounts, StoreError> {
        let values = [account.uuid().into(), millis(now).into()];
        let (mut written, mut overdue) = (Vec::new(), 0);
        let (mut members, mut off, mut awaiting) = (0, 0, 0);
        for row in self.read(&COUNTS, values).await? {
            let fields = Fields::new(&row, "invitations");
            let (status, number) = (fields.text("status")?, number(fields)?);
            match status.as_str() {
                "overdue" => overdue = number,
                "in" => members = number,
                "off" => off = number,
                "awaiting" => awaiting = number,
                other => {
                    let status = Status::parse(other)
                        .ok_or_else(|| fields.unreadable("status", "no such status"))?;
                    written.push((status, number));
                }
            }
        }
        let mut counts = PeopleCounts::default();
        for (status, number) in written {
            let late = if status == Status::Invited {
                overdue
            } else {
                0
            };
            counts.add(status.into(), number.saturating_sub(late));
        }
        counts.add(PersonStatus::Expired, overdue);
        counts.add(PersonStatus::Accepted, members.saturating_sub(off));
        counts.add(PersonStatus::SwitchedOff, off.saturating_sub(awaiting));
        counts.add(PersonStatus::AwaitingApproval, awaiting);
        Ok(counts)
    }

    async fn sending(
        &self,
        account: AccountId,
        since: DateTime<Utc>,
    ) -> Result<Sending, StoreError> {
        let waiting = self.read_one(&WAITING, [account.uuid().into()]).await?;
        let values = [account.uuid().into(), millis(since).into()];
        let left = self.read_one(&LEFT, values).await?;
        let waiting = waiting
            .as_ref()
            .map(|row| number(Fields::new(row, "invitations")));
        let mut sending = Sending {
            waiting: waiting.transpose()?.unwrap_or_default(),
            left: 0,
            since,
        };
        if let Some(row) = &left {
            let fields = Fields::new(row, "audit_log");
            sending.left = number(fields)?;
            let lines: i64 = fields.get("lines")?;
            if let Some(oldest) = fields.time_if_any("oldest")?.filter(|_| lines >= NEWEST) {
                sending.since = oldest.max(since);
            }
        }
        Ok(sending)
    }
}
