//! Members: who they are, what they may give, and how they get in.

use crate::{
    dialect::list,
    member_grants::write_grants,
    row::{Fields, member, user},
    sql::{Sql, parameters},
    transaction::Transaction,
    unit_of_work::SeaUnitOfWork,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{
        AccountId, Actor, Authority, EmailAddress, Login, Member, MemberId, PhoneNumber, UserId,
    },
    ports::{JoinOutcome, Joining, MemberRepository, StoreError},
};
use std::sync::LazyLock;

static USER_BY_EMAIL: LazyLock<Sql> =
    LazyLock::new(|| Sql::same("SELECT id FROM users WHERE email = $1"));

static USER_BY_PHONE: LazyLock<Sql> =
    LazyLock::new(|| Sql::same("SELECT id FROM users WHERE phone = $1"));

static USER_BY_LOGIN: LazyLock<Sql> =
    LazyLock::new(|| Sql::same("SELECT id FROM users WHERE login = $1"));

static FIND: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "SELECT {} FROM members WHERE account_id = $1 AND user_id = $2",
        list(member::COLUMNS)
    ))
});

/// Someone with that address, number or login makes it insert nothing, rather than fail.
static INSERT_USER: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "INSERT INTO users ({}) VALUES ({}) ON CONFLICT DO NOTHING",
        list(user::NEW_COLUMNS),
        parameters(1, user::NEW_COLUMNS.len())
    ))
});

static DELETE_USER: LazyLock<Sql> = LazyLock::new(|| Sql::same("DELETE FROM users WHERE id = $1"));

static DELETE_MEMBER: LazyLock<Sql> =
    LazyLock::new(|| Sql::same("DELETE FROM members WHERE id = $1"));

static INSERT_MEMBER: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "INSERT INTO members ({}, sort_name)
         VALUES ({}, coalesce((SELECT u.sort_name FROM users u WHERE u.id = $3), ''))
         ON CONFLICT (account_id, user_id) DO NOTHING",
        list(member::COLUMNS),
        parameters(1, member::COLUMNS.len())
    ))
});

/// Whoever joins an account with seats waits for the others who do; invitations go on meanwhile.
static LOCK_SEATS: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        let lock = dialect.for_update();
        format!("SELECT id FROM accounts WHERE id = $1 {lock}")
    })
});

static COUNT_SEATS: LazyLock<Sql> =
    LazyLock::new(|| Sql::same("SELECT count(*) AS taken FROM members WHERE account_id = $1"));

#[async_trait]
impl MemberRepository for SeaUnitOfWork {
    async fn authority(
        &mut self,
        account: AccountId,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<Option<Authority>, StoreError> {
        crate::authority::of_actor(&mut self.transaction, account, actor, now).await
    }

    async fn find_user(
        &mut self,
        email: Option<&EmailAddress>,
        phone: Option<&PhoneNumber>,
    ) -> Result<Option<UserId>, StoreError> {
        let row = match (email, phone) {
            (Some(email), _) => {
                let canonical = email.canonical().into();
                self.transaction.one(&USER_BY_EMAIL, [canonical]).await?
            }
            (None, Some(phone)) => {
                let number = phone.as_str().into();
                self.transaction.one(&USER_BY_PHONE, [number]).await?
            }
            (None, None) => None,
        };
        row.map(|row| Ok(UserId::new(Fields::new(&row, "users").id("id")?)))
            .transpose()
    }

    async fn login_taken(&mut self, login: &Login) -> Result<bool, StoreError> {
        let values = [login.as_str().into()];
        Ok(self
            .transaction
            .one(&USER_BY_LOGIN, values)
            .await?
            .is_some())
    }

    async fn find(
        &mut self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<Member>, StoreError> {
        place(&mut self.transaction, account, user).await
    }

    async fn join(&mut self, joining: &Joining) -> Result<JoinOutcome, StoreError> {
        join(&mut self.transaction, joining).await
    }
}

/// Makes someone a member, with their person where it is new; leaves nothing behind otherwise.
pub(crate) async fn join(
    transaction: &mut Transaction,
    joining: &Joining,
) -> Result<JoinOutcome, StoreError> {
    let member = &joining.member;
    let is_new = match &joining.new_user {
        Some(new) => transaction.execute(&INSERT_USER, user::encode(new)).await? == 1,
        None => false,
    };
    if !is_new {
        if let Some(id) = place_id(transaction, member).await? {
            return Ok(JoinOutcome::AlreadyMember(id));
        }
        if joining.new_user.is_some() {
            return Ok(JoinOutcome::UserExists);
        }
    }
    if !has_seat(transaction, joining).await? {
        forget(transaction, joining).await?;
        return Ok(JoinOutcome::NoSeat);
    }
    if transaction
        .execute(&INSERT_MEMBER, member::encode(member))
        .await?
        == 1
    {
        let taken = write_grants(transaction, member).await?;
        if taken.is_empty() {
            return Ok(JoinOutcome::Joined);
        }
        let id = member.id.uuid().into();
        transaction.execute(&DELETE_MEMBER, [id]).await?;
        forget(transaction, joining).await?;
        return Ok(JoinOutcome::ResourceTaken(taken));
    }
    // Someone made them a member since we looked.
    match place_id(transaction, member).await? {
        Some(id) => Ok(JoinOutcome::AlreadyMember(id)),
        None => Err(StoreError::new("a member was removed while joining").transient()),
    }
}

/// Takes back the person who was just added.
async fn forget(transaction: &mut Transaction, joining: &Joining) -> Result<(), StoreError> {
    if let Some(new) = &joining.new_user {
        let id = new.user.id.uuid().into();
        transaction.execute(&DELETE_USER, [id]).await?;
    }
    Ok(())
}

async fn has_seat(transaction: &mut Transaction, joining: &Joining) -> Result<bool, StoreError> {
    let Some(seats) = joining.seats else {
        return Ok(true);
    };
    let account = joining.member.account_id.uuid();
    transaction.one(&LOCK_SEATS, [account.into()]).await?;
    let row = transaction.one(&COUNT_SEATS, [account.into()]).await?;
    let taken: i64 = match &row {
        Some(row) => Fields::new(row, "members").get("taken")?,
        None => 0,
    };
    Ok(taken < i64::from(seats))
}

async fn place_id(
    transaction: &mut Transaction,
    member: &Member,
) -> Result<Option<MemberId>, StoreError> {
    let place = place(transaction, member.account_id, member.user_id).await?;
    Ok(place.map(|place| place.id))
}

async fn place(
    transaction: &mut Transaction,
    account: AccountId,
    user: UserId,
) -> Result<Option<Member>, StoreError> {
    let values = [account.uuid().into(), user.uuid().into()];
    let row = transaction.one(&FIND, values).await?;
    row.as_ref()
        .map(|row| member::decode(Fields::new(row, "members")))
        .transpose()
}
