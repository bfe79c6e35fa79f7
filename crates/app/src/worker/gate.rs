//! Whether mail may leave: shut while our own settings keep it from leaving.

use invite_domain::{model::Channel, ports::SendError, service::AttemptOutcome};
use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tokio::sync::Notify;

/// Shuts when the mail server refuses our login or shows a bad certificate, and lets one message out
/// after a pause to see whether that was mended.
#[derive(Debug)]
pub struct MailGate {
    pause: Duration,
    /// Whether there is another channel that must not wait for mail.
    has_sms: bool,
    mail: Mutex<Mail>,
    changed: Notify,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Mail {
    Leaves,
    Rests { until: Instant, why: String },
    Probes { why: String },
}

impl MailGate {
    /// Makes an open gate that shuts for `pause` at a time.
    pub fn new(pause: Duration, has_sms: bool) -> Self {
        Self {
            pause,
            has_sms,
            mail: Mutex::new(Mail::Leaves),
            changed: Notify::new(),
        }
    }

    /// Returns why no mail leaves, if so.
    ///
    /// # Errors
    /// What is wrong, for the operator.
    pub fn check(&self) -> Result<(), String> {
        match &*self.lock() {
            Mail::Leaves => Ok(()),
            Mail::Rests { why, .. } | Mail::Probes { why } => Err(why.clone()),
        }
    }

    /// Returns how many of `want` messages may be claimed now.
    pub(super) fn limit(&self, want: usize) -> usize {
        if self.has_sms {
            return want;
        }
        match &*self.lock() {
            Mail::Leaves => want,
            Mail::Rests { until, .. } if *until <= Instant::now() => 1,
            Mail::Rests { .. } | Mail::Probes { .. } => 0,
        }
    }

    /// Whether a message may go out on this channel now; after a pause the first mail that asks may.
    pub(super) fn admits(&self, channel: Channel) -> bool {
        if channel == Channel::Sms {
            return true;
        }
        let mut mail = self.lock();
        match &*mail {
            Mail::Leaves => true,
            Mail::Rests { until, why } if *until <= Instant::now() => {
                *mail = Mail::Probes { why: why.clone() };
                true
            }
            Mail::Rests { .. } | Mail::Probes { .. } => false,
        }
    }

    /// Learns how an attempt ended; returns the outcome to record.
    ///
    /// Where there is only mail, a message that our settings held back is simply given back: the gate
    /// does the waiting, and after a restart with better settings everything leaves at once.
    pub(super) fn learn(&self, channel: Channel, outcome: AttemptOutcome) -> AttemptOutcome {
        if channel == Channel::Sms {
            return outcome;
        }
        let misconfigured = match &outcome {
            AttemptOutcome::NotSent(SendError::Misconfigured { detail }) => Some(detail.clone()),
            AttemptOutcome::HandedOver(_) | AttemptOutcome::NotSent(_) => None,
            AttemptOutcome::Obsolete | AttemptOutcome::GivenBack => {
                self.probe_again();
                return outcome;
            }
        };
        let mut mail = self.lock();
        match misconfigured {
            None => {
                if *mail != Mail::Leaves {
                    tracing::info!("mail leaves again");
                    *mail = Mail::Leaves;
                    drop(mail);
                    self.changed.notify_one();
                }
                outcome
            }
            Some(why) => {
                if *mail == Mail::Leaves {
                    tracing::error!(reason = why, "no mail can leave; mend the mail settings");
                }
                let until = Instant::now() + self.pause;
                *mail = Mail::Rests { until, why };
                drop(mail);
                self.changed.notify_one();
                if self.has_sms {
                    outcome
                } else {
                    AttemptOutcome::GivenBack
                }
            }
        }
    }

    /// Returns what to record for a mail that was claimed and may not go out.
    pub(super) fn held_back(&self) -> AttemptOutcome {
        match self.check() {
            Err(detail) if self.has_sms => {
                AttemptOutcome::NotSent(SendError::Misconfigured { detail })
            }
            Ok(()) | Err(_) => AttemptOutcome::GivenBack,
        }
    }

    /// Waits until the gate opened or shut.
    pub(super) async fn changed(&self) {
        self.changed.notified().await;
    }

    /// The probe came to nothing: the next mail is one.
    fn probe_again(&self) {
        let mut mail = self.lock();
        if let Mail::Probes { why } = &*mail {
            let (until, why) = (Instant::now(), why.clone());
            *mail = Mail::Rests { until, why };
            drop(mail);
            self.changed.notify_one();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Mail> {
        self.mail.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use invite_domain::ports::HandOver;

    const LONG: Duration = Duration::from_mins(10);

    fn refused() -> AttemptOutcome {
        AttemptOutcome::NotSent(SendError::Misconfigured {
            detail: "535 wrong password".to_owned(),
        })
    }

    fn taken() -> AttemptOutcome {
        AttemptOutcome::HandedOver(HandOver {
            reply: "250 OK".to_owned(),
        })
    }

    #[test]
    fn a_refused_login_shuts_the_gate_and_burns_nothing() {
        let gate = MailGate::new(LONG, false);
        assert!(gate.admits(Channel::Email));
        assert_eq!(
            gate.learn(Channel::Email, refused()),
            AttemptOutcome::GivenBack
        );
        assert!(!gate.admits(Channel::Email));
        assert_eq!(gate.limit(100), 0);
        assert_eq!(gate.check(), Err("535 wrong password".to_owned()));
    }

    #[test]
    fn after_the_pause_one_mail_probes_and_opens_for_all() {
        let gate = MailGate::new(Duration::ZERO, false);
        gate.learn(Channel::Email, refused());
        assert_eq!(gate.limit(100), 1);
        assert!(gate.admits(Channel::Email));
        assert!(!gate.admits(Channel::Email), "a second one waits");
        assert_eq!(gate.limit(100), 0);
        gate.learn(Channel::Email, taken());
        assert_eq!((gate.limit(100), gate.check()), (100, Ok(())));
    }

    #[test]
    fn a_probe_that_was_not_sent_is_followed_by_another() {
        let gate = MailGate::new(Duration::ZERO, false);
        gate.learn(Channel::Email, refused());
        assert!(gate.admits(Channel::Email));
        gate.learn(Channel::Email, AttemptOutcome::Obsolete);
        assert!(gate.admits(Channel::Email));
    }

    #[test]
    fn sms_does_not_wait_for_mail() {
        let gate = MailGate::new(LONG, true);
        assert_eq!(gate.learn(Channel::Email, refused()), refused());
        assert_eq!(gate.limit(100), 100);
        assert!(gate.admits(Channel::Sms) && !gate.admits(Channel::Email));
        assert_eq!(gate.held_back(), refused());
    }
}
