//! A mail as its reader will see it, without sending it.

use crate::letter::Letter;
use invite_domain::ports::{InvitationMail, MailRenderer, RenderedMail, SendError};

/// Words an invitation exactly as sending it would.
///
/// # Errors
/// [`SendError::Permanent`] if a template fails, which none does for any mail that the domain can
/// make.
pub fn render(mail: &InvitationMail) -> Result<RenderedMail, SendError> {
    let letter = Letter::write(mail)?;
    Ok(RenderedMail {
        from_name: letter.from_name,
        subject: letter.subject,
        text: letter.text,
        html: letter.html,
    })
}

/// [`render`] as a port of the domain.
#[derive(Debug, Clone, Copy, Default)]
pub struct LetterRenderer;

impl MailRenderer for LetterRenderer {
    fn render(&self, mail: &InvitationMail) -> Result<RenderedMail, SendError> {
        render(mail)
    }
}
