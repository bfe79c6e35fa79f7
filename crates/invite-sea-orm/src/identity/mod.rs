//! Accounts, people, sessions and keys, outside of any unit of work.

mod api_keys;
mod caller;
mod overseer;
mod password_reset;
mod reach;
mod tree;
mod tries;
mod unit_of_work;

use crate::{
    authority::has_roles,
    connect::SeaStore,
    dialect::list,
    reader,
    row::{Fields, account, actor, member, millis, session, user},
    sql::{Sql, limit, selected},
    unit_of_work::SeaUnitOfWork,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{
        Account, AccountId, ApiKeyId, Caller, DisplayName, InvitationId, PasswordHash,
        PasswordReset, PasswordResetId, Scope, Session, SessionId, SignInTries, TryKeys, User,
        UserId, Via,
    },
    ports::{
        AccountRef, ApiKey, Credentials, IdentityStore, IdentityUnitOfWork, InvitationReader as _,
        Membership, SignedIn, Standing, StoreError,
    },
};
use std::sync::LazyLock;

static ANY_ACCOUNT: LazyLock<Sql> = LazyLock::new(|| Sql::same("SELECT id FROM accounts LIMIT 1"));

/// An address wins over a number, and both over a login that happens to read the same.
static CREDENTIALS: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "SELECT {}, password FROM users WHERE email = $1 OR phone = $1 OR login = $1
         ORDER BY CASE WHEN email = $1 THEN 1 WHEN phone = $1 THEN 2 ELSE 3 END LIMIT 1",
        list(user::COLUMNS)
    ))
});

static SIGNED_IN: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "SELECT {}, s.id AS session FROM sessions s JOIN users u ON u.id = s.user_id
         WHERE s.digest = $1 AND s.idle_until > $2",
        selected("u", "", &user::COLUMNS)
    ))
});

static SESSIONS: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "SELECT {} FROM sessions WHERE user_id = $1 AND idle_until > $2
         ORDER BY last_seen_at DESC, id DESC {}",
        list(session::COLUMNS),
        limit(3)
    ))
});

static ACCOUNT_BY_ID: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "SELECT {} FROM accounts WHERE id = $1",
        list(account::COLUMNS)
    ))
});

static ACCOUNT_BY_SLUG: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "SELECT {} FROM accounts WHERE slug = $1",
        list(account::COLUMNS)
    ))
});

static MEMBERSHIPS: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(format!(
        "SELECT {}, {}, {} AS has_roles
         FROM members m JOIN accounts a ON a.id = m.account_id
         WHERE m.user_id = $1 AND m.active AND a.suspended_at IS NULL ORDER BY a.name, a.id",
        selected("m", "m_", &member::COLUMNS),
        selected("a", "a_", &account::COLUMNS),
        has_roles("m"),
    ))
});

static AWAITED_APPROVALS: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "SELECT a.name AS name FROM members m JOIN accounts a ON a.id = m.account_id
         WHERE m.user_id = $1 AND m.awaiting_approval ORDER BY a.name, a.id",
    )
});

static API_KEY: LazyLock<Sql> = LazyLock::new(|| {
    Sql::same(
        "SELECT id, account_id, name, scope, created_at, created_by_kind, created_by_id, expires_at
         FROM api_keys WHERE digest = $1 AND (expires_at IS NULL OR expires_at > $2)
           AND revoked_at IS NULL",
    )
});

#[async_trait]
impl IdentityStore for SeaStore {
    async fn begin_identity(&self) -> Result<Box<dyn IdentityUnitOfWork>, StoreError> {
        Ok(Box::new(SeaUnitOfWork::begin(self).await?))
    }

    async fn has_accounts(&self) -> Result<bool, StoreError> {
        Ok(self.read_one(&ANY_ACCOUNT, []).await?.is_some())
    }

    async fn credentials(&self, identifier: &str) -> Result<Option<Credentials>, StoreError> {
        // Nothing that is stored has such characters, and PostgreSQL refuses one of them.
        if identifier.contains(char::is_control) {
            return Ok(None);
        }
        let Some(row) = self.read_one(&CREDENTIALS, [identifier.into()]).await? else {
            return Ok(None);
        };
        let fields = Fields::new(&row, "users");
        Ok(Some(Credentials {
            user: user::decode(fields)?,
            password: PasswordHash::new(fields.text("password")?),
        }))
    }

