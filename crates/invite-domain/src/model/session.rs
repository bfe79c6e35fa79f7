//! Sessions: how long one lives.

use super::{DeviceName, SessionId, UserId};
use chrono::{DateTime, TimeDelta, Utc};

/// How long sessions live (OWASP ASVS 5.0, 7.3; NIST SP 800-63B-4 §2.1.3 asks for no more than 30
/// days and for an idle limit that suits the risk).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// How long one lives in which nothing is asked.
    pub idle: TimeDelta,
    /// How long one lives, whatever happens.
    pub absolute: TimeDelta,
}

impl Default for SessionLimits {
    /// 12 hours idle, 7 days in all.
    fn default() -> Self {
        Self {
            idle: TimeDelta::hours(12),
            absolute: TimeDelta::days(7),
        }
    }
}

/// A signed-in session. Its token is known only to the browser; the digest is SHA-256 of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Whose it is.
    pub user_id: UserId,
    /// SHA-256 of the token.
    pub digest: [u8; 32],
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it ends, whatever happens.
    pub expires_at: DateTime<Utc>,
    /// When something was asked in it last, exact to a minute or so.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends if nothing more is asked; never after `expires_at`.
    pub idle_until: DateTime<Utc>,
    /// What it was begun with, as its browser told.
    pub device: Option<DeviceName>,
}

/// A session in which something was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeenSession {
    /// SHA-256 of its token.
    pub digest: [u8; 32],
    /// When.
    pub at: DateTime<Utc>,
    /// Until when it lives if nothing more is asked, its own end aside.
    pub idle_until: DateTime<Utc>,
}

impl SessionLimits {
    /// Begins a session.
    pub fn begin(
        self,
        id: SessionId,
        user_id: UserId,
        digest: [u8; 32],
        device: Option<DeviceName>,
        now: DateTime<Utc>,
    ) -> Session {
        let expires_at = now + self.absolute;
        Session {
            id,
            user_id,
            digest,
            created_at: now,
            expires_at,
            last_seen_at: now,
            idle_until: expires_at.min(now + self.idle),
            device,
        }
    }

    /// Notes that something was asked in a session.
    pub fn seen(self, digest: [u8; 32], at: DateTime<Utc>) -> SeenSession {
        SeenSession {
            digest,
            at,
            idle_until: at + self.idle,
        }
    }
}
