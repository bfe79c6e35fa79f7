//! One mail, from what it is about to the octets on the wire.

mod code;
mod header;
mod mime;
mod password;
mod wording;

use crate::MailFrom;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{EmailAddress, Failure, FailureReason, Locale, OutboxId},
    ports::{CodeMail, InvitationMail, PasswordMail, SendError},
};
use wording::Wording;

/// A rendered mail.
pub(crate) struct Letter {
    /// Gives the Message-ID.
    pub(crate) id: OutboxId,
    /// Where it goes.
    pub(crate) to: EmailAddress,
    /// The language of the text.
    pub(crate) locale: Locale,
    /// The `Date`.
    pub(crate) date: DateTime<Utc>,
    /// The name that it is from.
    pub(crate) from_name: String,
    /// The reader's name, where it is known.
    pub(crate) to_name: Option<String>,
    /// The subject.
    pub(crate) subject: String,
    /// The text for readers without HTML.
    pub(crate) text: String,
    /// The HTML.
    pub(crate) html: String,
}

impl Letter {
    /// Words an invitation.
    ///
    /// # Errors
    /// [`SendError::Permanent`] if a template fails, which none does for any mail that the domain
    /// can make.
    pub(crate) fn write(mail: &InvitationMail) -> Result<Self, SendError> {
        let envelope = (mail.id, &mail.to, mail.locale, mail.date);
        Self::of(Wording::of(mail), envelope)
    }

    /// Words a mail about a password.
    ///
    /// # Errors
    /// As [`Letter::write`].
    pub(crate) fn write_password(mail: &PasswordMail) -> Result<Self, SendError> {
        let envelope = (mail.id, &mail.to, mail.locale, mail.date);
        Self::of(Wording::of_password(mail), envelope)
    }

    /// Words a mail with a code.
    ///
    /// # Errors
    /// As [`Letter::write`].
    pub(crate) fn write_code(mail: &CodeMail) -> Result<Self, SendError> {
        let envelope = (mail.id, &mail.to, mail.locale, mail.date);
        Self::of(Wording::of_code(mail), envelope)
    }

    fn of(
        wording: Wording<'_>,
        (id, to, locale, date): (OutboxId, &EmailAddress, Locale, DateTime<Utc>),
    ) -> Result<Self, SendError> {
        let failed = |e: askama::Error| {
            let said = format!("the mail could not be rendered: {e}");
            SendError::Permanent(Failure::new(FailureReason::Refused, &said))
        };
        Ok(Self {
            id,
            to: to.clone(),
            locale,
            date,
            text: wording.text().map_err(failed)?,
            html: wording.html().map_err(failed)?,
            from_name: wording.from_name,
            to_name: wording.to_name,
            subject: wording.subject,
        })
    }

    /// Encodes the mail: the same octets at every attempt.
    pub(crate) fn encode(&self, from: &MailFrom) -> Vec<u8> {
        mime::encode(self, from)
    }
}
