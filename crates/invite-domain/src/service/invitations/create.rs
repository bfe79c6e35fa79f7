//! Putting one person on the roster, and sending at once if wished.

use super::{InvitationService, channel_for, fresh_invitation_id, grantable::check_grant};
use crate::{
    model::{
        Caller, ChannelPreference, Event, Grant, GrantRefused, InvalidValue, Invitation,
        InvitationId, Invitee, MemberId, NewInvitation, NoChannel, PersonalMessage, Ttl,
        Unavailable, Undefined,
    },
    ports::{InsertError, StoreError, UnitOfWork},
    service::unit::finish,
};

/// One person, as an administrator writes them down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateInvitation {
    /// Who is asked.
    pub invitee: Invitee,
    /// What acceptance gives.
    pub grant: Grant,
    /// How they are to be told.
    pub channel: ChannelPreference,
    /// How long links live, where it differs from the account's setting.
    pub ttl: Option<Ttl>,
    /// What the inviter wants to say.
    pub message: Option<PersonalMessage>,
    /// Whether to queue the message in the same commit.
    pub send: bool,
}

/// Why nobody was put on the roster. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum CreateInvitationError {
    /// The caller would grant more than they hold.
    #[error(transparent)]
    Forbidden(#[from] GrantRefused),
    /// Nobody comes into a suspended account.
    #[error("the account is suspended")]
    AccountSuspended,
    /// There is neither an address nor a number.
    #[error(transparent)]
    Invalid(#[from] InvalidValue),
    /// No message can leave for this person.
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
    /// The person is on the roster already.
    #[error("the person is on the roster already")]
    AlreadyInvited(InvitationId),
    /// The person is a member already.
    #[error("the person is a member already")]
    AlreadyMember(MemberId),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl InvitationService {
    /// Puts a person on the roster; with `send`, queues their message in the same commit.
    ///
    /// What this returns survives a kill at any later instruction, the message included.
    ///
    /// # Errors
    /// [`CreateInvitationError`]; nothing was written.
    pub async fn create(
        &self,
        caller: &Caller,
        command: CreateInvitation,
    ) -> Result<Invitation, CreateInvitationError> {
        caller.authority.may_grant(&command.grant)?;
        if caller.account.suspended_at.is_some() {
            return Err(CreateInvitationError::AccountSuspended);
        }
        let mut unit = self.ports.store.begin().await?;
        let created = self.create_in(unit.as_mut(), caller, command).await;
        finish(unit, created).await
    }

    async fn create_in(
        &self,
        unit: &mut dyn UnitOfWork,
        caller: &Caller,
        command: CreateInvitation,
    ) -> Result<Invitation, CreateInvitationError> {
        let now = self.now();
        let send = command.send;
        check_person(unit, caller, &command.invitee).await?;
        check_grant(unit, caller.account.id, &command.grant, None, now).await?;

        let new = NewInvitation {
            id: fresh_invitation_id(self.ports.ids.as_ref()),
            account_id: caller.account.id,
            invitee: command.invitee,
            grant: command.grant,
            inviter: caller.as_inviter(),
            channel: command.channel,
            ttl: command.ttl,
            message: command.message,
        };
        let mut invitation = Invitation::put_on_roster(new, now)?;
        let mut entries = vec![self.audit(&invitation, caller.doer(), Event::Created, now)];
        let mut message = None;
        if send {
            let channel = channel_for(&caller.account, &invitation)?;
            // The table has an arrow from "not invited" to "queued": this cannot be refused.
            if let Ok((queued, event)) = invitation
                .clone()
                .queue(caller.account.settings.resend_policy, now)
            {
                invitation = queued;
                entries.push(self.audit(&invitation, caller.doer(), event, now));
                message = Some(self.message(&invitation, channel, now));
            }
        }

        insert(unit, &invitation).await?;
        if let Some(message) = message {
            unit.outbox().enqueue(&message).await?;
        }
        unit.audit().append(&entries).await?;
        Ok(invitation)
    }
}

async fn insert(
    unit: &mut dyn UnitOfWork,
    invitation: &Invitation,
) -> Result<(), CreateInvitationError> {
    match unit.invitations().insert(invitation).await {
        Ok(()) => Ok(()),
        Err(InsertError::Store(error)) => Err(error.into()),
        Err(InsertError::Taken) => {
            let identity = invitation.invitee.identity()?;
            let live = unit
                .invitations()
                .find_live(invitation.account_id, &identity)
                .await?;
            // It may have been accepted or revoked this instant; the caller's next try will tell.
            let id = live.map_or(invitation.id, |live| live.id);
            Err(CreateInvitationError::AlreadyInvited(id))
        }
    }
}

/// Checks that the person is not in yet, and that the login offered to them is free.
async fn check_person(
    unit: &mut dyn UnitOfWork,
    caller: &Caller,
    invitee: &Invitee,
) -> Result<(), CreateInvitationError> {
    let known = unit
        .members()
        .find_user(invitee.email.as_ref(), invitee.phone.as_ref())
        .await?;
    if let Some(user) = known {
        let member = unit.members().find(caller.account.id, user).await?;
        if let Some(member) = member {
            return Err(CreateInvitationError::AlreadyMember(member.id));
        }
    } else if let Some(login) = &invitee.login
        && unit.members().login_taken(login).await?
    {
        return Err(CreateInvitationError::LoginTaken);
    }
    Ok(())
}
