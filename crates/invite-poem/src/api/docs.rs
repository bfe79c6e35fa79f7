//! The readable page about the API. It is whole in itself: nothing is fetched from anywhere.

use super::document::service;
use poem::{Endpoint, Response, endpoint::make_sync, http::header};
use std::sync::LazyLock;

/// Scripts and styles are inside the page. `connect-src 'self'` lets "Try it out" reach this service
/// and nothing else, and keeps the bundled validator badge from calling home.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; \
     img-src 'self' data:; font-src data:; connect-src 'self'; frame-ancestors 'none'; \
     base-uri 'none'; form-action 'none'";

/// Built when it is first asked for: it is large, and most processes never show it.
static PAGE: LazyLock<String> = LazyLock::new(|| {
    service()
        .swagger_ui_html()
        .trim_start()
        .replacen(
            "<html charset=\"UTF-8\">",
            "<!doctype html>\n<html lang=\"en\">",
            1,
        )
        .replacen(
            "<title>Swagger UI</title>",
            "<title>Invite: REST API</title>",
            1,
        )
        .replacen(
            "filter: false,",
            "filter: false,\n        validatorUrl: null,",
            1,
        )
});

/// Serves the page.
pub(super) fn page() -> impl Endpoint {
    make_sync(|_| {
        Response::builder()
            .content_type("text/html; charset=utf-8")
            .header(header::CONTENT_SECURITY_POLICY, POLICY)
            .header(header::CACHE_CONTROL, "no-cache")
            .body(PAGE.as_str())
    })
}
