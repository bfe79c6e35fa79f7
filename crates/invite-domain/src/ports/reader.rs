//! The read side: lists, counts and histories, outside of any unit of work.

use super::StoreError;
use crate::model::{
    Account, AccountId, AskedCode, Delivery, Doer, GrantItem, Invitation, InvitationId, MemberId,
    Status, UserId,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};

/// Which invitations of an account; every condition that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InvitationFilter {
    /// Standing so at the moment of asking, expiry included.
    pub status: Option<Status>,
    /// Contained, in any case, in name, address, login or phone number.
    pub search: Option<String>,
    /// Would be granted this.
    pub grants: Option<GrantItem>,
    /// Sent, or sent last, by this person.
    pub inviter: Option<UserId>,
}

/// A place in a list: after the invitation that was made at this time with this id.
///
/// Lists run from the newest to the oldest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// When the last one seen was made.
    pub created_at: DateTime<Utc>,
    /// Its id.
    pub id: InvitationId,
}

/// Which part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRequest {
    /// How many at most, 1 to 200.
    pub limit: u32,
    /// Where to go on; from the newest when `None`.
    pub after: Option<Cursor>,
}

/// Part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The invitations, newest first.
    pub items: Vec<Invitation>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Cursor>,
}

/// How many invitations stand where, at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatusCounts {
    counts: [u64; Status::ALL.len()],
}

impl StatusCounts {
    /// Returns how many stand so.
    pub fn get(&self, status: Status) -> u64 {
        Status::ALL
            .iter()
            .zip(self.counts)
            .find_map(|(s, n)| (*s == status).then_some(n))
            .unwrap_or_default()
    }

    /// Adds to how many stand so.
    pub fn add(&mut self, status: Status, more: u64) {
        for (s, n) in Status::ALL.iter().zip(&mut self.counts) {
            if *s == status {
                *n += more;
            }
        }
    }

    /// Returns how many there are in all.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }
}

/// A person's place in the account that a link leads into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its id.
    pub member: MemberId,
    /// Whether they may act; switched off and on by administrators.
    pub active: bool,
    /// Whether an administrator has to approve before they may act for the first time.
    pub awaiting_approval: bool,
}

/// What the holder of a link needs to see, read at once.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The invitation.
    pub invitation: Invitation,
    /// The account.
    pub account: Account,
    /// The person who proved to hold the invited address or number, where there is one.
    pub user: Option<UserId>,
    /// That person's place in the account, where they have one.
    pub place: Option<Place>,
}

impl Standing {
    /// Whether a new person needs a code to accept.
    pub fn asks_code(&self) -> bool {
        let proof = self.account.settings.acceptance_proof;
        proof.asks_code(self.invitation.grant.access_type)
    }
}

/// Something in the history of an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HistoryFact {
    /// An entry of the audit log: its name and detail ([`crate::model::Action`]).
    Action {
        /// For example `invitation.queued`.
        name: String,
        /// What there is to say beyond it.
        detail: String,
        /// Who did it, and through what.
        doer: Doer,
    },
    /// An attempt at a message.
    Delivery(Delivery),
}

/// One line of a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub fact: HistoryFact,
}

/// Reads invitations.
///
/// # Contract
/// - Another account's invitation is absent, exactly like one that does not exist.
/// - `list` walks through every matching invitation once, newest first, whatever the page size.
/// - `list` and `counts` decide expiry by `now`, whether or not a sweeper ran.
/// - A search finds its text in any case, in the canonical address too, and takes wildcards literally.
/// - `counts` equals counting the list.
/// - `history` is ordered by time, oldest first, within one moment by id, and complete.
#[async_trait]
pub trait InvitationReader: Send + Sync {
    /// Returns an invitation of the account.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn find(
        &self,
        account: AccountId,
        id: InvitationId,
    ) -> Result<Option<Invitation>, StoreError>;

    /// Returns what the holder of a genuine link may see. The token's MAC stands in for the account.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn standing(&self, id: InvitationId) -> Result<Option<Standing>, StoreError>;

    /// Returns the codes that were asked for lately with the invitation's links, in any order.
    ///
    /// The default finds none, for embedders who ask for no code.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn asked_codes(&self, _id: InvitationId) -> Result<Vec<AskedCode>, StoreError> {
        Ok(Vec::new())
    }

    /// Returns part of the account's invitations.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn list(
        &self,
        account: AccountId,
        filter: &InvitationFilter,
        page: PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Page, StoreError>;

    /// Returns how many of the account's invitations stand where.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn counts(
        &self,
        account: AccountId,
        now: DateTime<Utc>,
    ) -> Result<StatusCounts, StoreError>;

    /// Returns everything that happened to an invitation of the account, oldest first; empty when
    /// there is no such invitation.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn history(
        &self,
        account: AccountId,
        id: InvitationId,
    ) -> Result<Vec<HistoryEntry>, StoreError>;
}
