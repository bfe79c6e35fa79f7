//! What workers do with messages that are due: claim, send, record.
//!
//! A worker runs the three steps as it likes: [`DispatchService::dispatch_due`] does them one after
//! the other, a busy service sends many at once and records outcomes as they come. No network call
//! is made while a transaction is open.

mod decide;
mod send;

use super::{invitations::audit_entry, unit::finish};
use crate::{
    model::{
        AuditEntry, Claim, Doer, DueMessage, Event, Invitation, InvitationId, LinkBase,
        OutboxMessage, RetryPolicy, Verdict,
    },
    ports::{
        Clock, HandOver, IdSource, Mailer, MessageQueue, SendError, SmsGateway, Store, StoreError,
        TokenMinter, UnitOfWork,
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use decide::{Applied, Decided};
use send::is_wanted;
use std::{collections::HashMap, sync::Arc};

/// What dispatching stands on.
#[derive(Clone)]
pub struct DispatchPorts {
    /// Begins units of work.
    pub store: Arc<dyn Store>,
    /// Gives out messages.
    pub queue: Arc<dyn MessageQueue>,
    /// Sends mail.
    pub mailer: Arc<dyn Mailer>,
    /// Sends SMS, where a gateway is set up.
    pub sms: Option<Arc<dyn SmsGateway>>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdSource>,
    /// Derives links.
    pub tokens: Arc<dyn TokenMinter>,
    /// What links begin with.
    pub links: LinkBase,
    /// When to try again.
    pub retry: RetryPolicy,
}

/// Sends what is due.
#[derive(Clone)]
pub struct DispatchService {
    ports: DispatchPorts,
}

/// One message after one attempt.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// The message and the hold on it.
    pub message: OutboxMessage,
    /// The fence under which it was tried.
    pub fence: u32,
    /// How it ended.
    pub outcome: AttemptOutcome,
    /// When it ended.
    pub at: DateTime<Utc>,
    due: DueMessage,
}

/// How one attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttemptOutcome {
    /// The other side took it.
    HandedOver(HandOver),
    /// It did not.
    NotSent(SendError),
    /// It was not wanted anymore: what it tells about moved on before it was sent.
    Obsolete,
    /// It was not tried.
    GivenBack,
}

/// What a call of [`DispatchService::dispatch_due`] or [`DispatchService::record`] came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DispatchReport {
    /// How many the other side took.
    pub handed_over: usize,
    /// How many wait for another try.
    pub deferred: usize,
    /// How many failed for good.
    pub failed: usize,
    /// How many were not wanted anymore.
    pub obsolete: usize,
    /// How many were given back untried, or because our own settings kept them from leaving.
    pub given_back: usize,
    /// How many another worker had taken over, so that our outcome did not count.
    pub lost: usize,
}

impl DispatchService {
    /// Builds the service over its ports.
    pub fn new(ports: DispatchPorts) -> Self {
        Self { ports }
    }

    /// Claims, sends and records up to `limit` messages, one after the other.
    ///
    /// # Errors
    /// [`StoreError`]; what was sent but not recorded is sent again after the lease, with the same
    /// Message-ID and the same link.
    pub async fn dispatch_due(
        &self,
        worker: &str,
        lease: TimeDelta,
        limit: u32,
    ) -> Result<DispatchReport, StoreError> {
        let mut attempts = Vec::new();
        for due in self.claim(worker, lease, limit).await? {
            attempts.push(self.attempt(due).await);
        }
        self.record(attempts).await
    }

    /// Claims up to `limit` messages for `lease`.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is claimed then.
    pub async fn claim(
        &self,
        worker: &str,
        lease: TimeDelta,
        limit: u32,
    ) -> Result<Vec<DueMessage>, StoreError> {
        let now = self.ports.clock.now();
        self.ports.queue.claim(worker, now, lease, limit).await
    }

    /// Extends leases by `lease` from now and returns the claims that still hold. A message whose
    /// claim is missing must not be sent.
    ///
    /// # Errors
    /// [`StoreError`]; no lease is extended then.
    pub async fn renew(
        &self,
        claims: &[Claim],
        lease: TimeDelta,
    ) -> Result<Vec<Claim>, StoreError> {
        let until = self.ports.clock.now() + lease;
        self.ports.queue.renew(claims, until).await
    }

