//! The task that writes down when sessions were seen, so that no request has to.

use crate::telemetry::chain;
use invite_domain::service::SignInService;
use std::time::Duration;
use tokio::{
    sync::oneshot,
    task::JoinHandle,
    time::{Instant, timeout_at},
};

/// How often it writes: a session is written once in so long at most, by each server.
const EVERY: Duration = Duration::from_mins(1);

/// A running task.
pub(crate) struct LastSeenTask {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl LastSeenTask {
    /// Starts it.
    pub(crate) fn start(sign_in: SignInService) -> Self {
        let (stop, stopped) = oneshot::channel();
        Self {
            stop,
            task: tokio::spawn(run(sign_in, stopped)),
        }
    }

    /// Lets it write a last time, by `deadline`.
    pub(crate) async fn stop(mut self, deadline: Instant) {
        let _ = self.stop.send(());
        if timeout_at(deadline, &mut self.task).await.is_err() {
            self.task.abort();
        }
    }
}

async fn run(sign_in: SignInService, mut stopped: oneshot::Receiver<()>) {
    loop {
        let ends = tokio::time::timeout(EVERY, &mut stopped).await.is_ok();
        if let Err(error) = sign_in.record_seen().await {
            tracing::warn!(
                error = chain(&error),
                "when sessions were seen cannot be written down; it is tried again"
            );
        }
        if ends {
            return;
        }
    }
}
