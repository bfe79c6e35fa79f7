//! The way back to the built-in text: it asks once, and names what goes.

use super::{Place, Wanted, message_name, notice, own_parts};
use crate::web::{
    cookies::NOTICE,
    layout::Layout,
    navigation::Section,
    respond::{Answer, page, see},
    visit::Visit,
    wording,
};
use askama::Template;
use invite_domain::model::MailWording;
use poem::{handler, http::StatusCode, web::Path};

#[derive(Template)]
#[template(path = "template/reset.html")]
struct Ask {
    page: Layout,
    place: String,
    text: String,
}

#[handler]
pub(super) async fn ask(visit: Visit, Path(place): Path<Place>) -> Answer {
    let wanted = Wanted::of(&visit, &place).await?;
    let own = wanted.own(&visit).await?;
    if own.is_empty() {
        return Ok(see(&wanted.place()));
    }
    let texts = visit.texts();
    let text = texts.with(
        "template-reset-text",
        &[
            ("message", (&*message_name(texts, wanted.message)).into()),
            (
                "language",
                (&*wording::language(texts, wanted.locale)).into(),
            ),
            ("parts", (&own_parts(texts, &own)).into()),
        ],
    );
    let view = Ask {
        page: Layout::new(
            texts,
            texts.get("template-reset-heading"),
            format!("{}/default", wanted.place()),
        )
        .of(&visit)
        .section(&wanted.caller, Section::Templates),
        place: wanted.place(),
        text,
    };
    page(StatusCode::OK, &view)
}

#[handler]
pub(super) async fn reset(visit: Visit, Path(place): Path<Place>) -> Answer {
    let wanted = Wanted::of(&visit, &place).await?;
    let (message, locale) = (wanted.message, wanted.locale);
    let built_in = MailWording::default();
    let service = &visit.services.mail_texts;
    service
        .set(&wanted.caller, message, locale, &built_in)
        .await?;
    let mut response = see(&wanted.place());
    if let Some(notice) = notice("template-given-back") {
        NOTICE.set(&mut response, visit.base(), &notice.name());
    }
    Ok(response)
}
