//! Everyone in an account, invited or in: where each one stands, what may be done with many of them at
//! once, and how long the messages under way will take.

use super::{
    GrantKey, Invitee, Status, User,
    lifecycle::{self, Command},
};
use chrono::TimeDelta;

/// Where a person stands in an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PersonStatus {
    /// Written down on the roster; nobody was told.
    NotInvited,
    /// A message waits to leave.
    Queued,
    /// The message was handed over.
    Invited,
    /// They are a member, and may act.
    Accepted,
    /// The link's time is over.
    Expired,
    /// The message cannot be delivered.
    Error,
    /// They said no.
    Declined,
    /// Withdrawn by the account.
    Revoked,
    /// They are a member who was switched off.
    SwitchedOff,
    /// They accepted, and an administrator has to approve first.
    AwaitingApproval,
}

impl PersonStatus {
    /// Every one of them, in the order in which they are shown.
    pub const ALL: [Self; 10] = [
        Self::Invited,
        Self::NotInvited,
        Self::Queued,
        Self::AwaitingApproval,
        Self::Accepted,
        Self::Expired,
        Self::Error,
        Self::Declined,
        Self::Revoked,
        Self::SwitchedOff,
    ];

    /// Returns the name on the wire and in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SwitchedOff => "switched_off",
            Self::AwaitingApproval => "awaiting_approval",
            Self::NotInvited => Status::NotInvited.as_str(),
            Self::Queued => Status::Queued.as_str(),
            Self::Invited => Status::Invited.as_str(),
            Self::Accepted => Status::Accepted.as_str(),
            Self::Expired => Status::Expired.as_str(),
            Self::Error => Status::Error.as_str(),
            Self::Declined => Status::Declined.as_str(),
            Self::Revoked => Status::Revoked.as_str(),
        }
    }

    /// Reads the name on the wire; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }

    /// Returns where the person's invitation stands; `None` for members, whose invitation is history.
    pub const fn pending(self) -> Option<Status> {
        Some(match self {
            Self::NotInvited => Status::NotInvited,
            Self::Queued => Status::Queued,
            Self::Invited => Status::Invited,
            Self::Expired => Status::Expired,
            Self::Error => Status::Error,
            Self::Declined => Status::Declined,
            Self::Revoked => Status::Revoked,
            Self::Accepted | Self::SwitchedOff | Self::AwaitingApproval => return None,
        })
    }
}

impl From<Status> for PersonStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::NotInvited => Self::NotInvited,
            Status::Queued => Self::Queued,
            Status::Invited => Self::Invited,
            Status::Accepted => Self::Accepted,
            Status::Declined => Self::Declined,
            Status::Expired => Self::Expired,
            Status::Error => Self::Error,
            Status::Revoked => Self::Revoked,
        }
    }
}

/// What can be done with many people at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkAction {
    /// A first message, or a new one to whoever holds no link that works.
    Send,
    /// A new message to whoever was sent one before.
    Resend,
    /// Invitations are withdrawn.
    Revoke,
    /// A role is added.
    AddRole(GrantKey),
    /// A role is taken away.
    RemoveRole(GrantKey),
}

/// Why something was not done for one of many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NotDone {
    /// They are in already.
    AlreadyIn,
    /// A message waits to leave already.
    Waiting,
    /// They hold a link that still works.
    LinkStillGood,
    /// They were never sent a message.
    NeverSent,
    /// The invitation was withdrawn.
    Withdrawn,
    /// They said no.
    SaidNo,
    /// It would change nothing.
    Unchanged,
    /// They are gone from the account, or stand elsewhere since.
    Changed,
    /// The caller may not give, or take, this.
    NotAllowed,
    /// No message can leave for them.
    NoChannel,
    /// What they would get is not defined anymore, or someone else's.
    NotGrantable,
    /// Someone else holds their place on the roster.
    PlaceTaken,
    /// The account would be left without an administrator.
    LastAdministrator,
}

impl NotDone {
    /// Every reason, those that are known beforehand first.
    pub const ALL: [Self; 13] = [
        Self::AlreadyIn,
        Self::Waiting,
        Self::LinkStillGood,
        Self::NeverSent,
        Self::Withdrawn,
        Self::SaidNo,
        Self::Unchanged,
        Self::Changed,
        Self::NotAllowed,
        Self::NoChannel,
        Self::NotGrantable,
        Self::PlaceTaken,
        Self::LastAdministrator,
    ];
}

