//! Looking at the very message that would leave, before it does.

use super::{
    CreateInvitation,
    messages::{self, Envelope},
};
use crate::{
    model::{
        Account, Caller, Channel, CredentialsPolicy, EmailAddress, Forbidden, InvalidValue,
        Invitation, InvitationId, InvitationToken, LinkBase, NewInvitation, NoChannel, Operation,
        OutboxId, PhoneNumber, TemporaryLogin, TemporaryPassword, WayIn,
    },
    ports::{
        Clock, MailRenderer, MailWordingReader, RenderedMail, SendError, StoreError, TextRenderer,
    },
};
use std::sync::Arc;
use uuid::Uuid;

/// Stands where the token would: no link with it opens anything.
const NO_TOKEN: &str = "preview";

/// What previews stand on. There is nothing in it that makes links or temporary passwords.
#[derive(Clone)]
pub struct PreviewPorts {
    /// Reads how accounts word their mails.
    pub wordings: Arc<dyn MailWordingReader>,
    /// Words mails.
    pub mail: Arc<dyn MailRenderer>,
    /// Words SMS, where a gateway is set up.
    pub sms: Option<Arc<dyn TextRenderer>>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// What links begin with.
    pub links: LinkBase,
}

/// Shows messages before they leave.
///
/// A preview writes nothing, and tells nothing about the person: whoever has credentials
/// already will get a link in place of a temporary password, but the preview does not say so.
#[derive(Clone)]
pub struct PreviewService {
    ports: PreviewPorts,
}

/// A message as its reader will see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessagePreview {
    /// A mail.
    Mail {
        /// Where it goes.
        to: EmailAddress,
        /// What it says.
        mail: Box<RenderedMail>,
    },
    /// An SMS.
    Text {
        /// Where it goes.
        to: PhoneNumber,
        /// What it says.
        text: String,
    },
}

/// Why there is nothing to look at.
#[derive(Debug, thiserror::Error)]
pub enum MessagePreviewError {
    /// The caller may not invite.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is neither an address nor a number.
    #[error(transparent)]
    Invalid(#[from] InvalidValue),
    /// No message can leave for this person.
    #[error(transparent)]
    NoChannel(#[from] NoChannel),
    /// It would leave by SMS, and no gateway is set up.
    #[error("no SMS gateway is set up")]
    NoGateway,
    /// It could not be rendered.
    #[error(transparent)]
    NotRendered(#[from] SendError),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl PreviewService {
    /// Builds the service over its ports.
    pub fn new(ports: PreviewPorts) -> Self {
        Self { ports }
    }

    /// Renders what this person would be sent if they were invited so.
    ///
    /// # Errors
    /// [`MessagePreviewError`].
    pub async fn of_draft(
        &self,
        caller: &Caller,
        draft: CreateInvitation,
    ) -> Result<MessagePreview, MessagePreviewError> {
        let new = NewInvitation {
            id: InvitationId::new(Uuid::nil()),
            account_id: caller.account.id,
            invitee: draft.invitee,
            grant: draft.grant,
            inviter: caller.as_inviter(),
            channel: draft.channel,
            ttl: draft.ttl,
            message: draft.message,
        };
        let invitation = Invitation::put_on_roster(new, self.ports.clock.now())?;
        self.of(caller, &invitation).await
    }

    /// Renders the next message about an invitation of the caller's account.
    ///
    /// # Errors
    /// [`MessagePreviewError`].
    pub async fn of(
        &self,
        caller: &Caller,
        invitation: &Invitation,
    ) -> Result<MessagePreview, MessagePreviewError> {
        caller.may(Operation::Invite)?;
        let account = &caller.account;
        let (email, phone) = (&invitation.invitee.email, &invitation.invitee.phone);
        let policy = account.settings.channels;
        let channel = invitation
            .channel
            .resolve(email.as_ref(), phone.as_ref(), policy)?;
        let envelope = Envelope {
            id: OutboxId::new(Uuid::nil()),
            date: self.ports.clock.now(),
        };
        let way_in = self.way_in(invitation, account);
        match (channel, email, phone) {
            (Channel::Email, Some(email), _) => {
                let wordings = self.ports.wordings.wordings(account.id).await?;
                let mail = messages::mail(invitation, account, email, &wordings, way_in, envelope);
                Ok(MessagePreview::Mail {
                    to: email.clone(),
                    mail: Box::new(self.ports.mail.render(&mail)?),
                })
            }
            (Channel::Sms, _, Some(phone)) => {
                let gateway = self.ports.sms.as_ref();
                let gateway = gateway.ok_or(MessagePreviewError::NoGateway)?;
                let text = messages::text(invitation, account, phone, way_in, envelope);
                Ok(MessagePreview::Text {
                    to: phone.clone(),
                    text: gateway.render(&text),
                })
            }
            (Channel::Email | Channel::Sms, _, _) => Err(NoChannel::NoContact.into()),
        }
    }

    /// Looks like the way in, and opens nothing.
    fn way_in(&self, invitation: &Invitation, account: &Account) -> WayIn {
        let settings = &account.settings;
        match settings.credentials {
            CredentialsPolicy::SetPassword => {
                let token = InvitationToken::new(NO_TOKEN);
                WayIn::Link(self.ports.links.invitation(&token))
            }
            CredentialsPolicy::TemporaryPassword => WayIn::TemporaryPassword(TemporaryLogin {
                user_name: messages::user_name(invitation),
                password: TemporaryPassword::of_bits([0; 10]),
                sign_in_url: match &settings.login_url {
                    Some(url) => url.as_str().to_owned(),
                    None => self.ports.links.sign_in(),
                },
            }),
        }
    }
}
