//! A script in performance: which rule has been used how often, and the TLS made for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rustls::ServerConfig;

use super::action::Action;
use super::script::{Encryption, Script};
use super::stage::StageEvent;
use super::tls;

pub(super) struct Play {
    pub(super) script: Script,
    pub(super) tls: Option<Arc<ServerConfig>>,
    occasions: Vec<AtomicU64>,
}

impl Play {
    pub(super) fn new(script: Script) -> Self {
        let tls = match script.encryption {
            Encryption::None | Encryption::Stripped => None,
            Encryption::Offered
            | Encryption::Required
            | Encryption::Refused
            | Encryption::Implicit => Some(tls::server_config(script.certificate)),
        };
        let occasions = script.rules.iter().map(|_| AtomicU64::new(0)).collect();
        Self {
            script,
            tls,
            occasions,
        }
    }

    /// Asks the hook, then the rules in their order; a rule counts only what got as far as to it.
    pub(super) fn decide(&self, event: &StageEvent) -> Action {
        let hooked = self.script.hook.as_ref().map(|hook| hook(event));
        if let Some(action) = hooked.filter(|action| *action != Action::proceed()) {
            return action;
        }
        self.script
            .rules
            .iter()
            .zip(&self.occasions)
            .find(|((when, _), occasions)| {
                when.fits(event)
                    && when.applies_to_occasion(occasions.fetch_add(1, Ordering::Relaxed))
            })
            .map_or_else(Action::proceed, |((_, action), _)| action.clone())
    }
}
