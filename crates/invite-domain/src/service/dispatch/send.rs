//! Rendering what a message tells about, and handing it to the channel it takes.

use super::DispatchService;
use crate::{
    model::{
        About, Channel, CodeClaim, CredentialsPolicy, DueInvitation, DueMessage, DuePassword,
        Failure, FailureReason, Invitation, Matter, OutboxMessage, PasswordNews, State,
        TemporaryLogin, TokenClaim, TokenPurpose, WayIn,
    },
    ports::{CodeMail, CodeText, HandOver, PasswordMail, PasswordMailSays, SendError},
    service::messages::{self, Envelope},
};
use chrono::{DateTime, Utc};

impl DispatchService {
    pub(super) async fn send(&self, due: &DueMessage) -> Result<HandOver, SendError> {
        match &due.matter {
            Matter::Invitation(matter) => match code_claim(&due.message) {
                Some(claim) => self.send_code(&due.message, matter, &claim).await,
                None => self.send_invitation(&due.message, matter).await,
            },
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
        let envelope = Envelope {
            id: message.id,
            date: message.queued_at,
        };
        match (message.channel, &invitee.email, &invitee.phone) {
            (Channel::Email, Some(email), _) => {
                let wordings = &due.wordings;
                let mail = messages::mail(invitation, account, email, wordings, way_in, envelope);
                self.ports.mailer.send(&mail).await
            }
            (Channel::Sms, _, Some(phone)) => {
                let gateway = self.ports.sms.as_ref().ok_or_else(no_gateway)?;
                let text = messages::text(invitation, account, phone, way_in, envelope);
                gateway.send(&text).await
            }
            // An edit that took the address away also took the message back.
            (Channel::Email | Channel::Sms, _, _) => Err(no_contact()),
        }
    }

    async fn send_code(
        &self,
        message: &OutboxMessage,
        due: &DueInvitation,
        claim: &CodeClaim,
    ) -> Result<HandOver, SendError> {
        let (invitee, account) = (&due.invitation.invitee, &due.account);
        let code = self.ports.tokens.acceptance_code(claim);
        let locale = due.invitation.locale(account);
        match (message.channel, &invitee.email, &invitee.phone) {
            (Channel::Email, Some(email), _) => {
                let mail = CodeMail {
                    id: message.id,
                    account_id: account.id,
                    to: email.clone(),
                    to_name: invitee.name.clone(),
                    locale,
                    date: message.queued_at,
                    account_name: account.name.clone(),
                    sender_name: account.settings.sender_name.clone(),
                    code,
                };
                self.ports.mailer.send_code(&mail).await
            }
            (Channel::Sms, _, Some(phone)) => {
                let gateway = self.ports.sms.as_ref().ok_or_else(no_gateway)?;
                let text = CodeText {
                    id: message.id,
                    to: phone.clone(),
                    locale,
                    account_name: account.name.clone(),
                    code,
                };
                gateway.send_code(&text).await
            }
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
                user_name: messages::user_name(invitation),
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

/// Returns which code a message brings, if it brings one.
fn code_claim(message: &OutboxMessage) -> Option<CodeClaim> {
    match message.about {
        About::AcceptanceCode { id, generation } => Some(CodeClaim {
            invitation: id,
            generation,
            asked_at: message.queued_at,
        }),
        About::Invitation { .. } | About::PasswordReset(_) | About::PasswordChanged(_) => None,
    }
}

fn no_gateway() -> SendError {
    SendError::Misconfigured {
        detail: "no SMS gateway is set up".to_owned(),
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
            if let Some(claim) = code_claim(&due.message) {
                let opened = matter.invitation.clone().open(claim.generation, now);
                return claim.good_until() > now && opened.is_ok();
            }
            let is_current = due.message.about == About::Invitation { id, generation };
            is_current && matter.invitation.state == State::Queued
        }
        Matter::Password(matter) => match &matter.news {
            PasswordNews::Reset(reset) => reset.check(now).is_ok(),
            PasswordNews::Changed => true,
        },
    }
}
