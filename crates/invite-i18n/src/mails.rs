//! The built-in text of each part of a mail, with its placeholders in place: what an account starts
//! from when it words its own.

use crate::{Arg, Texts};
use invite_domain::model::{MailMessage, MailPart};

impl Texts {
    /// Returns the built-in text of a part; empty where a mail has nothing there of its own accord.
    ///
    /// ```
    /// use invite_domain::model::{Locale, MailMessage, MailPart};
    /// use invite_i18n::Texts;
    ///
    /// let text = Texts::of(Locale::En).of_mail(MailMessage::Invitation, MailPart::Subject);
    /// assert_eq!(text, "{inviter} invited you to {account}");
    /// ```
    pub fn of_mail(self, message: MailMessage, part: MailPart) -> String {
        let names = [
            ("account", Arg::Text("{account}")),
            ("inviter", Arg::Text("{inviter}")),
        ];
        let is_link = message == MailMessage::Invitation;
        match part {
            MailPart::Subject => self.with("mail-subject", &names),
            MailPart::Heading => self.with("mail-heading", &names),
            MailPart::Greeting => self.with("mail-greeting-name", &[("name", Arg::Text("{name}"))]),
            MailPart::Body if is_link => self.with("mail-invited", &names),
            MailPart::Body => self.with("mail-temporary-invited", &names),
            MailPart::Button if is_link => self.get("mail-button").into_owned(),
            MailPart::Button => self.get("mail-login-button").into_owned(),
            MailPart::Closing => String::new(),
        }
    }
}
