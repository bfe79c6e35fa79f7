//! A mockall mock of every port, for tests that state which calls are made.
//!
//! Prefer the in-memory adapters: they obey the contracts, a mock only repeats what the test says. A
//! mock is right for what an adapter cannot be asked for, such as a fault in the middle.
//!
//! ```
//! use invite_domain::ports::{InsertError, Store, StoreError};
//! use invite_testkit::{an_invitation, mocks::{MockInvitationRepository, MockStore, MockUnitOfWork}};
//!
//! # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
//! let mut invitations = MockInvitationRepository::new();
//! invitations.expect_insert().times(1).returning(|_| Err(StoreError::new("disk full").into()));
//! let mut unit = MockUnitOfWork::new();
//! unit.expect_invitations().return_var(Box::new(invitations));
//! unit.expect_rollback().times(1).returning(|| Ok(()));
//! let mut store = MockStore::new();
//! store.expect_begin().return_once(|| Ok(Box::new(unit)));
//!
//! // The code under test:
//! let mut unit = store.begin().await?;
//! let inserted = unit.invitations().insert(&an_invitation().build()).await;
//! assert!(matches!(inserted, Err(InsertError::Store(_))));
//! unit.rollback().await?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::{
    model::{
        AcceptanceCode, Account, AccountId, Actor, ApiKeyId, AskedCode, AuditEntry, Authority,
        Caller, Claim, CodeClaim, Delivery, DisplayName, DueMessage, EmailAddress, Grant,
        GrantItem, GrantKey, Grantable, Invitation, InvitationId, InvitationToken, Locale, Login,
        MailMessage, MailWording, MailWordings, Member, OutboxId, OutboxMessage, Overseer,
        Password, PasswordBlocklist, PasswordHash, PasswordReset, PasswordResetId, PhoneNumber,
        ProfileChanges, SeenSession, Session, SessionId, Settlement, SignInTries,
        TemporaryPassword, TokenClaim, TryKeys, Unavailable, Undefined, User, UserId, Via,
    },
    ports::{
        AccountFilter, AccountPage, AccountPageRequest, AccountReader, AccountRef,
        AccountRepository, AccountTree, ApiKey, ApiKeyCursor, ApiKeyPage, ApiKeyReader,
        AuditCursor, AuditFilter, AuditLog, AuditPage, AuditReader, CatalogFilter, CatalogPage,
        CatalogPageRequest, CatalogReader, CatalogRepository, Clock, CodeMail, CodeText,
        Credentials, HandOver, HashError, HistoryEntry, Holders, IdSource, IdentityStore,
        IdentityUnitOfWork, InsertError, InsightReader, InvitationFilter, InvitationMail,
        InvitationReader, InvitationRepository, InvitationText, JoinOutcome, Joining,
        MailWordingReader, MailWordingRepository, Mailer, MemberRepository, Membership,
        MessageQueue, Outbox, Overview, Page, PageRequest, PasswordHasher, PasswordMail,
        SecretSource, SendError, SignedIn, SmsGateway, Standing, StatusCounts, Store, StoreError,
        TextRenderer, TokenMinter, TryRepository, UnitOfWork, UpdateError, Usage,
    },
};
use mockall::mock;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

mod members;
mod people;

pub use members::{MockMemberStore, MockMemberUnitOfWork, MockPlaceRepository};
pub use people::MockPeopleReader;

mock! {
    /// A mock of [`Store`].
    pub Store {}

    #[async_trait]
    impl Store for Store {
        async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError>;
    }
}

mock! {
    /// A mock of [`UnitOfWork`]; give the repositories with `return_var(Box::new(…))`.
    pub UnitOfWork {}

    #[async_trait]
    impl UnitOfWork for UnitOfWork {
        fn accounts(&mut self) -> &mut dyn AccountRepository;
        fn invitations(&mut self) -> &mut dyn InvitationRepository;
        fn members(&mut self) -> &mut dyn MemberRepository;
        fn outbox(&mut self) -> &mut dyn Outbox;
        fn audit(&mut self) -> &mut dyn AuditLog;
        async fn commit(self: Box<Self>) -> Result<(), StoreError>;
        async fn rollback(self: Box<Self>) -> Result<(), StoreError>;
    }
}

mock! {
    /// A mock of [`AccountRepository`].
    pub AccountRepository {}

    #[async_trait]
    impl AccountRepository for AccountRepository {
        async fn find(&mut self, id: AccountId) -> Result<Option<Account>, StoreError>;
        async fn undefined(
            &mut self,
            account: AccountId,
            grant: &Grant,
        ) -> Result<Vec<Undefined>, StoreError>;
        async fn unavailable<'s, 'r>(
            &'s mut self,
            account: AccountId,
            resources: &'r BTreeSet<GrantKey>,
            but_for: Option<InvitationId>,
            now: DateTime<Utc>,
        ) -> Result<Vec<Unavailable>, StoreError>;
    }
}

