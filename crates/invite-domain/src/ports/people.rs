//! Everyone in an account, invited or in, as one list.

use super::{MemberEntry, StoreError};
use crate::model::{
    AccessType, AccountId, Grant, GrantItem, Invitation, InvitationId, MemberId, PersonStatus,
    UserType,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Someone in an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Person {
    /// Someone whose invitation is not accepted.
    Invited(Invitation),
    /// Someone who is in.
    Member {
        /// Their place, and who they are.
        entry: MemberEntry,
        /// The invitation that they accepted; none for whoever came in otherwise.
        invitation: Option<InvitationId>,
    },
}

impl Person {
    /// Returns what the list knows them by.
    pub fn id(&self) -> PersonId {
        match self {
            Self::Invited(invitation) => PersonId(invitation.id.uuid()),
            Self::Member { entry, .. } => PersonId(entry.member.id.uuid()),
        }
    }

    /// Returns where they stand at `now`.
    pub fn standing(&self, now: DateTime<Utc>) -> PersonStatus {
        match self {
            Self::Invited(invitation) => invitation.status(now).into(),
            Self::Member { entry, .. } if entry.member.active => PersonStatus::Accepted,
            Self::Member { entry, .. } if entry.member.awaiting_approval => {
                PersonStatus::AwaitingApproval
            }
            Self::Member { .. } => PersonStatus::SwitchedOff,
        }
    }

    /// Returns what they hold, or would get.
    pub fn grant(&self) -> &Grant {
        match self {
            Self::Invited(invitation) => &invitation.grant,
            Self::Member { entry, .. } => &entry.member.grant,
        }
    }

    /// Returns what they are called in the list.
    pub fn shown_name(&self) -> &str {
        match self {
            Self::Invited(invitation) => invitation.invitee.shown_name(),
            Self::Member { entry, .. } => entry.user.name.as_str(),
        }
    }

    /// Returns since when they are in the list.
    pub fn since(&self) -> DateTime<Utc> {
        match self {
            Self::Invited(invitation) => invitation.created_at,
            Self::Member { entry, .. } => entry.member.joined_at,
        }
    }

    /// Returns their place in a list that is sorted so.
    pub fn cursor(&self, sort: PeopleSort) -> PeopleCursor {
        let key = match (sort, self) {
            (PeopleSort::Name, Self::Invited(invitation)) => {
                PeopleKey::Name(invitation.invitee.sorting_name())
            }
            (PeopleSort::Name, Self::Member { entry, .. }) => {
                PeopleKey::Name(entry.user.sorting_name())
            }
            _ => PeopleKey::Time(self.since()),
        };
        PeopleCursor { key, id: self.id() }
    }
}

/// What the list knows someone by: the id of their invitation, and of their place once they are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(pub Uuid);

impl PersonId {
    /// Reads an id as it is written.
    pub fn parse(text: &str) -> Option<Self> {
        Uuid::parse_str(text).ok().map(Self)
    }
}

impl std::fmt::Display for PersonId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl From<InvitationId> for PersonId {
    fn from(id: InvitationId) -> Self {
        Self(id.uuid())
    }
}

impl From<MemberId> for PersonId {
    fn from(id: MemberId) -> Self {
        Self(id.uuid())
    }
}

/// Which people of an account; every condition that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PeopleFilter {
    /// Standing in one of these ways at the moment of asking, expiry included; anyhow when empty.
    pub standing: BTreeSet<PersonStatus>,
    /// Contained, in any case, in name, address, login or phone number.
    pub search: Option<String>,
    /// Holds this, or would get it.
    pub holds: Option<GrantItem>,
    /// Has, or would get, this access.
    pub access_type: Option<AccessType>,
    /// Is, or would be, of this type.
    pub user_type: Option<UserType>,
}

impl PeopleFilter {
    /// Whether someone who stands so is among them as far as that goes.
    pub fn includes(&self, standing: PersonStatus) -> bool {
        self.standing.is_empty() || self.standing.contains(&standing)
    }

    /// Whether nothing but where people stand matters.
    pub fn is_by_standing_alone(&self) -> bool {
        let Self {
            standing: _,
            search,
            holds,
            access_type,
            user_type,
        } = self;
        search.is_none() && holds.is_none() && access_type.is_none() && user_type.is_none()
    }
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PeopleSort {
    /// Whoever was put on the roster, or came in, last.
    #[default]
    Newest,
    /// Whoever was put on the roster, or came in, first.
    Oldest,
    /// By name, else by what they are reached by.
    Name,
}

impl PeopleSort {
    /// Every order.
    pub const ALL: [Self; 3] = [Self::Newest, Self::Oldest, Self::Name];

