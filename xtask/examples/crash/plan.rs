//! Where the process is killed, and in which order.

use std::fmt;

use fastrand::Rng;

/// A point at which the process dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Point {
    /// The database shows a claim, and no mail has begun.
    AfterClaim,
    /// The worker connected to the mail server; nothing was said.
    AfterConnect,
    /// `RCPT TO` arrived.
    AfterRecipient,
    /// A part of the mail arrived.
    MidData,
    /// The final dot arrived; the 250 was not sent.
    AfterDot,
    /// The 250 was read; our commit had no chance yet.
    AfterReply,
    /// The database shows the outcome.
    AfterCommit,
    /// Creates are on their way.
    DuringCreate,
    /// Acceptances are on their way.
    DuringAccept,
    /// The process was started a moment ago.
    DuringStart,
    /// Whenever.
    Random,
}

impl Point {
    /// Every point, in the order of a mail's life.
    pub(crate) const ALL: [Self; 11] = [
        Self::AfterClaim,
        Self::AfterConnect,
        Self::AfterRecipient,
        Self::MidData,
        Self::AfterDot,
        Self::AfterReply,
        Self::AfterCommit,
        Self::DuringCreate,
        Self::DuringAccept,
        Self::DuringStart,
        Self::Random,
    ];

    /// Returns what the report calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::AfterClaim => "after claim",
            Self::AfterConnect => "after connect",
            Self::AfterRecipient => "after RCPT",
            Self::MidData => "mid-DATA",
            Self::AfterDot => "after final dot, before 250",
            Self::AfterReply => "after 250, before our commit",
            Self::AfterCommit => "after our commit",
            Self::DuringCreate => "during create",
            Self::DuringAccept => "during accept",
            Self::DuringStart => "during start",
            Self::Random => "random",
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Returns the points of a run: so many rounds of all points, each round in an order of its own.
pub(crate) fn schedule(rounds: usize, random: &mut Rng) -> Vec<Point> {
    let mut points = Vec::with_capacity(rounds * Point::ALL.len());
    for _ in 0..rounds {
        let mut round = Point::ALL;
        random.shuffle(&mut round);
        points.extend(round);
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_round_has_every_point_once_and_a_seed_repeats_the_order() {
        let points = schedule(3, &mut Rng::with_seed(7));
        for round in points.chunks(Point::ALL.len()) {
            let mut sorted = round.to_vec();
            sorted.sort_unstable();
            assert_eq!(sorted, Point::ALL);
        }
        assert_eq!(points, schedule(3, &mut Rng::with_seed(7)));
        assert_ne!(points, schedule(3, &mut Rng::with_seed(8)));
    }
}