    async fn sent_temporary_passwords(
        &self,
        identifier: &str,
    ) -> Result<Vec<Standing>, StoreError> {
        reader::sent_temporary_passwords(self, identifier).await
    }

    async fn invited(&self, invitation: InvitationId) -> Result<Option<Standing>, StoreError> {
        self.standing(invitation).await
    }

    async fn password_reset(
        &self,
        id: PasswordResetId,
    ) -> Result<Option<(PasswordReset, User)>, StoreError> {
        password_reset::find(self, id).await
    }

    async fn signed_in(
        &self,
        digest: &[u8; 32],
        now: DateTime<Utc>,
    ) -> Result<Option<SignedIn>, StoreError> {
        let values = [digest.to_vec().into(), millis(now).into()];
        let Some(row) = self.read_one(&SIGNED_IN, values).await? else {
            return Ok(None);
        };
        let fields = Fields::new(&row, "users");
        Ok(Some(SignedIn {
            session: SessionId::new(fields.id("session")?),
            user: user::decode(fields)?,
        }))
    }

    async fn sessions(
        &self,
        user: UserId,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Session>, StoreError> {
        let values = [
            user.uuid().into(),
            millis(now).into(),
            i64::from(limit).into(),
        ];
        let rows = self.read(&SESSIONS, values).await?;
        rows.iter()
            .map(|row| session::decode(Fields::new(row, "sessions")))
            .collect()
    }

    async fn tries(&self, keys: &TryKeys) -> Result<SignInTries, StoreError> {
        tries::read(self, keys).await
    }

    async fn caller_by_session(
        &self,
        digest: &[u8; 32],
        account: &AccountRef,
        via: Via,
        now: DateTime<Utc>,
    ) -> Result<Option<Caller>, StoreError> {
        caller::by_session(self, digest, account, via, now).await
    }

    async fn caller_by_api_key(
        &self,
        digest: &[u8; 32],
        account: &AccountRef,
        via: Via,
        now: DateTime<Utc>,
    ) -> Result<Option<Caller>, StoreError> {
        caller::by_api_key(self, digest, account, via, now).await
    }

    async fn api_key(
        &self,
        digest: &[u8; 32],
        now: DateTime<Utc>,
    ) -> Result<Option<ApiKey>, StoreError> {
        let values = [digest.to_vec().into(), millis(now).into()];
        let Some(row) = self.read_one(&API_KEY, values).await? else {
            return Ok(None);
        };
        let fields = Fields::new(&row, "api_keys");
        Ok(Some(ApiKey {
            id: ApiKeyId::new(fields.id("id")?),
            account_id: AccountId::new(fields.id("account_id")?),
            name: fields.parsed("name", DisplayName::parse)?,
            scope: fields.parsed("scope", Scope::parse)?,
            digest: *digest,
            created_at: fields.time("created_at")?,
            created_by: actor::decode(fields, "created_by_kind", "created_by_id")?,
            expires_at: fields.time_if_any("expires_at")?,
        }))
    }

    async fn account(&self, account: &AccountRef) -> Result<Option<Account>, StoreError> {
        let row = match account {
            AccountRef::Id(id) => self.read_one(&ACCOUNT_BY_ID, [id.uuid().into()]).await?,
            AccountRef::Slug(slug) => {
                self.read_one(&ACCOUNT_BY_SLUG, [slug.as_str().into()])
                    .await?
            }
        };
        row.as_ref()
            .map(|row| account::decode(Fields::new(row, "accounts")))
            .transpose()
    }

    async fn memberships(&self, user: UserId) -> Result<Vec<Membership>, StoreError> {
        let rows = self.read(&MEMBERSHIPS, [user.uuid().into()]).await?;
        rows.iter()
            .map(|row| {
                Ok(Membership {
                    account: account::decode(Fields::prefixed(row, "accounts", "a_"))?,
                    member: member::decode(Fields::prefixed(row, "members", "m_"))?,
                    account_has_roles: Fields::new(row, "grantables").get("has_roles")?,
                })
            })
            .collect()
    }

    async fn awaited_approvals(&self, user: UserId) -> Result<Vec<DisplayName>, StoreError> {
        let rows = self.read(&AWAITED_APPROVALS, [user.uuid().into()]).await?;
        let name = |row| Fields::new(row, "accounts").parsed("name", DisplayName::parse);
        rows.iter().map(name).collect()
    }
}
