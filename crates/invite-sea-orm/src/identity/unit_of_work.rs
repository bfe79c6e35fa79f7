//! Accounts, people, sessions and keys within a unit of work.

use super::password_reset;
use crate::{
    dialect::list,
    members,
    row::{Fields, account, actor, millis, session, user},
    sql::{Sql, assignments, limit, parameters},
    unit_of_work::SeaUnitOfWork,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{
        Account, AccountId, ApiKeyId, DisplayName, OutboxMessage, PasswordHash, PasswordReset,
        PasswordResetId, ProfileChanges, SeenSession, Session, SessionId, User, UserId,
    },
    ports::{
        AccountTree, ApiKey, AuditLog, CatalogRepository, IdentityUnitOfWork, InsertError,
        JoinOutcome, Joining, MailWordingRepository, Outbox, StoreError, TryRepository,
        UpdateError,
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

static INSERT_SESSION: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "INSERT INTO sessions ({}) VALUES ({})",
        list(session::COLUMNS),
        parameters(1, session::COLUMNS.len())
    ))
});

static END_SESSION: LazyLock<Sql> =
    LazyLock::new(|| Sql::same("DELETE FROM sessions WHERE id = $1 AND user_id = $2"));

static END_OTHER_SESSIONS: LazyLock<Sql> =
    LazyLock::new(|| Sql::same("DELETE FROM sessions WHERE user_id = $1 AND id <> $2"));

static END_SESSIONS: LazyLock<Sql> =
    LazyLock::new(|| Sql::same("DELETE FROM sessions WHERE user_id = $1"));

/// On both databases the smaller one of two instants, without a word that differs.
static NOTE_SEEN: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "UPDATE sessions SET last_seen_at = $2,
                idle_until = CASE WHEN expires_at < $3 THEN expires_at ELSE $3 END
         WHERE digest = $1 AND last_seen_at < $2",
    )
});

/// Whoever is busy with a session, such as another sweep, finds it gone or sweeps it next time.
static SWEEP_SESSIONS: LazyLock<Sql> = LazyLock::new(|| {
    Sql::new(|dialect| {
        format!(
            "DELETE FROM sessions WHERE id IN (
                SELECT id FROM sessions WHERE idle_until <= $1 ORDER BY idle_until {} {})",
            limit(2),
            dialect.for_update_skip_locked()
        )
    })
});

static SET_PASSWORD: LazyLock<Sql> =
    LazyLock::new(|| Sql::same("UPDATE users SET password = $2 WHERE id = $1"));

static CHANGE_PROFILE: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "UPDATE users SET name = coalesce($2, name), locale = coalesce($3, locale),
                          search_text = coalesce($4, search_text), sort_name = coalesce($5, sort_name)
         WHERE id = $1",
    )
});

/// Lists of members are in the order of names.
static SORT_MEMBERS: LazyLock<Sql> =
    LazyLock::new(|| Sql::same("UPDATE members SET sort_name = $2 WHERE user_id = $1"));

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

    async fn join(&mut self, joining: &Joining) -> Result<JoinOutcome, StoreError> {
        members::join(&mut self.transaction, joining).await
    }

    async fn insert_session(&mut self, session: &Session) -> Result<(), StoreError> {
        let values = session::encode(session);
        self.transaction.execute(&INSERT_SESSION, values).await?;
        Ok(())
    }

    async fn end_session(&mut self, user: UserId, session: SessionId) -> Result<bool, StoreError> {
        let values = [session.uuid().into(), user.uuid().into()];
        let ended = self.transaction.execute(&END_SESSION, values).await?;
        Ok(ended > 0)
    }

    async fn end_other_sessions(
        &mut self,
        user: UserId,
        keep: Option<SessionId>,
    ) -> Result<u64, StoreError> {
        let user = user.uuid().into();
        match keep {
            Some(keep) => {
                let values = [user, keep.uuid().into()];
                self.transaction.execute(&END_OTHER_SESSIONS, values).await
            }
            None => self.transaction.execute(&END_SESSIONS, [user]).await,
        }
    }

    async fn note_seen(&mut self, seen: &[SeenSession]) -> Result<(), StoreError> {
        // Always in the same order, so that two who write the same ones do not wait for each other.
        let mut seen: Vec<&SeenSession> = seen.iter().collect();
        seen.sort_by_key(|seen| seen.digest);
        for seen in seen {
            let values = [
                seen.digest.to_vec().into(),
                millis(seen.at).into(),
                millis(seen.idle_until).into(),
            ];
            self.transaction.execute(&NOTE_SEEN, values).await?;
        }
        Ok(())
    }

    async fn sweep_sessions(&mut self, now: DateTime<Utc>, limit: u32) -> Result<u64, StoreError> {
        let values = [millis(now).into(), i64::from(limit).into()];
        self.transaction.execute(&SWEEP_SESSIONS, values).await
    }

    async fn request_password_reset(
        &mut self,
        reset: &PasswordReset,
        message: &OutboxMessage,
        since: DateTime<Utc>,
        at_most: u32,
    ) -> Result<bool, StoreError> {
        password_reset::request(&mut self.transaction, reset, message, since, at_most).await
    }

    async fn use_password_reset(
        &mut self,
        id: PasswordResetId,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        password_reset::use_up(&mut self.transaction, id, now).await
    }

    async fn end_password_resets(
        &mut self,
        user: UserId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        password_reset::end(&mut self.transaction, user, now).await
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

    async fn change_profile(
        &mut self,
        user: &User,
        changes: &ProfileChanges,
    ) -> Result<(), StoreError> {
        let values = user::encode_changes(user, changes);
        if self.transaction.execute(&CHANGE_PROFILE, values).await? == 0 {
            return Err(StoreError::new("there is no such person"));
        }
        if changes.name.is_some() {
            let sort_name = changes.applied_to(user).sorting_name();
            let values = [user.id.uuid().into(), sort_name.into()];
            self.transaction.execute(&SORT_MEMBERS, values).await?;
        }
        Ok(())
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

    fn tries(&mut self) -> &mut dyn TryRepository {
        self
    }

    fn catalog(&mut self) -> &mut dyn CatalogRepository {
        self
    }

    fn mail_wordings(&mut self) -> &mut dyn MailWordingRepository {
        self
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
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
