//! The mail as it would arrive, in a frame beside the editor: no script, nothing from elsewhere, and
//! its links lead nowhere.

use super::{Place, Typed, Wanted, Wrong, part_name};
use crate::web::{form::Posted, respond::Answer, visit::Visit};
use askama::Template;
use invite_domain::{model::MailWording, ports::RenderedMail};
use invite_i18n::Texts;
use poem::{
    Response, handler,
    http::{StatusCode, header},
    web::Path,
};
use std::borrow::Cow;

const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
    form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox";

/// What a mail program shows above the mail.
#[derive(Template)]
#[template(path = "template/envelope.html", whitespace = "suppress")]
struct Envelope<'a> {
    t: Texts,
    mail: &'a RenderedMail,
}

/// What is to be put right before there is a preview.
#[derive(Template)]
#[template(path = "template/no_preview.html")]
struct NoPreview {
    t: Texts,
    wrong: Vec<(Cow<'static, str>, Cow<'static, str>)>,
}

#[handler]
pub(super) async fn show(visit: Visit, Path(place): Path<Place>) -> Answer {
    let wanted = Wanted::of(&visit, &place).await?;
    let own = wanted.own(&visit).await?;
    preview(&visit, &wanted, own)
}

#[handler]
pub(super) async fn of_typed(
    visit: Visit,
    Path(place): Path<Place>,
    Posted(typed): Posted<Typed>,
) -> Answer {
    let wanted = Wanted::of(&visit, &place).await?;
    match typed.read(&wanted) {
        Ok(wording) => preview(&visit, &wanted, wording),
        Err(wrong) => no_preview(&visit, &wrong),
    }
}

fn preview(visit: &Visit, wanted: &Wanted, wording: MailWording) -> Answer {
    let texts = &visit.services.mail_texts;
    let mail = texts.preview(&wanted.caller, wanted.message, wanted.locale, wording)?;
    let envelope = Envelope {
        t: visit.texts(),
        mail: &mail,
    };
    let html = below(&mail.html, &envelope.render()?);
    Ok(framed(StatusCode::OK, html))
}

fn no_preview(visit: &Visit, wrong: &[Wrong]) -> Answer {
    let t = visit.texts();
    let named = |one: &Wrong| (part_name(t, one.part), one.text(t));
    let view = NoPreview {
        t,
        wrong: wrong.iter().map(named).collect(),
    };
    Ok(framed(StatusCode::OK, view.render()?))
}

fn framed(status: StatusCode, html: String) -> Response {
    Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
        .header(header::CONTENT_SECURITY_POLICY, POLICY)
        .header(header::X_FRAME_OPTIONS, "SAMEORIGIN")
        .body(html)
}

/// Puts the mail below its envelope. The layout of the mail is ours: its `body` has a tag without a `>`
/// in any value.
fn below(html: &str, envelope: &str) -> String {
    let body = html.find("<body").unwrap_or_default();
    let start = html
        .get(body..)
        .and_then(|rest| rest.find('>'))
        .map_or(0, |end| body + end + 1);
    let (before, after) = html.split_at(start);
    format!("{before}{envelope}{after}")
}
