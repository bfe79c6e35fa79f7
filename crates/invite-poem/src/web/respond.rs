//! The two answers of every handler: a page, and "see over there".

use super::fault::Fault;
use askama::Template;
use poem::{
    Response,
    http::{StatusCode, header},
};

/// What every handler of a page returns.
pub(super) type Answer = Result<Response, Fault>;

/// Answers with a page.
pub(super) fn page(status: StatusCode, template: &impl Template) -> Answer {
    Ok(Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
        .body(template.render()?))
}

/// Sends the browser to another page of ours, to be read with GET.
///
/// The place is one of our own addresses, never something that came with the request.
pub(super) fn see(place: &str) -> Response {
    Response::builder()
        .status(StatusCode::SEE_OTHER)
        .header(header::LOCATION, place)
        .finish()
}
