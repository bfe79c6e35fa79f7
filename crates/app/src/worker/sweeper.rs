//! The task that writes down what the clock decided: invitations whose time is over, and sessions and
//! counts that mean nothing anymore.

use super::stop::Stop;
use crate::telemetry::chain;
use invite_domain::service::{InvitationService, SignInService};
use std::time::Duration;

/// How often it looks.
const EVERY: Duration = Duration::from_secs(10);
/// Nothing waits for sessions to be swept: they are looked at once in so many rounds.
const ROUNDS: u32 = 6;
/// How many rows one transaction changes.
const BATCH: u32 = 500;

/// Sweeps until a stop is asked for. Any number of workers may sweep at once.
pub(super) async fn run(invitations: InvitationService, sign_in: SignInService, stop: Stop) {
    let mut round = 0;
    while !stop.is_asked() {
        let more_invitations = expire(&invitations).await;
        let more_sessions = round == 0 && sweep(&sign_in).await;
        if more_invitations || more_sessions {
            continue;
        }
        round = (round + 1) % ROUNDS;
        stop.or_after(EVERY).await;
    }
}

/// Returns whether there may be more.
async fn expire(invitations: &InvitationService) -> bool {
    match invitations.expire_due(BATCH).await {
        Ok(0) => false,
        Ok(expired) => {
            tracing::info!(expired, "invitations expired");
            expired >= BATCH as usize
        }
        Err(error) => {
            tracing::error!(error = chain(&error), "expiry cannot be written down");
            false
        }
    }
}

/// Returns whether there may be more.
async fn sweep(sign_in: &SignInService) -> bool {
    match sign_in.sweep(BATCH).await {
        Ok(swept) => {
            if swept.sessions > 0 || swept.tries > 0 {
                tracing::debug!(swept.sessions, swept.tries, "what is over was swept away");
            }
            swept.sessions.max(swept.tries) >= u64::from(BATCH)
        }
        Err(error) => {
            tracing::error!(error = chain(&error), "sessions cannot be swept");
            false
        }
    }
}
