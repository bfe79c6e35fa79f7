//! Deriving the link of a message, and handing it to the channel it takes.

use super::DispatchService;
use crate::{
    model::{
        Channel, CredentialsPolicy, DueMessage, Failure, FailureReason, Invitation, State,
        TemporaryLogin, TokenClaim, TokenPurpose, WayIn,
    },
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
        let way_in = self.way_in(due);
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
                    way_in,
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
                    way_in,
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

    /// Whoever has credentials already joins with them; a new person gets what the account says.
    fn way_in(&self, due: &DueMessage) -> WayIn {
        let DueMessage {
            message,
            invitation,
            account,
            is_known,
            ..
        } = due;
        let settings = &account.settings;
        if settings.credentials == CredentialsPolicy::TemporaryPassword && !is_known {
            let sign_in_url = match &settings.login_url {
                Some(url) => url.as_str().to_owned(),
                None => self.ports.links.sign_in(),
            };
            return WayIn::TemporaryPassword(TemporaryLogin {
                user_name: user_name(invitation),
                password: self
                    .ports
                    .tokens
                    .temporary_password(invitation.id, message.generation),
                sign_in_url,
            });
        }
        let token = self.ports.tokens.mint(&TokenClaim {
            purpose: TokenPurpose::Invitation,
            invitation: invitation.id,
            generation: message.generation,
        });
        WayIn::Link(self.ports.links.invitation(&token))
    }
}

/// What the person will sign in with: their login, else what identifies them on the roster.
fn user_name(invitation: &Invitation) -> String {
    let invitee = &invitation.invitee;
    match (&invitee.login, &invitee.email, &invitee.phone) {
        (Some(login), _, _) => login.as_str().to_owned(),
        (None, Some(email), _) => email.original().to_owned(),
        (None, None, Some(phone)) => phone.as_str().to_owned(),
        (None, None, None) => String::new(),
    }
}

/// Whether the invitation still waits for just this message.
pub(super) fn is_wanted(due: &DueMessage) -> bool {
    due.invitation.state == State::Queued && due.invitation.generation == due.message.generation
}
