//! Accounts, people and credentials in memory.

use super::{
    MemoryStore,
    members::join,
    reader::standing,
    tables::{Person, StoredKey, Tables, is_good, missing, twice},
    unit_of_work::MemoryUnit,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{
        About, Account, AccountId, Actor, ApiKeyId, Caller, CredentialsPolicy, DisplayName,
        Invitation, InvitationId, Member, OutboxMessage, PasswordHash, PasswordReset,
        PasswordResetId, ProfileChanges, Reach, SeenSession, Session, SessionId, SignInTries,
        Status, TryKeys, User, UserId, Via,
    },
    ports::{
        AccountRef, AccountTree, ApiKey, AuditLog, CatalogRepository, Credentials, IdentityStore,
        IdentityUnitOfWork, InsertError, InvitationReader as _, JoinOutcome, Joining,
        MailWordingRepository, Membership, Outbox, SignedIn, Standing, StoreError, TryRepository,
        UpdateError,
    },
};

#[async_trait]
impl IdentityStore for MemoryStore {
    async fn begin_identity(&self) -> Result<Box<dyn IdentityUnitOfWork>, StoreError> {
        Ok(Box::new(self.try_unit().await?))
    }

    async fn has_accounts(&self) -> Result<bool, StoreError> {
        Ok(!self.snapshot()?.accounts.is_empty())
    }

    async fn credentials(&self, identifier: &str) -> Result<Option<Credentials>, StoreError> {
        let tables = self.snapshot()?;
        let by = |matches: fn(&Person, &str) -> bool| {
            tables.people.rows().find(|p| matches(p, identifier))
        };
        // A login may look like an address; whoever proved to hold the address comes first.
        let found = by(|p, text| p.user.email.as_ref().is_some_and(|e| e.canonical() == text))
            .or_else(|| by(|p, text| p.user.login.as_ref().is_some_and(|l| l.as_str() == text)))
            .or_else(|| by(|p, text| p.user.phone.as_ref().is_some_and(|n| n.as_str() == text)));
        Ok(found.map(|person| Credentials {
            user: person.user.clone(),
            password: person.password.clone(),
        }))
    }

    async fn sent_temporary_passwords(
        &self,
        identifier: &str,
    ) -> Result<Vec<Standing>, StoreError> {
        let tables = self.snapshot()?;
        let keys = ["mailto", "tel"].map(|scheme| format!("{scheme}:{identifier}"));
        let is_named = |invitation: &&Invitation| {
            let live = invitation.live_identity();
            let login = invitation.invitee.login.as_ref();
            live.is_some_and(|key| {
                keys.contains(&key) || login.is_some_and(|l| l.as_str() == identifier)
            })
        };
        let was_sent = |i: &&Invitation| {
            matches!(
                i.state.status(),
                Status::Queued | Status::Invited | Status::Error
            )
        };
        let gives_passwords = |standing: &Standing| {
            let account = &standing.account;
            account.suspended_at.is_none()
                && account.settings.credentials == CredentialsPolicy::TemporaryPassword
        };
        let mut sent: Vec<Standing> = tables
            .invitations
            .rows()
            .filter(is_named)
            .filter(was_sent)
            .filter_map(|invitation| standing(&tables, invitation))
            .filter(gives_passwords)
            .collect();
        sent.sort_by_key(|s| std::cmp::Reverse((s.invitation.trail.queued_at, s.invitation.id)));
        sent.truncate(50);
        Ok(sent)
    }

    async fn invited(&self, invitation: InvitationId) -> Result<Option<Standing>, StoreError> {
        self.standing(invitation).await
    }

    async fn password_reset(
        &self,
        id: PasswordResetId,
    ) -> Result<Option<(PasswordReset, User)>, StoreError> {
        let tables = self.snapshot()?;
        let reset = tables.password_resets.get(&id);
        Ok(reset.and_then(|reset| {
            let person = tables.people.get(&reset.user_id)?;
            Some((*reset, person.user.clone()))
        }))
    }

