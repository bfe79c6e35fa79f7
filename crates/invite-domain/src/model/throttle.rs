//! Who must wait before they may try another password: failures are counted, waits grow, and nobody
//! is locked out for good.
//!
//! Three counts decide, each kept under a digest of what it is about:
//!
//! | Count | Free | Then each failure makes wait | Forgotten |
//! | --- | --- | --- | --- |
//! | one identifier from one network | 4 | 10 s, doubling up to 15 min | by a success, or a quiet day |
//! | one identifier from anywhere | 50 | 1 s, doubling up to 1 min | by a success, or a quiet day |
//! | one network, whoever is tried | 100 | 1 s, doubling up to 15 min | one every 5 minutes, or a quiet day |
//!
//! The first stops guessing. It includes the network, so that an attacker elsewhere makes nobody
//! wait. The second slows down guessing from many networks at once (NIST SP 800-63B-4 §3.2.2); it
//! lets the right password through from a network in which the person has signed in within 30 days,
//! or it would be a way to keep them out. The third slows down trying one password on many people.
//!
//! What is typed as identifier counts, whether anyone has it or not, and every answer is the same for
//! both.

use super::Network;
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};

/// After so long without a failure, failures are forgotten.
const QUIET: TimeDelta = TimeDelta::days(1);
/// For so long a network in which the person signed in is known to be theirs.
const KNOWN_FOR: TimeDelta = TimeDelta::days(30);

/// SHA-256 of what a count is about: no identifier is kept in clear.
pub type TryKey = [u8; 32];

/// What one try to sign in counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TryKeys {
    /// The identifier from this network.
    pub here: TryKey,
    /// The identifier from anywhere.
    pub person: TryKey,
    /// The network, whoever is tried.
    pub network: TryKey,
}

impl TryKeys {
    /// Returns the keys of an identifier in its canonical form, tried from a network.
    pub fn of(identifier: &str, network: Network) -> Self {
        let network = network.to_string();
        let key = |kind: &str, parts: [&str; 2]| {
            let [first, second] = parts.map(|part| Sha256::digest(part.as_bytes()));
            Sha256::new()
                .chain_update(kind)
                .chain_update(first)
                .chain_update(second)
                .finalize()
                .into()
        };
        Self {
            here: key("here", [identifier, &network]),
            person: key("person", [identifier, ""]),
            network: key("network", ["", &network]),
        }
    }

    /// Returns them in the order in which they are always locked.
    pub const fn all(&self) -> [TryKey; 3] {
        [self.here, self.person, self.network]
    }
}

/// One count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tries {
    /// Failures that are not forgotten, as of the latest one.
    pub failures: u32,
    /// When the latest failure was.
    pub failed_at: Option<DateTime<Utc>>,
    /// When the latest success was.
    pub succeeded_at: Option<DateTime<Utc>>,
}

/// The three counts that decide about one try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SignInTries {
    /// The identifier from this network.
    pub here: Tries,
    /// The identifier from anywhere.
    pub person: Tries,
    /// The network, whoever is tried.
    pub network: Tries,
}

/// Whether a try is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// It is.
    Open,
    /// Only to let the right password through where the network is known to be the person's; whatever
    /// else it is, the answer is to wait until then.
    Ajar(DateTime<Utc>),
    /// It is not looked at before then, right or wrong.
    Shut(DateTime<Utc>),
}

/// What a try comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgment {
    /// The password is right.
    Right,
    /// It is wrong.
    Wrong,
    /// Which of the two is not told before then.
    Wait(DateTime<Utc>),
}

/// A count that makes wait from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    /// That of one identifier from one network.
    Here,
    /// That of one identifier from anywhere.
    Person,
    /// That of one network.
    Network,
}

