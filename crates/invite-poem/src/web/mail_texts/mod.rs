//! How an account words its mails: every message in every language, an editor with a preview beside
//! it, and the way back to the built-in text.

mod edit;
mod list;
mod preview;
mod reset;

use super::{
    fault::Fault,
    notice::{Notice, Said},
    visit::Visit,
};
use invite_domain::{
    model::{Caller, Locale, MailMessage, MailPart, MailText, MailWording, Operation},
    service::MailTextError,
};
use invite_i18n::Texts;
use poem::{Route, get};
use serde::Deserialize;
use std::borrow::Cow;

/// Adds the pages.
pub(super) fn routes(route: Route) -> Route {
    route
        .at("/a/:account/templates", get(list::show))
        .at(
            "/a/:account/templates/:message/:locale",
            get(edit::show).post(edit::save),
        )
        .at(
            "/a/:account/templates/:message/:locale/preview",
            get(preview::show).post(preview::of_typed),
        )
        .at(
            "/a/:account/templates/:message/:locale/default",
            get(reset::ask).post(reset::reset),
        )
}

/// What these pages say after a form.
pub(in crate::web) const NOTICES: &[Said] = &[
    Said {
        name: "template-saved",
        key: "template-saved",
        is_good: true,
    },
    Said {
        name: "template-given-back",
        key: "template-given-back",
        is_good: true,
    },
];

/// A notice of these pages.
fn notice(name: &str) -> Option<Notice> {
    let said = NOTICES.iter().find(|said| said.name == name);
    said.map(Notice::Said)
}

/// What an address names: whose text of which message in which language.
#[derive(Deserialize)]
struct Place {
    account: String,
    message: String,
    locale: String,
}

/// One text, and who may change it.
struct Wanted {
    caller: Caller,
    message: MailMessage,
    locale: Locale,
}

impl Wanted {
    async fn of(visit: &Visit, place: &Place) -> Result<Self, Fault> {
        let caller = visit
            .caller_who_may(&place.account, Operation::EditAccount)
            .await?;
        let locale = Locale::ALL.into_iter().find(|l| l.code() == place.locale);
        let found = MailMessage::parse(&place.message).zip(locale);
        let (message, locale) = found.ok_or(Fault::NotFound)?;
        Ok(Self {
            caller,
            message,
            locale,
        })
    }

    fn place(&self) -> String {
        place(&self.caller, self.message, self.locale)
    }

    async fn own(&self, visit: &Visit) -> Result<MailWording, Fault> {
        let all = visit.services.mail_texts.list(&self.caller).await?;
        Ok(all.get(self.message, self.locale))
    }

    /// Returns what a part reads when it is not the account's own: its subject for every language
    /// comes before ours.
    fn otherwise(&self, part: MailPart) -> String {
        let setting = self.caller.account.settings.mail_subject.as_ref();
        match setting.filter(|_| part == MailPart::Subject) {
            Some(subject) => subject.as_str().to_owned(),
            None => Texts::of(self.locale).of_mail(self.message, part),
        }
    }
}

impl From<MailTextError> for Fault {
    fn from(error: MailTextError) -> Self {
        match error {
            MailTextError::Forbidden(forbidden) => Self::Forbidden(forbidden),
            MailTextError::Render(error) => Self::broken(&error),
            MailTextError::Store(error) => error.into(),
        }
    }
}

/// What was typed. A page of ours fills in every part.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    subject: String,
    heading: String,
    greeting: String,
    body: String,
    button: String,
    closing: String,
}

impl Typed {
    fn get(&self, part: MailPart) -> &str {
        match part {
            MailPart::Subject => &self.subject,
            MailPart::Heading => &self.heading,
            MailPart::Greeting => &self.greeting,
            MailPart::Body => &self.body,
            MailPart::Button => &self.button,
            MailPart::Closing => &self.closing,
        }
    }

    /// Reads every part; what reads as it would anyway is not the account's own.
    fn read(&self, wanted: &Wanted) -> Result<MailWording, Vec<Wrong>> {
        let mut wording = MailWording::default();
        let mut wrong = Vec::new();
        for part in MailPart::ALL {
            let text = self.get(part).replace("\r\n", "\n");
            if text.trim() == wanted.otherwise(part) {
                continue;
            }
            if let Err(error) = wording.set(part, &text) {
                wrong.push(Wrong {
                    part,
                    code: error.code(),
                    found: MailText::unknown_placeholder(&text)
                        .unwrap_or_default()
                        .to_owned(),
                });
            }
        }
        if wrong.is_empty() {
            Ok(wording)
        } else {
            Err(wrong)
        }
    }
}

/// What is wrong with a part.
struct Wrong {
    part: MailPart,
    code: &'static str,
    found: String,
}

impl Wrong {
    fn text(&self, texts: Texts) -> Cow<'static, str> {
        match self.code {
            "unknown_placeholder" => {
                let known = KNOWN.map(|(placeholder, _)| placeholder).join(", ");
                let args = [
                    ("found", self.found.as_str().into()),
                    ("known", known.as_str().into()),
                ];
                Cow::Owned(texts.with("template-error-placeholder", &args))
            }
            "too_many_placeholders" => texts.get("template-error-many"),
            "too_long" => texts.get("page-error-too-long"),
            "forbidden_character" => texts.get("page-error-forbidden-character"),
            _ => texts.get("page-error-required"),
        }
    }
}

/// The placeholders, each with the key of what it stands for.
const KNOWN: [(&str, &str); 5] = [
    ("{account}", "template-placeholder-account"),
    ("{inviter}", "template-placeholder-inviter"),
    ("{name}", "template-placeholder-name"),
    ("{login}", "template-placeholder-login"),
    ("{validity}", "template-placeholder-validity"),
];

fn place(caller: &Caller, message: MailMessage, locale: Locale) -> String {
    let (slug, message, locale) = (&caller.account.slug, message.as_str(), locale.code());
    format!("/a/{slug}/templates/{message}/{locale}")
}

fn message_name(texts: Texts, message: MailMessage) -> Cow<'static, str> {
    match message {
        MailMessage::Invitation => texts.get("template-message-invitation"),
        MailMessage::TemporaryPassword => texts.get("template-message-password"),
    }
}

fn part_name(texts: Texts, part: MailPart) -> Cow<'static, str> {
    match part {
        MailPart::Subject => texts.get("template-part-subject"),
        MailPart::Heading => texts.get("template-part-heading"),
        MailPart::Greeting => texts.get("template-part-greeting"),
        MailPart::Body => texts.get("template-part-body"),
        MailPart::Button => texts.get("template-part-button"),
        MailPart::Closing => texts.get("template-part-closing"),
    }
}

/// Names the parts that are the account's own.
fn own_parts(texts: Texts, wording: &MailWording) -> String {
    let names = wording.parts().map(|(part, _)| part_name(texts, part));
    names.collect::<Vec<_>>().join(", ").to_lowercase()
}
