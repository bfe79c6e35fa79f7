//! Invitations within a unit of work.

mod bulk;
mod write;

pub(crate) mod code;

use crate::{
    dialect::list,
    row::{
        Fields,
        invitation::{Facts, columns, decode},
        millis,
    },
    sql::{Sql, limit},
    unit_of_work::{Known, SeaUnitOfWork},
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{AccountId, AskedCode, CodeClaim, Invitation, InvitationId},
    ports::{InsertError, InvitationRepository, StoreError, UpdateError},
};
use sea_orm::{QueryResult, Value};
use std::sync::LazyLock;

static LOCK: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "SELECT {} FROM invitations WHERE id = $1 {}",
            list(columns()),
            dialect.for_update()
        )
    })
});

/// Locks in the order of the ids, so that two units of work never wait for each other.
static LOCK_ALL: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "SELECT {} FROM invitations WHERE id IN (SELECT r.id FROM {}) ORDER BY id {}",
            list(columns()),
            dialect.id_rows(1),
            dialect.for_update()
        )
    })
});

static FIND_LIVE: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "SELECT {} FROM invitations WHERE account_id = $1 AND live_key = $2",
        list(columns())
    ))
});

static LOCK_OVERDUE: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "SELECT {} FROM invitations WHERE status = 'invited' AND expires_at <= $1
             ORDER BY expires_at, id {} {}",
            list(columns()),
            limit(2),
            dialect.for_update_skip_locked()
        )
    })
});

impl SeaUnitOfWork {
    /// Reads invitations and remembers how they stand.
    async fn invitations_by(
        &mut self,
        sql: &Sql,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<Invitation>, StoreError> {
        let rows = self.transaction.all(sql, values).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            found.push(read(row)?);
        }
        for invitation in &found {
            self.remember(invitation, Facts::of(invitation));
        }
        Ok(found)
    }

    /// Returns the row that this change goes over, where this unit of work knows it.
    fn known_before(&self, invitation: &Invitation) -> Option<&Known> {
        self.known
            .get(&invitation.id)
            .filter(|known| known.version.checked_add(1) == Some(invitation.version))
    }

    fn remember(&mut self, invitation: &Invitation, facts: Facts) {
        let known = Known {
            version: invitation.version,
            live_key: invitation.live_identity(),
            facts,
        };
        self.known.insert(invitation.id, known);
    }
}

fn read(row: &QueryResult) -> Result<Invitation, StoreError> {
    decode(Fields::new(row, "invitations"))
}

#[async_trait]
impl InvitationRepository for SeaUnitOfWork {
    async fn lock(&mut self, id: InvitationId) -> Result<Option<Invitation>, StoreError> {
        Ok(self.invitations_by(&LOCK, [id.uuid().into()]).await?.pop())
    }

    async fn lock_all(&mut self, ids: &[InvitationId]) -> Result<Vec<Invitation>, StoreError> {
        let ids = self.transaction.dialect.ids(ids.iter().map(|id| id.uuid()));
        self.invitations_by(&LOCK_ALL, [ids]).await
    }

    async fn find_live(
        &mut self,
        account: AccountId,
        identity: &str,
    ) -> Result<Option<Invitation>, StoreError> {
        let values = [account.uuid().into(), identity.into()];
        Ok(self.invitations_by(&FIND_LIVE, values).await?.pop())
    }

    async fn lock_overdue(
        &mut self,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Invitation>, StoreError> {
        let values = [millis(now).into(), i64::from(limit).into()];
        self.invitations_by(&LOCK_OVERDUE, values).await
    }

    async fn insert(&mut self, invitation: &Invitation) -> Result<(), InsertError> {
        self.insert_invitation(invitation).await
    }

    async fn update(&mut self, invitation: &Invitation) -> Result<(), UpdateError> {
        self.update_invitation(invitation).await
    }

    async fn update_all(
        &mut self,
        invitations: &[Invitation],
    ) -> Result<Vec<InvitationId>, StoreError> {
        self.update_invitations(invitations).await
    }

    async fn codes(&mut self, invitation: InvitationId) -> Result<Vec<AskedCode>, StoreError> {
        code::codes(&mut self.transaction, invitation).await
    }

    async fn add_code(&mut self, claim: &CodeClaim) -> Result<bool, StoreError> {
        code::add(&mut self.transaction, claim).await
    }

    async fn count_wrong_code(&mut self, claim: &CodeClaim) -> Result<bool, StoreError> {
        code::count_wrong(&mut self.transaction, claim).await
    }
}
