//! Headers that keep browsers from doing what nobody asked for.

use poem::{
    Response,
    http::{HeaderName, HeaderValue, header},
};

/// Adds to an answer what every answer has; nothing that is there already is touched. Over `https`,
/// browsers are told to come back by https only.
pub(crate) fn secure(response: &mut Response, https: bool) {
    set(response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(response, header::REFERRER_POLICY, "no-referrer");
    set(response, header::X_FRAME_OPTIONS, "DENY");
    set(
        response,
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    if https {
        set(
            response,
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=31536000",
        );
    }
}

/// Adds to an answer of the API that it is kept nowhere and is no page.
pub(crate) fn secure_api(response: &mut Response) {
    set(response, header::CACHE_CONTROL, "no-store");
    set(
        response,
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'",
    );
}

fn set(response: &mut Response, name: HeaderName, value: &'static str) {
    response
        .headers_mut()
        .entry(name)
        .or_insert(HeaderValue::from_static(value));
}
