//! Codes that were asked for at acceptance: one for each moment, and a count of wrong tries that ends.

use crate::{
    connect::SeaStore,
    dialect::list,
    row::{Fields, code, millis},
    sql::{Sql, parameters},
    transaction::Transaction,
};
use invite_domain::{
    model::{AskedCode, CodeClaim, InvitationId},
    ports::StoreError,
};
use sea_orm::QueryResult;
use std::sync::LazyLock;

static FIND: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "SELECT {} FROM acceptance_codes WHERE invitation_id = $1",
        list(code::COLUMNS)
    ))
});

static FORGET: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same("DELETE FROM acceptance_codes WHERE invitation_id = $1 AND asked_at <= $2")
});

static ADD: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "INSERT INTO acceptance_codes ({}) VALUES ({}) ON CONFLICT DO NOTHING",
        list(code::COLUMNS),
        parameters(1, code::COLUMNS.len())
    ))
});

static COUNT_WRONG: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "UPDATE acceptance_codes SET wrong_tries = wrong_tries + 1
         WHERE invitation_id = $1 AND asked_at = $2 AND generation = $3 AND wrong_tries < $4",
    )
});

pub(super) async fn codes(
    transaction: &mut Transaction,
    invitation: InvitationId,
) -> Result<Vec<AskedCode>, StoreError> {
    let values = [invitation.uuid().into()];
    let rows = transaction.all(&FIND, values).await?;
    rows.iter().map(decode).collect()
}

pub(crate) async fn asked(
    store: &SeaStore,
    invitation: InvitationId,
) -> Result<Vec<AskedCode>, StoreError> {
    let rows = store.read(&FIND, [invitation.uuid().into()]).await?;
    rows.iter().map(decode).collect()
}

pub(super) async fn add(
    transaction: &mut Transaction,
    claim: &CodeClaim,
) -> Result<bool, StoreError> {
    let day_before = millis(claim.asked_at - AskedCode::KEPT);
    let values = [claim.invitation.uuid().into(), day_before.into()];
    transaction.execute(&FORGET, values).await?;
    let values = code::encode(&AskedCode::new(*claim));
    Ok(transaction.execute(&ADD, values).await? == 1)
}

pub(super) async fn count_wrong(
    transaction: &mut Transaction,
    claim: &CodeClaim,
) -> Result<bool, StoreError> {
    let values = [
        claim.invitation.uuid().into(),
        millis(claim.asked_at).into(),
        i64::from(claim.generation).into(),
        i64::from(AskedCode::TRIES).into(),
    ];
    Ok(transaction.execute(&COUNT_WRONG, values).await? == 1)
}

fn decode(row: &QueryResult) -> Result<AskedCode, StoreError> {
    code::decode(Fields::new(row, "acceptance_codes"))
}