impl BulkAction {
    /// Says whether it can be done for someone who stands so.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn check(&self, standing: PersonStatus) -> Result<(), NotDone> {
        let pending = standing.pending();
        match self {
            Self::AddRole(_) | Self::RemoveRole(_) => match pending {
                Some(status) if !status.is_editable() => Err(NotDone::Withdrawn),
                _ => Ok(()),
            },
            Self::Revoke => {
                let status = pending.ok_or(NotDone::AlreadyIn)?;
                lifecycle::next(status, Command::Revoke).map_err(|_| NotDone::Withdrawn)?;
                Ok(())
            }
            Self::Send | Self::Resend => {
                let status = pending.ok_or(NotDone::AlreadyIn)?;
                lifecycle::next(status, Command::Send).map_err(|_| NotDone::Waiting)?;
                match (self, status) {
                    (Self::Send, Status::Invited) => Err(NotDone::LinkStillGood),
                    (Self::Resend, Status::NotInvited) => Err(NotDone::NeverSent),
                    _ => Ok(()),
                }
            }
        }
    }

    /// Says whether it can be done for everyone in a view, among whom someone stands so.
    ///
    /// Whoever said no, or was withdrawn, gets a message only where they were chosen deliberately: by
    /// themselves, or by looking at just them.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn check_all(&self, standing: PersonStatus, is_deliberate: bool) -> Result<(), NotDone> {
        self.check(standing)?;
        match standing {
            PersonStatus::Declined if self.sends() && !is_deliberate => Err(NotDone::SaidNo),
            PersonStatus::Revoked if self.sends() && !is_deliberate => Err(NotDone::Withdrawn),
            _ => Ok(()),
        }
    }

    /// Whether it makes messages leave.
    pub const fn sends(&self) -> bool {
        matches!(self, Self::Send | Self::Resend)
    }
}

/// How many characters of a name lists are sorted by.
const SORTED: usize = 60;

/// Returns what a list of people is sorted by: the name, else what they are reached by, in lower case.
pub fn sorting_name(shown: &str) -> String {
    shown
        .chars()
        .flat_map(char::to_lowercase)
        .take(SORTED)
        .collect()
}

impl Invitee {
    /// Returns what the person is called in lists: their name, else address, number, login.
    pub fn shown_name(&self) -> &str {
        let name = self.name.as_ref().map(super::DisplayName::as_str);
        name.or_else(|| self.email.as_ref().map(super::EmailAddress::original))
            .or_else(|| self.phone.as_ref().map(super::PhoneNumber::as_str))
            .or_else(|| self.login.as_ref().map(super::Login::as_str))
            .unwrap_or_default()
    }

    /// Returns what lists are sorted by.
    pub fn sorting_name(&self) -> String {
        sorting_name(self.shown_name())
    }
}

impl User {
    /// Returns what lists are sorted by.
    pub fn sorting_name(&self) -> String {
        sorting_name(self.name.as_str())
    }
}

/// Estimates when the messages that wait will have left, from how many left within a span just now.
///
/// `None` where nothing left, or nothing is known: no estimate is better than an invented one.
pub fn time_left(waiting: u64, left: u64, within: TimeDelta) -> Option<TimeDelta> {
    let span = u64::try_from(within.num_milliseconds()).ok()?;
    if left == 0 || span == 0 {
        return None;
    }
    let millis = waiting.checked_mul(span)? / left;
    TimeDelta::try_milliseconds(i64::try_from(millis).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_may_be_done_with_many_the_lifecycle_allows_for_each() {
        for status in Status::ALL {
            let standing = PersonStatus::from(status);
            let sends = [BulkAction::Send, BulkAction::Resend];
            let some = sends.iter().any(|action| action.check(standing).is_ok());
            assert_eq!(
                some,
                lifecycle::next(status, Command::Send).is_ok(),
                "{status}"
            );
            assert_eq!(
                BulkAction::Revoke.check(standing).is_ok(),
                lifecycle::next(status, Command::Revoke).is_ok(),
                "{status}"
            );
        }
    }

    #[test]
    fn a_link_that_works_is_replaced_only_where_that_was_asked_for() {
        let invited = PersonStatus::Invited;
        assert_eq!(BulkAction::Send.check(invited), Err(NotDone::LinkStillGood));
        assert_eq!(BulkAction::Resend.check(invited), Ok(()));
        assert_eq!(
            BulkAction::Resend.check(PersonStatus::NotInvited),
            Err(NotDone::NeverSent)
        );
    }

    #[test]
    fn whoever_said_no_or_was_withdrawn_is_written_to_only_deliberately() {
        for (standing, why) in [
            (PersonStatus::Declined, NotDone::SaidNo),
            (PersonStatus::Revoked, NotDone::Withdrawn),
        ] {
            for action in [BulkAction::Send, BulkAction::Resend] {
                assert_eq!(action.check_all(standing, false), Err(why));
                assert_eq!(action.check_all(standing, true), Ok(()));
            }
        }
        let revoke = BulkAction::Revoke;
        assert_eq!(revoke.check_all(PersonStatus::Declined, false), Ok(()));
    }

    #[test]
    fn an_estimate_comes_from_what_left_or_there_is_none() {
        let minute = TimeDelta::minutes(1);
        assert_eq!(time_left(300, 100, minute), Some(TimeDelta::minutes(3)));
        assert_eq!(time_left(0, 100, minute), Some(TimeDelta::zero()));
        for (left, within) in [(0, minute), (5, TimeDelta::zero()), (5, -minute)] {
            assert_eq!(time_left(300, left, within), None);
        }
        assert_eq!(time_left(u64::MAX, 1, minute), None);
    }

    #[test]
    fn names_are_sorted_in_any_case_and_stay_short() {
        assert_eq!(sorting_name("ЖАННА Ё."), "жанна ё.");
        assert_eq!(sorting_name(&"Ы".repeat(500)).chars().count(), SORTED);
    }

    #[test]
    fn every_standing_has_a_name_of_its_own() {
        for standing in PersonStatus::ALL {
            assert_eq!(PersonStatus::parse(standing.as_str()), Some(standing));
        }
        assert_eq!(PersonStatus::parse("nonsense"), None);
    }
}
