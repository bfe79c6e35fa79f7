//! What of a grant the account has not defined, or can give to nobody more.

use super::ItemRow;
use crate::{
    dialect::{Dialect, Kind, json},
    row::{Fields, grantable, millis},
    sql::Sql,
    transaction::Transaction,
};
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{
        AccountId, GrantItem, GrantKey, InvitationId, MemberId, Obstacle, Unavailable, Undefined,
    },
    ports::StoreError,
};
use sea_orm::QueryResult;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};
use uuid::Uuid;

fn wanted(dialect: Dialect) -> String {
    dialect.rows(2, &[("kind", Kind::Text), ("name", Kind::Text)])
}

/// What is about to be granted is not removed before the grant is there.
static DEFINED: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "SELECT g.kind, g.name FROM {}
             JOIN grantables g ON g.account_id = $1 AND g.kind = r.kind AND g.name = r.name {}",
            wanted(dialect),
            dialect.for_key_share("g")
        )
    })
});

/// The first of those that are easily taken for what was asked for.
static SIMILAR: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        let wanted = dialect.rows(
            2,
            &[
                ("kind", Kind::Text),
                ("name", Kind::Text),
                ("bare", Kind::Text),
            ],
        );
        format!(
            "SELECT r.kind, r.name, min(g.name) AS similar FROM {wanted}
             JOIN grantables g ON g.account_id = $1 AND g.kind = r.kind AND g.bare = r.bare
             GROUP BY r.kind, r.name"
        )
    })
});

/// Two who promise the same resource at once wait for each other, in the order of keys.
static LOCK_ONE_HOLDERS: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        let lock = match dialect {
            Dialect::Sqlite => "",
            Dialect::Postgres => "FOR NO KEY UPDATE OF g",
        };
        format!(
            "SELECT g.kind, g.name FROM {}
             JOIN grantables g ON g.account_id = $1 AND g.kind = r.kind AND g.name = r.name
             WHERE g.kind = 'resource' AND NOT g.shared ORDER BY g.name {lock}",
            wanted(dialect)
        )
    })
});

static HELD: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "SELECT DISTINCT m.kind, m.name FROM {}
             JOIN member_grants m ON m.account_id = $1 AND m.kind = r.kind AND m.name = r.name
             WHERE m.member_id <> $3",
            wanted(dialect)
        )
    })
});

/// Invitations that can still be accepted, or sent as they stand. Those that have expired or were
/// declined are looked at anew when they are sent again.
static PROMISED: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "SELECT DISTINCT g.kind, g.name FROM {}
             CROSS JOIN invitation_grants g JOIN invitations i ON i.id = g.invitation_id
             WHERE g.account_id = $1 AND g.kind = r.kind AND g.name = r.name AND i.id <> $3
               AND (i.status IN ('not_invited', 'queued', 'error')
                    OR i.status = 'invited' AND (i.expires_at IS NULL OR i.expires_at > $4))",
            wanted(dialect)
        )
    })
});

/// None of them becomes shared, stops being so, or is removed meanwhile.
static SHARED: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "SELECT g.kind, g.name, g.shared FROM {}
             JOIN grantables g ON g.account_id = $1 AND g.kind = r.kind AND g.name = r.name {}",
            wanted(dialect),
            dialect.for_share("g")
        )
    })
});

/// Returns what of the wanted the account has not defined, with what is like it.
pub(crate) async fn undefined(
    transaction: &mut Transaction,
    account: AccountId,
    wanted: &[GrantItem],
) -> Result<Vec<Undefined>, StoreError> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let defined = items(transaction, &DEFINED, account, wanted).await?;
    let missing = wanted.iter().filter(|item| !defined.contains(item));
    let missing: Vec<GrantItem> = missing.cloned().collect();
    if missing.is_empty() {
        return Ok(Vec::new());
    }
    let mut similar = similar(transaction, account, &missing).await?;
    let told = missing.into_iter().map(|item| Undefined {
        similar: similar.remove(&item),
        item,
    });
    Ok(told.collect())
}

