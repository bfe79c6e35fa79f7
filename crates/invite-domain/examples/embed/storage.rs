//! A storage of the program's own: every port over a few lists behind a lock.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::{model::*, ports::*};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use uuid::Uuid;

/// Everything that this program stores. A unit of work changes a copy; commit puts it in place.
#[derive(Clone, Default)]
pub(crate) struct Data {
    pub(crate) accounts: Vec<Account>,
    invitations: Vec<Invitation>,
    members: Vec<Member>,
    waiting: Vec<(OutboxMessage, u32)>,
    history: Vec<(InvitationId, HistoryEntry)>,
    once: BTreeSet<AuditEntryId>,
}

#[derive(Clone, Default)]
pub(crate) struct OwnStore(Arc<Mutex<Data>>);

struct OwnUnit {
    data: Data,
    store: OwnStore,
}

impl OwnStore {
    pub(crate) fn data(&self) -> MutexGuard<'_, Data> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Store for OwnStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        // One writer at a time is all that this example needs; a database would lock here.
        let data = self.data().clone();
        Ok(Box::new(OwnUnit {
            data,
            store: self.clone(),
        }))
    }
}

#[async_trait]
impl UnitOfWork for OwnUnit {
    fn accounts(&mut self) -> &mut dyn AccountRepository {
        self
    }
    fn invitations(&mut self) -> &mut dyn InvitationRepository {
        self
    }
    fn members(&mut self) -> &mut dyn MemberRepository {
        self
    }
    fn outbox(&mut self) -> &mut dyn Outbox {
        self
    }
    fn audit(&mut self) -> &mut dyn AuditLog {
        self
    }
    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        *self.store.data() = self.data;
        Ok(())
    }
    async fn rollback(self: Box<Self>) -> Result<(), StoreError> {
        Ok(())
    }
}

#[async_trait]
impl AccountRepository for OwnUnit {
    async fn find(&mut self, id: AccountId) -> Result<Option<Account>, StoreError> {
        Ok(self.data.accounts.iter().find(|a| a.id == id).cloned())
    }
}

#[async_trait]
impl InvitationRepository for OwnUnit {
    async fn lock(&mut self, id: InvitationId) -> Result<Option<Invitation>, StoreError> {
        Ok(self.data.invitations.iter().find(|i| i.id == id).cloned())
    }
    async fn find_live(
        &mut self,
        account: AccountId,
        identity: &str,
    ) -> Result<Option<Invitation>, StoreError> {
        let same = |i: &&Invitation| {
            i.account_id == account && i.live_identity().as_deref() == Some(identity)
        };
        Ok(self.data.invitations.iter().find(same).cloned())
    }
    async fn lock_overdue(
        &mut self,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<Invitation>, StoreError> {
        let overdue =
            |i: &&Invitation| i.state == State::Invited && i.status(now) == Status::Expired;
        Ok(self
            .data
            .invitations
            .iter()
            .filter(overdue)
            .take(limit as usize)
            .cloned()
            .collect())
    }
    async fn insert(&mut self, invitation: &Invitation) -> Result<(), InsertError> {
        let identity = invitation.live_identity().unwrap_or_default();
        if self
            .find_live(invitation.account_id, &identity)
            .await?
            .is_some()
        {
            return Err(InsertError::Taken);
        }
        self.data.invitations.push(invitation.clone());
        Ok(())
    }
    async fn update(&mut self, invitation: &Invitation) -> Result<(), UpdateError> {
        let same =
            |i: &&mut Invitation| i.id == invitation.id && i.version + 1 == invitation.version;
        let stored = self
            .data
            .invitations
            .iter_mut()
            .find(same)
            .ok_or(UpdateError::Stale)?;
        *stored = invitation.clone();
        Ok(())
    }
}

#[async_trait]
impl MemberRepository for OwnUnit {
    // This program lets everyone who may call it invite; a real one would look the actor up.
    async fn authority(
        &mut self,
        _: AccountId,
        _: &Actor,
        _: DateTime<Utc>,
    ) -> Result<Option<Authority>, StoreError> {
        Ok(Some(Authority::administrator()))
    }
    // Its people are the ones with an address at example.org.
    async fn find_user(
        &mut self,
        email: Option<&EmailAddress>,
        _: Option<&PhoneNumber>,
    ) -> Result<Option<UserId>, StoreError> {
        Ok(email
            .filter(|e| e.domain() == "example.org")
            .map(|_| UserId::new(Uuid::from_u128(42))))
    }
    async fn find(
        &mut self,
        account: AccountId,
        user: UserId,
    ) -> Result<Option<Member>, StoreError> {
        Ok(self
            .data
            .members
            .iter()
            .find(|m| m.account_id == account && m.user_id == user)
            .cloned())
    }
    async fn join(&mut self, joining: &Joining) -> Result<JoinOutcome, StoreError> {
        self.data.members.push(joining.member.clone());
        Ok(JoinOutcome::Joined)
    }
}

#[async_trait]
impl Outbox for OwnUnit {
    async fn enqueue(&mut self, message: &OutboxMessage) -> Result<(), StoreError> {
        self.data.waiting.push((message.clone(), 0));
        Ok(())
    }
    async fn cancel(&mut self, invitation: InvitationId) -> Result<(), StoreError> {
        self.data
            .waiting
            .retain(|(m, _)| m.about.invitation() != Some(invitation));
        Ok(())
    }
    async fn settle(&mut self, settlements: &[Settlement]) -> Result<Vec<OutboxId>, StoreError> {
        let mut counted = Vec::new();
        for s in settlements {
            let Some(at) = self
                .data
                .waiting
                .iter()
                .position(|(m, fence)| (m.id, *fence) == (s.message, s.fence))
            else {
                continue;
            };
            let (mut message, fence) = self.data.waiting.remove(at);
            counted.push(message.id);
            if let Verdict::Retry { due_at } | Verdict::Release { due_at } = s.verdict {
                (message.due_at, message.attempts) = (due_at, s.attempts);
                self.data.waiting.push((message, fence));
            }
        }
        Ok(counted)
    }
    async fn record(&mut self, deliveries: &[Delivery]) -> Result<(), StoreError> {
        let line = |d: &Delivery| {
            (
                d.invitation_id,
                HistoryEntry {
                    at: d.at,
                    fact: HistoryFact::Delivery(d.clone()),
                },
            )
        };
        self.data.history.extend(deliveries.iter().map(line));
        Ok(())
    }
}

#[async_trait]
impl AuditLog for OwnUnit {
    async fn append(&mut self, entries: &[AuditEntry]) -> Result<(), StoreError> {
        self.data.history.extend(entries.iter().filter_map(|e| {
            let fact = HistoryFact::Action {
                name: e.action.name().into(),
                detail: e.action.detail(),
                doer: e.doer.clone(),
            };
            Some((e.action.invitation()?, HistoryEntry { at: e.at, fact }))
        }));
        Ok(())
    }