    /// Returns when the next message is due.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn next_due(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.ports.queue.next_due().await
    }

    /// Renders the message, sends it, and says how that ended. Writes nothing.
    pub async fn attempt(&self, due: DueMessage) -> Attempt {
        let outcome = if is_wanted(&due, self.ports.clock.now()) {
            match self.send(&due).await {
                Ok(hand_over) => AttemptOutcome::HandedOver(hand_over),
                Err(error) => AttemptOutcome::NotSent(error),
            }
        } else {
            AttemptOutcome::Obsolete
        };
        self.ended(due, outcome)
    }

    /// Gives a claimed message back untried, at a graceful stop.
    pub fn give_back(&self, due: DueMessage) -> Attempt {
        self.ended(due, AttemptOutcome::GivenBack)
    }

    /// Writes down how attempts ended, in one transaction for all of them: the verdict over each
    /// message, the attempt in its history, and what it means for the invitation.
    ///
    /// # Errors
    /// [`StoreError`]; nothing was written.
    pub async fn record(&self, attempts: Vec<Attempt>) -> Result<DispatchReport, StoreError> {
        if attempts.is_empty() {
            return Ok(DispatchReport::default());
        }
        let mut unit = self.ports.store.begin().await?;
        let recorded = self.record_in(unit.as_mut(), attempts).await;
        finish(unit, recorded).await
    }

    async fn record_in(
        &self,
        unit: &mut dyn UnitOfWork,
        attempts: Vec<Attempt>,
    ) -> Result<DispatchReport, StoreError> {
        // Invitations before messages, in one order: whoever revokes locks them the same way.
        let mut ids: Vec<InvitationId> = attempts
            .iter()
            .filter_map(|attempt| attempt.message.about.invitation())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let locked = unit.invitations().lock_all(&ids).await?;
        let mut invitations: HashMap<_, _> = locked.into_iter().map(|i| (i.id, i)).collect();

        let decided: Vec<Decided> = attempts.into_iter().map(|a| self.decide(a)).collect();
        let settlements: Vec<_> = decided.iter().map(|d| d.settlement).collect();
        let counted = unit.outbox().settle(&settlements).await?;

        let mut report = DispatchReport::default();
        let (mut deliveries, mut changed, mut entries) = (Vec::new(), Vec::new(), Vec::new());
        for decision in decided {
            if !counted.contains(&decision.settlement.message) {
                report.lost += 1;
                continue;
            }
            report.count(&decision);
            // Before what it leads to, so that their ids tell the history in order.
            deliveries.extend(self.delivery(&decision));
            let attempt = &decision.attempt;
            let about = attempt.message.about.invitation();
            if let Some(invitation) = about.and_then(|id| invitations.remove(&id)) {
                match decision.apply(invitation) {
                    Applied::Changed(invitation, event) => {
                        entries.push(self.entry(&invitation, event, attempt.at));
                        changed.push(*invitation);
                    }
                    Applied::Unchanged(invitation) => {
                        invitations.insert(invitation.id, *invitation);
                    }
                }
            }
        }
        unit.invitations().update_all(&changed).await?;
        unit.outbox().record(&deliveries).await?;
        unit.audit().append(&entries).await?;
        Ok(report)
    }

    fn entry(&self, invitation: &Invitation, event: Event, at: DateTime<Utc>) -> AuditEntry {
        audit_entry(self.ports.ids.as_ref(), invitation, Doer::WORKER, event, at)
    }

    fn ended(&self, due: DueMessage, outcome: AttemptOutcome) -> Attempt {
        Attempt {
            message: due.message.clone(),
            fence: due.claim.fence,
            outcome,
            at: self.ports.clock.now(),
            due,
        }
    }
}

impl DispatchReport {
    fn count(&mut self, decision: &Decided) {
        let counter = match decision.settlement.verdict {
            Verdict::Sent => &mut self.handed_over,
            Verdict::Failed => &mut self.failed,
            Verdict::Retry { .. } => &mut self.deferred,
            Verdict::Obsolete => &mut self.obsolete,
            Verdict::Release { .. } => &mut self.given_back,
        };
        *counter += 1;
    }
}