mock! {
    /// A mock of [`CatalogRepository`].
    pub CatalogRepository {}

    #[async_trait]
    impl CatalogRepository for CatalogRepository {
        async fn define(
            &mut self,
            account: AccountId,
            entries: &[Grantable],
        ) -> Result<BTreeSet<GrantItem>, StoreError>;
        async fn lock(
            &mut self,
            account: AccountId,
            item: &GrantItem,
        ) -> Result<Option<Grantable>, StoreError>;
        async fn update(
            &mut self,
            account: AccountId,
            entry: &Grantable,
        ) -> Result<(), UpdateError>;
        async fn usage(
            &mut self,
            account: AccountId,
            item: &GrantItem,
        ) -> Result<Usage, StoreError>;
        async fn remove(
            &mut self,
            account: AccountId,
            item: &GrantItem,
        ) -> Result<(), StoreError>;
    }
}

mock! {
    /// A mock of [`CatalogReader`].
    pub CatalogReader {}

    #[async_trait]
    impl CatalogReader for CatalogReader {
        async fn find(
            &self,
            account: AccountId,
            item: &GrantItem,
        ) -> Result<Option<Grantable>, StoreError>;
        async fn list(
            &self,
            account: AccountId,
            filter: &CatalogFilter,
            page: &CatalogPageRequest,
        ) -> Result<CatalogPage, StoreError>;
        async fn holders(
            &self,
            account: AccountId,
            items: &[GrantItem],
        ) -> Result<BTreeMap<GrantItem, Holders>, StoreError>;
        async fn holder_counts(
            &self,
            account: AccountId,
            items: &[GrantItem],
        ) -> Result<BTreeMap<GrantItem, u64>, StoreError>;
    }
}

mock! {
    /// A mock of [`MailWordingReader`].
    pub MailWordingReader {}

    #[async_trait]
    impl MailWordingReader for MailWordingReader {
        async fn wordings(&self, account: AccountId) -> Result<MailWordings, StoreError>;
    }
}

mock! {
    /// A mock of [`MailWordingRepository`].
    pub MailWordingRepository {}

    #[async_trait]
    impl MailWordingRepository for MailWordingRepository {
        async fn lock(
            &mut self,
            account: AccountId,
            message: MailMessage,
            locale: Locale,
        ) -> Result<MailWording, StoreError>;
        async fn put(
            &mut self,
            account: AccountId,
            message: MailMessage,
            locale: Locale,
            wording: &MailWording,
        ) -> Result<(), StoreError>;
    }
}

mock! {
    /// A mock of [`InvitationRepository`].
    pub InvitationRepository {}

    #[async_trait]
    impl InvitationRepository for InvitationRepository {
        async fn lock(&mut self, id: InvitationId) -> Result<Option<Invitation>, StoreError>;
        async fn lock_all(&mut self, ids: &[InvitationId]) -> Result<Vec<Invitation>, StoreError>;
        async fn find_live(
            &mut self,
            account: AccountId,
            identity: &str,
        ) -> Result<Option<Invitation>, StoreError>;
        async fn lock_overdue(
            &mut self,
            now: DateTime<Utc>,
            limit: u32,
        ) -> Result<Vec<Invitation>, StoreError>;
        async fn insert(&mut self, invitation: &Invitation) -> Result<(), InsertError>;
        async fn update(&mut self, invitation: &Invitation) -> Result<(), UpdateError>;
        async fn update_all(
            &mut self,
            invitations: &[Invitation],
        ) -> Result<Vec<InvitationId>, StoreError>;
        async fn codes(&mut self, invitation: InvitationId) -> Result<Vec<AskedCode>, StoreError>;
        async fn add_code(&mut self, claim: &CodeClaim) -> Result<bool, StoreError>;
        async fn count_wrong_code(&mut self, claim: &CodeClaim) -> Result<bool, StoreError>;
    }
}

