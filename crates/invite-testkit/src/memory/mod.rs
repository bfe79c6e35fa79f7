//! Storage in memory: every storage port, staged and committed like in a database.
//!
//! It keeps the same promises as the databases and runs the same contract suite. It differs only in
//! that nothing survives the process.

mod api_keys;
mod audit;
mod catalog;
mod fault;
mod identity;
mod insight;
mod invitations;
mod mail_wordings;
mod members;
mod outbox;
mod people;
mod places;
mod queue;
mod reader;
mod table;
mod tables;
mod tree;
mod tries;
mod unit_of_work;

pub use fault::CommitFault;

use fault::Faults;
use invite_domain::{model::MemberId, ports::StoreError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tables::Tables;
use tokio::sync::OwnedMutexGuard;
use unit_of_work::MemoryUnit;

/// A database in memory: [`Store`], [`InvitationReader`], [`MessageQueue`], [`IdentityStore`] and
/// [`MemberStore`] in one. A clone is another handle to the same content.
///
/// One unit of work runs at a time, as on SQLite: a second `begin` waits until the first one
/// commits, rolls back or is dropped. Readers never wait; they see what is committed.
///
/// [`Store`]: invite_domain::ports::Store
/// [`InvitationReader`]: invite_domain::ports::InvitationReader
/// [`MessageQueue`]: invite_domain::ports::MessageQueue
/// [`IdentityStore`]: invite_domain::ports::IdentityStore
/// [`MemberStore`]: invite_domain::ports::MemberStore
///
/// ```
/// use invite_domain::{model::Status, ports::{InvitationReader, Store}};
/// use invite_testkit::{MemoryStore, SteppedClock, an_account, an_invitation};
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let (store, now) = (MemoryStore::new(), SteppedClock::default().get());
/// let account = an_account().put_into(&store).await?;
/// let invitation = an_invitation().of(&account).build();
///
/// let mut unit = store.begin().await?;
/// unit.invitations().insert(&invitation).await?;
/// assert_eq!(store.counts(account.id, now).await?.total(), 0, "nothing is visible yet");
/// unit.commit().await?;
/// assert_eq!(store.counts(account.id, now).await?.get(Status::NotInvited), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct MemoryStore {
    committed: Arc<Mutex<Tables>>,
    faults: Arc<Mutex<Faults>>,
    writer: Arc<tokio::sync::Mutex<()>>,
}

impl MemoryStore {
    /// Makes an empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes the `nth` commit from now on fail; 1 is the next one.
    pub fn fail_commit(&self, nth: u32, fault: CommitFault) {
        self.faults().fail_commit(nth, fault);
    }

    /// Makes the next update of an invitation answer that someone was faster. Calls add up.
    pub fn stale_next_update(&self) {
        self.faults().stale_next_update();
    }

    /// Takes the store out of reach, so that every call fails with a transient error, or back.
    pub fn set_reachable(&self, reachable: bool) {
        self.faults().set_reachable(reachable);
    }

    /// Switches a member off or on, as an administrator would; says whether there is such a member.
    pub async fn set_member_active(&self, member: MemberId, active: bool) -> bool {
        let mut unit = self.unit().await;
        let Some(found) = unit.tables.members.get(&member).cloned() else {
            return false;
        };
        let changed = invite_domain::model::Member {
            active,
            awaiting_approval: found.awaiting_approval && !active,
            ..found
        };
        unit.tables.members.put(member, changed);
        unit.publish();
        true
    }

    /// Removes a member, as an administrator would; nothing happens when there is none.
    pub async fn remove_member(&self, member: MemberId) {
        let mut unit = self.unit().await;
        unit.tables.members.remove(&member);
        unit.publish();
    }

    /// Revokes an API key; nothing happens when there is none.
    pub async fn revoke_api_key(&self, key: invite_domain::model::ApiKeyId) {
        let mut unit = self.unit().await;
        if let Some(stored) = unit.tables.api_keys.get(&key).cloned() {
            let revoked = tables::StoredKey {
                revoked_at: Some(stored.key.created_at),
                ..stored
            };
            unit.tables.api_keys.put(key, revoked);
        }
        unit.publish();
    }

    /// Begins a unit of work, whatever faults were asked for.
    async fn unit(&self) -> MemoryUnit {
        let writer: OwnedMutexGuard<()> = Arc::clone(&self.writer).lock_owned().await;
        MemoryUnit::new(self.clone(), self.committed().clone(), writer)
    }

    async fn try_unit(&self) -> Result<MemoryUnit, StoreError> {
        self.faults().check_reachable()?;
        Ok(self.unit().await)
    }

    /// Returns what is committed.
    fn snapshot(&self) -> Result<Tables, StoreError> {
        self.faults().check_reachable()?;
        Ok(self.committed().clone())
    }

    fn committed(&self) -> MutexGuard<'_, Tables> {
        self.committed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MemoryStore(…)")
    }
}
