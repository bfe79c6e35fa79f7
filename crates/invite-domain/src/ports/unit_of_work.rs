//! One database transaction, and the repositories that it lends.

use super::{AccountRepository, InsertError, StoreError, UpdateError};
use crate::model::{
    AccountId, Actor, AskedCode, AuditEntry, Authority, CodeClaim, Delivery, EmailAddress,
    GrantKey, Invitation, InvitationId, Login, Member, MemberId, NewUser, OutboxId, OutboxMessage,
    PhoneNumber, Settlement, UserId,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};

/// Begins units of work.
#[async_trait]
pub trait Store: Send + Sync {
    /// Begins one.
    ///
    /// # Errors
    /// [`StoreError`] when storage cannot be reached.
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError>;
}

/// One transaction. Dropping it without [`commit`](Self::commit) leaves nothing behind, but call
/// [`rollback`](Self::rollback) on every error path: some databases can only report it there.
///
/// # Contract
/// - Nothing is visible to others before the commit, and everything after it.
/// - After a rollback, or a drop, nothing of it remains.
/// - What was written can be read back within the same unit of work.
/// - A repository's `Taken` or `Stale` leaves the unit of work usable.
#[async_trait]
pub trait UnitOfWork: Send {
    /// Lends the accounts.
    fn accounts(&mut self) -> &mut dyn AccountRepository;
    /// Lends the invitations.
    fn invitations(&mut self) -> &mut dyn InvitationRepository;
    /// Lends the members.
    fn members(&mut self) -> &mut dyn MemberRepository;
    /// Lends the outbox.
    fn outbox(&mut self) -> &mut dyn Outbox;
    /// Lends the audit log.
    fn audit(&mut self) -> &mut dyn AuditLog;

    /// Makes everything durable: what returned `Ok` survives a kill at any later instruction.
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

/// Invitations: the whole aggregate in and out.
///
/// # Contract
/// - `insert` answers `Taken` when a live invitation of the account holds the same identity.
/// - The identity is free again once the invitation is accepted or revoked.
/// - `update` is refused as `Stale` unless it raises the stored version by exactly one.
/// - `update` answers `Taken` when a changed address is held by another live invitation.
/// - `update_all` updates each or skips it as stale, and says which were updated.
/// - `add_code` adds one for each moment of an invitation, and forgets those that are a day older.
/// - `count_wrong_code` never counts beyond the tries that a code has, however many try at once.
#[async_trait]
pub trait InvitationRepository: Send {
    /// Returns the invitation and, where the database can, keeps others from changing it until this
    /// unit of work ends.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn lock(&mut self, id: InvitationId) -> Result<Option<Invitation>, StoreError>;

    /// Returns those of `ids` that exist, in any order, locked likewise.
    ///
    /// The default locks one after the other.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn lock_all(&mut self, ids: &[InvitationId]) -> Result<Vec<Invitation>, StoreError> {
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            found.extend(self.lock(*id).await?);
        }
        Ok(found)
    }

    /// Returns the account's live invitation with this identity ([`crate::model::Invitee::identity`]).
    ///
    /// # Errors
    /// [`StoreError`].
    async fn find_live(
        &mut self,
        account: AccountId,
        identity: &str,
    ) -> Result<Option<Invitation>, StoreError>;

    /// Returns up to `limit` invitations that are written down as `invited` and whose time was over
    /// at `now`, the longest overdue first, locked; those that others hold are left out.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn lock_overdue(
        &mut self,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Invitation>, StoreError>;

    /// Adds an invitation.
    ///
    /// # Errors
    /// [`InsertError::Taken`] when a live invitation holds the person's place.
    async fn insert(&mut self, invitation: &Invitation) -> Result<(), InsertError>;

    /// Writes an invitation over the version before.
    ///
    /// # Errors
    /// [`UpdateError`].
    async fn update(&mut self, invitation: &Invitation) -> Result<(), UpdateError>;

    /// Writes several invitations whose identity did not change; returns the ids that were updated.
    ///
    /// The default updates one after the other.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn update_all(
        &mut self,
        invitations: &[Invitation],
    ) -> Result<Vec<InvitationId>, StoreError> {
        let mut updated = Vec::with_capacity(invitations.len());
        for invitation in invitations {
            match self.update(invitation).await {
                Ok(()) => updated.push(invitation.id),
                Err(UpdateError::Stale | UpdateError::Taken) => {}
                Err(UpdateError::Store(error)) => return Err(error),
            }
        }
        Ok(updated)
    }

    /// Returns the codes that were asked for lately, in any order.
    ///
    /// The default finds none, for embedders who ask for no code.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn codes(&mut self, _invitation: InvitationId) -> Result<Vec<AskedCode>, StoreError> {
        Ok(Vec::new())
    }

    /// Adds a code that was asked for; says whether there was none of that moment yet.
    ///
    /// The default refuses, for embedders who ask for no code.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn add_code(&mut self, _claim: &CodeClaim) -> Result<bool, StoreError> {
        Err(StoreError::new("this storage keeps no codes"))
    }

    /// Counts a wrong try at a code; says whether there was one left to count.
    ///
    /// The default counts none.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn count_wrong_code(&mut self, _claim: &CodeClaim) -> Result<bool, StoreError> {
        Ok(false)
    }
}

