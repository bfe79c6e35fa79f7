//! Whose turn it is: accounts go round, and each gets an equal share of a claim.

use crate::{
    row::{Fields, millis},
    sql::{Sql, limit},
    transaction::Transaction,
};
use chrono::{DateTime, Utc};
use invite_domain::ports::StoreError;
use std::sync::{LazyLock, Mutex, PoisonError};
use uuid::Uuid;

/// How many accounts get a share of one claim.
const ACCOUNTS: u32 = 100;

/// The account that this process served last; the next claim begins behind it.
#[derive(Debug, Default)]
pub(crate) struct Rotation(Mutex<Uuid>);

impl Rotation {
    fn last(&self) -> Uuid {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn served(&self, account: Uuid) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = account;
    }
}

/// The accounts from `$1` on for which messages wait, one step in the index for each; the last is null.
///
/// A step has one lower bound only: SQLite would seek to one of two and read on to the other.
pub(super) fn turn(end: &str) -> String {
    format!(
        "turn (account_id) AS (
            SELECT (SELECT o.account_id FROM outbox o
                    WHERE o.state = 'waiting' AND o.account_id >= $1 {end}
                    ORDER BY o.account_id LIMIT 1)
            UNION ALL
            SELECT (SELECT o.account_id FROM outbox o
                    WHERE o.state = 'waiting' AND o.account_id > turn.account_id {end}
                    ORDER BY o.account_id LIMIT 1)
            FROM turn WHERE turn.account_id IS NOT NULL
        )"
    )
}

/// Nothing is sent for a suspended account; its messages wait.
pub(super) const NOT_SUSPENDED: &str = "NOT EXISTS (
    SELECT 1 FROM accounts a WHERE a.id = turn.account_id AND a.suspended_at IS NOT NULL
)";

/// Evaluated lazily: no more accounts are walked to than are asked for.
static DUE_ACCOUNTS: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "WITH RECURSIVE {} SELECT turn.account_id FROM turn
         WHERE turn.account_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM outbox o
            WHERE o.state = 'waiting' AND o.account_id = turn.account_id AND o.free_at <= $3
         ) AND {} {}",
        turn("AND o.account_id <= $2"),
        NOT_SUSPENDED,
        limit(4)
    ))
});

/// Returns accounts that have something due, beginning behind the one that was served last.
pub(super) async fn due_accounts(
    transaction: &mut Transaction,
    rotation: &Rotation,
    now: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<Uuid>, StoreError> {
    let wanted = limit.min(ACCOUNTS);
    let last = rotation.last();
    let mut due = Vec::new();
    let behind = Uuid::from_u128(last.as_u128().saturating_add(1));
    for (from, to) in [(behind, Uuid::max()), (Uuid::nil(), last)] {
        let missing = i64::from(wanted) - i64::try_from(due.len()).unwrap_or(i64::MAX);
        if missing <= 0 {
            break;
        }
        let values = [from.into(), to.into(), millis(now).into(), missing.into()];
        for row in transaction.all(&DUE_ACCOUNTS, values).await? {
            due.push(Fields::new(&row, "outbox").id("account_id")?);
        }
    }
    if let Some(account) = due.last() {
        rotation.served(*account);
    }
    Ok(due)
}
