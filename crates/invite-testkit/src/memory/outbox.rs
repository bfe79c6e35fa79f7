//! The outbox in memory: the side that writes within a unit of work.

use super::{
    tables::{Waiting, missing, twice},
    unit_of_work::MemoryUnit,
};
use async_trait::async_trait;
use invite_domain::{
    model::{About, Delivery, InvitationId, OutboxId, OutboxMessage, Settlement, Verdict},
    ports::{Outbox, StoreError},
};

#[async_trait]
impl Outbox for MemoryUnit {
    async fn enqueue(&mut self, message: &OutboxMessage) -> Result<(), StoreError> {
        let (is_there, what) = match message.about {
            About::Invitation { id, .. } | About::AcceptanceCode { id, .. } => {
                (self.tables.invitations.has(&id), "invitation")
            }
            About::PasswordReset(id) => (self.tables.password_resets.has(&id), "password reset"),
            About::PasswordChanged(id) => (self.tables.people.has(&id), "person"),
        };
        if !is_there {
            return Err(missing(what));
        }
        let waiting = Waiting {
            message: message.clone(),
            fence: 0,
            leased_until: None,
        };
        if self.tables.outbox.add(message.id, waiting) {
            Ok(())
        } else {
            Err(twice("message"))
        }
    }

    async fn cancel(&mut self, invitation: InvitationId) -> Result<(), StoreError> {
        self.tables
            .outbox
            .keep(|waiting| waiting.message.about.invitation() != Some(invitation));
        Ok(())
    }

    async fn settle(&mut self, settlements: &[Settlement]) -> Result<Vec<OutboxId>, StoreError> {
        let mut counted = Vec::with_capacity(settlements.len());
        for settlement in settlements {
            if self.settle_one(settlement) {
                counted.push(settlement.message);
            }
        }
        Ok(counted)
    }

    async fn record(&mut self, deliveries: &[Delivery]) -> Result<(), StoreError> {
        for delivery in deliveries {
            if !self.tables.invitations.has(&delivery.invitation_id) {
                return Err(missing("invitation"));
            }
            if !self.tables.deliveries.add(delivery.id, delivery.clone()) {
                return Err(twice("delivery"));
            }
        }
        Ok(())
    }
}

impl MemoryUnit {
    /// Passes one verdict, if the claim is the latest and was not settled before.
    fn settle_one(&mut self, settlement: &Settlement) -> bool {
        let waiting = self.tables.outbox.get(&settlement.message);
        let held = |w: &&Waiting| w.fence == settlement.fence && w.leased_until.is_some();
        let Some(waiting) = waiting.filter(held) else {
            return false;
        };
        match settlement.verdict {
            Verdict::Sent | Verdict::Failed | Verdict::Obsolete => {
                self.tables.outbox.remove(&settlement.message);
            }
            Verdict::Retry { due_at } | Verdict::Release { due_at } => {
                let mut again = waiting.clone();
                again.leased_until = None;
                again.message.due_at = due_at;
                again.message.attempts = settlement.attempts;
                self.tables.outbox.put(settlement.message, again);
            }
        }
        true
    }
}
