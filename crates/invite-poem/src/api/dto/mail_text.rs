//! How an account words its mails, on the wire.

use super::fields::Fields;
use crate::shared::Problem;
use invite_domain::{
    model::{Locale, MailMessage, MailPart, MailText, MailWording},
    ports::RenderedMail,
};
use invite_i18n::Texts;
use poem_openapi::Object;
use serde::Deserialize;

/// How one message reads in one language.
#[derive(Debug, Object)]
pub(in crate::api) struct MailTextView {
    /// `invitation`, or `temporary_password` where people are sent one in place of a link.
    message: String,
    /// `en`, `id` or `ru`.
    locale: String,
    /// Whether all of it is the built-in text.
    is_default: bool,
    /// What the account words for itself; null where the built-in text serves.
    own: MailParts,
    /// The built-in text, with its placeholders.
    built_in: MailParts,
}

/// Every message in every language.
#[derive(Debug, Object)]
pub(in crate::api) struct MailTextList {
    /// The messages.
    pub(in crate::api) items: Vec<MailTextView>,
    /// Always null: there is one page.
    pub(in crate::api) next_cursor: Option<String>,
}

/// The parts of a mail. Plain text with the placeholders `{account}`, `{inviter}`, `{name}`, `{login}`
/// and `{validity}`; absent or null leaves a part to the built-in text.
#[derive(Debug, Default, Object, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::api) struct MailParts {
    /// One line of up to 200 characters.
    subject: Option<String>,
    /// The large line on top: one line of up to 200 characters.
    heading: Option<String>,
    /// How the reader is addressed: one line of up to 200 characters.
    greeting: Option<String>,
    /// Paragraphs with an empty line between them, up to 4,000 characters.
    body: Option<String>,
    /// What stands on the button: one line of up to 40 characters.
    button: Option<String>,
    /// Paragraphs below the button, up to 2,000 characters.
    closing: Option<String>,
}

impl MailParts {
    fn get(&self, part: MailPart) -> Option<&str> {
        match part {
            MailPart::Subject => self.subject.as_deref(),
            MailPart::Heading => self.heading.as_deref(),
            MailPart::Greeting => self.greeting.as_deref(),
            MailPart::Body => self.body.as_deref(),
            MailPart::Button => self.button.as_deref(),
            MailPart::Closing => self.closing.as_deref(),
        }
    }

    fn of(text: impl Fn(MailPart) -> Option<String>) -> Self {
        Self {
            subject: text(MailPart::Subject),
            heading: text(MailPart::Heading),
            greeting: text(MailPart::Greeting),
            body: text(MailPart::Body),
            button: text(MailPart::Button),
            closing: text(MailPart::Closing),
        }
    }

    /// Reads every part.
    ///
    /// # Errors
    /// `invalid_input`, with every part that is wrong.
    pub(in crate::api) fn read(&self) -> Result<MailWording, Problem> {
        let mut fields = Fields::default();
        let mut wording = MailWording::default();
        for part in MailPart::ALL {
            fields.optional(part.as_str(), self.get(part), |text| {
                wording.set(part, text)
            });
        }
        fields.finish()?;
        Ok(wording)
    }
}

impl MailTextView {
    pub(in crate::api) fn of(message: MailMessage, locale: Locale, own: &MailWording) -> Self {
        let texts = Texts::of(locale);
        let built_in = |part| Some(texts.of_mail(message, part)).filter(|text| !text.is_empty());
        let text = |part| own.get(part).map(MailText::as_str).map(str::to_owned);
        Self {
            message: message.as_str().to_owned(),
            locale: locale.code().to_owned(),
            is_default: own.is_empty(),
            own: MailParts::of(text),
            built_in: MailParts::of(built_in),
        }
    }
}

/// A mail as its reader would see it. It is to nobody, and its link opens nothing.
#[derive(Debug, Object)]
pub(in crate::api) struct MailPreview {
    /// The name that it is from.
    from_name: String,
    /// The subject.
    subject: String,
    /// The text for readers without HTML.
    text: String,
    /// The HTML.
    html: String,
}

impl From<RenderedMail> for MailPreview {
    fn from(mail: RenderedMail) -> Self {
        Self {
            from_name: mail.from_name,
            subject: mail.subject,
            text: mail.text,
            html: mail.html,
        }
    }
}
