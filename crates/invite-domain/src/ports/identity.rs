//! Accounts, people, sessions and API keys: what the stand-alone service stores besides invitations.
//!
//! Embedders who have their own accounts and sign-in need none of this.

use super::{
    AccountReader, AccountTree, ApiKeyReader, AuditLog, CatalogRepository, InsertError,
    JoinOutcome, Joining, MailWordingRepository, Outbox, Standing, StoreError, TryRepository,
    UpdateError,
};
use crate::model::{
    Account, AccountId, Actor, ApiKeyId, Caller, DisplayName, InvitationId, Member, OutboxMessage,
    PasswordHash, PasswordReset, PasswordResetId, ProfileChanges, Scope, SeenSession, Session,
    SessionId, SignInTries, Slug, TryKeys, User, UserId, Via,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};

/// An account as an address names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AccountRef {
    /// By id.
    Id(AccountId),
    /// By slug.
    Slug(Slug),
}

/// An API key. The key is shown once; the digest is SHA-256 of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Its id.
    pub id: ApiKeyId,
    /// The account that it acts in, and in the accounts below it.
    pub account_id: AccountId,
    /// What it is called, in mails and the audit log too.
    pub name: DisplayName,
    /// What it may do.
    pub scope: Scope,
    /// SHA-256 of the key.
    pub digest: [u8; 32],
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Who made it.
    pub created_by: Actor,
    /// When it stops working, if ever.
    pub expires_at: Option<DateTime<Utc>>,
}

/// A person with the hash that their password is checked against.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The person.
    pub user: User,
    /// The hash of their password.
    pub password: PasswordHash,
}

/// A valid session and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The session.
    pub session: SessionId,
    /// The person.
    pub user: User,
}

/// A person's place in an account, with the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The account.
    pub account: Account,
    /// The place in it.
    pub member: Member,
    /// Whether the account has defined any role.
    pub account_has_roles: bool,
}

impl Membership {
    /// Whether the person may enter the account ([`crate::model::Grant::opens`]).
    pub fn may_enter(&self) -> bool {
        self.member.grant.opens(self.account_has_roles)
    }
}

/// Reads people and credentials, and begins units of work over them.
///
/// # Contract
/// - A caller of an account that does not exist, is suspended or is foreign is `None` alike.
/// - A session opens no account that works with roles where its person is a standard user without one.
/// - A session or key that is expired at `now`, ended or revoked is `None`; so is a session in which
///   nothing was asked for too long.
/// - An administrator of a parent account is an administrator of its children, never the reverse.
/// - Temporary passwords were sent only by open accounts that give them out, to whom they invited.
/// - A revoked key has no caller and no overseer from the commit on.
/// - Whoever awaits approval has no membership and no caller in that account.
#[async_trait]
pub trait IdentityStore: AccountReader + ApiKeyReader + Send + Sync {
    /// Begins a unit of work.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn begin_identity(&self) -> Result<Box<dyn IdentityUnitOfWork>, StoreError>;

    /// Returns whether there is any account at all.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn has_accounts(&self) -> Result<bool, StoreError>;

    /// Returns the person who signs in with this: a canonical address, a login or a number.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn credentials(&self, identifier: &str) -> Result<Option<Credentials>, StoreError>;

    /// Returns who was sent a temporary password to sign in with this: up to 50 invitations that
    /// were sent, the newest first, in accounts that give out temporary passwords and are open.
    ///
    /// The identifier is the login of the invitee, or the canonical address that mail goes to, or,
    /// where there is no address, the number. The default says nobody, for embedders who give out none.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn sent_temporary_passwords(
        &self,
        _identifier: &str,
    ) -> Result<Vec<Standing>, StoreError> {
        Ok(Vec::new())
    }

    /// Returns an invitation as [`super::InvitationReader::standing`] does, for whoever signs in to
    /// join with it. The default finds none, for embedders who keep nobody out for want of a role.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn invited(&self, _invitation: InvitationId) -> Result<Option<Standing>, StoreError> {
        Ok(None)
    }

    /// Returns an asking for a new password, and whose it is.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn password_reset(
        &self,
        id: PasswordResetId,
    ) -> Result<Option<(PasswordReset, User)>, StoreError>;

    /// Returns whose session this is.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn signed_in(
        &self,
        digest: &[u8; 32],
        now: DateTime<Utc>,
    ) -> Result<Option<SignedIn>, StoreError>;

    /// Returns the person's sessions that are good at `now`, the one that was seen last first, at most
    /// `limit`.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn sessions(
        &self,
        user: UserId,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Session>, StoreError>;

    /// Returns the counts that decide about a try to sign in, as they are committed.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn tries(&self, keys: &TryKeys) -> Result<SignInTries, StoreError>;

    /// Returns the holder of a session as they may act, through `via`, in the account, in one query.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn caller_by_session(
        &self,
        digest: &[u8; 32],
        account: &AccountRef,
        via: Via,
        now: DateTime<Utc>,
    ) -> Result<Option<Caller>, StoreError>;

    /// Returns the holder of an API key as they may act, through `via`, in the account, in one query.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn caller_by_api_key(
        &self,
        digest: &[u8; 32],
        account: &AccountRef,
        via: Via,
        now: DateTime<Utc>,
    ) -> Result<Option<Caller>, StoreError>;

    /// Returns the API key with this digest; `None` when it is not good at `now`.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn api_key(
        &self,
        digest: &[u8; 32],
        now: DateTime<Utc>,
    ) -> Result<Option<ApiKey>, StoreError>;

    /// Returns the account itself, without any check; for the command line.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn account(&self, account: &AccountRef) -> Result<Option<Account>, StoreError>;

    /// Returns the person's places, by account name; inactive ones and suspended accounts left out.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn memberships(&self, user: UserId) -> Result<Vec<Membership>, StoreError>;

    /// Returns the names of the accounts in which the person awaits approval, in their order, those of
    /// suspended accounts too. The default says none, for embedders whose accounts ask for no approval.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn awaited_approvals(&self, _user: UserId) -> Result<Vec<DisplayName>, StoreError> {
        Ok(Vec::new())
    }
}

