//! The editor of one text: a field for each part, what the placeholders mean, and the preview.

use super::{KNOWN, Place, Typed, Wanted, message_name, notice, part_name};
use crate::web::{
    cookies::NOTICE,
    field::{Field, Problems},
    form::Posted,
    layout::Layout,
    navigation::Section,
    respond::{Answer, page, see},
    visit::Visit,
    wording,
};
use askama::Template;
use invite_domain::model::{MailPart, MailText, MailWording};
use invite_i18n::Texts;
use poem::{
    handler,
    http::{HeaderValue, StatusCode, header},
    web::Path,
};
use std::borrow::Cow;

/// As every page, and the preview in a frame.
const FRAMING_POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; \
    style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

#[derive(Template)]
#[template(path = "template/edit.html")]
struct Edit {
    page: Layout,
    list: String,
    place: String,
    heading: String,
    problems: Problems,
    fields: Vec<Field>,
    placeholders: Vec<(&'static str, Cow<'static, str>)>,
    is_own: bool,
}

#[handler]
pub(super) async fn show(visit: Visit, Path(place): Path<Place>) -> Answer {
    let wanted = Wanted::of(&visit, &place).await?;
    let own = wanted.own(&visit).await?;
    let filled = |part| match own.get(part) {
        Some(text) => text.as_str().to_owned(),
        None => wanted.otherwise(part),
    };
    let problems = Problems::none(visit.texts().get("page-problems-heading"));
    render(&visit, &wanted, &own, filled, problems)
}

#[handler]
pub(super) async fn save(
    visit: Visit,
    Path(place): Path<Place>,
    Posted(typed): Posted<Typed>,
) -> Answer {
    let wanted = Wanted::of(&visit, &place).await?;
    let texts = visit.texts();
    match typed.read(&wanted) {
        Ok(wording) => {
            let (message, locale) = (wanted.message, wanted.locale);
            let service = &visit.services.mail_texts;
            service
                .set(&wanted.caller, message, locale, &wording)
                .await?;
            let mut response = see(&wanted.place());
            if let Some(notice) = notice("template-saved") {
                NOTICE.set(&mut response, visit.base(), &notice.name());
            }
            Ok(response)
        }
        Err(wrong) => {
            let mut problems = Problems::none(texts.get("page-problems-heading"));
            for one in &wrong {
                problems.at(one.part.as_str(), one.text(texts));
            }
            let own = wanted.own(&visit).await?;
            let filled = |part| typed.get(part).to_owned();
            render(&visit, &wanted, &own, filled, problems)
        }
    }
}

fn render(
    visit: &Visit,
    wanted: &Wanted,
    own: &MailWording,
    filled: impl Fn(MailPart) -> String,
    mut problems: Problems,
) -> Answer {
    let texts = visit.texts();
    let mut fields: Vec<Field> = MailPart::ALL
        .into_iter()
        .map(|part| field(texts, part, own.get(part), wanted).value(filled(part)))
        .collect();
    problems.mark(&mut fields);
    let status = if problems.any() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let language = wording::language(texts, wanted.locale);
    let heading = texts.with(
        "template-edit-heading",
        &[
            ("message", (&*message_name(texts, wanted.message)).into()),
            ("language", (&*language).into()),
        ],
    );
    let view = Edit {
        page: Layout::new(texts, heading.clone(), wanted.place())
            .of(visit)
            .section(&wanted.caller, Section::Templates)
            .with_errors(problems.any()),
        list: format!("/a/{}/templates", wanted.caller.account.slug),
        place: wanted.place(),
        heading,
        problems,
        fields,
        placeholders: KNOWN
            .map(|(placeholder, key)| (placeholder, texts.get(key)))
            .into(),
        is_own: !own.is_empty(),
    };
    let mut response = page(status, &view)?;
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(FRAMING_POLICY),
    );
    Ok(response)
}

/// The field of one part; where the account's own text stands in it, its hint shows the built-in one.
fn field(texts: Texts, part: MailPart, own: Option<&MailText>, wanted: &Wanted) -> Field {
    let name = part_name(texts, part);
    let field = if part.has_lines() {
        Field::lines(part.as_str(), name)
    } else {
        Field::line(part.as_str(), name)
    };
    let field = field.at_most(part.max_length()).may_be_empty();
    let built_in = wanted.otherwise(part);
    match (own, part) {
        (_, MailPart::Closing) => field.hint(texts.get("template-hint-closing")),
        (Some(_), _) => {
            let hint = texts.with("template-hint-built-in", &[("text", (&built_in).into())]);
            field.hint(hint)
        }
        (None, MailPart::Body) => field.hint(texts.get("template-hint-body")),
        (None, _) => field,
    }
}
