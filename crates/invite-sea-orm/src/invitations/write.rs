//! Writing one invitation, with the index of what it would grant.

use crate::{
    catalog::ItemRow,
    dialect::{Kind, json, list},
    row::{
        invitation::{FIXED, Facts, Standing, all_columns, fixed},
        millis,
    },
    sql::{Sql, assignments, parameters},
    unit_of_work::SeaUnitOfWork,
};
use invite_domain::{
    model::Invitation,
    ports::{InsertError, StoreError, UpdateError},
};
use sea_orm::Value;
use std::sync::LazyLock;

/// A live invitation in the person's place makes it insert nothing, rather than fail: a failed
/// statement would end the whole transaction on PostgreSQL.
static INSERT: LazyLock<Sql> = LazyLock::new(|| {
    let columns = all_columns();
    Sql::same(format!(
        "INSERT INTO invitations ({}) VALUES ({}) ON CONFLICT (account_id, live_key) DO NOTHING",
        list(&columns),
        parameters(1, columns.len())
    ))
});

/// Over the version before, and nothing else.
static UPDATE: LazyLock<Sql> = LazyLock::new(|| {
    let columns = all_columns();
    let (_, changing) = columns.split_at(FIXED.len());
    Sql::same(format!(
        "UPDATE invitations SET {} WHERE id = $1 AND account_id = $2 AND version = $3",
        assignments(4, changing)
    ))
});

static UPDATE_STANDING: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "UPDATE invitations SET {} WHERE id = $1 AND account_id = $2 AND version = $3",
        assignments(4, &Standing::COLUMNS)
    ))
});

static INSERT_GRANTS: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        let items = dialect.rows(4, &[("kind", Kind::Text), ("name", Kind::Text)]);
        // The parameters stand in a list of columns, where PostgreSQL cannot tell their types.
        let (id, int) = match dialect {
            crate::dialect::Dialect::Sqlite => ("", ""),
            crate::dialect::Dialect::Postgres => ("::uuid", "::bigint"),
        };
        format!(
            "INSERT INTO invitation_grants (invitation_id, account_id, created_at, kind, name)
             SELECT $1{id}, $2{id}, $3{int}, r.kind, r.name FROM {items}"
        )
    })
});

static DELETE_GRANTS: LazyLock<Sql> =
    LazyLock::new(|| Sql::same("DELETE FROM invitation_grants WHERE invitation_id = $1"));

impl SeaUnitOfWork {
    pub(super) async fn insert_invitation(
        &mut self,
        invitation: &Invitation,
    ) -> Result<(), InsertError> {
        let facts = Facts::of(invitation);
        let mut values: Vec<Value> = fixed(invitation).into();
        values.extend(Standing::of(invitation).values());
        values.extend(facts.clone().values(&invitation.invitee));
        if self.transaction.execute(&INSERT, values).await? == 0 {
            return Err(InsertError::Taken);
        }
        self.insert_grants(invitation).await?;
        self.remember(invitation, facts);
        Ok(())
    }

    pub(super) async fn update_invitation(
        &mut self,
        invitation: &Invitation,
    ) -> Result<(), UpdateError> {
        let facts = Facts::of(invitation);
        let standing = Standing::of(invitation);
        let known = self.known_before(invitation);
        let same_facts = known.is_some_and(|known| known.facts == facts);
        let same_grant = known.is_some_and(|known| known.facts.granted == facts.granted);
        // Only a place on the roster that is newly taken can be held by another already.
        let takes_place = standing.live_key.is_some()
            && known.is_none_or(|known| known.live_key != standing.live_key);

        let mut values: Vec<Value> = vec![
            invitation.id.uuid().into(),
            invitation.account_id.uuid().into(),
            (i64::from(invitation.version) - 1).into(),
        ];
        values.extend(standing.values());
        let sql = if same_facts {
            &UPDATE_STANDING
        } else {
            values.extend(facts.clone().values(&invitation.invitee));
            &UPDATE
        };
        let written = if takes_place {
            self.transaction.execute_unless_taken(sql, values).await?
        } else {
            Some(self.transaction.execute(sql, values).await?)
        };
        match written {
            None => return Err(UpdateError::Taken),
            Some(0) => return Err(UpdateError::Stale),
            Some(_) => {}
        }
        if !same_grant {
            self.transaction
                .execute(&DELETE_GRANTS, [invitation.id.uuid().into()])
                .await?;
            self.insert_grants(invitation).await?;
        }
        self.remember(invitation, facts);
        Ok(())
    }

    async fn insert_grants(&mut self, invitation: &Invitation) -> Result<(), StoreError> {
        let items: Vec<ItemRow> = invitation
            .grant
            .items()
            .map(|item| ItemRow::of(&item))
            .collect();
        if items.is_empty() {
            return Ok(());
        }
        let values = [
            invitation.id.uuid().into(),
            invitation.account_id.uuid().into(),
            millis(invitation.created_at).into(),
            json(&items),
        ];
        self.transaction.execute(&INSERT_GRANTS, values).await?;
        Ok(())
    }
}