    /// Returns the name on the wire and in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Name => "name",
        }
    }

    /// Reads the name on the wire; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }
}

/// What a list is sorted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PeopleKey {
    /// When they came onto the list.
    Time(DateTime<Utc>),
    /// Their name, as [`crate::model::sorting_name`] gives it.
    Name(String),
}

/// A place in a list: after this person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PeopleCursor {
    /// By what the list is sorted.
    pub key: PeopleKey,
    /// Who of those with the same key.
    pub id: PersonId,
}

/// Which part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeoplePageRequest {
    /// How many at most, 1 to 200.
    pub limit: u32,
    /// In which order.
    pub sort: PeopleSort,
    /// The last one seen; from the beginning when `None`, or when it is of another order.
    pub after: Option<PeopleCursor>,
}

/// Part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeoplePage {
    /// The people.
    pub items: Vec<Person>,
    /// After whom the next page begins; `None` at the end.
    pub next: Option<PeopleCursor>,
}

/// How many people stand where, at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PeopleCounts {
    counts: [u64; PersonStatus::ALL.len()],
}

impl PeopleCounts {
    /// Returns how many stand so.
    pub fn get(&self, standing: PersonStatus) -> u64 {
        PersonStatus::ALL
            .iter()
            .zip(self.counts)
            .find_map(|(s, n)| (*s == standing).then_some(n))
            .unwrap_or_default()
    }

    /// Adds to how many stand so.
    pub fn add(&mut self, standing: PersonStatus, more: u64) {
        for (s, n) in PersonStatus::ALL.iter().zip(&mut self.counts) {
            if *s == standing {
                *n += more;
            }
        }
    }

    /// Returns how many stand in one of these ways; anyhow when there are none.
    pub fn of(&self, filter: &PeopleFilter) -> u64 {
        let all = PersonStatus::ALL.into_iter().zip(self.counts);
        all.filter(|(standing, _)| filter.includes(*standing))
            .map(|(_, n)| n)
            .sum()
    }

    /// Returns how many there are in all.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }
}

/// How the account's messages get on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sending {
    /// How many people wait for their message to leave.
    pub waiting: u64,
    /// How many messages left since.
    pub left: u64,
    /// Since when they were counted.
    pub since: DateTime<Utc>,
}

/// Reads everyone in an account, invited or in.
///
/// An accepted invitation is not in the list: the member is, with what they hold now.
///
/// # Contract
/// - The list holds pending invitations and members, and nobody twice.
/// - People of another account are absent, exactly like people who do not exist.
/// - `people` walks through everyone who matches once, in each order, whatever the page size.
/// - A search finds its text in any case, and takes wildcards literally.
/// - Expiry is decided by `now`, whether or not a sweeper ran.
/// - `people_counts` equals counting the list; `count_people` does up to where it may stop.
/// - `people_by_id` finds accepted invitations too, as they are.
/// - `sending` counts what waits, and what left since, in the account alone.
#[async_trait]
pub trait PeopleReader: Send + Sync {
    /// Returns part of the account's people.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn people(
        &self,
        account: AccountId,
        filter: &PeopleFilter,
        page: &PeoplePageRequest,
        now: DateTime<Utc>,
    ) -> Result<PeoplePage, StoreError>;

    /// Returns those of the account who have one of these ids, in no particular order.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn people_by_id(
        &self,
        account: AccountId,
        ids: &[PersonId],
    ) -> Result<Vec<Person>, StoreError>;

    /// Returns how many match; where they are more than `most`, it may stop there and return `most`.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn count_people(
        &self,
        account: AccountId,
        filter: &PeopleFilter,
        most: u32,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError>;

    /// Returns how many of the account's people stand where.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn people_counts(
        &self,
        account: AccountId,
        now: DateTime<Utc>,
    ) -> Result<PeopleCounts, StoreError>;

    /// Returns how the account's messages get on. It may count from later than `since` where so many
    /// things happened that counting them all would take long; then it says so.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn sending(
        &self,
        account: AccountId,
        since: DateTime<Utc>,
    ) -> Result<Sending, StoreError>;
}