    async fn append_once(&mut self, entry: &AuditEntry) -> Result<(), StoreError> {
        if self.data.once.insert(entry.id) {
            self.append(std::slice::from_ref(entry)).await?;
        }
        Ok(())
    }
}

#[async_trait]
impl InvitationReader for OwnStore {
    async fn find(
        &self,
        account: AccountId,
        id: InvitationId,
    ) -> Result<Option<Invitation>, StoreError> {
        Ok(self
            .data()
            .invitations
            .iter()
            .find(|i| i.id == id && i.account_id == account)
            .cloned())
    }
    async fn standing(&self, id: InvitationId) -> Result<Option<Standing>, StoreError> {
        let unit = &mut OwnUnit {
            data: self.data().clone(),
            store: self.clone(),
        };
        let Some(invitation) = unit.lock(id).await? else {
            return Ok(None);
        };
        let Some(account) = AccountRepository::find(unit, invitation.account_id).await? else {
            return Ok(None);
        };
        let user = unit
            .find_user(invitation.invitee.email.as_ref(), None)
            .await?;
        let place = unit
            .data
            .members
            .iter()
            .find(|m| m.account_id == account.id && Some(m.user_id) == user)
            .map(|m| Place {
                member: m.id,
                active: m.active,
                awaiting_approval: m.awaiting_approval,
            });
        Ok(Some(Standing {
            invitation,
            account,
            user,
            place,
        }))
    }
    async fn list(
        &self,
        account: AccountId,
        filter: &InvitationFilter,
        page: PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Page, StoreError> {
        let wanted = |i: &&Invitation| {
            i.account_id == account && filter.status.is_none_or(|s| s == i.status(now))
        };
        let items = self
            .data()
            .invitations
            .iter()
            .rev()
            .filter(wanted)
            .take(page.limit as usize)
            .cloned()
            .collect();
        Ok(Page { items, next: None })
    }
    async fn counts(
        &self,
        account: AccountId,
        now: DateTime<Utc>,
    ) -> Result<StatusCounts, StoreError> {
        let mut counts = StatusCounts::default();
        self.data()
            .invitations
            .iter()
            .filter(|i| i.account_id == account)
            .for_each(|i| counts.add(i.status(now), 1));
        Ok(counts)
    }
    async fn history(
        &self,
        _: AccountId,
        id: InvitationId,
    ) -> Result<Vec<HistoryEntry>, StoreError> {
        Ok(self
            .data()
            .history
            .iter()
            .filter(|(i, _)| *i == id)
            .map(|(_, e)| e.clone())
            .collect())
    }
}

#[async_trait]
impl MessageQueue for OwnStore {
    async fn claim(
        &self,
        _: &str,
        now: DateTime<Utc>,
        lease: TimeDelta,
        limit: u32,
    ) -> Result<Vec<DueMessage>, StoreError> {
        let data = &mut *self.data();
        let due = data
            .waiting
            .iter_mut()
            .filter(|(m, _)| m.due_at <= now)
            .take(limit as usize);
        Ok(due
            .filter_map(|(message, fence)| {
                (message.due_at, *fence) = (now + lease, *fence + 1);
                let claim = Claim {
                    message: message.id,
                    fence: *fence,
                    leased_until: now + lease,
                };
                let invitation = data
                    .invitations
                    .iter()
                    .find(|i| Some(i.id) == message.about.invitation())?
                    .clone();
                let account = Arc::new(
                    data.accounts
                        .iter()
                        .find(|a| a.id == message.account_id)?
                        .clone(),
                );
                Some(DueMessage {
                    message: message.clone(),
                    claim,
                    matter: Matter::Invitation(Box::new(DueInvitation {
                        invitation,
                        is_known: false,
                        account,
                        wordings: Arc::default(),
                    })),
                })
            })
            .collect())
    }
    async fn renew(
        &self,
        claims: &[Claim],
        until: DateTime<Utc>,
    ) -> Result<Vec<Claim>, StoreError> {
        Ok(claims
            .iter()
            .map(|c| Claim {
                leased_until: until,
                ..*c
            })
            .collect())
    }
    async fn next_due(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        Ok(self.data().waiting.iter().map(|(m, _)| m.due_at).min())
    }
}
