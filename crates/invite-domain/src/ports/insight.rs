//! An account at a glance: where people stand, how the last weeks went, and what needs attention.

use super::{StatusCounts, StoreError};
use crate::model::{AccountId, FailureReason, Invitation, State};
use async_trait::async_trait;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

/// How many days, today included, the funnel and the daily numbers look back.
pub const OVERVIEW_DAYS: u32 = 30;
/// An invitation whose link ends within this time needs attention.
pub const EXPIRES_SOON: TimeDelta = TimeDelta::days(2);
/// A message that waits for longer than this needs attention.
pub const WAITS_LONG: TimeDelta = TimeDelta::hours(1);
/// The median is taken over at most so many acceptances, the latest ones.
pub const MEDIAN_OF: u32 = 10_000;
/// So many of those that end soon are named.
pub const NAMED_EXPIRING: u32 = 5;

/// How far those came who were put on the roster within the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Funnel {
    /// Put on the roster.
    pub added: u64,
    /// Of those, whom a message has left for ([`was_sent`]).
    pub sent: u64,
    /// Of those, who are in.
    pub accepted: u64,
}

/// What happened on one day, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCounts {
    /// The day.
    pub day: NaiveDate,
    /// Invitations whose latest message was handed over on it.
    pub sent: u64,
    /// Invitations that were accepted on it.
    pub accepted: u64,
}

/// What someone should look at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attention {
    /// How many messages cannot be delivered, by reason, the most frequent first; of one number, in the
    /// order of [`FailureReason::ALL`].
    pub failures: Vec<(FailureReason, u64)>,
    /// How many links end within [`EXPIRES_SOON`].
    pub expiring: u64,
    /// The first [`NAMED_EXPIRING`] of them, the soonest first.
    pub expiring_first: Vec<Invitation>,
    /// How many messages wait for longer than [`WAITS_LONG`].
    pub waiting: u64,
    /// How many people accepted and wait for an administrator to approve.
    pub approvals: u64,
}

/// An account at a glance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// How many stand where.
    pub counts: StatusCounts,
    /// How far the people of the period came.
    pub funnel: Funnel,
    /// The median time from hand-over to acceptance, of those who accepted within the period: at most
    /// the latest [`MEDIAN_OF`]. Of an even number, the shorter of the two in the middle.
    pub median_to_accept: Option<TimeDelta>,
    /// Every day of the period, the oldest first, quiet days included.
    pub days: Vec<DayCounts>,
    /// What someone should look at.
    pub attention: Attention,
}

/// Returns when the period begins that ends now: at midnight UTC, so many days ago that it has
/// [`OVERVIEW_DAYS`] days with today.
///
/// ```
/// use invite_domain::ports::overview_since;
///
/// let now = "2026-11-30T14:05:09Z".parse()?;
/// assert_eq!(overview_since(now).to_rfc3339(), "2026-11-01T00:00:00+00:00");
/// # Ok::<(), chrono::ParseError>(())
/// ```
pub fn overview_since(now: DateTime<Utc>) -> DateTime<Utc> {
    first_day(now).and_time(NaiveTime::MIN).and_utc()
}

/// Returns every day of the period that ends now, the oldest first, with nothing in it yet.
pub fn overview_days(now: DateTime<Utc>) -> Vec<DayCounts> {
    let empty = |day| DayCounts {
        day,
        sent: 0,
        accepted: 0,
    };
    let days = first_day(now).iter_days().map(empty);
    let number = usize::try_from(OVERVIEW_DAYS).unwrap_or(usize::MAX);
    days.take(number).collect()
}

fn first_day(now: DateTime<Utc>) -> NaiveDate {
    let today = now.date_naive();
    let back = Days::new(u64::from(OVERVIEW_DAYS - 1));
    today.checked_sub_days(back).unwrap_or(today)
}

/// Whether a message has left for this person: the latest one, or one that they have answered.
pub fn was_sent(invitation: &Invitation) -> bool {
    match invitation.state {
        State::NotInvited | State::Queued => false,
        State::Invited
        | State::Accepted { .. }
        | State::Declined { .. }
        | State::Expired { .. } => true,
        State::Error { .. } | State::Revoked { .. } => invitation.trail.invited_at.is_some(),
    }
}

/// Reads an account at a glance.
///
/// # Contract
/// - An overview counts only the account's own invitations, and its own members who await approval.
/// - Its counts are those of [`super::InvitationReader::counts`].
/// - Its funnel and its days hold what is within the period, and nothing before it.
/// - Its median is one of the times that people took.
/// - What needs attention is judged by `now`.
#[async_trait]
pub trait InsightReader: Send + Sync {
    /// Returns the account as it stands at `now`.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn overview(
        &self,
        account: AccountId,
        now: DateTime<Utc>,
    ) -> Result<Overview, StoreError>;
}
