//! What holds for every page: no posts from other sites, strict headers, and errors as pages too.

use super::{
    cookies::NOTICE,
    fault::Fault,
    layout::Layout,
    message::{Message, Symbol},
    place,
    respond::{page, see},
    visit::texts_of,
};
use crate::{
    Services,
    shared::{
        origin::{Origin, origin},
        refusal_log,
    },
};
use invite_domain::model::LinkBase;
use invite_i18n::Texts;
use poem::{
    Endpoint, IntoResponse, Request, Response, Result,
    error::ParsePathError,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
};
use std::sync::Arc;

/// Nothing but our own files; no script or style within a page, no frame, no other site.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; \
    style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Wraps every page.
pub(super) async fn guard<E>(inner: Arc<E>, request: Request) -> Result<Response>
where
    E: Endpoint + 'static,
{
    let services = request.data::<Services>().ok_or(Fault::Broken)?;
    let base = services.public_url.clone();
    let texts = texts_of(&request, &base);
    let reads = request.method() == Method::GET;
    let asked = request.uri().path_and_query();
    let asked = asked.filter(|_| reads).map(ToString::to_string);
    let had_notice = NOTICE.read(&request, &base).is_some();

    let answer = if is_foreign_post(&request, &base) {
        Err(Fault::ForeignPost.into())
    } else {
        inner.call(request).await.map(IntoResponse::into_response)
    };
    if let Err(error) = &answer
        && let Some(Fault::Forbidden(forbidden)) = error.downcast_ref()
    {
        refusal_log::refused(*forbidden);
    }
    let mut response =
        answer.unwrap_or_else(|error| instead_of_a_page(&error, asked.as_deref(), texts));
    if had_notice && reads && response.status() != StatusCode::SEE_OTHER {
        NOTICE.clear(&mut response, &base);
    }
    add_headers(response.headers_mut());
    Ok(response)
}

/// Whether another site makes the browser send this.
///
/// Where the browser tells in `Sec-Fetch-Site`, that decides alone: our pages' `no-referrer` makes
/// browsers send `Origin: null` with a form. A request that tells nothing comes from no browser, and
/// carries no cookie but its sender's own.
fn is_foreign_post(request: &Request, base: &LinkBase) -> bool {
    if matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    ) {
        return false;
    }
    match request.header("sec-fetch-site") {
        Some(site) => !matches!(site, "same-origin" | "none"),
        None => origin(request, base) == Origin::Foreign,
    }
}

/// `asked` is the address of a page that was to be read.
fn instead_of_a_page(error: &poem::Error, asked: Option<&str>, texts: Texts) -> Response {
    if let Some(Fault::SignInFirst) = error.downcast_ref() {
        return see(&place::sign_in_to(asked.unwrap_or_default()));
    }
    // An address that is no text at all is just one that does not exist.
    let status = if error.is::<ParsePathError>() {
        StatusCode::NOT_FOUND
    } else {
        error.status()
    };
    let (heading, text) = match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => (
            texts.get("page-not-found-heading"),
            texts.get("page-not-found-text"),
        ),
        StatusCode::FORBIDDEN => (
            texts.get("page-forbidden-heading"),
            texts.get("page-forbidden-text"),
        ),
        StatusCode::SERVICE_UNAVAILABLE => (
            texts.get("page-unavailable-heading"),
            texts.get("page-unavailable-text"),
        ),
        status if status.is_client_error() => (
            texts.get("page-bad-request-heading"),
            texts.get("page-bad-request-text"),
        ),
        _ => (
            texts.get("page-broken-heading"),
            texts.get("page-broken-text"),
        ),
    };
    let message = Message::new(
        Layout::new(texts, heading.clone(), "/"),
        Symbol::Stop,
        heading,
    )
    .text(text)
    .link("/", texts.get("page-to-start"));
    page(status, &message).unwrap_or_else(|_| status.into_response())
}

fn add_headers(headers: &mut HeaderMap) {
    let defaults = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in defaults {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
}