    async fn signed_in(
        &self,
        digest: &[u8; 32],
        now: DateTime<Utc>,
    ) -> Result<Option<SignedIn>, StoreError> {
        let tables = self.snapshot()?;
        let session = tables.session(digest, now);
        let person = session.and_then(|s| tables.people.get(&s.user_id));
        Ok(session.zip(person).map(|(session, person)| SignedIn {
            session: session.id,
            user: person.user.clone(),
        }))
    }

    async fn sessions(
        &self,
        user: UserId,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Session>, StoreError> {
        let tables = self.snapshot()?;
        let of_user = |s: &&Session| s.user_id == user && now < s.idle_until;
        let mut sessions: Vec<_> = tables.sessions.rows().filter(of_user).cloned().collect();
        sessions.sort_by_key(|s| std::cmp::Reverse((s.last_seen_at, s.id)));
        sessions.truncate(limit as usize);
        Ok(sessions)
    }

    async fn tries(&self, keys: &TryKeys) -> Result<SignInTries, StoreError> {
        Ok(self.snapshot()?.tries_of(keys))
    }

    async fn caller_by_session(
        &self,
        digest: &[u8; 32],
        account: &AccountRef,
        via: Via,
        now: DateTime<Utc>,
    ) -> Result<Option<Caller>, StoreError> {
        let tables = self.snapshot()?;
        let session = tables.session(digest, now);
        let person = session.and_then(|s| tables.people.get(&s.user_id));
        Ok(person.and_then(|person| {
            let actor = Actor::User(person.user.id);
            caller(&tables, actor, &person.user.name, account, via, now)
        }))
    }

    async fn caller_by_api_key(
        &self,
        digest: &[u8; 32],
        account: &AccountRef,
        via: Via,
        now: DateTime<Utc>,
    ) -> Result<Option<Caller>, StoreError> {
        let tables = self.snapshot()?;
        let mut keys = tables.api_keys.rows();
        let found = keys.find(|k| k.key.digest == *digest && is_good(k, now));
        Ok(found.and_then(|found| {
            let key = &found.key;
            caller(&tables, Actor::ApiKey(key.id), &key.name, account, via, now)
        }))
    }

    async fn api_key(
        &self,
        digest: &[u8; 32],
        now: DateTime<Utc>,
    ) -> Result<Option<ApiKey>, StoreError> {
        let tables = self.snapshot()?;
        let mut keys = tables.api_keys.rows();
        let found = keys.find(|k| k.key.digest == *digest && is_good(k, now));
        Ok(found.map(|found| found.key.clone()))
    }

    async fn account(&self, account: &AccountRef) -> Result<Option<Account>, StoreError> {
        Ok(self.snapshot()?.account(account).cloned())
    }

    async fn memberships(&self, user: UserId) -> Result<Vec<Membership>, StoreError> {
        let tables = self.snapshot()?;
        let places = tables.places(user).into_iter();
        let membership = |(account, member): (&Account, &Member)| Membership {
            account: account.clone(),
            member: member.clone(),
            account_has_roles: tables.has_roles(account.id),
        };
        Ok(places.map(membership).collect())
    }

    async fn awaited_approvals(&self, user: UserId) -> Result<Vec<DisplayName>, StoreError> {
        let tables = self.snapshot()?;
        let waits = tables.members.rows();
        let waits = waits.filter(|m| m.user_id == user && m.awaiting_approval);
        let mut accounts: Vec<_> = waits
            .filter_map(|m| tables.accounts.get(&m.account_id))
            .collect();
        accounts.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        Ok(accounts.into_iter().map(|a| a.name.clone()).collect())
    }
}

/// Returns someone as they may act in the account, if it is there, open and theirs.
fn caller(
    tables: &Tables,
    actor: Actor,
    name: &DisplayName,
    account: &AccountRef,
    via: Via,
    now: DateTime<Utc>,
) -> Option<Caller> {
    let account = tables.account(account)?;
    if account.suspended_at.is_some() {
        return None;
    }
    let authority = tables.authority(account.id, &actor, now)?;
    let has_roles = tables.has_roles(account.id);
    if let (Actor::User(user), true) = (&actor, authority.reach < Reach::Administer) {
        // Rights that come from above need no role here.
        tables
            .place(account.id, *user)
            .filter(|own| own.grant.opens(has_roles))?;
    }
    Some(Caller {
        authority,
        actor,
        name: name.clone(),
        account: account.clone(),
        via,
    })
}

#[async_trait]
impl IdentityUnitOfWork for MemoryUnit {
    async fn insert_account(&mut self, account: &Account) -> Result<(), InsertError> {
        if account
            .parent_id
            .is_some_and(|id| !self.tables.accounts.has(&id))
        {
            return Err(missing("parent account").into());
        }
        if self.holds_slug(account).is_some()
            || !self.tables.accounts.add(account.id, account.clone())
        {
            return Err(InsertError::Taken);
        }
        Ok(())
    }

