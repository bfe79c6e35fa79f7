//! How long an invitation's link lives, counted from the hand-over of its message.

use super::InvalidValue;
use chrono::TimeDelta;

/// A validity between 1 hour and 365 days, in whole seconds; 7 days by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ttl(u32);

impl Ttl {
    /// The shortest validity: 1 hour.
    pub const MIN: Self = Self(3_600);
    /// The longest validity: 365 days.
    pub const MAX: Self = Self(365 * 86_400);

    /// Takes a number of seconds.
    ///
    /// # Errors
    /// `ttl_out_of_range` below [`Ttl::MIN`] or above [`Ttl::MAX`].
    pub fn from_seconds(seconds: i64) -> Result<Self, InvalidValue> {
        u32::try_from(seconds)
            .ok()
            .map(Self)
            .filter(|ttl| (Self::MIN..=Self::MAX).contains(ttl))
            .ok_or_else(|| {
                InvalidValue::new(
                    "ttl_out_of_range",
                    "an invitation lives between 3600 seconds (1 hour) and 31536000 seconds (365 days)",
                )
            })
    }

    /// Returns the whole seconds.
    pub const fn seconds(self) -> u32 {
        self.0
    }

    /// Returns the span, to add to an instant.
    pub fn span(self) -> TimeDelta {
        TimeDelta::seconds(i64::from(self.0))
    }
}

impl Default for Ttl {
    fn default() -> Self {
        Self(7 * 86_400)
    }
}

#[cfg(test)]
mod tests {
    use super::Ttl;

    #[test]
    fn holds_the_range() {
        for seconds in [3_600, 604_800, 31_536_000] {
            assert!(Ttl::from_seconds(seconds).is_ok());
        }
        for seconds in [i64::MIN, -1, 0, 3_599, 31_536_001, i64::MAX] {
            assert_eq!(
                Ttl::from_seconds(seconds).unwrap_err().code(),
                "ttl_out_of_range"
            );
        }
    }
}
