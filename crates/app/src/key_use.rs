//! Takes note of API keys in use: once a minute for each, and without a request waiting for it.

use chrono::{DateTime, Utc};
use invite_domain::{
    model::ApiKeyId,
    ports::Clock,
    service::{API_KEY_QUIET, AccountService},
};
use std::{
    collections::HashMap,
    error::Error as _,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::mpsc;

/// How many notes may wait to be written; what is more is noted at the key's next use.
const WAITING: usize = 1000;

/// How many keys are remembered before those that were quiet for long are forgotten.
const REMEMBERED: usize = 10_000;

/// Takes notes; a task of its own writes them down.
pub struct KeyUse {
    clock: Arc<dyn Clock>,
    noted: Mutex<HashMap<ApiKeyId, DateTime<Utc>>>,
    notes: mpsc::Sender<(ApiKeyId, DateTime<Utc>)>,
}

impl KeyUse {
    /// Starts the task, which ends with the last handle. Call it within the runtime.
    pub fn start(accounts: AccountService, clock: Arc<dyn Clock>) -> Self {
        let (notes, mut waiting) = mpsc::channel(WAITING);
        tokio::spawn(async move {
            while let Some((key, at)) = waiting.recv().await {
                if let Err(error) = accounts.note_api_key_use(key, at).await {
                    let source = error.source().map(tracing::field::display);
                    tracing::warn!(error = source, "the use of an API key was not noted");
                }
            }
        });
        Self {
            clock,
            noted: Mutex::default(),
            notes,
        }
    }

    /// Takes note that the key was used just now.
    pub fn used(&self, key: ApiKeyId) {
        let now = self.clock.now();
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        if noted
            .get(&key)
            .is_some_and(|last| now - *last < API_KEY_QUIET)
        {
            return;
        }
        if self.notes.try_send((key, now)).is_ok() {
            if noted.len() >= REMEMBERED {
                noted.retain(|_, last| now - *last < API_KEY_QUIET);
            }
            noted.insert(key, now);
        }
    }
}
