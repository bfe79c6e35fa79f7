//! The witness that a link is good: only it lets its holder accept or decline.

use super::{Event, Invitation, State, SupersededLink};
use crate::model::{
    LinkRefusal, MemberId, PersonalMessage, Status,
    lifecycle::{self, Command},
};
use chrono::{DateTime, Utc};

/// An invitation whose link was checked at one moment: the only type that can be accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenInvitation {
    invitation: Invitation,
    at: DateTime<Utc>,
}

pub(super) fn open(
    invitation: Invitation,
    generation: u32,
    now: DateTime<Utc>,
) -> Result<OpenInvitation, LinkRefusal> {
    if generation == 0 || generation > invitation.generation {
        return Err(LinkRefusal::Unknown);
    }
    let status = invitation.status(now);
    match status {
        Status::Accepted => return Err(LinkRefusal::AlreadyAccepted),
        Status::Revoked => return Err(LinkRefusal::Revoked),
        Status::Declined => return Err(LinkRefusal::Declined),
        Status::NotInvited => return Err(LinkRefusal::Unknown),
        Status::Queued | Status::Invited | Status::Error | Status::Expired => {}
    }
    let lives_on = |link: &SupersededLink| link.generation == generation && link.good_until > now;
    if generation < invitation.generation && !invitation.superseded.iter().any(lives_on) {
        return Err(LinkRefusal::Superseded);
    }
    if let State::Expired { at } = invitation.state {
        return Err(LinkRefusal::Expired { at });
    }
    match invitation.latest_link_good_until() {
        Some(at) if at <= now => Err(LinkRefusal::Expired { at }),
        _ => Ok(OpenInvitation {
            invitation,
            at: now,
        }),
    }
}

impl OpenInvitation {
    /// Returns the invitation, to show it.
    pub fn invitation(&self) -> &Invitation {
        &self.invitation
    }

    /// Makes the holder a member.
    pub fn accept(self, member: MemberId) -> (Invitation, Event) {
        let mut invitation = self.invitation;
        invitation.state = State::Accepted {
            at: self.at,
            member,
        };
        invitation.superseded.clear();
        (invitation.changed(), Event::Accepted(member))
    }

    /// Records the holder's no.
    ///
    /// # Errors
    /// [`lifecycle::IllegalTransition`] when the message is known not to have arrived (`error`).
    pub fn decline(
        self,
        reason: Option<PersonalMessage>,
    ) -> Result<(Invitation, Event), lifecycle::IllegalTransition> {
        let mut invitation = self.invitation;
        lifecycle::next(invitation.state.status(), Command::Decline)?;
        invitation.state = State::Declined {
            at: self.at,
            reason,
        };
        invitation.superseded.clear();
        Ok((invitation.changed(), Event::Declined))
    }
}