impl Limit {
    /// Returns its name in the audit log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Here => "identifier and network",
            Self::Person => "identifier",
            Self::Network => "network",
        }
    }

    const fn rule(self) -> Rule {
        match self {
            Self::Here => Rule {
                free: 4,
                first: TimeDelta::seconds(10),
                longest: TimeDelta::minutes(15),
                eases: None,
            },
            Self::Person => Rule {
                free: 50,
                first: TimeDelta::seconds(1),
                longest: TimeDelta::minutes(1),
                eases: None,
            },
            Self::Network => Rule {
                free: 100,
                first: TimeDelta::seconds(1),
                longest: TimeDelta::minutes(15),
                eases: Some(TimeDelta::minutes(5)),
            },
        }
    }
}

/// How a count turns into a wait.
struct Rule {
    /// So many failures cost nothing.
    free: u32,
    /// The wait after the next one, which doubles with each one more.
    first: TimeDelta,
    longest: TimeDelta,
    /// One failure is forgotten after each of these.
    eases: Option<TimeDelta>,
}

impl Rule {
    /// Returns the end of the wait, if there is one to come.
    fn wait(&self, tries: Tries, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let beyond = tries.failures.checked_sub(self.free + 1)?;
        let doubled = i32::try_from(1_u64 << beyond.min(20)).unwrap_or(i32::MAX);
        let wait = (self.first * doubled).min(self.longest);
        tries.failed_at.map(|at| at + wait).filter(|end| now < *end)
    }

    /// Counts one failure more.
    fn failed(&self, tries: Tries, now: DateTime<Utc>) -> Tries {
        Tries {
            failures: self.remembered(tries, now).saturating_add(1),
            failed_at: Some(now),
            ..tries
        }
    }

    /// Returns how many failures are not forgotten.
    fn remembered(&self, tries: Tries, now: DateTime<Utc>) -> u32 {
        let quiet = tries.failed_at.map_or(QUIET, |at| now - at);
        if quiet >= QUIET {
            return 0;
        }
        let eased = self
            .eases
            .map_or(0, |eases| quiet.num_seconds() / eases.num_seconds());
        tries
            .failures
            .saturating_sub(u32::try_from(eased.max(0)).unwrap_or(u32::MAX))
    }
}

impl Tries {
    /// Returns from when on there is nothing worth keeping.
    pub fn forget_at(&self) -> DateTime<Utc> {
        let failures = self.failed_at.map(|at| at + QUIET);
        let success = self.succeeded_at.map(|at| at + KNOWN_FOR);
        failures.max(success).unwrap_or_default()
    }
}

impl SignInTries {
    /// Returns them in the order of [`TryKeys::all`].
    pub const fn all(&self) -> [Tries; 3] {
        [self.here, self.person, self.network]
    }

    /// Says whether a try at `now` is looked at.
    pub fn gate(&self, now: DateTime<Utc>) -> Gate {
        let here = Limit::Here.rule().wait(self.here, now);
        let network = Limit::Network.rule().wait(self.network, now);
        let person = Limit::Person.rule().wait(self.person, now);
        match (here.max(network), person) {
            (Some(shut), ajar) => Gate::Shut(ajar.map_or(shut, |end| end.max(shut))),
            (None, Some(end)) => Gate::Ajar(end),
            (None, None) => Gate::Open,
        }
    }

    /// Judges a try whose password was found right or wrong, and returns the counts after it.
    pub fn judge(self, is_right: bool, now: DateTime<Utc>) -> (Judgment, Self) {
        match (self.gate(now), is_right) {
            (Gate::Shut(end), _) => (Judgment::Wait(end), self),
            (Gate::Open, true) => (Judgment::Right, self.succeeded(now)),
            (Gate::Ajar(_), true) if self.is_known_here(now) => {
                (Judgment::Right, self.succeeded(now))
            }
            (Gate::Open, false) => (Judgment::Wrong, self.failed(now)),
            // Counted in one place, or the wait would never end; and counted the same for everyone.
            (Gate::Ajar(end), _) => {
                let here = Limit::Here.rule().failed(self.here, now);
                (Judgment::Wait(end), Self { here, ..self })
            }
        }
    }

