//! Counts of tries to sign in.

use crate::{
    connect::SeaStore,
    row::{Fields, millis},
    sql::{Sql, limit},
    unit_of_work::SeaUnitOfWork,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{SignInTries, Tries, TryKey, TryKeys},
    ports::{StoreError, TryRepository},
};
use sea_orm::{QueryResult, Value};
use std::sync::LazyLock;

static READ: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "SELECT digest, failures, failed_at, succeeded_at FROM sign_in_tries
         WHERE digest IN ($1, $2, $3)",
    )
});

/// Makes the rows where there are none, so that there is something to lock; the rows are locked in
/// the same order by everyone.
static LOCK: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "INSERT INTO sign_in_tries (digest, failures, forget_at) VALUES ($1, 0, 0), ($2, 0, 0), ($3, 0, 0)
         ON CONFLICT (digest) DO UPDATE SET failures = sign_in_tries.failures
         RETURNING digest, failures, failed_at, succeeded_at",
    )
});

static RECORD: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "UPDATE sign_in_tries SET failures = $2, failed_at = $3, succeeded_at = $4, forget_at = $5
         WHERE digest = $1",
    )
});

/// What someone holds is not stale.
static FORGET: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "DELETE FROM sign_in_tries WHERE digest IN (
                SELECT digest FROM sign_in_tries WHERE forget_at <= $1 ORDER BY forget_at {} {})",
            limit(2),
            dialect.for_update_skip_locked()
        )
    })
});

pub(super) async fn read(store: &SeaStore, keys: &TryKeys) -> Result<SignInTries, StoreError> {
    decode(keys, &store.read(&READ, bound(keys)).await?)
}

#[async_trait]
impl TryRepository for SeaUnitOfWork {
    async fn lock(&mut self, keys: &TryKeys) -> Result<SignInTries, StoreError> {
        decode(keys, &self.transaction.all(&LOCK, bound(keys)).await?)
    }

    async fn record(&mut self, keys: &TryKeys, tries: &SignInTries) -> Result<(), StoreError> {
        for (key, count) in keys.all().iter().zip(tries.all()) {
            let values = [
                key.to_vec().into(),
                i64::from(count.failures).into(),
                count.failed_at.map(millis).into(),
                count.succeeded_at.map(millis).into(),
                millis(count.forget_at()).into(),
            ];
            self.transaction.execute(&RECORD, values).await?;
        }
        Ok(())
    }

    async fn forget(&mut self, now: DateTime<Utc>, limit: u32) -> Result<u64, StoreError> {
        let values = [millis(now).into(), i64::from(limit).into()];
        self.transaction.execute(&FORGET, values).await
    }
}

fn bound(keys: &TryKeys) -> [Value; 3] {
    keys.all().map(|key| key.to_vec().into())
}

fn decode(keys: &TryKeys, rows: &[QueryResult]) -> Result<SignInTries, StoreError> {
    let mut counts = Vec::with_capacity(rows.len());
    for row in rows {
        let fields = Fields::new(row, "sign_in_tries");
        let tries = Tries {
            failures: fields.number("failures")?,
            failed_at: fields.time_if_any("failed_at")?,
            succeeded_at: fields.time_if_any("succeeded_at")?,
        };
        counts.push((fields.get::<Vec<u8>>("digest")?, tries));
    }
    let of = |key: &TryKey| {
        let found = counts.iter().find(|(digest, _)| digest == key);
        found.map(|(_, tries)| *tries).unwrap_or_default()
    };
    Ok(SignInTries {
        here: of(&keys.here),
        person: of(&keys.person),
        network: of(&keys.network),
    })
}
