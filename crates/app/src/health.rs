//! What readiness depends on: the database, and where this process sends, mail and worker.

use crate::worker::WorkerState;
use async_trait::async_trait;
use invite_poem::{Check, Health};
use invite_sea_orm::SeaStore;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::time::timeout;

/// A database that does not answer for so long is not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// Looks at the parts of this process.
pub struct ProcessHealth {
    store: SeaStore,
    worker: Option<Arc<WorkerState>>,
    stopping: AtomicBool,
}

impl ProcessHealth {
    /// Takes what there is to look at; no worker where this process sends nothing.
    pub fn new(store: SeaStore, worker: Option<Arc<WorkerState>>) -> Self {
        Self {
            store,
            worker,
            stopping: AtomicBool::new(false),
        }
    }

    /// Makes readiness go, ahead of everything else.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::SeqCst);
    }
}

#[async_trait]
impl Health for ProcessHealth {
    async fn checks(&self) -> Vec<Check> {
        let database = match timeout(PATIENCE, self.store.ping()).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err("the database does not answer as it should".to_owned()),
            Err(_) => Err("the database does not answer".to_owned()),
        };
        let mut checks = vec![Check {
            name: "database",
            result: database,
        }];
        if let Some(worker) = &self.worker {
            checks.push(Check {
                name: "mail",
                result: worker.mail.check(),
            });
            checks.push(Check {
                name: "worker",
                result: worker.check(),
            });
        }
        checks
    }

    fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }
}
