//! The one-time code that proves, at acceptance, that the mailbox is at hand: derived, never stored.
//!
//! Pure: what was asked for before is handed in.

use super::InvitationId;
use chrono::{DateTime, TimeDelta, Utc};
use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

const LENGTH: usize = 8;

/// Eight digits: a secret, wiped on drop and redacted in debug output. Two are compared in constant
/// time.
///
/// ```
/// use invite_domain::model::AcceptanceCode;
///
/// let code = AcceptanceCode::of_number(70_815);
/// assert_eq!(*code.shown(), "0007 0815");
/// assert_eq!(AcceptanceCode::read("00070815"), Some(code.clone()));
/// assert_eq!(AcceptanceCode::read(" 0007-0815\n"), Some(code));
/// assert_eq!(AcceptanceCode::read("7081"), None);
/// ```
#[derive(Clone)]
pub struct AcceptanceCode(Zeroizing<[u8; LENGTH]>);

impl AcceptanceCode {
    /// Writes the last eight decimal digits of a number.
    pub fn of_number(mut number: u64) -> Self {
        let mut digits = Zeroizing::new([b'0'; LENGTH]);
        for digit in digits.iter_mut().rev() {
            *digit += u8::try_from(number % 10).unwrap_or_default();
            number /= 10;
        }
        Self(digits)
    }

    /// Reads what a person typed, spaces and hyphens wherever they like; `None` where it cannot be one.
    pub fn read(typed: &str) -> Option<Self> {
        let mut digits = Zeroizing::new([0; LENGTH]);
        let mut places = digits.iter_mut();
        for c in typed.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            *places.next()? = u8::try_from(c).ok().filter(u8::is_ascii_digit)?;
        }
        let is_whole = places.next().is_none();
        is_whole.then_some(Self(digits))
    }

    /// Returns the text in two groups of four, to put it into the one message it is meant for.
    pub fn shown(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(LENGTH + 1));
        for (place, digit) in self.0.iter().enumerate() {
            if place == LENGTH / 2 {
                text.push(' ');
            }
            text.push(char::from(*digit));
        }
        text
    }
}

impl PartialEq for AcceptanceCode {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_slice().ct_eq(other.0.as_slice()).into()
    }
}

impl Eq for AcceptanceCode {}

impl fmt::Debug for AcceptanceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AcceptanceCode(…)")
    }
}

/// Which code it is: it is derived from this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CodeClaim {
    /// Of which invitation.
    pub invitation: InvitationId,
    /// With which of its links it was asked for.
    pub generation: u32,
    /// When it was asked for; no two of an invitation at one moment.
    pub asked_at: DateTime<Utc>,
}

impl CodeClaim {
    /// Until when it is good, if nothing else ends it.
    pub fn good_until(&self) -> DateTime<Utc> {
        self.asked_at + AskedCode::TTL
    }
}

/// A code that was asked for, and how often another one was typed in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedCode {
    /// Which one.
    pub claim: CodeClaim,
    /// How many tries were wrong.
    pub wrong_tries: u32,
}

/// Why nobody comes in without another code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeRefusal {
    /// None was given, or none was asked for with this link.
    #[error("a code from the mailbox is needed")]
    Required,
    /// It is not the latest code.
    #[error("the code is wrong")]
    Wrong {
        /// How many more tries there are.
        tries_left: u32,
    },
    /// Its time is over.
    #[error("the code has expired")]
    Expired,
    /// Too many tries were wrong: not even the right one is good anymore.
    #[error("too many wrong codes were tried")]
    TooManyTries,
}

impl AskedCode {
    /// How long a code is good.
    pub const TTL: TimeDelta = TimeDelta::minutes(10);
    /// How many wrong tries end a code.
    pub const TRIES: u32 = 5;
    /// How long after a code the next one can be asked for.
    pub const PAUSE: TimeDelta = TimeDelta::minutes(1);
    /// How many codes can be asked for within [`Self::KEPT`].
    pub const AT_MOST: usize = 5;
    /// How long one is kept after it was asked for.
    pub const KEPT: TimeDelta = TimeDelta::days(1);

    /// Begins one.
    pub const fn new(claim: CodeClaim) -> Self {
        Self {
            claim,
            wrong_tries: 0,
        }
    }

    /// Returns the one that counts for a link: the latest of all, if it was asked for with this link. A
    /// new code ends every former one.
    pub fn latest(asked: &[Self], generation: u32) -> Option<Self> {
        let latest = asked.iter().max_by_key(|code| code.claim);
        latest.filter(|c| c.claim.generation == generation).copied()
    }

