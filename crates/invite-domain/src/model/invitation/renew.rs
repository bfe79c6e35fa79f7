//! Whether the holder of a dead link can have a new one by themselves.
//!
//! Pure: what they asked for before is handed in.

use super::Invitation;
use crate::model::{
    LinkRefusal, Status,
    lifecycle::{self, Command},
};
use chrono::{DateTime, TimeDelta, Utc};

/// How long after a message the next one can be asked for: the one that left may still arrive.
const PAUSE: TimeDelta = TimeDelta::minutes(15);

/// How many messages the holder of a link can ask for within [`DAY`].
const MOST: usize = 5;

const DAY: TimeDelta = TimeDelta::days(1);

/// What happened to an invitation before, as far as it decides about a new link.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PastRenewals {
    /// When holders of its links asked for new ones, in any order.
    pub asked_at: Vec<DateTime<Utc>>,
    /// Whether its address or number was ever changed: an older link may then be in the hands of
    /// someone who is not invited anymore, and who is to cause no message to whoever is.
    pub contact_changed: bool,
}

/// Whether the holder of a link that opens nothing can have a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewal {
    /// They can, now.
    Possible {
        /// When the latest message left, or was to leave.
        latest_at: Option<DateTime<Utc>>,
    },
    /// A message left so lately that it is to be looked for first.
    Sent {
        /// When it left, or was to leave.
        at: DateTime<Utc>,
        /// When another one can be asked for.
        again_at: DateTime<Utc>,
    },
    /// They asked as often as anyone may within a day.
    Enough {
        /// When the latest message left, or was to leave.
        latest_at: Option<DateTime<Utc>>,
        /// When another one can be asked for.
        again_at: DateTime<Utc>,
    },
    /// The account is suspended: nobody comes in until it goes on.
    Suspended,
    /// Only the account can send another one.
    OnlyByAccount,
}

impl Invitation {
    /// Decides whether whoever holds a link that was refused so can have a new one at `now`.
    ///
    /// Only time and a newer message are mended by a new link. A no, a withdrawal and the end of a
    /// membership were meant, and take someone of the account to undo.
    pub fn renewal(
        &self,
        refusal: LinkRefusal,
        past: &PastRenewals,
        now: DateTime<Utc>,
    ) -> Renewal {
        let status = self.status(now);
        let may_be_sent =
            status == Status::Queued || lifecycle::next(status, Command::Send).is_ok();
        let is_mended = match refusal {
            LinkRefusal::Expired { .. } => true,
            LinkRefusal::Superseded => !past.contact_changed && !was_refused(status),
            LinkRefusal::Unknown
            | LinkRefusal::Revoked
            | LinkRefusal::Declined
            | LinkRefusal::AlreadyAccepted
            | LinkRefusal::MembershipEnded
            | LinkRefusal::MembershipSwitchedOff
            | LinkRefusal::ApprovalPending => false,
        };
        if !is_mended || !may_be_sent {
            return Renewal::OnlyByAccount;
        }
        let queued_at = self.trail.queued_at;
        let latest_at = self.trail.invited_at.or(queued_at);
        if let Some(at) = latest_at {
            let again_at = queued_at.unwrap_or(at) + PAUSE;
            if again_at > now {
                return Renewal::Sent { at, again_at };
            }
            if status == Status::Queued {
                // It waits still; a second one would wait behind it.
                let again_at = now + PAUSE;
                return Renewal::Sent { at, again_at };
            }
        }
        let mut lately: Vec<_> = past
            .asked_at
            .iter()
            .filter(|at| **at + DAY > now)
            .copied()
            .collect();
        lately.sort_unstable();
        // The one that has to be a day old before the next.
        match lately.iter().rev().nth(MOST - 1) {
            Some(oldest) => Renewal::Enough {
                latest_at,
                again_at: *oldest + DAY,
            },
            None => Renewal::Possible { latest_at },
        }
    }
}

