//! What follows from an attempt: the verdict over its message, the line in its history, and the
//! invitation's next state.

use super::{Attempt, AttemptOutcome, DispatchService};
use crate::{
    model::{
        About, Delivery, DeliveryOutcome, Event, Failure, FailureReason, Invitation, Settlement,
        State, Verdict,
    },
    ports::{HandOver, SendError},
    service::invitations::fresh_delivery_id,
};
use chrono::{DateTime, TimeDelta, Utc};

/// How long a message rests when our own settings kept it from leaving.
const MISCONFIGURED_PAUSE: TimeDelta = TimeDelta::minutes(1);

/// An attempt with what follows from it.
pub(super) struct Decided {
    pub(super) attempt: Attempt,
    pub(super) settlement: Settlement,
    pub(super) outcome: Option<DeliveryOutcome>,
}

/// What an attempt did to the invitation.
pub(super) enum Applied {
    Changed(Box<Invitation>, Event),
    Unchanged(Box<Invitation>),
}

impl Decided {
    /// Applies the outcome to the invitation, unless it moved on while the message was sent.
    pub(super) fn apply(&self, invitation: Invitation) -> Applied {
        let current = About::Invitation {
            id: invitation.id,
            generation: invitation.generation,
        };
        if self.attempt.message.about != current || invitation.state != State::Queued {
            return Applied::Unchanged(Box::new(invitation));
        }
        let Some(due) = self.attempt.due.invitation() else {
            return Applied::Unchanged(Box::new(invitation));
        };
        let kept = invitation.clone();
        let moved = match &self.outcome {
            Some(DeliveryOutcome::HandedOver { .. }) => {
                let ttl = invitation.ttl(&due.account);
                invitation.hand_over(ttl, self.attempt.at)
            }
            Some(DeliveryOutcome::Failed(failure)) => {
                invitation.fail(failure.clone(), self.attempt.at)
            }
            Some(
                DeliveryOutcome::Deferred { .. }
                | DeliveryOutcome::Unknown { .. }
                | DeliveryOutcome::Bounced(_),
            )
            | None => return Applied::Unchanged(Box::new(invitation)),
        };
        match moved {
            Ok((invitation, event)) => Applied::Changed(Box::new(invitation), event),
            Err(_) => Applied::Unchanged(Box::new(kept)),
        }
    }
}

impl DispatchService {
    /// Turns the outcome of an attempt into a verdict over its message.
    pub(super) fn decide(&self, attempt: Attempt) -> Decided {
        let attempts = attempt.message.attempts + 1;
        let at = attempt.at;
        let (verdict, outcome) = match attempt.outcome.clone() {
            AttemptOutcome::HandedOver(HandOver { reply }) => {
                let reply = crate::model::one_line(&reply);
                (Verdict::Sent, Some(DeliveryOutcome::HandedOver { reply }))
            }
            AttemptOutcome::Obsolete => (Verdict::Obsolete, None),
            AttemptOutcome::GivenBack => (Verdict::Release { due_at: at }, None),
            AttemptOutcome::NotSent(SendError::Misconfigured { .. }) => {
                let due_at = at + MISCONFIGURED_PAUSE;
                (Verdict::Release { due_at }, None)
            }
            AttemptOutcome::NotSent(SendError::Permanent(failure)) => {
                (Verdict::Failed, Some(DeliveryOutcome::Failed(failure)))
            }
            AttemptOutcome::NotSent(SendError::Temporary { detail }) => {
                self.retry(&attempt, attempts, &detail, None)
            }
            AttemptOutcome::NotSent(SendError::Unknown { detail }) => {
                let pause = self.ports.retry.unknown_pause;
                self.retry(&attempt, attempts, &detail, Some(at + pause))
            }
        };
        let counts = !matches!(verdict, Verdict::Release { .. } | Verdict::Obsolete);
        Decided {
            settlement: Settlement {
                message: attempt.message.id,
                fence: attempt.fence,
                attempts: if counts {
                    attempts
                } else {
                    attempt.message.attempts
                },
                verdict,
            },
            outcome,
            attempt,
        }
    }

    fn retry(
        &self,
        attempt: &Attempt,
        attempts: u32,
        said: &str,
        unknown_until: Option<DateTime<Utc>>,
    ) -> (Verdict, Option<DeliveryOutcome>) {
        let message = &attempt.message;
        let policy = &self.ports.retry;
        let next = policy.next(message.id, message.queued_at, attempts, attempt.at);
        let detail = crate::model::one_line(said);
        match (next, unknown_until) {
            (None, _) => {
                let failure = Failure::new(FailureReason::RetriesExhausted, said);
                (Verdict::Failed, Some(DeliveryOutcome::Failed(failure)))
            }
            (Some(due_at), None) => (
                Verdict::Retry { due_at },
                Some(DeliveryOutcome::Deferred {
                    detail,
                    retry_at: due_at,
                }),
            ),
            (Some(next), Some(until)) => {
                let due_at = next.max(until);
                let outcome = DeliveryOutcome::Unknown {
                    detail,
                    retry_at: due_at,
                };
                (Verdict::Retry { due_at }, Some(outcome))
            }
        }
    }

    /// The line in the history of the invitation, where there is one.
    pub(super) fn delivery(&self, decision: &Decided) -> Option<Delivery> {
        let message = &decision.attempt.message;
        let invitation_id = message.about.invitation()?;
        decision.outcome.clone().map(|outcome| Delivery {
            id: fresh_delivery_id(self.ports.ids.as_ref()),
            account_id: message.account_id,
            invitation_id,
            message_id: message.id,
            channel: message.channel,
            attempt: message.attempts + 1,
            outcome,
            at: decision.attempt.at,
        })
    }
}
