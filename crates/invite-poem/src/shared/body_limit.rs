//! No body is larger than 1 MiB: it is read to the limit before anything looks at it.

use super::problem::Problem;
use super::problem_code::ProblemCode;
use poem::{
    Endpoint, IntoResponse, Request, Response, Result,
    error::ReadBodyError,
    http::{Method, header},
};
use std::sync::Arc;

/// The largest body, in octets.
pub(crate) const MAX_BODY: usize = 1024 * 1024;

/// Reads the body up to the limit, and calls `inner` with it.
pub(crate) async fn limit_body<E: Endpoint>(
    inner: Arc<E>,
    mut request: Request,
) -> Result<Response> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        // Nothing reads the body of these, so that there is none to limit.
        request.take_body();
        return inner.call(request).await.map(IntoResponse::into_response);
    }
    let announced = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > MAX_BODY) {
        return Err(Problem::of(ProblemCode::PayloadTooLarge).into());
    }
    match request.take_body().into_bytes_limit(MAX_BODY).await {
        Ok(bytes) => request.set_body(bytes),
        Err(ReadBodyError::PayloadTooLarge) => {
            return Err(Problem::of(ProblemCode::PayloadTooLarge).into());
        }
        // The connection broke: nobody is left to read the answer.
        Err(_) => return Err(Problem::of(ProblemCode::BadRequest).into()),
    }
    inner.call(request).await.map(IntoResponse::into_response)
}
