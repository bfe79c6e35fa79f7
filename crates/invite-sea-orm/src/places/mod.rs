//! The places that people have in accounts: lists of them, and changing or ending one under a lock.

mod list;

use crate::{
    connect::SeaStore,
    member_grants::write_grants,
    row::{Fields, grant, member, user},
    sql::{Sql, selected},
    unit_of_work::SeaUnitOfWork,
};
use async_trait::async_trait;
use invite_domain::{
    model::{AccountId, Member, MemberId},
    ports::{
        MemberEntry, MemberFilter, MemberPage, MemberPageRequest, MemberStore, MemberUnitOfWork,
        PlaceRepository, StoreError, UpdateError, UpdatePlaceError,
    },
};
use sea_orm::QueryResult;
use std::sync::LazyLock;

static FIND: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "SELECT {} FROM members m JOIN users u ON u.id = m.user_id
         WHERE m.account_id = $1 AND m.id = $2",
        columns()
    ))
});

static COUNT: LazyLock<Sql> =
    LazyLock::new(|| Sql::same("SELECT count(*) AS number FROM members WHERE account_id = $1"));

/// Whoever changes members of an account waits for the others who do; joining goes on meanwhile.
static LOCK_ACCOUNT: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        let lock = dialect.for_update();
        format!("SELECT id FROM accounts WHERE id = $1 {lock}")
    })
});

static OTHER_ADMINISTRATORS: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "SELECT count(*) AS number FROM members
         WHERE account_id = $1 AND active AND access_type = 'administrator' AND id <> $2",
    )
});

static UPDATE: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "UPDATE members SET user_type = $3, access_type = $4, granted = $5, active = $6,
             awaiting_approval = $7, version = $8
         WHERE account_id = $1 AND id = $2 AND version = $9",
    )
});

static REMOVE: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same("DELETE FROM members WHERE account_id = $1 AND id = $2 AND version = $3")
});

/// What is read of a place and its person.
pub(crate) fn columns() -> String {
    let (place, person) = (
        selected("m", "m_", &member::COLUMNS),
        selected("u", "u_", &user::COLUMNS),
    );
    format!("{place}, {person}")
}

pub(crate) fn decode(row: &QueryResult) -> Result<MemberEntry, StoreError> {
    Ok(MemberEntry {
        member: member::decode(Fields::prefixed(row, "members", "m_"))?,
        user: user::decode(Fields::prefixed(row, "users", "u_"))?,
    })
}

#[async_trait]
impl MemberStore for SeaStore {
    async fn begin_members(&self) -> Result<Box<dyn MemberUnitOfWork>, StoreError> {
        Ok(Box::new(SeaUnitOfWork::begin(self).await?))
    }

    async fn find_member(
        &self,
        account: AccountId,
        id: MemberId,
    ) -> Result<Option<MemberEntry>, StoreError> {
        let values = [account.uuid().into(), id.uuid().into()];
        let row = self.read_one(&FIND, values).await?;
        row.as_ref().map(decode).transpose()
    }

    async fn list_members(
        &self,
        account: AccountId,
        filter: &MemberFilter,
        page: MemberPageRequest,
    ) -> Result<MemberPage, StoreError> {
        list::list(self, account, filter, page).await
    }

    async fn count_members(&self, account: AccountId) -> Result<u64, StoreError> {
        let row = self.read_one(&COUNT, [account.uuid().into()]).await?;
        let count = row.map_or(Ok(0), |row| Fields::new(&row, "members").number("number"));
        count.map(u64::from)
    }
}

impl MemberUnitOfWork for SeaUnitOfWork {
    fn places(&mut self) -> &mut dyn PlaceRepository {
        self
    }
}

#[async_trait]
impl PlaceRepository for SeaUnitOfWork {
    async fn lock(
        &mut self,
        account: AccountId,
        id: MemberId,
    ) -> Result<Option<MemberEntry>, StoreError> {
        let (account, id) = (account.uuid(), id.uuid());
        self.transaction
            .one(&LOCK_ACCOUNT, [account.into()])
            .await?;
        let values = [account.into(), id.into()];
        let row = self.transaction.one(&FIND, values).await?;
        row.as_ref().map(decode).transpose()
    }

    async fn other_administrators(
        &mut self,
        account: AccountId,
        but: MemberId,
    ) -> Result<u32, StoreError> {
        let values = [account.uuid().into(), but.uuid().into()];
        let row = self.transaction.one(&OTHER_ADMINISTRATORS, values).await?;
        row.map_or(Ok(0), |row| Fields::new(&row, "members").number("number"))
    }

    async fn update(&mut self, member: &Member) -> Result<(), UpdatePlaceError> {
        let values = [
            member.account_id.uuid().into(),
            member.id.uuid().into(),
            member.grant.user_type.as_str().into(),
            member.grant.access_type.as_str().into(),
            grant::encode_keys(&member.grant).into(),
            member.active.into(),
            member.awaiting_approval.into(),
            i64::from(member.version).into(),
            (i64::from(member.version) - 1).into(),
        ];
        self.transaction.savepoint().await?;
        if self.transaction.execute(&UPDATE, values).await? == 0 {
            self.transaction.undo_savepoint().await?;
            return Err(UpdatePlaceError::Stale);
        }
        let taken = write_grants(&mut self.transaction, member).await?;
        if taken.is_empty() {
            self.transaction.keep_savepoint().await?;
            Ok(())
        } else {
            self.transaction.undo_savepoint().await?;
            Err(UpdatePlaceError::ResourceTaken(taken))
        }
    }

    async fn remove(&mut self, member: &Member) -> Result<(), UpdateError> {
        let values = [
            member.account_id.uuid().into(),
            member.id.uuid().into(),
            i64::from(member.version).into(),
        ];
        match self.transaction.execute(&REMOVE, values).await? {
            0 => Err(UpdateError::Stale),
            _ => Ok(()),
        }
    }
}