    /// Says whether it may be tried at `now`.
    ///
    /// # Errors
    /// [`CodeRefusal::Expired`] and [`CodeRefusal::TooManyTries`].
    pub fn check(&self, now: DateTime<Utc>) -> Result<(), CodeRefusal> {
        if self.wrong_tries >= Self::TRIES {
            Err(CodeRefusal::TooManyTries)
        } else if self.claim.good_until() <= now {
            Err(CodeRefusal::Expired)
        } else {
            Ok(())
        }
    }

    /// Says what a wrong try came to, once it is counted.
    pub const fn after_wrong_try(&self) -> CodeRefusal {
        match Self::TRIES.saturating_sub(self.wrong_tries + 1) {
            0 => CodeRefusal::TooManyTries,
            tries_left => CodeRefusal::Wrong { tries_left },
        }
    }

    /// Says whether another code can be asked for at `now`.
    ///
    /// # Errors
    /// When it can.
    pub fn may_ask(asked: &[Self], now: DateTime<Utc>) -> Result<(), DateTime<Utc>> {
        let mut lately: Vec<_> = asked.iter().map(|code| code.claim.asked_at).collect();
        lately.retain(|at| *at + Self::KEPT > now);
        lately.sort_unstable();
        let paused = lately.last().map(|latest| *latest + Self::PAUSE);
        // The one that has to be a day old before the next.
        let enough = lately.iter().rev().nth(Self::AT_MOST - 1);
        let enough = enough.map(|oldest| *oldest + Self::KEPT);
        match paused.max(enough) {
            Some(again_at) if again_at > now => Err(again_at),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn asked(minutes: i64) -> AskedCode {
        AskedCode::new(CodeClaim {
            invitation: InvitationId::new(Uuid::from_u128(1)),
            generation: 1,
            asked_at: noon() + TimeDelta::minutes(minutes),
        })
    }

    fn noon() -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::hours(12)
    }

    #[test]
    fn what_is_shown_reads_back_and_other_texts_are_none() {
        for number in [0, 7, 12_345_678, 99_999_999, u64::MAX] {
            let code = AcceptanceCode::of_number(number);
            assert_eq!(AcceptanceCode::read(&code.shown()), Some(code));
        }
        for text in ["", "1234567", "123456789", "1234567a", "１２３４５６７８"] {
            assert_eq!(AcceptanceCode::read(text), None, "{text}");
        }
        let shown = format!("{:?}", AcceptanceCode::of_number(12_345_678));
        assert_eq!(shown, "AcceptanceCode(…)");
    }

    #[test]
    fn a_code_is_good_for_ten_minutes_and_five_tries() {
        let code = asked(0);
        let end = noon() + AskedCode::TTL;
        assert_eq!(code.check(end - TimeDelta::milliseconds(1)), Ok(()));
        assert_eq!(code.check(end), Err(CodeRefusal::Expired));
        let told: Vec<_> = (0..5)
            .map(|wrong_tries| AskedCode {
                wrong_tries,
                ..code
            })
            .map(|code| (code.check(noon()).is_ok(), code.after_wrong_try()))
            .collect();
        let left = |tries_left| (true, CodeRefusal::Wrong { tries_left });
        let dead = (true, CodeRefusal::TooManyTries);
        assert_eq!(told, [left(4), left(3), left(2), left(1), dead]);
        let dead = AskedCode {
            wrong_tries: 5,
            ..code
        };
        assert_eq!(dead.check(noon()), Err(CodeRefusal::TooManyTries));
    }

    #[test]
    fn only_the_latest_counts_and_only_for_its_link() {
        let codes = [asked(3), asked(9), asked(5)];
        assert_eq!(AskedCode::latest(&codes, 1), Some(asked(9)));
        assert_eq!(AskedCode::latest(&codes, 2), None);
        assert_eq!(AskedCode::latest(&[], 1), None);
    }

    #[test]
    fn codes_are_asked_for_once_a_minute_and_five_times_a_day() {
        let at = |minutes| noon() + TimeDelta::minutes(minutes);
        let may = |asked: &[AskedCode], minutes| AskedCode::may_ask(asked, at(minutes));
        assert_eq!(may(&[], 0), Ok(()));
        assert_eq!(may(&[asked(0)], 0), Err(at(1)));
        assert_eq!(may(&[asked(0)], 1), Ok(()));
        let five: Vec<_> = [5, 1, 2, 4, 3].map(asked).into();
        assert_eq!(may(&five[1..], 10), Ok(()));
        assert_eq!(may(&five, 10), Err(at(1) + AskedCode::KEPT));
        assert_eq!(may(&five, 24 * 60 + 1), Ok(()));
    }
}