mock! {
    /// A mock of [`MemberRepository`].
    pub MemberRepository {}

    #[async_trait]
    impl MemberRepository for MemberRepository {
        async fn authority(
            &mut self,
            account: AccountId,
            actor: &Actor,
            now: DateTime<Utc>,
        ) -> Result<Option<Authority>, StoreError>;
        async fn find_user<'s, 'e, 'p>(
            &'s mut self,
            email: Option<&'e EmailAddress>,
            phone: Option<&'p PhoneNumber>,
        ) -> Result<Option<UserId>, StoreError>;
        async fn login_taken(&mut self, login: &Login) -> Result<bool, StoreError>;
        async fn find(
            &mut self,
            account: AccountId,
            user: UserId,
        ) -> Result<Option<Member>, StoreError>;
        async fn join(&mut self, joining: &Joining) -> Result<JoinOutcome, StoreError>;
    }
}

mock! {
    /// A mock of [`Outbox`].
    pub Outbox {}

    #[async_trait]
    impl Outbox for Outbox {
        async fn enqueue(&mut self, message: &OutboxMessage) -> Result<(), StoreError>;
        async fn cancel(&mut self, invitation: InvitationId) -> Result<(), StoreError>;
        async fn settle(
            &mut self,
            settlements: &[Settlement],
        ) -> Result<Vec<OutboxId>, StoreError>;
        async fn record(&mut self, deliveries: &[Delivery]) -> Result<(), StoreError>;
    }
}

mock! {
    /// A mock of [`AuditLog`].
    pub AuditLog {}

    #[async_trait]
    impl AuditLog for AuditLog {
        async fn append(&mut self, entries: &[AuditEntry]) -> Result<(), StoreError>;
        async fn append_once(&mut self, entry: &AuditEntry) -> Result<(), StoreError>;
    }
}

mock! {
    /// A mock of [`InvitationReader`].
    pub InvitationReader {}

    #[async_trait]
    impl InvitationReader for InvitationReader {
        async fn find(
            &self,
            account: AccountId,
            id: InvitationId,
        ) -> Result<Option<Invitation>, StoreError>;
        async fn standing(&self, id: InvitationId) -> Result<Option<Standing>, StoreError>;
        async fn asked_codes(&self, id: InvitationId) -> Result<Vec<AskedCode>, StoreError>;
        async fn list(
            &self,
            account: AccountId,
            filter: &InvitationFilter,
            page: PageRequest,
            now: DateTime<Utc>,
        ) -> Result<Page, StoreError>;
        async fn counts(
            &self,
            account: AccountId,
            now: DateTime<Utc>,
        ) -> Result<StatusCounts, StoreError>;
        async fn history(
            &self,
            account: AccountId,
            id: InvitationId,
        ) -> Result<Vec<HistoryEntry>, StoreError>;
    }
}

mock! {
    /// A mock of [`MessageQueue`].
    pub MessageQueue {}

    #[async_trait]
    impl MessageQueue for MessageQueue {
        async fn claim(
            &self,
            worker: &str,
            now: DateTime<Utc>,
            lease: TimeDelta,
            limit: u32,
        ) -> Result<Vec<DueMessage>, StoreError>;
        async fn renew(
            &self,
            claims: &[Claim],
            until: DateTime<Utc>,
        ) -> Result<Vec<Claim>, StoreError>;
        async fn next_due(&self) -> Result<Option<DateTime<Utc>>, StoreError>;
    }
}

