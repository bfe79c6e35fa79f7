//! Declining.

use super::{DeadLink, InvitationService, admission};
use crate::{
    model::{
        Actor, Doer, IllegalTransition, InvitationToken, LinkRefusal, PersonalMessage, State, Via,
    },
    ports::{StoreError, UnitOfWork, UpdateError},
    service::unit::finish,
};

/// The holder of a link says no.
#[derive(Debug, Clone)]
pub struct DeclineInvitation {
    /// The token of the link.
    pub token: InvitationToken,
    /// Why, if they want to say so.
    pub reason: Option<PersonalMessage>,
    /// Through what they say it.
    pub via: Via,
}

/// Why nothing was declined.
#[derive(Debug, thiserror::Error)]
pub enum DeclineError {
    /// The token is not one of ours. Forged, malformed and foreign look alike.
    #[error("the link is not one of ours")]
    UnknownLink,
    /// The link is genuine and opens nothing anymore; declining twice is no error.
    #[error("{}", .0.refusal)]
    DeadLink(Box<DeadLink>),
    /// The message is known not to have arrived.
    #[error(transparent)]
    Illegal(#[from] IllegalTransition),
    /// Someone changed it at the same moment; asking again will tell how it stands.
    #[error("the invitation was changed at the same moment")]
    Conflict,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl InvitationService {
    /// Records the holder's no; the link is dead from then on. Declining twice is the same as once.
    ///
    /// # Errors
    /// [`DeclineError`]; nothing was changed, but that the account's log tells of a genuine link that
    /// declined nothing.
    pub async fn decline(&self, command: DeclineInvitation) -> Result<(), DeclineError> {
        let (token, via) = (command.token.clone(), command.via);
        let declined = self.say_no(command).await;
        self.tell_of_refusal(&token, via, declined).await
    }

    async fn say_no(&self, command: DeclineInvitation) -> Result<(), DeclineError> {
        let (claim, standing) = self
            .resolve(&command.token)
            .await?
            .ok_or(DeclineError::UnknownLink)?;
        if let Err(dead) = admission::open(&standing, claim, self.now()) {
            return match dead.refusal {
                LinkRefusal::Declined => Ok(()),
                LinkRefusal::Unknown => Err(DeclineError::UnknownLink),
                _ => Err(DeclineError::DeadLink(
                    self.with_renewal(&standing, dead).await?,
                )),
            };
        }
        let mut unit = self.ports.store.begin().await?;
        let declined = self
            .decline_in(unit.as_mut(), claim.generation, &command, &standing)
            .await;
        finish(unit, declined).await
    }

    async fn decline_in(
        &self,
        unit: &mut dyn UnitOfWork,
        generation: u32,
        command: &DeclineInvitation,
        standing: &crate::ports::Standing,
    ) -> Result<(), DeclineError> {
        let now = self.now();
        let id = standing.invitation.id;
        let invitation = unit
            .invitations()
            .lock(id)
            .await?
            .ok_or(DeclineError::UnknownLink)?;
        let was_queued = invitation.state == State::Queued;
        let open = invitation
            .open(generation, now)
            .map_err(|_| DeclineError::Conflict)?;
        let (invitation, event) = open.decline(command.reason.clone())?;
        match unit.invitations().update(&invitation).await {
            Ok(()) => {}
            Err(UpdateError::Stale | UpdateError::Taken) => return Err(DeclineError::Conflict),
            Err(UpdateError::Store(error)) => return Err(error.into()),
        }
        if was_queued {
            unit.outbox().cancel(id).await?;
        }
        let doer = Doer {
            actor: Actor::Invitee,
            via: command.via,
        };
        let entry = self.audit(&invitation, doer, event, now);
        unit.audit().append(&[entry]).await?;
        Ok(())
    }
}
