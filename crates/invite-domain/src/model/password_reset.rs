//! Asking for a new password by mail: one hour, one use.

use super::{PasswordResetId, UserId};
use chrono::{DateTime, TimeDelta, Utc};

/// Someone asked for a new password for a person, who alone gets the link by mail.
///
/// The link's token is derived from the id; nothing that is stored opens it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordReset {
    /// Its id.
    pub id: PasswordResetId,
    /// Whose password.
    pub user_id: UserId,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// When it stops being good.
    pub expires_at: DateTime<Utc>,
    /// When it was used, or a new password put it out of use.
    pub used_at: Option<DateTime<Utc>>,
}

/// Why a genuine link sets no password anymore. Told only to someone who holds the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ResetRefusal {
    /// Its hour is over.
    #[error("the link has expired")]
    Expired,
    /// It was used, or the password was changed since it was sent.
    #[error("the link was used, or the password was changed since")]
    Used,
}

impl PasswordReset {
    /// How long a link lives from the asking.
    pub const TTL: TimeDelta = TimeDelta::hours(1);
    /// How many mails a person gets in [`Self::WINDOW`], however often someone asks.
    pub const AT_MOST: u32 = 3;
    /// The time over which mails are counted.
    pub const WINDOW: TimeDelta = TimeDelta::hours(1);

    /// How long one is kept after it was asked for.
    pub const KEPT: TimeDelta = TimeDelta::days(1);

    /// Begins one.
    pub fn new(id: PasswordResetId, user_id: UserId, now: DateTime<Utc>) -> Self {
        Self {
            id,
            user_id,
            requested_at: now,
            expires_at: now + Self::TTL,
            used_at: None,
        }
    }

    /// Says whether its link sets a password at `now`.
    ///
    /// # Errors
    /// [`ResetRefusal`].
    pub fn check(&self, now: DateTime<Utc>) -> Result<(), ResetRefusal> {
        if self.used_at.is_some() {
            Err(ResetRefusal::Used)
        } else if self.expires_at <= now {
            Err(ResetRefusal::Expired)
        } else {
            Ok(())
        }
    }
}
