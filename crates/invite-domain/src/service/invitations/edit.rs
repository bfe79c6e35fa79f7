//! Changing an invitation while it is pending.

use super::{InvitationService, channel_for, grantable::check_grant, own};
use crate::{
    model::{
        Caller, Changes, EditRefused, Edited, GrantRefused, InvalidValue, Invitation, InvitationId,
        NoChannel, Operation, Status, Unavailable, Undefined,
    },
    ports::{StoreError, UnitOfWork, UpdateError},
    service::unit::finish,
};

/// What is to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditInvitation {
    /// Which invitation.
    pub id: InvitationId,
    /// The new values.
    pub changes: Changes,
    /// The version that the caller saw, where they want to be told of anyone else's change.
    pub expected_version: Option<u32>,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum EditInvitationError {
    /// There is no such invitation in this account.
    #[error("there is no such invitation")]
    NotFound,
    /// The caller would grant more than they hold.
    #[error(transparent)]
    Forbidden(#[from] GrantRefused),
    /// It is history: accepted or revoked.
    #[error("an invitation that is {0} cannot be changed")]
    NotEditable(Status),
    /// The values do not make an invitation.
    #[error(transparent)]
    Invalid(#[from] InvalidValue),
    /// No message could leave for the changed person.
    #[error(transparent)]
    NoChannel(#[from] NoChannel),
    /// The account has not defined some of what is to be granted.
    #[error("the account has not defined everything that is to be granted")]
    Undefined(Vec<Undefined>),
    /// One member alone may hold a resource of the grant, and one does or is promised it.
    #[error("a resource of the grant belongs to someone else")]
    Unavailable(Vec<Unavailable>),
    /// Someone has this login already.
    #[error("the login belongs to someone else")]
    LoginTaken,
    /// Another live invitation of the account holds the changed address.
    #[error("the person is on the roster already")]
    AlreadyInvited,
    /// Someone else changed it since the caller saw it.
    #[error("the invitation was changed meanwhile")]
    Conflict,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl InvitationService {
    /// Changes an invitation while it is pending.
    ///
    /// A changed address or number kills every older link; if a message was out or on its way, one
    /// to the new address is queued in the same commit.
    ///
    /// # Errors
    /// [`EditInvitationError`]; nothing was changed.
    pub async fn edit(
        &self,
        caller: &Caller,
        command: EditInvitation,
    ) -> Result<Invitation, EditInvitationError> {
        caller.may(Operation::Invite).map_err(GrantRefused::from)?;
        let mut unit = self.ports.store.begin().await?;
        let edited = self.edit_in(unit.as_mut(), caller, command).await;
        finish(unit, edited).await
    }

    async fn edit_in(
        &self,
        unit: &mut dyn UnitOfWork,
        caller: &Caller,
        command: EditInvitation,
    ) -> Result<Invitation, EditInvitationError> {
        let now = self.now();
        let found = unit.invitations().lock(command.id).await?;
        let before = own(found, caller).ok_or(EditInvitationError::NotFound)?;
        // Both what it gave and what it will give: nobody takes away either what they do not hold.
        caller.authority.may_grant(&before.grant)?;
        if let Some(grant) = &command.changes.grant {
            caller.authority.may_grant(grant)?;
        }
        if command
            .expected_version
            .is_some_and(|v| v != before.version)
        {
            return Err(EditInvitationError::Conflict);
        }
        let invitee = command.changes.invitee.as_ref();
        let new_login = invitee.and_then(|i| i.login.as_ref());
        if let Some(login) = new_login
            && before.invitee.login.as_ref() != Some(login)
            && unit.members().login_taken(login).await?
        {
            return Err(EditInvitationError::LoginTaken);
        }

        let regranted = command.changes.grant.is_some();
        let Edited {
            invitation,
            event,
            send_anew,
        } = before.edit(command.changes, now)?;
        let Some(event) = event else {
            return Ok(invitation);
        };
        if regranted {
            let itself = Some(invitation.id);
            check_grant(unit, caller.account.id, &invitation.grant, itself, now).await?;
        }

        match unit.invitations().update(&invitation).await {
            Ok(()) => {}
            Err(UpdateError::Taken) => return Err(EditInvitationError::AlreadyInvited),
            Err(UpdateError::Stale) => return Err(EditInvitationError::Conflict),
            Err(UpdateError::Store(error)) => return Err(error.into()),
        }
        if send_anew {
            let channel = channel_for(&caller.account, &invitation)?;
            unit.outbox().cancel(invitation.id).await?;
            let message = self.message(&invitation, channel, now);
            unit.outbox().enqueue(&message).await?;
        }
        let entry = self.audit(&invitation, caller.doer(), event, now);
        unit.audit().append(&[entry]).await?;
        Ok(invitation)
    }
}

impl From<EditRefused> for EditInvitationError {
    fn from(refused: EditRefused) -> Self {
        match refused {
            EditRefused::NotEditable(status) => Self::NotEditable(status),
            EditRefused::Invalid(invalid) => Self::Invalid(invalid),
        }
    }
}
