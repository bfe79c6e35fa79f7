//! The people who are in: lists of them, and changing or ending a place under a lock.
//!
//! Embedders who keep their own members need none of this.

use super::{StoreError, UnitOfWork, UpdateError};
use crate::model::{AccessType, AccountId, GrantItem, GrantKey, Member, MemberId, User, UserType};
use async_trait::async_trait;

/// A place in an account, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberEntry {
    /// The place.
    pub member: Member,
    /// The person.
    pub user: User,
}

/// Which members of an account; every condition that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MemberFilter {
    /// Contained, in any case, in name, address, login or phone number.
    pub search: Option<String>,
    /// Has this access.
    pub access_type: Option<AccessType>,
    /// Is of this type.
    pub user_type: Option<UserType>,
    /// Is switched on, or off.
    pub active: Option<bool>,
    /// Holds each of these.
    pub holds: Vec<GrantItem>,
}

/// Which part of a list of members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemberPageRequest {
    /// How many at most, 1 to 200.
    pub limit: u32,
    /// The last one seen; from the newest when `None`.
    pub after: Option<MemberId>,
}

/// Part of a list of members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberPage {
    /// The members, newest first.
    pub items: Vec<MemberEntry>,
    /// After whom the next page begins; `None` at the end.
    pub next: Option<MemberId>,
}

/// Reads members, and begins units of work over them.
///
/// # Contract
/// - Another account's member is absent, exactly like one that does not exist.
/// - `list_members` walks through every matching member once, by descending id (ids made later sort
///   later, so: newest first), whatever the page size and whatever is added meanwhile.
/// - A search finds its text in any case, in the canonical address too, and takes wildcards literally.
/// - `count_members` knows members switched off, too: they keep their seats.
#[async_trait]
pub trait MemberStore: Send + Sync {
    /// Begins a unit of work.
    ///
    /// # Errors
    /// [`StoreError`] when storage cannot be reached.
    async fn begin_members(&self) -> Result<Box<dyn MemberUnitOfWork>, StoreError>;

    /// Returns a member of the account.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn find_member(
        &self,
        account: AccountId,
        id: MemberId,
    ) -> Result<Option<MemberEntry>, StoreError>;

    /// Returns part of the account's members.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn list_members(
        &self,
        account: AccountId,
        filter: &MemberFilter,
        page: MemberPageRequest,
    ) -> Result<MemberPage, StoreError>;

    /// Returns how many members the account has.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn count_members(&self, account: AccountId) -> Result<u64, StoreError>;
}

/// A unit of work that may also change and end places.
pub trait MemberUnitOfWork: UnitOfWork {
    /// Lends the places.
    fn places(&mut self) -> &mut dyn PlaceRepository;
}

/// Why a place was not written. Nothing was, and the unit of work stays usable.
#[derive(Debug, thiserror::Error)]
pub enum UpdatePlaceError {
    /// It was changed or ended since it was read.
    #[error("the place was changed meanwhile")]
    Stale,
    /// Other members hold these resources, which one alone may hold.
    #[error("a resource belongs to someone else")]
    ResourceTaken(Vec<GrantKey>),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The places that people have in accounts.
///
/// # Contract
/// - `lock` lets the changes of one account's members happen one after the other.
/// - `update` and `remove` are refused as `Stale` unless the stored version is the one before.
/// - `update` never makes a second member hold a resource that is not shared.
/// - `update` never changes account, person or the moment of joining.
/// - Of many who each end another administrator's place at once, after asking
///   `other_administrators` under the lock, one administrator stays.
#[async_trait]
pub trait PlaceRepository: Send {
    /// Returns a member of the account, and keeps others from changing any member of that account
    /// through this port until the unit of work ends.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn lock(
        &mut self,
        account: AccountId,
        id: MemberId,
    ) -> Result<Option<MemberEntry>, StoreError>;

    /// Returns how many administrators of the account are switched on, not counting this one.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn other_administrators(
        &mut self,
        account: AccountId,
        but: MemberId,
    ) -> Result<u32, StoreError>;

    /// Writes what a member holds, and whether they may act or await approval, over the version before.
    ///
    /// # Errors
    /// [`UpdatePlaceError`].
    async fn update(&mut self, member: &Member) -> Result<(), UpdatePlaceError>;

    /// Ends a place that still has this version; everything it gave is gone with it.
    ///
    /// # Errors
    /// [`UpdateError::Stale`] when it was changed or ended since.
    async fn remove(&mut self, member: &Member) -> Result<(), UpdateError>;
}
