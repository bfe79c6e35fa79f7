//! The wish to stop, which every task of the worker can look at and wait for.

use std::{sync::Arc, time::Duration};
use tokio::{sync::watch, time::sleep};

/// Asked once, seen by every clone.
#[derive(Debug, Clone)]
pub(super) struct Stop {
    asked: Arc<watch::Sender<bool>>,
}

impl Default for Stop {
    fn default() -> Self {
        Self {
            asked: Arc::new(watch::Sender::new(false)),
        }
    }
}

impl Stop {
    /// Asks everyone to stop.
    pub(super) fn ask(&self) {
        self.asked.send_replace(true);
    }

    /// Whether it was asked.
    pub(super) fn is_asked(&self) -> bool {
        *self.asked.borrow()
    }

    /// Returns as soon as it was asked.
    pub(super) async fn asked(&self) {
        let mut asked = self.asked.subscribe();
        // The sender lives as long as `self`, so this cannot fail.
        let _ = asked.wait_for(|asked| *asked).await;
    }

    /// Lets time pass; returns early when a stop is asked for.
    pub(super) async fn or_after(&self, span: Duration) {
        tokio::select! {
            () = self.asked() => {}
            () = sleep(span) => {}
        }
    }
}
