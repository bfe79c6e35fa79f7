//! Sending, and sending again.

use super::{InvitationService, channel_for, grantable::check_grant, own};
use crate::{
    model::{
        Caller, GrantRefused, IllegalTransition, Invitation, InvitationId, NoChannel, Operation,
        Unavailable, Undefined,
    },
    ports::{StoreError, UnitOfWork, UpdateError},
    service::unit::finish,
};

/// Why nothing was sent. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum SendInvitationError {
    /// There is no such invitation in this account.
    #[error("there is no such invitation")]
    NotFound,
    /// The caller would grant more than they hold.
    #[error(transparent)]
    Forbidden(#[from] GrantRefused),
    /// Nobody comes into a suspended account.
    #[error("the account is suspended")]
    AccountSuspended,
    /// It stands where nothing can be sent: a message waits already, or the person is in.
    #[error(transparent)]
    Illegal(#[from] IllegalTransition),
    /// No message can leave for this person.
    #[error(transparent)]
    NoChannel(#[from] NoChannel),
    /// The account no longer defines some of what it would give.
    #[error("the account no longer defines everything that it would give")]
    Undefined(Vec<Undefined>),
    /// One member alone may hold a resource of the grant, and one does or is promised it.
    #[error("a resource of the grant belongs to someone else")]
    Unavailable(Vec<Unavailable>),
    /// Someone else holds the person's place on the roster by now.
    #[error("another live invitation holds the person's place on the roster")]
    AlreadyInvited,
    /// Someone changed it at the same moment; asking again will tell how it stands.
    #[error("the invitation was changed at the same moment")]
    Conflict,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl InvitationService {
    /// Queues a message with a new link. Resending is the same: the account's resend policy says
    /// what becomes of the old link.
    ///
    /// # Errors
    /// [`SendInvitationError`]; nothing was changed.
    pub async fn send(
        &self,
        caller: &Caller,
        id: InvitationId,
    ) -> Result<Invitation, SendInvitationError> {
        caller.may(Operation::Invite).map_err(GrantRefused::from)?;
        if caller.account.suspended_at.is_some() {
            return Err(SendInvitationError::AccountSuspended);
        }
        let mut unit = self.ports.store.begin().await?;
        let sent = self.send_in(unit.as_mut(), caller, id).await;
        finish(unit, sent).await
    }

    async fn send_in(
        &self,
        unit: &mut dyn UnitOfWork,
        caller: &Caller,
        id: InvitationId,
    ) -> Result<Invitation, SendInvitationError> {
        let now = self.now();
        let found = unit.invitations().lock(id).await?;
        let invitation = own(found, caller).ok_or(SendInvitationError::NotFound)?;
        caller.authority.may_grant(&invitation.grant)?;

        let (mut invitation, event) =
            invitation.queue(caller.account.settings.resend_policy, now)?;
        let itself = Some(invitation.id);
        check_grant(unit, caller.account.id, &invitation.grant, itself, now).await?;
        let channel = channel_for(&caller.account, &invitation)?;
        // Whoever sends vouches for it: at acceptance their right is the one that is checked.
        invitation.inviter = caller.as_inviter();

        match unit.invitations().update(&invitation).await {
            Ok(()) => {}
            Err(UpdateError::Taken) => return Err(SendInvitationError::AlreadyInvited),
            Err(UpdateError::Stale) => return Err(SendInvitationError::Conflict),
            Err(UpdateError::Store(error)) => return Err(error.into()),
        }
        let message = self.message(&invitation, channel, now);
        unit.outbox().enqueue(&message).await?;
        let entry = self.audit(&invitation, caller.doer(), event, now);
        unit.audit().append(&[entry]).await?;
        Ok(invitation)
    }
}
