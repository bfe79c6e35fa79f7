//! Looking at an SMS before it leaves. Mails have [`super::MailRenderer`].

use super::InvitationText;

/// Words an SMS without sending it, exactly as [`super::SmsGateway::send`] would.
pub trait TextRenderer: Send + Sync {
    /// Returns the text as its reader would see it.
    fn render(&self, text: &InvitationText) -> String;
}
