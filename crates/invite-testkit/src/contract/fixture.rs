//! What most cases begin with, and short forms of what they ask.

use super::StoreHarness;
use crate::{SeededIds, SteppedClock, an_account, an_invitation, values};
use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::{
    model::{
        About, Account, AccountId, AuditEntryId, Channel, Claim, DeliveryId, DueMessage,
        Invitation, InvitationId, OutboxId, OutboxMessage, Settlement, Verdict,
    },
    ports::{Cursor, IdSource, InvitationFilter, PageRequest, UnitOfWork},
};

/// The lease that the cases work with.
pub(super) const LEASE: TimeDelta = TimeDelta::seconds(30);

/// A storage with one account, and ids and time that are the same in every run.
pub(super) struct Fixture {
    pub(super) harness: StoreHarness,
    pub(super) account: Account,
    pub(super) now: DateTime<Utc>,
    pub(super) ids: SeededIds,
}

impl Fixture {
    pub(super) async fn new(harness: StoreHarness) -> Self {
        let account = an_account()
            .put_into(harness.identity.as_ref())
            .await
            .unwrap();
        Self {
            harness,
            account,
            now: SteppedClock::default().get(),
            ids: SeededIds::new(1),
        }
    }

    /// Adds another account.
    pub(super) async fn account(&self, name: &str) -> Account {
        let account = an_account().named(name);
        account
            .put_into(self.harness.identity.as_ref())
            .await
            .unwrap()
    }

    /// Adds an account below the first one.
    pub(super) async fn child(&self, name: &str) -> Account {
        let account = an_account().named(name).below(&self.account);
        account
            .put_into(self.harness.identity.as_ref())
            .await
            .unwrap()
    }

    pub(super) async fn begin(&self) -> Box<dyn UnitOfWork> {
        self.harness.store.begin().await.unwrap()
    }

    pub(super) fn invitation_id(&self) -> InvitationId {
        InvitationId::new(self.ids.next_id())
    }

    pub(super) fn delivery_id(&self) -> DeliveryId {
        DeliveryId::new(self.ids.next_id())
    }

    pub(super) fn audit_id(&self) -> AuditEntryId {
        AuditEntryId::new(self.ids.next_id())
    }

    /// Stores an invitation as it is.
    pub(super) async fn put(&self, invitation: &Invitation) {
        self.put_all(std::slice::from_ref(invitation)).await;
    }

    pub(super) async fn put_all(&self, invitations: &[Invitation]) {
        let mut unit = self.begin().await;
        for invitation in invitations {
            unit.invitations().insert(invitation).await.unwrap();
        }
        unit.commit().await.unwrap();
    }

    /// Stores a queued invitation of the account with its message, which is due now.
    pub(super) async fn queued(&self, account: &Account, address: &str) -> OutboxMessage {
        let invitation = an_invitation().of(account).to(address).queued().build();
        let message = self.message(&invitation);
        self.put(&invitation).await;
        self.enqueue(std::slice::from_ref(&message)).await;
        message
    }

    /// Makes a message for an invitation, due now.
    pub(super) fn message(&self, invitation: &Invitation) -> OutboxMessage {
        OutboxMessage {
            id: OutboxId::new(self.ids.next_id()),
            account_id: invitation.account_id,
            about: About::Invitation {
                id: invitation.id,
                generation: invitation.generation,
            },
            channel: Channel::Email,
            queued_at: self.now,
            due_at: self.now,
            attempts: 0,
        }
    }

    pub(super) async fn enqueue(&self, messages: &[OutboxMessage]) {
        let mut unit = self.begin().await;
        for message in messages {
            unit.outbox().enqueue(message).await.unwrap();
        }
        unit.commit().await.unwrap();
    }

    /// Claims at `now`.
    pub(super) async fn claim(&self, limit: u32) -> Vec<DueMessage> {
        self.claim_at(self.now, limit).await
    }

    pub(super) async fn claim_at(&self, now: DateTime<Utc>, limit: u32) -> Vec<DueMessage> {
        let claimed = self.harness.queue.claim("worker", now, LEASE, limit);
        claimed.await.unwrap()
    }

    /// Settles in a unit of work of its own and returns what counted.
    pub(super) async fn settle(&self, settlements: &[Settlement]) -> Vec<OutboxId> {
        let mut unit = self.begin().await;
        let counted = unit.outbox().settle(settlements).await.unwrap();
        unit.commit().await.unwrap();
        counted
    }

    pub(super) async fn find(&self, id: InvitationId) -> Option<Invitation> {
        self.find_in(self.account.id, id).await
    }

    pub(super) async fn find_in(&self, account: AccountId, id: InvitationId) -> Option<Invitation> {
        self.harness.reader.find(account, id).await.unwrap()
    }

    /// Walks through the whole list of the first account in pages.
    pub(super) async fn walk(
        &self,
        filter: &InvitationFilter,
        limit: u32,
        now: DateTime<Utc>,
    ) -> Vec<Invitation> {
        let (mut all, mut after): (_, Option<Cursor>) = (Vec::new(), None);
        loop {
            let request = PageRequest { limit, after };
            let page = self
                .harness
                .reader
                .list(self.account.id, filter, request, now);
            let page = page.await.unwrap();
            assert!(page.items.len() <= limit as usize, "a page is too long");
            all.extend(page.items);
            match page.next {
                Some(next) => {
                    assert_ne!(after, Some(next), "the walk does not get on");
                    after = Some(next);
                }
                None => return all,
            }
        }
    }

    /// Returns the addresses of what a search finds, sorted.
    pub(super) async fn addresses(&self, filter: &InvitationFilter) -> Vec<String> {
        let found = self.walk(filter, 50, self.now).await;
        let mut addresses: Vec<_> = found
            .iter()
            .filter_map(|i| i.invitee.email.as_ref())
            .map(|email| email.original().to_owned())
            .collect();
        addresses.sort();
        addresses
    }
}

/// A verdict over a claim, after one attempt.
pub(super) fn settlement(claim: &Claim, verdict: Verdict) -> Settlement {
    Settlement {
        message: claim.message,
        fence: claim.fence,
        attempts: 1,
        verdict,
    }
}

/// A number in an address, for many people.
pub(super) fn numbered(n: usize) -> String {
    let address = values::email(&format!("person{n:04}@example.org"));
    address.original().to_owned()
}

/// The next form of an invitation, as storage expects it.
pub(super) fn next_version(invitation: &Invitation) -> Invitation {
    let mut next = invitation.clone();
    next.version += 1;
    next
}
