//! How many messages to claim ahead: as many as leave within a fifth of a second.

use std::time::{Duration, Instant};

/// For how long the claimed messages are meant to keep the senders busy.
const AHEAD: Duration = Duration::from_millis(200);

/// Watches how fast messages leave, so that a slow mail server never holds a big claimed backlog and
/// a fast one never waits for the next claim.
#[derive(Debug)]
pub(super) struct Pace {
    least: usize,
    most: usize,
    want: usize,
    since: Instant,
    ended: u64,
}

impl Pace {
    pub(super) fn new(least: usize, most: usize) -> Self {
        Self {
            least: least.min(most),
            most,
            want: least.min(most),
            since: Instant::now(),
            ended: 0,
        }
    }

    /// Returns how many messages should wait for senders.
    pub(super) fn want(&self) -> usize {
        self.want
    }

    /// Learns that senders are done with `ended` messages in all by now.
    pub(super) fn learn(&mut self, ended: u64, now: Instant) {
        let span = now
            .duration_since(self.since)
            .max(Duration::from_micros(100));
        let newly = u128::from(ended.saturating_sub(self.ended));
        let want = newly * AHEAD.as_micros() / span.as_micros();
        self.want = usize::try_from(want)
            .unwrap_or(self.most)
            .clamp(self.least, self.most);
        (self.since, self.ended) = (now, ended);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_server_holds_no_more_than_one_message_for_each_connection() {
        let mut pace = Pace::new(8, 1_000);
        pace.learn(5, pace.since + Duration::from_secs(5));
        assert_eq!(pace.want(), 8);
    }

    #[test]
    fn a_fast_server_gets_a_fifth_of_a_second_ahead_and_no_more_than_the_most() {
        let mut pace = Pace::new(8, 1_000);
        pace.learn(250, pace.since + Duration::from_millis(100));
        assert_eq!(pace.want(), 500);
        pace.learn(10_250, pace.since + Duration::from_millis(100));
        assert_eq!(pace.want(), 1_000);
    }
}