/// Someone about to become a member.
#[derive(Debug, Clone)]
pub struct Joining {
    /// Their membership; `grant` already holds the account's default groups.
    pub member: Member,
    /// The person, where they are new.
    pub new_user: Option<NewUser>,
    /// How many members there may be.
    pub seats: Option<u32>,
}

/// What came of joining. The unit of work stays usable whatever it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JoinOutcome {
    /// They are in.
    Joined,
    /// They were a member already; nothing was changed.
    AlreadyMember(MemberId),
    /// Someone with that address, number or login exists already; nothing was changed.
    UserExists,
    /// Every seat is taken; nothing was changed.
    NoSeat,
    /// Other members hold these resources, which one alone may hold; nothing was changed.
    ResourceTaken(Vec<GrantKey>),
}

/// Members, and what they may grant.
///
/// # Contract
/// - `join` adds person and member, or neither.
/// - `join` never changes an existing person.
/// - `join` never goes beyond the seats, however many join at once.
/// - `join` tells `AlreadyMember` before `NoSeat`.
/// - `join` never makes a second member hold a resource that is not shared, however many join at once.
/// - `authority` of someone removed, switched off, revoked or expired is `None`.
/// - `authority` counts administrators of the accounts above, unless one of those is suspended.
#[async_trait]
pub trait MemberRepository: Send {
    /// Returns what someone may do and give in the account at `now`; `None` when nothing anymore.
    ///
    /// [`Actor::System`] may do everything.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn authority(
        &mut self,
        account: AccountId,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<Option<Authority>, StoreError>;

    /// Returns the person who proved to hold this address, or, without an address, this number.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn find_user(
        &mut self,
        email: Option<&EmailAddress>,
        phone: Option<&PhoneNumber>,
    ) -> Result<Option<UserId>, StoreError>;

    /// Whether the login belongs to someone.
    ///
    /// The default says no, for embedders without logins.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn login_taken(&mut self, _login: &Login) -> Result<bool, StoreError> {
        Ok(false)
    }

    /// Returns the person's place in the account.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn find(
        &mut self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<Member>, StoreError>;

    /// Makes someone a member, with their person where it is new.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn join(&mut self, joining: &Joining) -> Result<JoinOutcome, StoreError>;
}

/// Messages that wait to leave.
///
/// # Contract
/// - A message that was enqueued in a unit of work that did not commit never leaves.
/// - `cancel` takes back every waiting message of the invitation, claimed ones included.
/// - `settle` counts only under the latest fence, and says which verdicts counted.
/// - A claim is settled once; after a `Retry` or `Release` its fence neither renews nor settles.
#[async_trait]
pub trait Outbox: Send {
    /// Adds a message.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn enqueue(&mut self, message: &OutboxMessage) -> Result<(), StoreError>;

    /// Takes back whatever waits for this invitation.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn cancel(&mut self, invitation: InvitationId) -> Result<(), StoreError>;

    /// Passes verdicts over claims; returns the messages whose verdict counted.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn settle(&mut self, settlements: &[Settlement]) -> Result<Vec<OutboxId>, StoreError>;

    /// Adds the attempts to the invitations' histories.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn record(&mut self, deliveries: &[Delivery]) -> Result<(), StoreError>;
}

/// The audit log.
///
/// # Contract
/// - `append_once` adds an entry once, however many come with it at once, and keeps the first.
#[async_trait]
pub trait AuditLog: Send {
    /// Adds entries.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn append(&mut self, entries: &[AuditEntry]) -> Result<(), StoreError>;

    /// Adds an entry, unless the log has one with its id. The unit of work stays usable either way.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn append_once(&mut self, entry: &AuditEntry) -> Result<(), StoreError>;
}