/// Whether somebody said no since: the invitee or the account.
const fn was_refused(status: Status) -> bool {
    matches!(status, Status::Declined | Status::Revoked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        AccountId, Actor, ChannelPreference, DisplayName, EmailAddress, Failure, FailureReason,
        Grant, InvitationId, Invitee, Inviter, MemberId, NewInvitation, ResendPolicy, Ttl,
    };
    use chrono::TimeZone;
    use uuid::Uuid;

    fn noon() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 1, 5, 12, 0, 0).unwrap()
    }

    fn written_down() -> Invitation {
        let new = NewInvitation {
            id: InvitationId::new(Uuid::from_u128(1)),
            account_id: AccountId::new(Uuid::from_u128(2)),
            invitee: Invitee {
                email: Some(EmailAddress::parse("siti@example.org").unwrap()),
                phone: None,
                name: None,
                login: None,
                locale: None,
            },
            grant: Grant::default(),
            inviter: Inviter {
                actor: Actor::System,
                name: DisplayName::parse("Ana").unwrap(),
            },
            channel: ChannelPreference::Auto,
            ttl: None,
            message: None,
        };
        Invitation::put_on_roster(new, noon()).unwrap()
    }

    fn queued(at: DateTime<Utc>) -> Invitation {
        written_down()
            .queue(ResendPolicy::Immediately, at)
            .unwrap()
            .0
    }

    fn invited(at: DateTime<Utc>) -> Invitation {
        queued(at).hand_over(Ttl::default(), at).unwrap().0
    }

    fn every_refusal(at: DateTime<Utc>) -> [LinkRefusal; 9] {
        [
            LinkRefusal::Unknown,
            LinkRefusal::Superseded,
            LinkRefusal::Expired { at },
            LinkRefusal::Revoked,
            LinkRefusal::Declined,
            LinkRefusal::AlreadyAccepted,
            LinkRefusal::MembershipEnded,
            LinkRefusal::MembershipSwitchedOff,
            LinkRefusal::ApprovalPending,
        ]
    }

    #[test]
    fn only_time_and_a_newer_message_are_mended_by_a_new_link() {
        let later = noon() + Ttl::default().span();
        let open = || invited(noon()).open(1, noon()).unwrap();
        let failure = Failure {
            reason: FailureReason::MailboxFull,
            detail: String::new(),
        };
        let member = MemberId::new(Uuid::from_u128(9));
        let fresh = PastRenewals::default();
        for (state, may) in [
            (written_down(), true),
            (queued(noon()), false),
            (invited(noon()), true),
            (invited(noon()).expire(later).unwrap().0, true),
            (
                invited(noon()).bounce(failure.clone(), noon()).unwrap().0,
                true,
            ),
            (queued(noon()).fail(failure, noon()).unwrap().0, true),
            (open().accept(member).0, false),
            (open().decline(None).unwrap().0, false),
            (invited(noon()).revoke(noon()).unwrap().0, false),
        ] {
            for refusal in every_refusal(noon()) {
                let is_mended = matches!(
                    refusal,
                    LinkRefusal::Superseded | LinkRefusal::Expired { .. }
                );
                let renewal = state.renewal(refusal, &fresh, later);
                let is_possible = matches!(renewal, Renewal::Possible { .. });
                // A link does not expire of an invitation that was declined or withdrawn.
                let can_be = !matches!(
                    (state.status(later), refusal),
                    (
                        Status::Declined | Status::Revoked,
                        LinkRefusal::Expired { .. }
                    )
                );
                if can_be {
                    assert_eq!(is_possible, is_mended && may, "{state:?} {refusal:?}");
                }
            }
        }
    }

    #[test]
    fn a_message_that_just_left_is_to_be_looked_for_first() {
        let invitation = invited(noon());
        let past = PastRenewals::default();
        let ask = |at| invitation.renewal(LinkRefusal::Superseded, &past, at);
        let again_at = noon() + PAUSE;
        let sent = Renewal::Sent {
            at: noon(),
            again_at,
        };
        assert_eq!(ask(noon()), sent);
        assert_eq!(ask(again_at - TimeDelta::milliseconds(1)), sent);
        let latest_at = Some(noon());
        assert_eq!(ask(again_at), Renewal::Possible { latest_at });
    }

    #[test]
    fn a_message_that_waits_still_is_not_overtaken() {
        let later = noon() + TimeDelta::hours(5);
        let past = PastRenewals::default();
        let renewal = queued(noon()).renewal(LinkRefusal::Superseded, &past, later);
        let again_at = later + PAUSE;
        let at = noon();
        assert_eq!(renewal, Renewal::Sent { at, again_at });
    }

    #[test]
    fn five_a_day_are_enough() {
        let now = noon() + TimeDelta::hours(20);
        let hours = |hours: i64| noon() + TimeDelta::hours(hours);
        let invitation = invited(noon());
        let after = |asked: &[i64]| {
            let past = PastRenewals {
                asked_at: asked.iter().copied().map(hours).collect(),
                contact_changed: false,
            };
            invitation.renewal(LinkRefusal::Superseded, &past, now)
        };
        let latest_at = Some(noon());
        let possible = Renewal::Possible { latest_at };
        assert_eq!(after(&[1, 2, 3, 4]), possible);
        // A day and more ago does not count.
        assert_eq!(after(&[-4, -5, 1, 2, 3, 4]), possible);
        let enough = |again_at| Renewal::Enough {
            latest_at,
            again_at,
        };
        assert_eq!(after(&[5, 1, 2, 3, 4]), enough(hours(25)));
        assert_eq!(after(&[1, 2, 3, 4, 5, 6]), enough(hours(26)));
    }

    #[test]
    fn whoever_held_the_address_before_causes_no_message_to_the_new_one() {
        let past = PastRenewals {
            asked_at: Vec::new(),
            contact_changed: true,
        };
        let later = noon() + Ttl::default().span();
        let invitation = invited(noon());
        assert_eq!(
            invitation.renewal(LinkRefusal::Superseded, &past, later),
            Renewal::OnlyByAccount
        );
        // Only the latest link expires, and that one went to where the person is now.
        assert!(matches!(
            invitation.renewal(LinkRefusal::Expired { at: later }, &past, later),
            Renewal::Possible { .. }
        ));
    }
}
