//! An account at a glance: every number is counted within an index, and no row is read but those that
//! are named.

use crate::{
    connect::SeaStore,
    dialect::list as names,
    row::{Fields, invitation, millis, named},
    sql::Sql,
};
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use invite_domain::{
    model::{AccountId, FailureReason, Invitation, Status},
    ports::{
        Attention, DayCounts, EXPIRES_SOON, Funnel, InsightReader, InvitationReader, MEDIAN_OF,
        NAMED_EXPIRING, Overview, StoreError, WAITS_LONG, overview_days, overview_since,
    },
};
use sea_orm::QueryResult;
use std::sync::LazyLock;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// By status, and then those whose status does not say whether a message has left.
static FUNNEL: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        let statuses = names(Status::ALL.map(|status| format!("'{}'", status.as_str())));
        let by_status = dialect.found_by("invitations_status");
        format!(
            "SELECT status, count(*) AS number FROM invitations {by_status}
             WHERE account_id = $1 AND status IN ({statuses}) AND created_at >= $2 GROUP BY status
             UNION ALL
             SELECT 'handed_over', count(*) FROM invitations {by_status}
             WHERE account_id = $1 AND status IN ('error', 'revoked') AND created_at >= $2
               AND invited_at IS NOT NULL"
        )
    })
});

static DAYS: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "SELECT 'sent' AS what, invited_at / {DAY} AS day, count(*) AS number
             FROM invitations {} WHERE account_id = $1 AND invited_at >= $2 GROUP BY 2
             UNION ALL
             SELECT 'accepted', state_at / {DAY}, count(*)
             FROM invitations {} WHERE account_id = $1 AND status = 'accepted' AND state_at >= $2
             GROUP BY 2",
            dialect.found_by("invitations_sent"),
            dialect.found_by("invitations_accepted")
        )
    })
});

static MEDIAN: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "SELECT took FROM (
                SELECT took, row_number() OVER (ORDER BY took) AS place, count(*) OVER () AS number
                FROM (
                    SELECT state_at - invited_at AS took FROM invitations {}
                    WHERE account_id = $1 AND status = 'accepted' AND state_at >= $2
                      AND invited_at IS NOT NULL
                    ORDER BY state_at DESC, invited_at DESC LIMIT {MEDIAN_OF}
                ) AS latest
             ) AS ranked WHERE place = (number + 1) / 2",
            dialect.found_by("invitations_accepted")
        )
    })
});

static FAILURES: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "SELECT failure, count(*) AS number FROM invitations {}
             WHERE account_id = $1 AND status = 'error' GROUP BY failure",
            dialect.found_by("invitations_failed")
        )
    })
});

static PRESSING: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "SELECT 'expiring' AS what, count(*) AS number FROM invitations {}
             WHERE account_id = $1 AND status = 'invited' AND expires_at > $2 AND expires_at <= $3
             UNION ALL
             SELECT 'waiting', count(*) FROM invitations {}
             WHERE account_id = $1 AND status = 'queued' AND queued_at < $4
             UNION ALL
             SELECT 'approvals', count(*) FROM members
             WHERE account_id = $1 AND awaiting_approval",
            dialect.found_by("invitations_expiring"),
            dialect.found_by("invitations_status")
        )
    })
});

static EXPIRING: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "SELECT {} FROM invitations {}
             WHERE account_id = $1 AND status = 'invited' AND expires_at > $2 AND expires_at <= $3
             ORDER BY expires_at, id LIMIT {NAMED_EXPIRING}",
            names(invitation::columns()),
            dialect.found_by("invitations_expiring")
        )
    })
});

#[async_trait]
impl InsightReader for SeaStore {
    async fn overview(
        &self,
        account: AccountId,
        now: DateTime<Utc>,
    ) -> Result<Overview, StoreError> {
        Ok(Overview {
            counts: self.counts(account, now).await?,
            funnel: funnel(self, account, now).await?,
            median_to_accept: median(self, account, now).await?,
            days: days(self, account, now).await?,
            attention: Attention {
                failures: failures(self, account).await?,
                expiring_first: expiring_first(self, account, now).await?,
                ..pressing(self, account, now).await?
            },
        })
    }
}

