//! Everything that is served: the API, the pages, and what operators ask.

use crate::{
    Services, api,
    shared::{
        Problem, ProblemCode, body_limit::limit_body, cookie::is_https, headers::secure, health,
        metrics::Metrics, refusal_log::record_refusals, request_log::log_request,
    },
    web,
};
use poem::{
    EndpointExt, IntoResponse, Response, Route,
    endpoint::{BoxEndpoint, make, make_sync},
    get,
    middleware::CatchPanic,
};
use std::{any::Any, sync::Arc};

/// Returns the whole service: the API below `/api`, the pages at `/`, and `/healthz`, `/readyz` and
/// `/metrics` for operators.
pub fn app(services: Services) -> BoxEndpoint<'static, Response> {
    let metrics = Arc::new(Metrics::default());
    let (shown, logged) = (Arc::clone(&metrics), Arc::clone(&metrics));
    let (asked, ids) = (services.clone(), Arc::clone(&services.ids));
    let refusals = services.refusals.clone();
    let https = is_https(&services.public_url);
    Route::new()
        .nest("/api", api::routes(services.clone()))
        .at("/healthz", get(make_sync(|_| health::alive())))
        .at(
            "/readyz",
            get(make(move |_| {
                let services = asked.clone();
                async move { health::ready(&services).await }
            })),
        )
        .at("/metrics", get(make_sync(move |_| numbers(&shown))))
        .nest_no_strip("/", web::routes(services))
        .around(move |endpoint, request| record_refusals(endpoint, request, refusals.clone()))
        .around(limit_body)
        .with(CatchPanic::new().with_handler(panicked))
        .around(move |endpoint, request| {
            log_request(endpoint, request, Arc::clone(&ids), Arc::clone(&logged))
        })
        .map_to_response()
        .after(move |answer| async move {
            let mut response = answer?;
            secure(&mut response, https);
            Ok(response)
        })
        .boxed()
}

fn numbers(metrics: &Metrics) -> Response {
    Response::builder()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(metrics.render())
}

/// Answers for a handler that panicked. The panic itself was printed where it happened.
fn panicked(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    Problem::of(ProblemCode::InternalError).into_response()
}
