//! Rendering what a message tells about, and handing it to the channel it takes.

use super::DispatchService;
use crate::{
    model::{
        About, Channel, CredentialsPolicy, DueInvitation, DueMessage, DuePassword, Failure,
        FailureReason, Invitation, MailMessage, Matter, OutboxMessage, PasswordNews, State,
        TemporaryLogin, TokenClaim, TokenPurpose, WayIn,
    },
    ports::{HandOver, InvitationMail, InvitationText, PasswordMail, PasswordMailSays, SendError},
};
use chrono::{DateTime, Utc};

impl DispatchService {
    pub(super) async fn send(&self, due: &DueMessage) -> Result<HandOver, SendError> {
        match &due.matter {
            Matter::Invitation(matter) => self.send_invitation(&due.message, matter).await,
            Matter::Password(matter) => self.send_password_mail(&due.message, matter).await,
        }
    }

    async fn send_invitation(
        &self,
        message: &OutboxMessage,
        due: &DueInvitation,
    ) -> Result<HandOver, SendError> {
        let (invitation, account) = (&due.invitation, &due.account);
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
                    wording: due
                        .wordings
                        .get(MailMessage::of(&way_in), invitation.locale(account)),
                    user_name: user_name(invitation),
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
            (Channel::Email | Channel::Sms, _, _) => Err(no_contact()),
        }
    }

    /// Whoever has credentials already joins with them; a new person gets what the account says.
    fn way_in(&self, due: &DueInvitation) -> WayIn {
        let (invitation, settings) = (&due.invitation, &due.account.settings);
        let generation = invitation.generation;
        if settings.credentials == CredentialsPolicy::TemporaryPassword && !due.is_known {
            let sign_in_url = match &settings.login_url {
                Some(url) => url.as_str().to_owned(),
                None => self.ports.links.sign_in(),
            };
            let tokens = &self.ports.tokens;
            return WayIn::TemporaryPassword(TemporaryLogin {
                user_name: user_name(invitation),
                password: tokens.temporary_password(invitation.id, generation),
                sign_in_url,
            });
        }
        let token = self.ports.tokens.mint(&TokenClaim {
            purpose: TokenPurpose::Invitation,
            invitation: invitation.id,
            generation,
        });
        WayIn::Link(self.ports.links.invitation(&token))
    }

    async fn send_password_mail(
        &self,
        message: &OutboxMessage,
        due: &DuePassword,
    ) -> Result<HandOver, SendError> {
        let account = due.account.as_deref();
        let says = match &due.news {
            PasswordNews::Reset(reset) => {
                let claim = TokenClaim::password_reset(reset.id);
                let token = self.ports.tokens.mint(&claim);
                PasswordMailSays::Reset {
                    link: self.ports.links.password_reset(&token),
                    good_until: reset.expires_at,
                }
            }
            PasswordNews::Changed => PasswordMailSays::Changed {
                at: message.queued_at,
                forgotten_url: self.ports.links.forgotten_password(),
            },
        };
        let default_locale = account.map(|account| account.settings.default_locale);
        let mail = PasswordMail {
            id: message.id,
            to: due.user.email.clone().ok_or_else(no_contact)?,
            to_name: due.user.name.clone(),
            locale: due.user.locale.or(default_locale).unwrap_or_default(),
            date: message.queued_at,
            sender_name: account.map(|account| {
                let chosen = account.settings.sender_name.as_ref();
                chosen.unwrap_or(&account.name).clone()
            }),
            says,
        };
        self.ports.mailer.send_password_mail(&mail).await
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

fn no_contact() -> SendError {
    SendError::Permanent(Failure::new(
        FailureReason::UnknownRecipient,
        "the person has no contact of this kind anymore",
    ))
}

/// Whether what it tells about still waits for just this message.
pub(super) fn is_wanted(due: &DueMessage, now: DateTime<Utc>) -> bool {
    match &due.matter {
        Matter::Invitation(matter) => {
            let Invitation { id, generation, .. } = matter.invitation;
            let is_current = due.message.about == About::Invitation { id, generation };
            is_current && matter.invitation.state == State::Queued
        }
        Matter::Password(matter) => match &matter.news {
            PasswordNews::Reset(reset) => reset.check(now).is_ok(),
            PasswordNews::Changed => true,
        },
    }
}