async fn similar(
    transaction: &mut Transaction,
    account: AccountId,
    missing: &[GrantItem],
) -> Result<BTreeMap<GrantItem, GrantKey>, StoreError> {
    #[derive(serde::Serialize)]
    struct Missing {
        #[serde(flatten)]
        item: ItemRow,
        bare: String,
    }
    let rows = missing.iter().map(|item| Missing {
        item: ItemRow::of(item),
        bare: item.key.bare(),
    });
    // A key of punctuation alone is like nothing.
    let rows: Vec<_> = rows.filter(|row| !row.bare.is_empty()).collect();
    let found = transaction
        .all(&SIMILAR, [account.uuid().into(), json(&rows)])
        .await?;
    let read = found.iter().map(|row| {
        let fields = Fields::new(row, "grantables");
        Ok((
            grantable::item(fields)?,
            fields.parsed("similar", GrantKey::parse)?,
        ))
    });
    read.collect()
}

/// Returns which of these resources can be promised to nobody more at `now`.
pub(crate) async fn unavailable(
    transaction: &mut Transaction,
    account: AccountId,
    resources: &[GrantItem],
    but_for: Option<InvitationId>,
    now: DateTime<Utc>,
) -> Result<Vec<Unavailable>, StoreError> {
    if resources.is_empty() {
        return Ok(Vec::new());
    }
    let one_holders = items(transaction, &LOCK_ONE_HOLDERS, account, resources).await?;
    if one_holders.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<_> = one_holders.iter().map(ItemRow::of).collect();
    let nobody = Uuid::nil();
    let values = [account.uuid().into(), json(&rows), nobody.into()];
    let held = read_items(&transaction.all(&HELD, values).await?)?;
    let but_for = but_for.map_or(nobody, InvitationId::uuid);
    let values = [
        account.uuid().into(),
        json(&rows),
        but_for.into(),
        millis(now).into(),
    ];
    let promised = read_items(&transaction.all(&PROMISED, values).await?)?;
    let obstacle = |item: &GrantItem| {
        if held.contains(item) {
            Some(Obstacle::Held)
        } else {
            promised.contains(item).then_some(Obstacle::Promised)
        }
    };
    let told = one_holders.into_iter().filter_map(|item| {
        let obstacle = obstacle(&item)?;
        Some(Unavailable { item, obstacle })
    });
    Ok(told.collect())
}

/// Returns which of these resources one member alone may hold: all but those defined as shared.
pub(crate) async fn one_holders(
    transaction: &mut Transaction,
    account: AccountId,
    resources: Vec<GrantItem>,
) -> Result<Vec<GrantItem>, StoreError> {
    let rows: Vec<_> = resources.iter().map(ItemRow::of).collect();
    let values = [account.uuid().into(), json(&rows)];
    let mut shared = BTreeSet::new();
    for row in transaction.all(&SHARED, values).await? {
        let fields = Fields::new(&row, "grantables");
        if fields.get("shared")? {
            shared.insert(grantable::item(fields)?);
        }
    }
    let alone = resources.into_iter().filter(|item| !shared.contains(item));
    Ok(alone.collect())
}

/// Returns which of these someone other than the member holds.
pub(crate) async fn held_by_others(
    transaction: &mut Transaction,
    account: AccountId,
    member: MemberId,
    resources: &[GrantItem],
) -> Result<Vec<GrantKey>, StoreError> {
    let rows: Vec<_> = resources.iter().map(ItemRow::of).collect();
    let values = [account.uuid().into(), json(&rows), member.uuid().into()];
    let held = read_items(&transaction.all(&HELD, values).await?)?;
    Ok(held.into_iter().map(|item| item.key).collect())
}

async fn items(
    transaction: &mut Transaction,
    sql: &Sql,
    account: AccountId,
    wanted: &[GrantItem],
) -> Result<BTreeSet<GrantItem>, StoreError> {
    let rows: Vec<_> = wanted.iter().map(ItemRow::of).collect();
    let found = transaction
        .all(sql, [account.uuid().into(), json(&rows)])
        .await?;
    read_items(&found)
}

fn read_items(rows: &[QueryResult]) -> Result<BTreeSet<GrantItem>, StoreError> {
    let read = rows
        .iter()
        .map(|row| grantable::item(Fields::new(row, "grantables")));
    read.collect()
}