async fn funnel(
    store: &SeaStore,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<Funnel, StoreError> {
    let mut funnel = Funnel::default();
    let values = [account.uuid().into(), millis(overview_since(now)).into()];
    for row in store.read(&FUNNEL, values).await? {
        let fields = Fields::new(&row, "invitations");
        let (status, number) = (fields.text("status")?, number(fields)?);
        if status == "handed_over" {
            funnel.sent += number;
            continue;
        }
        let status =
            Status::parse(&status).ok_or_else(|| fields.unreadable("status", "no such status"))?;
        funnel.added += number;
        match status {
            Status::Accepted => {
                funnel.accepted += number;
                funnel.sent += number;
            }
            Status::Invited | Status::Expired | Status::Declined => funnel.sent += number,
            Status::NotInvited | Status::Queued | Status::Error | Status::Revoked => {}
        }
    }
    Ok(funnel)
}

async fn days(
    store: &SeaStore,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<Vec<DayCounts>, StoreError> {
    let mut days = overview_days(now);
    let values = [account.uuid().into(), millis(overview_since(now)).into()];
    for row in store.read(&DAYS, values).await? {
        let fields = Fields::new(&row, "invitations");
        let (day, number) = (day(fields)?, number(fields)?);
        let is_sent = fields.text("what")? == "sent";
        // What a faster clock has dated after today belongs to no day yet.
        if let Some(counts) = days.iter_mut().find(|counts| counts.day == day) {
            if is_sent {
                counts.sent = number;
            } else {
                counts.accepted = number;
            }
        }
    }
    Ok(days)
}

async fn median(
    store: &SeaStore,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<Option<TimeDelta>, StoreError> {
    let values = [account.uuid().into(), millis(overview_since(now)).into()];
    let row = store.read_one(&MEDIAN, values).await?;
    let took = row
        .as_ref()
        .map(|row| Fields::new(row, "invitations").get::<i64>("took"));
    Ok(took.transpose()?.map(TimeDelta::milliseconds))
}

async fn failures(
    store: &SeaStore,
    account: AccountId,
) -> Result<Vec<(FailureReason, u64)>, StoreError> {
    let mut failures = Vec::new();
    for row in store.read(&FAILURES, [account.uuid().into()]).await? {
        let fields = Fields::new(&row, "invitations");
        let reason = fields.parsed("failure", |text| {
            named(&FailureReason::ALL, FailureReason::as_str, text)
        })?;
        failures.push((reason, number(fields)?));
    }
    failures.sort_by_key(|(reason, number)| (std::cmp::Reverse(*number), *reason));
    Ok(failures)
}

async fn pressing(
    store: &SeaStore,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<Attention, StoreError> {
    let values = [
        account.uuid().into(),
        millis(now).into(),
        millis(now + EXPIRES_SOON).into(),
        millis(now - WAITS_LONG).into(),
    ];
    let mut attention = Attention::default();
    for row in store.read(&PRESSING, values).await? {
        let fields = Fields::new(&row, "invitations");
        let number = number(fields)?;
        match fields.text("what")?.as_str() {
            "expiring" => attention.expiring = number,
            "waiting" => attention.waiting = number,
            _ => attention.approvals = number,
        }
    }
    Ok(attention)
}

async fn expiring_first(
    store: &SeaStore,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<Vec<Invitation>, StoreError> {
    let values = [
        account.uuid().into(),
        millis(now).into(),
        millis(now + EXPIRES_SOON).into(),
    ];
    let rows = store.read(&EXPIRING, values).await?;
    let decode = |row: &QueryResult| invitation::decode(Fields::new(row, "invitations"));
    rows.iter().map(decode).collect()
}

fn number(fields: Fields<'_>) -> Result<u64, StoreError> {
    let number: i64 = fields.get("number")?;
    Ok(u64::try_from(number).unwrap_or_default())
}

fn day(fields: Fields<'_>) -> Result<NaiveDate, StoreError> {
    let day: i64 = fields.get("day")?;
    let midnight = day
        .checked_mul(DAY)
        .and_then(DateTime::from_timestamp_millis);
    midnight
        .map(|at| at.date_naive())
        .ok_or_else(|| fields.unreadable("day", "no such day"))
}
