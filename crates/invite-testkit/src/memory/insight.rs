//! An account at a glance, counted anew each time.

use super::{MemoryStore, tables::Tables};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::{
    model::{AccountId, FailureReason, Invitation, State, Status},
    ports::{
        Attention, DayCounts, EXPIRES_SOON, Funnel, InsightReader, MEDIAN_OF, NAMED_EXPIRING,
        Overview, StatusCounts, StoreError, WAITS_LONG, overview_days, overview_since, was_sent,
    },
};

#[async_trait]
impl InsightReader for MemoryStore {
    async fn overview(
        &self,
        account: AccountId,
        now: DateTime<Utc>,
    ) -> Result<Overview, StoreError> {
        let tables = self.snapshot()?;
        let rows = tables.invitations.rows();
        let own: Vec<&Invitation> = rows.filter(|i| i.account_id == account).collect();
        let mut counts = StatusCounts::default();
        for invitation in &own {
            counts.add(invitation.status(now), 1);
        }
        Ok(Overview {
            counts,
            funnel: funnel(&own, now),
            median_to_accept: median(&own, now),
            days: days(&own, now),
            attention: Attention {
                approvals: approvals(&tables, account),
                ..attention(&own, now)
            },
        })
    }
}

fn accepted_at(invitation: &Invitation) -> Option<DateTime<Utc>> {
    match invitation.state {
        State::Accepted { at, .. } => Some(at),
        _ => None,
    }
}

fn funnel(own: &[&Invitation], now: DateTime<Utc>) -> Funnel {
    let since = overview_since(now);
    let mut funnel = Funnel::default();
    for invitation in own.iter().filter(|i| i.created_at >= since) {
        funnel.added += 1;
        funnel.sent += u64::from(was_sent(invitation));
        funnel.accepted += u64::from(accepted_at(invitation).is_some());
    }
    funnel
}

fn days(own: &[&Invitation], now: DateTime<Utc>) -> Vec<DayCounts> {
    let mut days = overview_days(now);
    for counts in &mut days {
        let is_on = |at: &DateTime<Utc>| at.date_naive() == counts.day;
        for invitation in own {
            counts.sent += u64::from(invitation.trail.invited_at.as_ref().is_some_and(is_on));
            counts.accepted += u64::from(accepted_at(invitation).as_ref().is_some_and(is_on));
        }
    }
    days
}

fn median(own: &[&Invitation], now: DateTime<Utc>) -> Option<TimeDelta> {
    let since = overview_since(now);
    let mut accepted: Vec<_> = own
        .iter()
        .filter_map(|i| Some((accepted_at(i)?, i.trail.invited_at?)))
        .filter(|(accepted, _)| *accepted >= since)
        .collect();
    accepted.sort_by_key(|times| std::cmp::Reverse(*times));
    accepted.truncate(usize::try_from(MEDIAN_OF).unwrap_or(usize::MAX));
    let mut took: Vec<TimeDelta> = accepted.iter().map(|(at, sent)| *at - *sent).collect();
    took.sort();
    let middle = took.len().div_ceil(2).checked_sub(1)?;
    took.get(middle).copied()
}

fn approvals(tables: &Tables, account: AccountId) -> u64 {
    let own = tables.members.rows().filter(|m| m.account_id == account);
    own.filter(|m| m.awaiting_approval).count() as u64
}

fn attention(own: &[&Invitation], now: DateTime<Utc>) -> Attention {
    let mut failures: Vec<(FailureReason, u64)> = FailureReason::ALL
        .into_iter()
        .map(|reason| {
            let failed = own.iter().filter(
                |i| matches!(&i.state, State::Error { failure, .. } if failure.reason == reason),
            );
            (reason, failed.count() as u64)
        })
        .filter(|(_, number)| *number > 0)
        .collect();
    failures.sort_by_key(|(reason, number)| (std::cmp::Reverse(*number), *reason));
    let mut expiring: Vec<&&Invitation> = own
        .iter()
        .filter(|i| i.status(now) == Status::Invited)
        .filter(|i| {
            i.trail
                .expires_at
                .is_some_and(|end| end <= now + EXPIRES_SOON)
        })
        .collect();
    expiring.sort_by_key(|i| (i.trail.expires_at, i.id));
    let named = usize::try_from(NAMED_EXPIRING).unwrap_or(usize::MAX);
    let waiting = own.iter().filter(|i| {
        matches!(i.state, State::Queued)
            && i.trail
                .queued_at
                .is_some_and(|since| since < now - WAITS_LONG)
    });
    Attention {
        failures,
        expiring: expiring.len() as u64,
        waiting: waiting.count() as u64,
        approvals: 0,
        expiring_first: expiring
            .into_iter()
            .take(named)
            .map(|i| (*i).clone())
            .collect(),
    }
}
