//! Withdrawing an invitation.

use super::{InvitationService, own};
use crate::{
    model::{Caller, GrantRefused, IllegalTransition, Invitation, InvitationId, Operation, Status},
    ports::{StoreError, UnitOfWork, UpdateError},
    service::unit::finish,
};

/// Why nothing was withdrawn.
#[derive(Debug, thiserror::Error)]
pub enum RevokeError {
    /// There is no such invitation in this account.
    #[error("there is no such invitation")]
    NotFound,
    /// The caller may not manage such an invitation.
    #[error(transparent)]
    Forbidden(#[from] GrantRefused),
    /// The person is in: remove the member instead.
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
    /// Withdraws an invitation: its links are dead from the commit on, and no message that is not
    /// already being sent leaves after it. Withdrawing twice is the same as once.
    ///
    /// # Errors
    /// [`RevokeError`]; nothing was changed.
    pub async fn revoke(
        &self,
        caller: &Caller,
        id: InvitationId,
    ) -> Result<Invitation, RevokeError> {
        caller.may(Operation::Invite).map_err(GrantRefused::from)?;
        let mut unit = self.ports.store.begin().await?;
        let revoked = self.revoke_in(unit.as_mut(), caller, id).await;
        finish(unit, revoked).await
    }

    async fn revoke_in(
        &self,
        unit: &mut dyn UnitOfWork,
        caller: &Caller,
        id: InvitationId,
    ) -> Result<Invitation, RevokeError> {
        let now = self.now();
        let found = unit.invitations().lock(id).await?;
        let invitation = own(found, caller).ok_or(RevokeError::NotFound)?;
        caller.authority.may_grant(&invitation.grant)?;
        if invitation.status(now) == Status::Revoked {
            return Ok(invitation);
        }

        let (invitation, event) = invitation.revoke(now)?;
        match unit.invitations().update(&invitation).await {
            Ok(()) => {}
            Err(UpdateError::Stale | UpdateError::Taken) => return Err(RevokeError::Conflict),
            Err(UpdateError::Store(error)) => return Err(error.into()),
        }
        unit.outbox().cancel(invitation.id).await?;
        let entry = self.audit(&invitation, caller.doer(), event, now);
        unit.audit().append(&[entry]).await?;
        Ok(invitation)
    }
}
