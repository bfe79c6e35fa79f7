//! Deriving the link of a message, and handing it to the channel it takes.

use super::DispatchService;
use crate::{
    model::{Channel, DueMessage, Failure, FailureReason, State, TokenClaim, TokenPurpose},
    ports::{HandOver, InvitationMail, InvitationText, SendError},
};

impl DispatchService {
    pub(super) async fn send(&self, due: &DueMessage) -> Result<HandOver, SendError> {
        let DueMessage {
            message,
            invitation,
            account,
            ..
        } = due;
        let token = self.ports.tokens.mint(&TokenClaim {
            purpose: TokenPurpose::Invitation,
            invitation: invitation.id,
            generation: message.generation,
        });
        let link = self.ports.links.invitation(&token);
        let invitee = &invitation.invitee;
        match (message.channel, &invitee.email, &invitee.phone) {
            (Channel::Email, Some(email), _) => {
                let mail = InvitationMail {
                    id: message.id,
                    account_id: account.id,
                    to: email.clone(),
                    to_name: invitee.name.clone(),
                    locale: invitation.locale(account),
                    date: message.queued_at,
                    account_name: account.name.clone(),
                    sender_name: account.settings.sender_name.clone(),
                    subject: account.settings.mail_subject.clone(),
                    inviter_name: invitation.inviter.name.clone(),
                    message: invitation.message.clone(),
                    link,
                    ttl: invitation.ttl(account),
                };
                self.ports.mailer.send(&mail).await
            }
            (Channel::Sms, _, Some(phone)) => {
                let Some(gateway) = &self.ports.sms else {
                    return Err(SendError::Misconfigured {
                        detail: "no SMS gateway is set up".to_owned(),
                    });
                };
                let text = InvitationText {
                    id: message.id,
                    to: phone.clone(),
                    locale: invitation.locale(account),
                    account_name: account.name.clone(),
                    inviter_name: invitation.inviter.name.clone(),
                    link,
                };
                gateway.send(&text).await
            }
            // An edit that took the address away also took the message back.
            (Channel::Email | Channel::Sms, _, _) => Err(SendError::Permanent(Failure::new(
                FailureReason::UnknownRecipient,
                "the person has no contact of this kind anymore",
            ))),
        }
    }
}

/// Whether the invitation still waits for just this message.
pub(super) fn is_wanted(due: &DueMessage) -> bool {
    due.invitation.state == State::Queued && due.invitation.generation == due.message.generation
}
