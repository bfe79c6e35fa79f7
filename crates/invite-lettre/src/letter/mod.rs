//! One mail, from what it is about to the octets on the wire.

mod header;
mod mime;
mod wording;

use crate::MailFrom;
use invite_domain::{
    model::Failure, model::FailureReason, ports::InvitationMail, ports::SendError,
};
use wording::Wording;

/// A rendered mail.
pub(crate) struct Letter {
    /// The name that it is from.
    pub(crate) from_name: String,
    /// The invitee's name, where it is known.
    pub(crate) to_name: Option<String>,
    /// The subject.
    pub(crate) subject: String,
    /// The text for readers without HTML.
    pub(crate) text: String,
    /// The HTML.
    pub(crate) html: String,
}

impl Letter {
    /// Words a mail.
    ///
    /// # Errors
    /// [`SendError::Permanent`] if a template fails, which none does for any mail that the domain
    /// can make.
    pub(crate) fn write(mail: &InvitationMail) -> Result<Self, SendError> {
        let wording = Wording::of(mail);
        let failed = |e: askama::Error| {
            let said = format!("the mail could not be rendered: {e}");
            SendError::Permanent(Failure::new(FailureReason::Refused, &said))
        };
        Ok(Self {
            text: wording.text().map_err(failed)?,
            html: wording.html().map_err(failed)?,
            from_name: wording.from_name,
            to_name: wording.to_name,
            subject: wording.subject,
        })
    }

    /// Encodes the mail: the same octets at every attempt.
    pub(crate) fn encode(&self, mail: &InvitationMail, from: &MailFrom) -> Vec<u8> {
        mime::encode(self, mail, from)
    }
}
