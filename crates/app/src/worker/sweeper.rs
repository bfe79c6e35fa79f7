//! The task that writes down what the clock decided: invitations whose time is over.

use super::stop::Stop;
use crate::telemetry::chain;
use invite_domain::service::InvitationService;
use std::time::Duration;

/// How often it looks.
const EVERY: Duration = Duration::from_secs(10);
/// How many invitations one transaction changes.
const BATCH: u32 = 500;

/// Sweeps until a stop is asked for. Any number of workers may sweep at once.
pub(super) async fn run(invitations: InvitationService, stop: Stop) {
    while !stop.is_asked() {
        match invitations.expire_due(BATCH).await {
            Ok(0) => {}
            Ok(expired) => {
                tracing::info!(expired, "invitations expired");
                if expired >= BATCH as usize {
                    continue;
                }
            }
            Err(error) => tracing::error!(error = chain(&error), "expiry cannot be written down"),
        }
        stop.or_after(EVERY).await;
    }
}