    async fn update_account(&mut self, account: &Account) -> Result<(), UpdateError> {
        let stored = self.tables.accounts.get(&account.id);
        if stored.and_then(|s| s.version.checked_add(1)) != Some(account.version) {
            return Err(UpdateError::Stale);
        }
        if self.holds_slug(account).is_some_and(|id| id != account.id) {
            return Err(UpdateError::Taken);
        }
        self.tables.accounts.put(account.id, account.clone());
        Ok(())
    }

    async fn join(&mut self, joining: &Joining) -> Result<JoinOutcome, StoreError> {
        join(&mut self.tables, joining)
    }

    async fn insert_session(&mut self, session: &Session) -> Result<(), StoreError> {
        if !self.tables.people.has(&session.user_id) {
            return Err(missing("person"));
        }
        if self.tables.sessions.add(session.id, session.clone()) {
            Ok(())
        } else {
            Err(twice("session"))
        }
    }

    async fn end_session(&mut self, user: UserId, session: SessionId) -> Result<bool, StoreError> {
        let found = self.tables.sessions.get(&session);
        let had = found.is_some_and(|found| found.user_id == user);
        if had {
            self.tables.sessions.remove(&session);
        }
        Ok(had)
    }

    async fn end_other_sessions(
        &mut self,
        user: UserId,
        keep: Option<SessionId>,
    ) -> Result<u64, StoreError> {
        let before = self.tables.sessions.rows().count();
        self.tables
            .sessions
            .keep(|session| session.user_id != user || Some(session.id) == keep);
        Ok((before - self.tables.sessions.rows().count()) as u64)
    }

    async fn note_seen(&mut self, seen: &[SeenSession]) -> Result<(), StoreError> {
        for seen in seen {
            let earlier = |s: &&Session| s.digest == seen.digest && s.last_seen_at < seen.at;
            let found = self.tables.sessions.rows().find(earlier).cloned();
            if let Some(mut session) = found {
                session.last_seen_at = seen.at;
                session.idle_until = session.expires_at.min(seen.idle_until);
                self.tables.sessions.put(session.id, session);
            }
        }
        Ok(())
    }

    async fn sweep_sessions(&mut self, now: DateTime<Utc>, limit: u32) -> Result<u64, StoreError> {
        let over = self.tables.sessions.rows().filter(|s| s.idle_until <= now);
        let over: Vec<_> = over.take(limit as usize).map(|s| s.id).collect();
        for session in &over {
            self.tables.sessions.remove(session);
        }
        Ok(over.len() as u64)
    }

