//! What workers do: claim, send, settle, and wake up too late.

use super::{
    super::fixture::LEASE,
    script::{Script, label, over},
};
use chrono::TimeDelta;
use invite_domain::{
    model::{
        About, Delivery, DeliveryId, DeliveryOutcome, DueMessage, Event, Failure, FailureReason,
        Invitation, State, Verdict,
    },
    ports::{IdSource, UnitOfWork},
};

impl Script<'_> {
    /// Claims what is due and settles most of it.
    pub(super) async fn work(&mut self) {
        let queue = self.harness.queue.clone();
        let now = self.now();
        let mut due = queue.claim("worker", now, LEASE, 10_000).await.unwrap();
        due.sort_by_key(|due| due.message.id);
        self.tell(format!("{} due", due.len()));
        for message in due {
            if self.lot(4) == 0 {
                self.tell(format!(
                    "fall asleep over {}",
                    label(&message.invitation().unwrap().invitation)
                ));
                self.zombies.push(message.claim);
            } else {
                self.settle(&message).await;
            }
        }
    }

    async fn settle(&mut self, due: &DueMessage) {
        let matter = due.invitation().unwrap();
        let invitation = matter.invitation.clone();
        let (id, generation) = (invitation.id, invitation.generation);
        let current = due.message.about == About::Invitation { id, generation };
        let wanted = invitation.state == State::Queued && current;
        let due_at = self.now() + TimeDelta::minutes(7);
        let (verdict, outcome) = match self.lot(6) {
            _ if !wanted => (Verdict::Obsolete, None),
            0 => (Verdict::Release { due_at }, None),
            1 => (
                Verdict::Retry { due_at },
                Some(deferred("451 позже", due_at)),
            ),
            2 => (Verdict::Failed, Some(failed())),
            _ => (Verdict::Sent, Some(handed_over())),
        };
        let counts = outcome.is_some();
        let attempts = due.message.attempts + u32::from(counts);
        let mut unit = self.unit().await;
        let settlement = over(due.claim, attempts, verdict);
        let counted = unit.outbox().settle(&[settlement]).await.unwrap();
        assert_eq!(counted, [due.message.id], "nobody else is at work");
        if let Some(outcome) = outcome {
            let delivery = self.delivery(due, attempts, outcome);
            unit.outbox().record(&[delivery]).await.unwrap();
        }
        let account_ttl = invitation.ttl(&matter.account);
        let moved = match verdict {
            Verdict::Sent => invitation.hand_over(account_ttl, self.now()).ok(),
            Verdict::Failed => invitation.fail(no_such_user(), self.now()).ok(),
            Verdict::Retry { .. } | Verdict::Obsolete | Verdict::Release { .. } => None,
        };
        if let Some((next, event)) = moved {
            self.write(unit.as_mut(), &next, event).await;
        }
        unit.commit().await.unwrap();
        self.tell(format!("{verdict:?} for {}", label(&matter.invitation)));
    }

    async fn write(&self, unit: &mut dyn UnitOfWork, next: &Invitation, event: Event) {
        unit.invitations().update(next).await.unwrap();
        self.audit(unit, next, event).await;
    }

    fn delivery(&self, due: &DueMessage, attempt: u32, outcome: DeliveryOutcome) -> Delivery {
        Delivery {
            id: DeliveryId::new(self.ids.next_id()),
            account_id: due.message.account_id,
            invitation_id: due.message.about.invitation().unwrap(),
            message_id: due.message.id,
            channel: due.message.channel,
            attempt,
            outcome,
            at: self.now(),
        }
    }

    /// Lets a worker that fell asleep renew and settle, if it still may.
    pub(super) async fn zombie_wakes(&mut self) {
        if self.zombies.is_empty() {
            return self.tell("no zombie");
        }
        let claim = self.zombies.remove(0);
        let until = self.now() + LEASE;
        let renewed = self.harness.queue.renew(&[claim], until).await.unwrap();
        let mut unit = self.unit().await;
        let settlement = over(claim, 1, Verdict::Obsolete);
        let counted = unit.outbox().settle(&[settlement]).await.unwrap();
        unit.commit().await.unwrap();
        self.tell(format!(
            "a zombie wakes: {} renewed, {} settled",
            renewed.len(),
            counted.len()
        ));
    }
}

fn handed_over() -> DeliveryOutcome {
    DeliveryOutcome::HandedOver {
        reply: "250 2.0.0 ok".to_owned(),
    }
}

fn deferred(said: &str, retry_at: chrono::DateTime<chrono::Utc>) -> DeliveryOutcome {
    DeliveryOutcome::Deferred {
        detail: said.to_owned(),
        retry_at,
    }
}

fn no_such_user() -> Failure {
    Failure::new(FailureReason::UnknownRecipient, "550 5.1.1 no such user")
}

fn failed() -> DeliveryOutcome {
    DeliveryOutcome::Failed(no_such_user())
}
