//! When a message that did not get through is tried again.

use super::OutboxId;
use chrono::{DateTime, TimeDelta, Utc};

/// Back-off with jitter.
///
/// The default tries several times in the first two hours and then every three, for four days
/// (RFC 5321 §4.5.4.1 asks for at least 4 to 5 days in all and more attempts early on). Jitter is
/// drawn from the message's own id and attempt, so that a burst spreads and a test repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    /// The pause after the first, second, … attempt; the last one repeats.
    pub pauses: Vec<TimeDelta>,
    /// How long after queuing a message is given up.
    pub give_up_after: TimeDelta,
    /// The pause after an unknown outcome, longer than the 10 minutes that RFC 5321 §4.5.3.2.6
    /// grants a server to answer the final dot.
    pub unknown_pause: TimeDelta,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        let minutes = [1, 5, 15, 30, 60, 120, 180];
        Self {
            pauses: minutes.into_iter().map(TimeDelta::minutes).collect(),
            give_up_after: TimeDelta::days(4),
            unknown_pause: TimeDelta::minutes(11),
        }
    }
}

impl RetryPolicy {
    /// Returns when to try again after `attempts` attempts ended at `now`; `None` means give up.
    pub fn next(
        &self,
        message: OutboxId,
        queued_at: DateTime<Utc>,
        attempts: u32,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let step = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
        let pause = self.pauses.get(step).or(self.pauses.last())?;
        let at = now + jittered(*pause, message, attempts);
        (at < queued_at + self.give_up_after).then_some(at)
    }
}

/// Stretches a pause by up to a quarter.
fn jittered(pause: TimeDelta, message: OutboxId, attempts: u32) -> TimeDelta {
    // FNV-1a over the id's random bits and the attempt: spread, not secrecy, is wanted here.
    let hash = message
        .uuid()
        .as_bytes()
        .iter()
        .chain(&attempts.to_be_bytes())
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
    let quarter = u64::try_from(pause.num_milliseconds() / 4).unwrap_or_default();
    let extra = if quarter == 0 {
        0
    } else {
        (hash >> 16) % quarter
    };
    pause + TimeDelta::milliseconds(i64::try_from(extra).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn pauses_grow_spread_and_end() {
        let policy = RetryPolicy::default();
        let start = DateTime::UNIX_EPOCH;
        let message = OutboxId::new(Uuid::from_u128(9));
        let (mut now, mut attempts, mut last) = (start, 1, TimeDelta::zero());
        while let Some(at) = policy.next(message, start, attempts, now) {
            let pause = at - now;
            assert!(
                pause >= last || pause >= TimeDelta::minutes(180),
                "attempt {attempts}: {pause}"
            );
            assert!(pause <= TimeDelta::minutes(225));
            (now, attempts, last) = (at, attempts + 1, pause);
        }
        assert!(attempts > 25, "{attempts} attempts");
        assert!(now > start + TimeDelta::days(3) && now < start + TimeDelta::days(4));
    }

    #[test]
    fn two_messages_do_not_come_back_together() {
        let policy = RetryPolicy::default();
        let now = DateTime::UNIX_EPOCH;
        let times: std::collections::BTreeSet<_> = (0..100)
            .map(|n| {
                policy
                    .next(OutboxId::new(Uuid::from_u128(n)), now, 1, now)
                    .unwrap()
            })
            .collect();
        assert!(times.len() > 90, "{} different moments", times.len());
    }
}