/// One transaction over accounts, people and credentials.
///
/// # Contract
/// - As [`super::UnitOfWork`]: nothing before the commit, everything after it, nothing after a rollback.
#[async_trait]
pub trait IdentityUnitOfWork: Send {
    /// Adds an account.
    ///
    /// # Errors
    /// [`InsertError::Taken`] when the slug is, or the id.
    async fn insert_account(&mut self, account: &Account) -> Result<(), InsertError>;

    /// Writes an account over the version before.
    ///
    /// # Errors
    /// [`UpdateError`]; `Taken` when the slug is.
    async fn update_account(&mut self, account: &Account) -> Result<(), UpdateError>;

    /// Makes someone a member, with their person where it is new.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn join(&mut self, joining: &Joining) -> Result<JoinOutcome, StoreError>;

    /// Adds a session.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn insert_session(&mut self, session: &Session) -> Result<(), StoreError>;

    /// Ends a session of the person, and says whether they had it.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn end_session(&mut self, user: UserId, session: SessionId) -> Result<bool, StoreError>;

    /// Ends every session of the person but one, and says how many.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn end_other_sessions(
        &mut self,
        user: UserId,
        keep: Option<SessionId>,
    ) -> Result<u64, StoreError>;

    /// Writes down when sessions were seen; nothing happens to one that ended or was seen later, and
    /// none lives longer than its own end.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn note_seen(&mut self, seen: &[SeenSession]) -> Result<(), StoreError>;

    /// Removes at most `limit` sessions that are over at `now`, and says how many.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn sweep_sessions(&mut self, now: DateTime<Utc>, limit: u32) -> Result<u64, StoreError>;

    /// Adds an asking for a new password together with its message; says whether it did.
    ///
    /// Nothing is added when there is no such person or as many as `at_most` were added for them
    /// after `since`, however many ask at once. It takes the same statements either way, so that the
    /// time does not tell who is known. What is older than a day is forgotten.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn request_password_reset(
        &mut self,
        reset: &PasswordReset,
        message: &OutboxMessage,
        since: DateTime<Utc>,
        at_most: u32,
    ) -> Result<bool, StoreError>;

    /// Uses an asking up, if it is still good at `now`; says whether it was. Only one of many wins.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn use_password_reset(
        &mut self,
        id: PasswordResetId,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError>;

    /// Puts every unused asking of the person out of use, since their password is another now.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn end_password_resets(
        &mut self,
        user: UserId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError>;

    /// Sets the person's password.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn set_password(
        &mut self,
        user: UserId,
        password: &PasswordHash,
    ) -> Result<(), StoreError>;

    /// Changes how the person is called and which language they read, and nothing that the changes leave
    /// out. Their places in lists by name follow.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn change_profile(
        &mut self,
        user: &User,
        changes: &ProfileChanges,
    ) -> Result<(), StoreError>;

    /// Adds an API key.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn insert_api_key(&mut self, key: &ApiKey) -> Result<(), StoreError>;

    /// Revokes an API key of the account at `at` and returns its name; `None` when the account has no
    /// such key, or it was revoked before.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn revoke_api_key(
        &mut self,
        account: AccountId,
        key: ApiKeyId,
        at: DateTime<Utc>,
    ) -> Result<Option<DisplayName>, StoreError>;

    /// Lends what stands above what.
    fn tree(&mut self) -> &mut dyn AccountTree;
    /// Lends the catalogs.
    fn catalog(&mut self) -> &mut dyn CatalogRepository;
    /// Lends how accounts word their mails.
    fn mail_wordings(&mut self) -> &mut dyn MailWordingRepository;

    /// Lends the counts of tries to sign in.
    fn tries(&mut self) -> &mut dyn TryRepository;

    /// Lends the outbox.
    fn outbox(&mut self) -> &mut dyn Outbox;

    /// Lends the audit log.
    fn audit(&mut self) -> &mut dyn AuditLog;

    /// Makes everything durable.
    ///
    /// # Errors
    /// [`StoreError`], which says whether the commit may have happened all the same.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;

    /// Undoes everything.
    ///
    /// # Errors
    /// [`StoreError`] when storage cannot be reached; nothing remains all the same.
    async fn rollback(self: Box<Self>) -> Result<(), StoreError>;
}
