//! `/healthz` and `/readyz`: whether the process lives, and whether it can do its work.

use crate::Services;
use poem::{
    Response,
    http::{StatusCode, header},
};
use serde_json::json;

/// Says that the process lives.
pub(crate) fn alive() -> Response {
    Response::builder()
        .content_type("text/plain; charset=utf-8")
        .header(header::CACHE_CONTROL, "no-store")
        .body("ok\n")
}

/// Looks at everything that readiness depends on; 503 when anything fails, or a stop was asked for.
pub(crate) async fn ready(services: &Services) -> Response {
    let stopping = services.health.is_stopping();
    let checks = services.health.checks().await;
    let ready = !stopping && checks.iter().all(|check| check.result.is_ok());
    let checks: Vec<_> = checks
        .iter()
        .map(|check| match &check.result {
            Ok(()) => json!({ "name": check.name, "ok": true }),
            Err(wrong) => json!({ "name": check.name, "ok": false, "detail": wrong }),
        })
        .collect();
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let body = json!({ "ready": ready, "stopping": stopping, "checks": checks });
    Response::builder()
        .status(status)
        .content_type("application/json")
        .header(header::CACHE_CONTROL, "no-store")
        .body(body.to_string())
}