    async fn request_password_reset(
        &mut self,
        reset: &PasswordReset,
        message: &OutboxMessage,
        since: DateTime<Utc>,
        at_most: u32,
    ) -> Result<bool, StoreError> {
        let user = reset.user_id;
        let day_before = reset.requested_at - PasswordReset::KEPT;
        let resets = &mut self.tables.password_resets;
        let forgotten = |old: &PasswordReset| old.user_id == user && old.requested_at <= day_before;
        let gone: Vec<_> = resets
            .rows()
            .filter(|r| forgotten(r))
            .map(|r| r.id)
            .collect();
        resets.keep(|old| !forgotten(old));
        let recent = resets
            .rows()
            .filter(|r| r.user_id == user && r.requested_at > since);
        let room = recent.count() < usize::try_from(at_most).unwrap_or(usize::MAX);
        self.tables.outbox.keep(|waiting| {
            !matches!(waiting.message.about, About::PasswordReset(id) if gone.contains(&id))
        });
        if !room || !self.tables.people.has(&user) {
            return Ok(false);
        }
        if !self.tables.password_resets.add(reset.id, *reset) {
            return Err(twice("password reset"));
        }
        self.enqueue(message).await?;
        Ok(true)
    }

    async fn use_password_reset(
        &mut self,
        id: PasswordResetId,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let found = self.tables.password_resets.get(&id).copied();
        let Some(mut reset) = found.filter(|reset| reset.check(now).is_ok()) else {
            return Ok(false);
        };
        reset.used_at = Some(now);
        self.tables.password_resets.put(id, reset);
        Ok(true)
    }

    async fn end_password_resets(
        &mut self,
        user: UserId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let resets = &mut self.tables.password_resets;
        let open = |r: &&PasswordReset| r.user_id == user && r.used_at.is_none();
        let ended: Vec<_> = resets.rows().filter(open).copied().collect();
        for mut reset in ended {
            reset.used_at = Some(now);
            resets.put(reset.id, reset);
        }
        Ok(())
    }

    async fn set_password(
        &mut self,
        user: UserId,
        password: &PasswordHash,
    ) -> Result<(), StoreError> {
        let person = self.tables.people.get(&user).cloned();
        let mut person = person.ok_or_else(|| missing("person"))?;
        person.password = password.clone();
        self.tables.people.put(user, person);
        Ok(())
    }

    async fn change_profile(
        &mut self,
        user: &User,
        changes: &ProfileChanges,
    ) -> Result<(), StoreError> {
        let person = self.tables.people.get(&user.id).cloned();
        let mut person = person.ok_or_else(|| missing("person"))?;
        person.user = changes.applied_to(&person.user);
        self.tables.people.put(user.id, person);
        Ok(())
    }

    async fn insert_api_key(&mut self, key: &ApiKey) -> Result<(), StoreError> {
        if !self.tables.accounts.has(&key.account_id) {
            return Err(missing("account"));
        }
        let stored = StoredKey {
            key: key.clone(),
            last_used_at: None,
            revoked_at: None,
        };
        if self.tables.api_keys.add(key.id, stored) {
            Ok(())
        } else {
            Err(twice("API key"))
        }
    }

    async fn revoke_api_key(
        &mut self,
        account: AccountId,
        key: ApiKeyId,
        at: DateTime<Utc>,
    ) -> Result<Option<DisplayName>, StoreError> {
        let found = self.tables.api_keys.get(&key).cloned();
        let own = found.filter(|k| k.key.account_id == account && k.revoked_at.is_none());
        let Some(stored) = own else {
            return Ok(None);
        };
        let name = stored.key.name.clone();
        let revoked = StoredKey {
            revoked_at: Some(at),
            ..stored
        };
        self.tables.api_keys.put(key, revoked);
        Ok(Some(name))
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
        self.try_publish()
    }

    async fn rollback(self: Box<Self>) -> Result<(), StoreError> {
        Ok(())
    }
}

impl MemoryUnit {
    /// Returns which account holds the slug.
    fn holds_slug(&self, account: &Account) -> Option<AccountId> {
        let mut accounts = self.tables.accounts.rows();
        accounts.find(|a| a.slug == account.slug).map(|a| a.id)
    }
}
