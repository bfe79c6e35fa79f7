//! What a message about an invitation is made of: the same for sending it and for looking at it first.

use crate::{
    model::{
        Account, EmailAddress, Invitation, MailMessage, MailWordings, OutboxId, PhoneNumber, WayIn,
    },
    ports::{InvitationMail, InvitationText},
};
use chrono::{DateTime, Utc};

/// Names one message.
#[derive(Debug, Clone, Copy)]
pub(super) struct Envelope {
    pub(super) id: OutboxId,
    pub(super) date: DateTime<Utc>,
}

/// Puts a mail together.
pub(super) fn mail(
    invitation: &Invitation,
    account: &Account,
    to: &EmailAddress,
    wordings: &MailWordings,
    way_in: WayIn,
    envelope: Envelope,
) -> InvitationMail {
    let locale = invitation.locale(account);
    InvitationMail {
        id: envelope.id,
        account_id: account.id,
        to: to.clone(),
        to_name: invitation.invitee.name.clone(),
        locale,
        date: envelope.date,
        account_name: account.name.clone(),
        sender_name: account.settings.sender_name.clone(),
        subject: account.settings.mail_subject.clone(),
        wording: wordings.get(MailMessage::of(&way_in), locale),
        user_name: user_name(invitation),
        inviter_name: invitation.inviter.name.clone(),
        message: invitation.message.clone(),
        way_in,
        ttl: invitation.ttl(account),
    }
}

/// Puts an SMS together.
pub(super) fn text(
    invitation: &Invitation,
    account: &Account,
    to: &PhoneNumber,
    way_in: WayIn,
    envelope: Envelope,
) -> InvitationText {
    InvitationText {
        id: envelope.id,
        to: to.clone(),
        locale: invitation.locale(account),
        account_name: account.name.clone(),
        inviter_name: invitation.inviter.name.clone(),
        way_in,
    }
}

/// Returns what the person will sign in with: their login, else what identifies them on the roster.
pub(super) fn user_name(invitation: &Invitation) -> String {
    let invitee = &invitation.invitee;
    match &invitee.login {
        Some(login) => login.as_str().to_owned(),
        None => invitee.known_as().to_owned(),
    }
}
