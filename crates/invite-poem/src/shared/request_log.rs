//! One line in the log for each request: method, route, status, duration and request id.
//!
//! The route is the pattern that matched, never the address itself: addresses can hold tokens.

use super::metrics::Metrics;
use invite_domain::{model::InvitationId, ports::IdSource};
use poem::{
    Endpoint, Error, IntoResponse, PathPattern, Request, Response, Result, http::HeaderValue,
};
use std::{sync::Arc, time::Instant};
use tracing::{Instrument, Span, field::Empty};

/// The header that carries the request's id, both ways.
const HEADER: &str = "X-Request-Id";

/// Names the request, calls `inner` inside a span of its own, and logs how it went.
pub(crate) async fn log_request<E: Endpoint>(
    inner: Arc<E>,
    request: Request,
    ids: Arc<dyn IdSource>,
    metrics: Arc<Metrics>,
) -> Result<Response> {
    let id = accepted_id(&request).unwrap_or_else(|| ids.next_id().to_string());
    let method = request.method().clone();
    let span = tracing::info_span!(
        "request",
        request.id = id,
        http.method = %method,
        http.route = Empty,
        invitation.id = Empty,
    );
    let begun = Instant::now();
    let answer = inner.call(request).instrument(span.clone()).await;
    let mut response = answer.map_or_else(Error::into_response, IntoResponse::into_response);

    let took = begun.elapsed();
    let route = route_of(&response);
    let status = response.status();
    metrics.record(&method, &route, status, took);
    span.record("http.route", &*route);
    span.in_scope(|| {
        let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        if status.is_server_error() {
            tracing::error!(http.status = status.as_u16(), milliseconds, "answered");
        } else {
            tracing::info!(http.status = status.as_u16(), milliseconds, "answered");
        }
    });
    if let Ok(value) = HeaderValue::try_from(id) {
        response.headers_mut().insert(HEADER, value);
    }
    Ok(response)
}

/// Names the invitation that the present request is about, for its line in the log.
pub(crate) fn about_invitation(id: InvitationId) {
    Span::current().record("invitation.id", tracing::field::display(id));
}

/// Takes the caller's id where it is one that cannot break a log or a header.
fn accepted_id(request: &Request) -> Option<String> {
    let id = request.header(HEADER)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    (!id.is_empty() && id.len() <= 128 && id.chars().all(plain)).then(|| id.to_owned())
}

/// Returns the pattern that matched; what nothing matched has none, or that of an empty path.
fn route_of(response: &Response) -> String {
    match response.data::<PathPattern>() {
        Some(PathPattern(pattern)) if !pattern.is_empty() => pattern.to_string(),
        _ => "unmatched".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::accepted_id;
    use poem::Request;

    #[test]
    fn only_plain_ids_are_taken_over() {
        let taken = |id: &str| accepted_id(&Request::builder().header("x-request-id", id).finish());
        assert_eq!(taken("abc-1.2_3").as_deref(), Some("abc-1.2_3"));
        assert_eq!(taken(""), None);
        assert_eq!(taken("a b"), None);
        assert_eq!(taken(&"a".repeat(129)), None);
    }
}
