//! Accounts, people, sessions and keys within a unit of work.

use crate::{
    dialect::list,
    members,
    row::{Fields, account, actor, millis},
    sql::{Sql, assignments, parameters},
    unit_of_work::SeaUnitOfWork,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{
        Account, AccountId, ApiKeyId, DisplayName, GrantItem, PasswordHash, SessionId, UserId,
    },
    ports::{
        AccountTree, ApiKey, AuditLog, IdentityUnitOfWork, InsertError, JoinOutcome, Joining,
        Session, StoreError, UpdateError,
    },
};
use sea_orm::Value;
use std::sync::LazyLock;

/// A slug or an id that is there already makes it insert nothing, rather than fail.
static INSERT_ACCOUNT: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "INSERT INTO accounts ({}) VALUES ({}) ON CONFLICT DO NOTHING",
        list(account::WRITTEN),
        parameters(1, account::WRITTEN.len())
    ))
});

static UPDATE_ACCOUNT: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "UPDATE accounts SET {} WHERE id = $1 AND version = $10",
        assignments(1, &account::WRITTEN)
    ))
});

static DEFINE: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "INSERT INTO grantables (account_id, kind, name) VALUES ($1, $2, $3)
         ON CONFLICT (account_id, kind, name) DO NOTHING",
    )
});

static INSERT_SESSION: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "INSERT INTO sessions (id, user_id, digest, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5)",
    )
});

static END_SESSION: LazyLock<Sql> =
    LazyLock::new(|| Sql::same("DELETE FROM sessions WHERE id = $1"));

static END_OTHER_SESSIONS: LazyLock<Sql> =
    LazyLock::new(|| Sql::same("DELETE FROM sessions WHERE user_id = $1 AND id <> $2"));

static END_SESSIONS: LazyLock<Sql> =
    LazyLock::new(|| Sql::same("DELETE FROM sessions WHERE user_id = $1"));

static SET_PASSWORD: LazyLock<Sql> =
    LazyLock::new(|| Sql::same("UPDATE users SET password = $2 WHERE id = $1"));

static INSERT_API_KEY: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "INSERT INTO api_keys (id, account_id, name, scope, digest, created_at, expires_at,
                               created_by_kind, created_by_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
});

static REVOKE_API_KEY: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "UPDATE api_keys SET revoked_at = $3
         WHERE id = $2 AND account_id = $1 AND revoked_at IS NULL RETURNING id, name",
    )
});

#[async_trait]
impl IdentityUnitOfWork for SeaUnitOfWork {
    async fn insert_account(&mut self, account: &Account) -> Result<(), InsertError> {
        let values = account::encode(account);
        match self.transaction.execute(&INSERT_ACCOUNT, values).await? {
            0 => Err(InsertError::Taken),
            _ => Ok(()),
        }
    }

    async fn update_account(&mut self, account: &Account) -> Result<(), UpdateError> {
        let mut values: Vec<Value> = account::encode(account).into();
        values.push((i64::from(account.version) - 1).into());
        let written = self
            .transaction
            .execute_unless_taken(&UPDATE_ACCOUNT, values)
            .await?;
        match written {
            None => Err(UpdateError::Taken),
            Some(0) => Err(UpdateError::Stale),
            Some(_) => Ok(()),
        }
    }

    async fn define(&mut self, account: AccountId, item: &GrantItem) -> Result<(), InsertError> {
        let values = [
            account.uuid().into(),
            item.kind.as_str().into(),
            item.key.as_str().into(),
        ];
        match self.transaction.execute(&DEFINE, values).await? {
            0 => Err(InsertError::Taken),
            _ => Ok(()),
        }
    }

    async fn join(&mut self, joining: &Joining) -> Result<JoinOutcome, StoreError> {
        members::join(&mut self.transaction, joining).await
    }

    async fn insert_session(&mut self, session: &Session) -> Result<(), StoreError> {
        let values = [
            session.id.uuid().into(),
            session.user_id.uuid().into(),
            session.digest.to_vec().into(),
            millis(session.created_at).into(),
            millis(session.expires_at).into(),
        ];
        self.transaction.execute(&INSERT_SESSION, values).await?;
        Ok(())
    }

    async fn end_session(&mut self, session: SessionId) -> Result<(), StoreError> {
        let values = [session.uuid().into()];
        self.transaction.execute(&END_SESSION, values).await?;
        Ok(())
    }

    async fn end_other_sessions(
        &mut self,
        user: UserId,
        keep: Option<SessionId>,
    ) -> Result<(), StoreError> {
        let user = user.uuid().into();
        match keep {
            Some(keep) => {
                let values = [user, keep.uuid().into()];
                self.transaction
                    .execute(&END_OTHER_SESSIONS, values)
                    .await?
            }
            None => self.transaction.execute(&END_SESSIONS, [user]).await?,
        };
        Ok(())
    }

    async fn set_password(
        &mut self,
        user: UserId,
        password: &PasswordHash,
    ) -> Result<(), StoreError> {
        let values = [user.uuid().into(), password.expose().into()];
        match self.transaction.execute(&SET_PASSWORD, values).await? {
            0 => Err(StoreError::new("there is no such person")),
            _ => Ok(()),
        }
    }

    async fn insert_api_key(&mut self, key: &ApiKey) -> Result<(), StoreError> {
        let (created_by_kind, created_by_id) = actor::encode(&key.created_by);
        let values = [
            key.id.uuid().into(),
            key.account_id.uuid().into(),
            key.name.as_str().into(),
            key.scope.as_str().into(),
            key.digest.to_vec().into(),
            millis(key.created_at).into(),
            key.expires_at.map(millis).into(),
            created_by_kind.into(),
            created_by_id.into(),
        ];
        self.transaction.execute(&INSERT_API_KEY, values).await?;
        Ok(())
    }

    async fn revoke_api_key(
        &mut self,
        account: AccountId,
        key: ApiKeyId,
        at: DateTime<Utc>,
    ) -> Result<Option<DisplayName>, StoreError> {
        let values = [account.uuid().into(), key.uuid().into(), millis(at).into()];
        let row = self.transaction.one(&REVOKE_API_KEY, values).await?;
        row.map(|row| Fields::new(&row, "api_keys").parsed("name", DisplayName::parse))
            .transpose()
    }

    fn tree(&mut self) -> &mut dyn AccountTree {
        self
    }

    fn audit(&mut self) -> &mut dyn AuditLog {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.transaction.commit().await
    }

    async fn rollback(self: Box<Self>) -> Result<(), StoreError> {
        self.transaction.rollback().await
    }
}