    /// Returns which count makes wait since the counts were `before`.
    pub fn engaged_since(&self, before: &Self) -> Option<Limit> {
        [
            (Limit::Here, before.here, self.here),
            (Limit::Person, before.person, self.person),
            (Limit::Network, before.network, self.network),
        ]
        .into_iter()
        .find(|(limit, before, after)| {
            let free = limit.rule().free;
            before.failures <= free && after.failures > free
        })
        .map(|(limit, ..)| limit)
    }

    fn failed(self, now: DateTime<Utc>) -> Self {
        Self {
            here: Limit::Here.rule().failed(self.here, now),
            person: Limit::Person.rule().failed(self.person, now),
            network: Limit::Network.rule().failed(self.network, now),
        }
    }

    /// The network's failures stay: whoever has one password of their own could wipe them out.
    fn succeeded(self, now: DateTime<Utc>) -> Self {
        Self {
            here: Tries {
                succeeded_at: Some(now),
                ..Tries::default()
            },
            person: Tries::default(),
            network: self.network,
        }
    }

    fn is_known_here(&self, now: DateTime<Utc>) -> bool {
        self.here
            .succeeded_at
            .is_some_and(|at| now - at < KNOWN_FOR)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_767_603_600_000).unwrap()
    }

    /// Lets one person be guessed at, each time as soon as one may, and returns the waits in seconds.
    fn waits(tries: &mut SignInTries, now: &mut DateTime<Utc>, failures: usize) -> Vec<i64> {
        (0..failures)
            .map(|_| {
                let (judgment, after) = tries.judge(false, *now);
                assert_eq!(judgment, Judgment::Wrong);
                *tries = after;
                match tries.gate(*now) {
                    Gate::Open => 0,
                    Gate::Ajar(end) | Gate::Shut(end) => {
                        let wait = end - *now;
                        *now = end;
                        wait.num_seconds()
                    }
                }
            })
            .collect()
    }

    #[test]
    fn waits_grow_from_the_fifth_failure_to_a_quarter_of_an_hour() {
        let (mut tries, mut now) = (SignInTries::default(), start());
        assert_eq!(
            waits(&mut tries, &mut now, 13),
            [0, 0, 0, 0, 10, 20, 40, 80, 160, 320, 640, 900, 900]
        );
    }

    #[test]
    fn a_right_password_is_not_looked_at_during_a_wait() {
        let (mut tries, now) = (SignInTries::default(), start());
        for _ in 0..5 {
            tries = tries.judge(false, now).1;
        }
        let end = now + TimeDelta::seconds(10);
        assert_eq!(tries.judge(true, now), (Judgment::Wait(end), tries));
        let early = end - TimeDelta::milliseconds(1);
        assert_eq!(tries.judge(true, early).0, Judgment::Wait(end));
        assert_eq!(tries.judge(true, end).0, Judgment::Right);
    }

    #[test]
    fn a_success_or_a_quiet_day_forgets() {
        let (mut tries, mut now) = (SignInTries::default(), start());
        waits(&mut tries, &mut now, 8);
        let after = tries.judge(true, now).1;
        assert_eq!(waits(&mut { after }, &mut now, 5), [0, 0, 0, 0, 10]);

        waits(&mut tries, &mut now, 8);
        let mut tomorrow = now + QUIET;
        assert_eq!(waits(&mut tries, &mut tomorrow, 5), [0, 0, 0, 0, 10]);
    }

    #[test]
    fn guessing_from_many_networks_waits_a_minute_at_most() {
        let (mut tries, now) = (SignInTries::default(), start());
        let elsewhere = |tries: SignInTries| SignInTries {
            here: Tries::default(),
            network: Tries::default(),
            ..tries
        };
        for _ in 0..50 {
            let (judgment, after) = elsewhere(tries).judge(false, now);
            assert_eq!(judgment, Judgment::Wrong);
            tries = after;
        }
        assert_eq!(elsewhere(tries).gate(now), Gate::Open);
        let mut now = now;
        let waits: Vec<i64> = (0..8)
            .map(|_| {
                tries = elsewhere(tries).judge(false, now).1;
                let Gate::Ajar(end) = elsewhere(tries).gate(now) else {
                    panic!("{tries:?}");
                };
                let wait = end - now;
                now = end;
                wait.num_seconds()
            })
            .collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60]);
    }

    #[test]
    fn an_attacker_elsewhere_cannot_keep_the_person_out_of_where_they_were() {
        let now = start();
        let attacked = Tries {
            failures: 5_000,
            failed_at: Some(now),
            succeeded_at: None,
        };
        let known = SignInTries {
            here: Tries {
                succeeded_at: Some(now - TimeDelta::days(29)),
                ..Tries::default()
            },
            person: attacked,
            network: Tries::default(),
        };
        let unknown = SignInTries {
            here: Tries::default(),
            ..known
        };
        let end = now + TimeDelta::minutes(1);
        assert_eq!(known.judge(true, now).0, Judgment::Right);
        assert_eq!(unknown.judge(true, now).0, Judgment::Wait(end));
        // A wrong password is told apart in neither, now or later.
        let (of_known, of_unknown) = (known.judge(false, now), unknown.judge(false, now));
        assert_eq!(of_known.0, of_unknown.0);
        assert_eq!(of_known.1.here.failures, of_unknown.1.here.failures);
        let later = now + KNOWN_FOR;
        let attacked = Tries {
            failed_at: Some(later),
            ..attacked
        };
        let stale = SignInTries {
            person: attacked,
            ..known
        };
        assert!(matches!(stale.judge(true, later).0, Judgment::Wait(_)));
    }

    #[test]
    fn one_password_tried_on_many_people_is_slowed_down() {
        let (mut network, now) = (Tries::default(), start());
        for tried in 0..101 {
            let tries = SignInTries {
                network,
                ..SignInTries::default()
            };
            assert_eq!(tries.gate(now), Gate::Open, "{tried}");
            network = tries.judge(false, now).1.network;
        }
        let tries = SignInTries {
            network,
            ..SignInTries::default()
        };
        assert_eq!(tries.gate(now), Gate::Shut(now + TimeDelta::seconds(1)));
        // A success of the attacker's own changes nothing.
        let now = now + TimeDelta::seconds(1);
        assert_eq!(tries.judge(true, now).1.network, network);
        // An hour eases twelve.
        let later = now + TimeDelta::hours(1);
        assert_eq!(tries.judge(false, later).1.network.failures, 101 - 12 + 1);
    }

    #[test]
    fn the_moment_a_wait_begins_is_told_once() {
        let (mut tries, mut now) = (SignInTries::default(), start());
        let mut told = Vec::new();
        for _ in 0..60 {
            let before = tries;
            waits(&mut tries, &mut now, 1);
            told.extend(tries.engaged_since(&before));
        }
        assert_eq!(told, [Limit::Here, Limit::Person]);
    }

    #[test]
    fn keys_tell_apart_and_tell_nothing() {
        let (one, two) = (
            Network::of("192.0.2.1".parse().ok()),
            Network::of("192.0.2.2".parse().ok()),
        );
        let keys = TryKeys::of("ana@example.org", one);
        assert_eq!(keys, TryKeys::of("ana@example.org", one));
        let elsewhere = TryKeys::of("ana@example.org", two);
        assert_eq!(keys.person, elsewhere.person);
        assert!(keys.here != elsewhere.here && keys.network != elsewhere.network);
        let other = TryKeys::of("budi@example.org", one);
        assert_eq!(keys.network, other.network);
        assert!(keys.here != other.here && keys.person != other.person);
    }
}
