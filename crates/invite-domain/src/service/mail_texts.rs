//! How an account words its mails: reading, changing, and seeing what that looks like.

use super::{identity::entry, unit::finish_identity};
use crate::{
    model::{
        Action, Caller, DisplayName, EmailAddress, Forbidden, InvitationToken, LinkBase, Locale,
        MailMessage, MailWording, MailWordings, Operation, OutboxId, TemporaryLogin,
        TemporaryPassword, WayIn,
    },
    ports::{
        Clock, IdSource, IdentityStore, IdentityUnitOfWork, InvitationMail, MailRenderer,
        MailWordingReader, RenderedMail, SendError, StoreError,
    },
};
use std::sync::Arc;

/// What the service stands on.
#[derive(Clone)]
pub struct MailTextPorts {
    /// Reads wordings.
    pub wordings: Arc<dyn MailWordingReader>,
    /// Begins units of work.
    pub identity: Arc<dyn IdentityStore>,
    /// Words mails.
    pub renderer: Arc<dyn MailRenderer>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdSource>,
    /// What links begin with.
    pub links: LinkBase,
}

/// Keeps how accounts word their mails.
#[derive(Clone)]
pub struct MailTextService {
    ports: MailTextPorts,
}

/// Why nothing was read or changed.
#[derive(Debug, thiserror::Error)]
pub enum MailTextError {
    /// The caller's hand does not reach that far.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The mail cannot be rendered.
    #[error(transparent)]
    Render(#[from] SendError),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl MailTextService {
    /// Builds the service over its ports.
    pub fn new(ports: MailTextPorts) -> Self {
        Self { ports }
    }

    /// Returns everything that the caller's account words for itself.
    ///
    /// # Errors
    /// [`MailTextError::Forbidden`] and [`MailTextError::Store`].
    pub async fn list(&self, caller: &Caller) -> Result<MailWordings, MailTextError> {
        caller.may(Operation::EditAccount)?;
        Ok(self.ports.wordings.wordings(caller.account.id).await?)
    }

    /// Puts a wording into the place of whatever was there; an empty one is the way back to the
    /// built-in text. Mails that wait already leave with it, too.
    ///
    /// # Errors
    /// [`MailTextError::Forbidden`] and [`MailTextError::Store`]; nothing was changed.
    pub async fn set(
        &self,
        caller: &Caller,
        message: MailMessage,
        locale: Locale,
        wording: &MailWording,
    ) -> Result<(), MailTextError> {
        caller.may(Operation::EditAccount)?;
        let mut unit = self.ports.identity.begin_identity().await?;
        let written = self
            .set_in(unit.as_mut(), caller, (message, locale), wording)
            .await;
        finish_identity(unit, written).await
    }

    async fn set_in(
        &self,
        unit: &mut dyn IdentityUnitOfWork,
        caller: &Caller,
        (message, locale): (MailMessage, Locale),
        wording: &MailWording,
    ) -> Result<(), MailTextError> {
        let account = caller.account.id;
        let wordings = unit.mail_wordings();
        let before = wordings.lock(account, message, locale).await?;
        let parts = before.changed(wording);
        if parts.is_empty() {
            return Ok(());
        }
        wordings.put(account, message, locale, wording).await?;
        let edited = Action::MailTextEdited {
            message: message.as_str(),
            locale: locale.code(),
            parts,
        };
        let ids = self.ports.ids.as_ref();
        let now = self.ports.clock.now();
        let line = entry(ids, Some(account), caller.doer(), edited, now);
        unit.audit().append(&[line]).await?;
        Ok(())
    }

    /// Shows a wording in a mail from the caller to someone made up. Nothing in it opens anything.
    ///
    /// # Errors
    /// [`MailTextError::Forbidden`] and [`MailTextError::Render`].
    pub fn preview(
        &self,
        caller: &Caller,
        message: MailMessage,
        locale: Locale,
        wording: MailWording,
    ) -> Result<RenderedMail, MailTextError> {
        caller.may(Operation::EditAccount)?;
        let mail = self.sample(caller, message, locale, wording);
        match mail {
            Some(mail) => Ok(self.ports.renderer.render(&mail)?),
            // The sample's own values are valid.
            None => Err(StoreError::new("the sample of a mail cannot be made").into()),
        }
    }

    fn sample(
        &self,
        caller: &Caller,
        message: MailMessage,
        locale: Locale,
        wording: MailWording,
    ) -> Option<InvitationMail> {
        let (name, email) = match locale {
            Locale::En => ("Jordan Lee", "jordan.lee@example.org"),
            Locale::Id => ("Siti Nurhaliza", "siti@example.org"),
            Locale::Ru => ("Жанна Белова", "zhanna@example.org"),
        };
        let settings = &caller.account.settings;
        let links = &self.ports.links;
        let way_in = match message {
            MailMessage::Invitation => {
                WayIn::Link(links.invitation(&InvitationToken::new("preview")))
            }
            MailMessage::TemporaryPassword => WayIn::TemporaryPassword(TemporaryLogin {
                user_name: email.to_owned(),
                password: TemporaryPassword::of_bits([0; 10]),
                sign_in_url: match &settings.login_url {
                    Some(url) => url.as_str().to_owned(),
                    None => links.sign_in(),
                },
            }),
        };
        Some(InvitationMail {
            id: OutboxId::new(self.ports.ids.next_id()),
            account_id: caller.account.id,
            to: EmailAddress::parse(email).ok()?,
            to_name: DisplayName::parse(name).ok(),
            locale,
            date: self.ports.clock.now(),
            account_name: caller.account.name.clone(),
            sender_name: settings.sender_name.clone(),
            subject: settings.mail_subject.clone(),
            wording,
            user_name: email.to_owned(),
            inviter_name: caller.name.clone(),
            message: None,
            way_in,
            ttl: settings.invitation_ttl,
        })
    }
}