mock! {
    /// A mock of [`IdentityStore`].
    pub IdentityStore {}

    #[async_trait]
    impl IdentityStore for IdentityStore {
        async fn begin_identity(&self) -> Result<Box<dyn IdentityUnitOfWork>, StoreError>;
        async fn has_accounts(&self) -> Result<bool, StoreError>;
        async fn credentials(&self, identifier: &str) -> Result<Option<Credentials>, StoreError>;
        async fn sent_temporary_passwords(
            &self,
            identifier: &str,
        ) -> Result<Vec<Standing>, StoreError>;
        async fn invited(&self, invitation: InvitationId) -> Result<Option<Standing>, StoreError>;
        async fn password_reset(
            &self,
            id: PasswordResetId,
        ) -> Result<Option<(PasswordReset, User)>, StoreError>;
        async fn signed_in(
            &self,
            digest: &[u8; 32],
            now: DateTime<Utc>,
        ) -> Result<Option<SignedIn>, StoreError>;
        async fn sessions(
            &self,
            user: UserId,
            now: DateTime<Utc>,
            limit: u32,
        ) -> Result<Vec<Session>, StoreError>;
        async fn tries(&self, keys: &TryKeys) -> Result<SignInTries, StoreError>;
        async fn caller_by_session(
            &self,
            digest: &[u8; 32],
            account: &AccountRef,
            via: Via,
            now: DateTime<Utc>,
        ) -> Result<Option<Caller>, StoreError>;
        async fn caller_by_api_key(
            &self,
            digest: &[u8; 32],
            account: &AccountRef,
            via: Via,
            now: DateTime<Utc>,
        ) -> Result<Option<Caller>, StoreError>;
        async fn api_key(
            &self,
            digest: &[u8; 32],
            now: DateTime<Utc>,
        ) -> Result<Option<ApiKey>, StoreError>;
        async fn account(&self, account: &AccountRef) -> Result<Option<Account>, StoreError>;
        async fn memberships(&self, user: UserId) -> Result<Vec<Membership>, StoreError>;
        async fn awaited_approvals(&self, user: UserId) -> Result<Vec<DisplayName>, StoreError>;
    }

    #[async_trait]
    impl AccountReader for IdentityStore {
        async fn accounts(
            &self,
            actor: &Actor,
            filter: &AccountFilter,
            page: &AccountPageRequest,
            now: DateTime<Utc>,
        ) -> Result<AccountPage, StoreError>;
        async fn overseer_by_session(
            &self,
            digest: &[u8; 32],
            account: &AccountRef,
            via: Via,
            now: DateTime<Utc>,
        ) -> Result<Option<Overseer>, StoreError>;
        async fn overseer_by_api_key(
            &self,
            digest: &[u8; 32],
            account: &AccountRef,
            via: Via,
            now: DateTime<Utc>,
        ) -> Result<Option<Overseer>, StoreError>;
    }

    #[async_trait]
    impl ApiKeyReader for IdentityStore {
        async fn api_keys(
            &self,
            account: AccountId,
            limit: u32,
            after: Option<ApiKeyCursor>,
        ) -> Result<ApiKeyPage, StoreError>;
        async fn note_api_key_use(
            &self,
            key: ApiKeyId,
            at: DateTime<Utc>,
            unless_after: DateTime<Utc>,
        ) -> Result<(), StoreError>;
    }
}

mock! {
    /// A mock of [`AccountTree`].
    pub AccountTree {}

    #[async_trait]
    impl AccountTree for AccountTree {
        async fn lock(&mut self) -> Result<(), StoreError>;
        async fn find(&mut self, account: &AccountRef) -> Result<Option<Account>, StoreError>;
        async fn lineage(&mut self, account: AccountId) -> Result<Vec<AccountId>, StoreError>;
        async fn levels(&mut self, account: AccountId) -> Result<u32, StoreError>;
        async fn authority(
            &mut self,
            account: AccountId,
            actor: &Actor,
            now: DateTime<Utc>,
        ) -> Result<Option<Authority>, StoreError>;
    }
}

mock! {
    /// A mock of [`InsightReader`].
    pub InsightReader {}

    #[async_trait]
    impl InsightReader for InsightReader {
        async fn overview(
            &self,
            account: AccountId,
            now: DateTime<Utc>,
        ) -> Result<Overview, StoreError>;
    }
}

mock! {
    /// A mock of [`AuditReader`].
    pub AuditReader {}

    #[async_trait]
    impl AuditReader for AuditReader {
        async fn entries(
            &self,
            account: AccountId,
            filter: &AuditFilter,
            limit: u32,
            after: Option<AuditCursor>,
        ) -> Result<AuditPage, StoreError>;
    }
}

mock! {
    /// A mock of [`IdentityUnitOfWork`]; give the audit log with `return_var(Box::new(…))`.
    pub IdentityUnitOfWork {}

    #[async_trait]
    impl IdentityUnitOfWork for IdentityUnitOfWork {
        async fn insert_account(&mut self, account: &Account) -> Result<(), InsertError>;
        async fn update_account(&mut self, account: &Account) -> Result<(), UpdateError>;
        async fn join(&mut self, joining: &Joining) -> Result<JoinOutcome, StoreError>;
        async fn insert_session(&mut self, session: &Session) -> Result<(), StoreError>;
        async fn end_session(
            &mut self,
            user: UserId,
            session: SessionId,
        ) -> Result<bool, StoreError>;
        async fn end_other_sessions(
            &mut self,
            user: UserId,
            keep: Option<SessionId>,
        ) -> Result<u64, StoreError>;
        async fn note_seen(&mut self, seen: &[SeenSession]) -> Result<(), StoreError>;
        async fn sweep_sessions(
            &mut self,
            now: DateTime<Utc>,
            limit: u32,
        ) -> Result<u64, StoreError>;
        async fn request_password_reset(
            &mut self,
            reset: &PasswordReset,
            message: &OutboxMessage,
            since: DateTime<Utc>,
            at_most: u32,
        ) -> Result<bool, StoreError>;
        async fn use_password_reset(
            &mut self,
            id: PasswordResetId,
            now: DateTime<Utc>,
        ) -> Result<bool, StoreError>;
        async fn end_password_resets(
            &mut self,
            user: UserId,
            now: DateTime<Utc>,
        ) -> Result<(), StoreError>;
        async fn set_password(
            &mut self,
            user: UserId,
            password: &PasswordHash,
        ) -> Result<(), StoreError>;
        async fn change_profile(
            &mut self,
            user: &User,
            changes: &ProfileChanges,
        ) -> Result<(), StoreError>;
        async fn insert_api_key(&mut self, key: &ApiKey) -> Result<(), StoreError>;
        async fn revoke_api_key(
            &mut self,
            account: AccountId,
            key: ApiKeyId,
            at: DateTime<Utc>,
        ) -> Result<Option<DisplayName>, StoreError>;
        fn tree(&mut self) -> &mut dyn AccountTree;
        fn tries(&mut self) -> &mut dyn TryRepository;
        fn catalog(&mut self) -> &mut dyn CatalogRepository;
        fn mail_wordings(&mut self) -> &mut dyn MailWordingRepository;
        fn outbox(&mut self) -> &mut dyn Outbox;
        fn audit(&mut self) -> &mut dyn AuditLog;
        async fn commit(self: Box<Self>) -> Result<(), StoreError>;
        async fn rollback(self: Box<Self>) -> Result<(), StoreError>;
    }
}

