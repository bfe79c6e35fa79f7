//! Askings for a new password: how many there may be, and that only one use wins.

use crate::{
    connect::SeaStore,
    dialect::{Dialect, list},
    row::{Fields, message, millis, password_reset, user},
    sql::{Sql, selected},
    transaction::Transaction,
};
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{OutboxMessage, PasswordReset, PasswordResetId, User, UserId},
    ports::StoreError,
};
use sea_orm::Value;
use std::sync::LazyLock;

static FIND: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "SELECT {}, {} FROM password_resets p JOIN users u ON u.id = p.user_id WHERE p.id = $1",
        selected("p", "p_", &password_reset::COLUMNS),
        selected("u", "u_", &user::COLUMNS)
    ))
});

/// Keeps two askings at once from counting the same ones.
static LOCK_PERSON: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "SELECT id FROM users WHERE id = $1 {}",
            dialect.for_update()
        )
    })
});

static FORGET: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same("DELETE FROM password_resets WHERE user_id = $1 AND requested_at <= $2")
});

static REQUEST: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "INSERT INTO password_resets ({}) SELECT {} WHERE EXISTS (
                SELECT 1 FROM users WHERE id = $2
             ) AND (
                SELECT count(*) FROM password_resets WHERE user_id = $2 AND requested_at > $6
             ) < $7",
            list(password_reset::COLUMNS),
            values(dialect, &["uuid", "uuid", "bigint", "bigint", "bigint"])
        )
    })
});

/// The message goes with the asking; it is free as soon as it is due.
static ENQUEUE: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        let columns = message::COLUMNS;
        let kinds = [
            "uuid", "uuid", "uuid", "bigint", "text", "bigint", "bigint", "bigint", "text", "uuid",
            "uuid",
        ];
        format!(
            "INSERT INTO outbox ({}, free_at, state, fence) SELECT {}, {}, 'waiting', 0
             WHERE EXISTS (SELECT 1 FROM password_resets WHERE id = $10)",
            list(columns),
            values(dialect, &kinds),
            value(dialect, 7, "bigint")
        )
    })
});

static USE: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "UPDATE password_resets SET used_at = $2
         WHERE id = $1 AND used_at IS NULL AND expires_at > $2",
    )
});

static END: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same("UPDATE password_resets SET used_at = $2 WHERE user_id = $1 AND used_at IS NULL")
});

/// A parameter as a column of a query; PostgreSQL wants to be told what it holds.
fn value(dialect: Dialect, parameter: usize, kind: &str) -> String {
    match dialect {
        Dialect::Sqlite => format!("${parameter}"),
        Dialect::Postgres => format!("${parameter}::{kind}"),
    }
}

fn values(dialect: Dialect, kinds: &[&str]) -> String {
    list(
        (1..)
            .zip(kinds)
            .map(|(parameter, kind)| value(dialect, parameter, kind)),
    )
}

pub(super) async fn find(
    store: &SeaStore,
    id: PasswordResetId,
) -> Result<Option<(PasswordReset, User)>, StoreError> {
    let Some(row) = store.read_one(&FIND, [id.uuid().into()]).await? else {
        return Ok(None);
    };
    let reset = password_reset::decode(Fields::prefixed(&row, "password_resets", "p_"))?;
    let user = user::decode(Fields::prefixed(&row, "users", "u_"))?;
    Ok(Some((reset, user)))
}

pub(super) async fn request(
    transaction: &mut Transaction,
    reset: &PasswordReset,
    message: &OutboxMessage,
    since: DateTime<Utc>,
    at_most: u32,
) -> Result<bool, StoreError> {
    let user: Value = reset.user_id.uuid().into();
    transaction.all(&LOCK_PERSON, [user.clone()]).await?;
    let day_before = millis(reset.requested_at - PasswordReset::KEPT);
    transaction
        .execute(&FORGET, [user, day_before.into()])
        .await?;
    let mut values: Vec<Value> = password_reset::encode(reset).into();
    values.extend([millis(since).into(), i64::from(at_most).into()]);
    let added = transaction.execute(&REQUEST, values).await?;
    let queued = transaction
        .execute(&ENQUEUE, message::encode(message))
        .await?;
    Ok(added == 1 && queued == 1)
}

pub(super) async fn use_up(
    transaction: &mut Transaction,
    id: PasswordResetId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let values = [id.uuid().into(), millis(now).into()];
    Ok(transaction.execute(&USE, values).await? == 1)
}

pub(super) async fn end(
    transaction: &mut Transaction,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let values = [user.uuid().into(), millis(now).into()];
    transaction.execute(&END, values).await?;
    Ok(())
}
