//! The one place where an error of the framework becomes a problem document, with a fixed text.

use super::allow::Allow;
use crate::shared::{Problem, ProblemCode, headers::secure_api, problem::Members};
use poem::{
    Endpoint, Error, IntoResponse, PathPattern, Request, Response, Result, http::StatusCode,
};
use poem_openapi::error::{ParseParamError, ParsePathError};
use std::sync::Arc;

/// Calls `inner`; whatever it refuses leaves as a problem document.
pub(super) async fn as_problems<E: Endpoint>(
    inner: Arc<E>,
    request: Request,
    allow: Allow,
) -> Result<Response> {
    let mut response = match inner.call(request).await {
        Ok(answer) => answer.into_response(),
        Err(error) if error.is_from_response() => error.into_response(),
        Err(error) => {
            let pattern = error.data::<PathPattern>().cloned();
            let mut response = problem_of(&error, pattern.as_ref(), &allow).into_response();
            if let Some(pattern) = pattern {
                // The log names the route by it.
                response.set_data(pattern);
            }
            response
        }
    };
    secure_api(&mut response);
    Ok(response)
}

fn problem_of(error: &Error, pattern: Option<&PathPattern>, allow: &Allow) -> Problem {
    if let Some(wrong) = error.downcast_ref::<ParseParamError>() {
        return Problem::parameter(wrong.name, "wrong_type", "the value cannot be read");
    }
    if error.is::<ParsePathError>() {
        return Problem::of(ProblemCode::RouteNotFound);
    }
    match error.status() {
        StatusCode::NOT_FOUND => Problem::of(ProblemCode::RouteNotFound),
        StatusCode::METHOD_NOT_ALLOWED => Problem {
            members: Box::new(Members {
                allow: pattern.map(|PathPattern(pattern)| allow.methods(pattern)),
                ..Members::default()
            }),
            ..Problem::of(ProblemCode::MethodNotAllowed)
        },
        StatusCode::PAYLOAD_TOO_LARGE => Problem::of(ProblemCode::PayloadTooLarge),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Problem::of(ProblemCode::UnsupportedMediaType),
        StatusCode::UNAUTHORIZED => Problem::of(ProblemCode::Unauthenticated),
        StatusCode::FORBIDDEN => Problem::of(ProblemCode::Forbidden),
        status if status.is_client_error() => Problem::of(ProblemCode::BadRequest),
        _ => {
            tracing::error!(error = %error, "the framework failed");
            Problem::of(ProblemCode::InternalError)
        }
    }
}
