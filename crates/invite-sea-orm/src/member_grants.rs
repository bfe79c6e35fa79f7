//! What members hold, row by row: to find who holds something, and to let one member alone hold it.

use crate::{
    catalog::available,
    dialect::{Kind, json},
    row::millis,
    sql::Sql,
    transaction::Transaction,
};
use invite_domain::{
    model::{GrantItem, GrantKey, GrantKind, Member},
    ports::StoreError,
};
use serde::Serialize;
use std::sync::LazyLock;

static CLEAR: LazyLock<Sql> =
    LazyLock::new(|| Sql::same("DELETE FROM member_grants WHERE member_id = $1"));

/// A resource that someone else holds alone is left out, rather than fail; in the order of keys, so
/// that two who want the same wait for each other in one order.
static INSERT: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        let columns = [
            ("kind", Kind::Text),
            ("name", Kind::Text),
            ("one_holder", Kind::Int),
        ];
        format!(
            "INSERT INTO member_grants (member_id, account_id, kind, name, one_holder, joined_at)
             SELECT $1, $2, r.kind, r.name, r.one_holder = 1, $4 FROM {} WHERE TRUE
             ORDER BY r.kind, r.name
             ON CONFLICT (account_id, name) WHERE one_holder DO NOTHING",
            dialect.rows(3, &columns)
        )
    })
});

/// Writes what a member holds, in place of what they held before.
///
/// Returns the resources that others hold and one member alone may; where there are any, nothing was
/// written and the transaction goes on.
pub(crate) async fn write_grants(
    transaction: &mut Transaction,
    member: &Member,
) -> Result<Vec<GrantKey>, StoreError> {
    let of_kind = |item: &GrantItem| item.kind == GrantKind::Resource;
    let resources: Vec<_> = member.grant.items().filter(of_kind).collect();
    if resources.is_empty() {
        replace(transaction, member, &[]).await?;
        return Ok(Vec::new());
    }
    transaction.savepoint().await?;
    let account = member.account_id;
    let alone = available::one_holders(transaction, account, resources).await?;
    replace(transaction, member, &alone).await?;
    let taken = available::held_by_others(transaction, account, member.id, &alone).await?;
    if taken.is_empty() {
        transaction.keep_savepoint().await?;
    } else {
        transaction.undo_savepoint().await?;
    }
    Ok(taken)
}

async fn replace(
    transaction: &mut Transaction,
    member: &Member,
    alone: &[GrantItem],
) -> Result<(), StoreError> {
    let id = member.id.uuid();
    transaction.execute(&CLEAR, [id.into()]).await?;
    let held: Vec<_> = member
        .grant
        .items()
        .map(|item| Held {
            kind: item.kind.as_str(),
            one_holder: alone.contains(&item).into(),
            name: item.key.to_string(),
        })
        .collect();
    if !held.is_empty() {
        let values = [
            id.into(),
            member.account_id.uuid().into(),
            json(&held),
            millis(member.joined_at).into(),
        ];
        transaction.execute(&INSERT, values).await?;
    }
    Ok(())
}

/// One thing that a member holds.
#[derive(Serialize)]
struct Held {
    kind: &'static str,
    name: String,
    one_holder: i64,
}