mock! {
    /// A mock of [`TryRepository`].
    pub TryRepository {}

    #[async_trait]
    impl TryRepository for TryRepository {
        async fn lock(&mut self, keys: &TryKeys) -> Result<SignInTries, StoreError>;
        async fn record(&mut self, keys: &TryKeys, tries: &SignInTries) -> Result<(), StoreError>;
        async fn forget(&mut self, now: DateTime<Utc>, limit: u32) -> Result<u64, StoreError>;
    }
}

mock! {
    /// A mock of [`Mailer`].
    pub Mailer {}

    #[async_trait]
    impl Mailer for Mailer {
        async fn send(&self, mail: &InvitationMail) -> Result<HandOver, SendError>;
        async fn send_password_mail(&self, mail: &PasswordMail) -> Result<HandOver, SendError>;
        async fn send_code(&self, mail: &CodeMail) -> Result<HandOver, SendError>;
    }
}

mock! {
    /// A mock of [`SmsGateway`].
    pub SmsGateway {}

    #[async_trait]
    impl SmsGateway for SmsGateway {
        async fn send(&self, text: &InvitationText) -> Result<HandOver, SendError>;
        async fn send_code(&self, text: &CodeText) -> Result<HandOver, SendError>;
    }
}

mock! {
    /// A mock of [`PasswordHasher`].
    pub PasswordHasher {}

    impl PasswordBlocklist for PasswordHasher {
        fn lists(&self, text: &str) -> bool;
    }

    #[async_trait]
    impl PasswordHasher for PasswordHasher {
        async fn hash(&self, password: &Password) -> Result<PasswordHash, HashError>;
        async fn verify<'s, 'p, 'h>(
            &'s self,
            password: &'p Password,
            hash: Option<&'h PasswordHash>,
        ) -> Result<bool, HashError>;
    }
}

mock! {
    /// A mock of [`Clock`].
    pub Clock {}

    impl Clock for Clock {
        fn now(&self) -> DateTime<Utc>;
    }
}

mock! {
    /// A mock of [`IdSource`].
    pub IdSource {}

    impl IdSource for IdSource {
        fn next_id(&self) -> Uuid;
    }
}

mock! {
    /// A mock of [`SecretSource`].
    pub SecretSource {}

    impl SecretSource for SecretSource {
        fn next_secret(&self) -> [u8; 32];
    }
}

mock! {
    /// A mock of [`TokenMinter`].
    pub TokenMinter {}

    impl TokenMinter for TokenMinter {
        fn mint(&self, claim: &TokenClaim) -> InvitationToken;
        fn verify(&self, token: &InvitationToken) -> Option<TokenClaim>;
        fn temporary_password(
            &self,
            invitation: InvitationId,
            generation: u32,
        ) -> TemporaryPassword;
        fn is_temporary_password(
            &self,
            invitation: InvitationId,
            generation: u32,
            typed: &TemporaryPassword,
        ) -> bool;
        fn acceptance_code(&self, claim: &CodeClaim) -> AcceptanceCode;
        fn is_acceptance_code(&self, claim: &CodeClaim, typed: &AcceptanceCode) -> bool;
    }
}

mock! {
    /// A mock of [`TextRenderer`].
    pub TextRenderer {}

    impl TextRenderer for TextRenderer {
        fn render(&self, text: &InvitationText) -> String;
    }
}
