//! Time, ids, secrets, keys and passwords that are the same in every run.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::{
    model::{KeyId, KeyRing, Password, PasswordBlocklist, PasswordHash},
    ports::{Clock, HashError, IdSource, PasswordHasher, SecretSource},
};
use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};
use uuid::Uuid;

/// Monday, 5 January 2026, 9:00 UTC, in milliseconds of the Unix epoch.
const START: i64 = 1_767_603_600_000;

/// A clock that stands still until a test moves it. A clone shows the same time.
///
/// ```
/// use chrono::TimeDelta;
/// use invite_testkit::SteppedClock;
///
/// let clock = SteppedClock::default();
/// assert_eq!(clock.get().to_string(), "2026-01-05 09:00:00 UTC");
/// clock.advance(TimeDelta::days(7));
/// assert_eq!(clock.get().to_string(), "2026-01-12 09:00:00 UTC");
/// ```
#[derive(Debug, Clone)]
pub struct SteppedClock {
    millis: Arc<AtomicI64>,
}

impl Default for SteppedClock {
    /// Monday, 5 January 2026, 9:00 UTC.
    fn default() -> Self {
        Self {
            millis: Arc::new(AtomicI64::new(START)),
        }
    }
}

impl SteppedClock {
    /// Makes a clock that shows this moment, cut to milliseconds.
    pub fn at(moment: DateTime<Utc>) -> Self {
        let clock = Self::default();
        clock.set(moment);
        clock
    }

    /// Returns the moment it shows.
    pub fn get(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.millis.load(Ordering::SeqCst)).unwrap_or_default()
    }

    /// Moves to a moment, cut to milliseconds; backwards is allowed.
    pub fn set(&self, moment: DateTime<Utc>) {
        self.millis
            .store(moment.timestamp_millis(), Ordering::SeqCst);
    }

    /// Moves on and returns the new moment.
    pub fn advance(&self, span: TimeDelta) -> DateTime<Utc> {
        self.millis
            .fetch_add(span.num_milliseconds(), Ordering::SeqCst);
        self.get()
    }
}

impl Clock for SteppedClock {
    fn now(&self) -> DateTime<Utc> {
        self.get()
    }
}

/// Ids in the shape of UUID version 7, the same in every run, each later than the one before.
///
/// ```
/// use invite_domain::ports::IdSource;
/// use invite_testkit::SeededIds;
///
/// let ids = SeededIds::new(7);
/// let (first, second) = (ids.next_id(), ids.next_id());
/// assert!(first < second);
/// assert_eq!(first, SeededIds::new(7).next_id());
/// assert_ne!(first, SeededIds::new(8).next_id());
/// ```
#[derive(Debug, Default)]
pub struct SeededIds {
    seed: u64,
    made: AtomicU64,
}

impl SeededIds {
    /// Makes a source; two seeds never give the same id in practice.
    pub const fn new(seed: u64) -> Self {
        Self {
            seed,
            made: AtomicU64::new(0),
        }
    }
}

impl IdSource for SeededIds {
    fn next_id(&self) -> Uuid {
        let n = self.made.fetch_add(1, Ordering::SeqCst);
        let bits = stretch::<10>(&[self.seed, n]);
        // One id a millisecond: the order of their making shows in the time part.
        let millis = START.unsigned_abs() + n;
        uuid::Builder::from_unix_timestamp_millis(millis, &bits).into_uuid()
    }
}

/// Secrets that are the same in every run: for tests only.
#[derive(Debug, Default)]
pub struct SeededSecrets {
    seed: u64,
    made: AtomicU64,
}

impl SeededSecrets {
    /// Makes a source.
    pub const fn new(seed: u64) -> Self {
        Self {
            seed,
            made: AtomicU64::new(0),
        }
    }
}

impl SecretSource for SeededSecrets {
    fn next_secret(&self) -> [u8; 32] {
        let n = self.made.fetch_add(1, Ordering::SeqCst);
        stretch(&[!self.seed, n])
    }
}

/// Returns a ring with one key that everybody knows: for tests only.
///
/// # Panics
/// Never: one key always makes a ring.
#[expect(clippy::panic, reason = "one key always makes a ring")]
pub fn fixed_key_ring() -> KeyRing {
    match KeyRing::new([(KeyId(1), [7; 32])]) {
        Ok(ring) => ring,
        Err(error) => panic!("{error}"),
    }
}

/// INSECURE: hashes passwords with a checksum, so that tests are fast. For tests only.
///
/// A hash begins with `$insecure$`, so that one in the wrong place is easily found.
#[derive(Debug, Default)]
pub struct PlainPasswords {
    made: AtomicU64,
}

impl PlainPasswords {
    fn digest(salt: u64, password: &Password) -> String {
        let mut words = vec![salt];
        words.extend(password.expose().bytes().map(u64::from));
        let digest: [u8; 16] = stretch(&words);
        format!("$insecure${salt}${:032x}", u128::from_be_bytes(digest))
    }
}

impl PasswordBlocklist for PlainPasswords {
    /// A handful, so that tests know which.
    fn lists(&self, text: &str) -> bool {
        ["password", "qwertyuiop", "iloveyou", "123456"].contains(&text)
    }
}

#[async_trait]
impl PasswordHasher for PlainPasswords {
    async fn hash(&self, password: &Password) -> Result<PasswordHash, HashError> {
        let salt = self.made.fetch_add(1, Ordering::SeqCst);
        Ok(PasswordHash::new(Self::digest(salt, password)))
    }

    async fn verify(
        &self,
        password: &Password,
        hash: Option<&PasswordHash>,
    ) -> Result<bool, HashError> {
        let Some(hash) = hash else {
            return Ok(false);
        };
        let mut parts = hash.expose().split('$').skip(1);
        match (parts.next(), parts.next().map(str::parse)) {
            (Some("insecure"), Some(Ok(salt))) => Ok(Self::digest(salt, password) == hash.expose()),
            _ => Err(HashError::failed("not a hash of PlainPasswords")),
        }
    }
}

/// Stretches numbers to `N` bytes that look random (`SplitMix64`); no secret was ever safe in here.
pub(crate) fn stretch<const N: usize>(words: &[u64]) -> [u8; N] {
    let mut state = words
        .iter()
        .fold(0x9e37_79b9_7f4a_7c15, |state, word| mix(state ^ mix(*word)));
    let mut bytes = [0; N];
    for chunk in bytes.chunks_mut(8) {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let word = mix(state).to_be_bytes();
        for (to, from) in chunk.iter_mut().zip(word) {
            *to = from;
        }
    }
    bytes
}

const fn mix(mut word: u64) -> u64 {
    word = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
    word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}
