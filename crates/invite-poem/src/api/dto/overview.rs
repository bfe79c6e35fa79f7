//! An account at a glance, on the wire.

use super::{invitation::Invitation, list::Counts};
use chrono::{DateTime, NaiveDate, Utc};
use invite_domain::ports::{self, DayCounts, overview_since};
use poem_openapi::Object;

/// How far those came who were put on the roster within the period.
#[derive(Debug, Object)]
struct Funnel {
    /// Put on the roster.
    added: u64,
    /// Of those, whom a message has left for.
    sent: u64,
    /// Of those, who are in.
    accepted: u64,
}

/// What happened on one day, in UTC.
#[derive(Debug, Object)]
struct Day {
    day: NaiveDate,
    /// Invitations whose latest message was handed over on it.
    sent: u64,
    /// Invitations that were accepted on it.
    accepted: u64,
}

impl From<&DayCounts> for Day {
    fn from(counts: &DayCounts) -> Self {
        Self {
            day: counts.day,
            sent: counts.sent,
            accepted: counts.accepted,
        }
    }
}

/// How many messages cannot be delivered for one reason.
#[derive(Debug, Object)]
struct ErrorCount {
    /// As in the `error` of an invitation.
    code: String,
    count: u64,
}

/// What someone should look at.
#[derive(Debug, Object)]
struct Attention {
    /// By reason, the most frequent first.
    errors: Vec<ErrorCount>,
    /// How many links end within two days.
    expiring: u64,
    /// The first five of them, the soonest first.
    expiring_first: Vec<Invitation>,
    /// How many messages wait for longer than an hour.
    waiting: u64,
    /// How many people accepted and wait for an administrator to approve.
    approvals: u64,
}

/// An account at a glance.
#[derive(Debug, Object)]
#[oai(rename = "AccountOverview")]
pub(in crate::api) struct Overview {
    counts: Counts,
    /// When the period of funnel, median and days begins.
    since: DateTime<Utc>,
    funnel: Funnel,
    /// The median time from hand-over to acceptance; null when nobody accepted.
    median_seconds_to_accept: Option<i64>,
    /// Every day of the period, the oldest first.
    days: Vec<Day>,
    attention: Attention,
}

impl Overview {
    /// Shows an account as it stands at `now`.
    pub(in crate::api) fn at(overview: &ports::Overview, now: DateTime<Utc>) -> Self {
        let attention = &overview.attention;
        let errors = attention.failures.iter();
        let first = attention.expiring_first.iter();
        Self {
            counts: Counts::from(&overview.counts),
            since: overview_since(now),
            funnel: Funnel {
                added: overview.funnel.added,
                sent: overview.funnel.sent,
                accepted: overview.funnel.accepted,
            },
            median_seconds_to_accept: overview.median_to_accept.map(|span| span.num_seconds()),
            days: overview.days.iter().map(Day::from).collect(),
            attention: Attention {
                errors: errors
                    .map(|(reason, count)| ErrorCount {
                        code: reason.as_str().to_owned(),
                        count: *count,
                    })
                    .collect(),
                expiring: attention.expiring,
                expiring_first: first.map(|found| Invitation::at(found, now)).collect(),
                waiting: attention.waiting,
                approvals: attention.approvals,
            },
        }
    }
}
