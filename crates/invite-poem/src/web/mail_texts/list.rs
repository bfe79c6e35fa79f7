//! Every message in every language: the built-in text, or changed.

use super::{message_name, own_parts, place};
use crate::web::{
    layout::Layout,
    navigation::Section,
    respond::{Answer, page},
    visit::Visit,
    wording,
};
use askama::Template;
use invite_domain::model::{CredentialsPolicy, Locale, MailMessage, Operation};
use poem::{handler, http::StatusCode, web::Path};
use std::borrow::Cow;

#[derive(Template)]
#[template(path = "template/list.html")]
struct List {
    page: Layout,
    messages: Vec<Message>,
}

struct Message {
    id: &'static str,
    name: Cow<'static, str>,
    about: Cow<'static, str>,
    is_in_use: bool,
    languages: Vec<Language>,
}

struct Language {
    place: String,
    code: &'static str,
    name: Cow<'static, str>,
    /// The parts that are the account's own; empty when all is built in.
    state: String,
    is_own: bool,
}

#[handler]
pub(super) async fn show(visit: Visit, Path(account): Path<String>) -> Answer {
    let caller = visit
        .caller_who_may(&account, Operation::EditAccount)
        .await?;
    let texts = visit.texts();
    let own = visit.services.mail_texts.list(&caller).await?;
    let in_use = match caller.account.settings.credentials {
        CredentialsPolicy::TemporaryPassword => MailMessage::TemporaryPassword,
        CredentialsPolicy::SetPassword => MailMessage::Invitation,
    };
    let languages = |message| {
        Locale::ALL.map(|locale| {
            let own = own.get(message, locale);
            let parts = own_parts(texts, &own);
            Language {
                place: place(&caller, message, locale),
                code: locale.code(),
                name: wording::language(texts, locale),
                state: if own.is_empty() {
                    texts.get("template-state-default").into_owned()
                } else {
                    texts.with("template-state-own", &[("parts", parts.as_str().into())])
                },
                is_own: !own.is_empty(),
            }
        })
    };
    let messages = MailMessage::ALL.map(|message| Message {
        id: message.as_str(),
        name: message_name(texts, message),
        about: match message {
            MailMessage::Invitation => texts.get("template-about-invitation"),
            MailMessage::TemporaryPassword => texts.get("template-about-password"),
        },
        is_in_use: message == in_use,
        languages: languages(message).into(),
    });
    let slug = &caller.account.slug;
    let view = List {
        page: Layout::new(
            texts,
            texts.get("template-heading"),
            format!("/a/{slug}/templates"),
        )
        .of(&visit)
        .section(&caller, Section::Templates),
        messages: messages.into(),
    };
    page(StatusCode::OK, &view)
}
