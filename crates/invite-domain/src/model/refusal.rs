//! What the audit log tells of a refusal: of few kinds, so that no number of tries fills it.

use super::{
    AccountId, Action, AuditEntry, AuditEntryId, Doer, Forbidden, GrantKind, GrantRefused,
    InvitationId, LinkRefusal, Operation, audit::words_of,
};
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

/// Something that someone with a place in the account, or with a genuine link, tried and may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Refusal {
    /// Their hand does not reach as far as this needs.
    Operation(Operation),
    /// They are no administrator, and would make or change one.
    AccessType,
    /// They do not hold what they would give: something of this kind.
    NotHeld(GrantKind),
    /// A genuine link did not do what its holder wanted.
    Link {
        /// The link of this invitation.
        invitation: InvitationId,
        /// What they wanted.
        wanted: LinkUse,
        /// Why not.
        reason: LinkFailure,
    },
}

/// What the holder of a link can want.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LinkUse {
    /// To come in.
    Acceptance,
    /// A code, to come in with.
    Code,
    /// To say no.
    Declining,
    /// A new link.
    Renewal,
}

impl LinkUse {
    /// Every use.
    pub const ALL: [Self; 4] = [Self::Acceptance, Self::Code, Self::Declining, Self::Renewal];

    /// Reads the name of an entry that tells of such a refusal.
    pub fn of_refusal(action: &str) -> Option<Self> {
        let mut uses = Self::ALL.into_iter();
        uses.find(|wanted| wanted.refused() == action)
    }

    /// Returns the name of the entry that tells of its refusal.
    pub const fn refused(self) -> &'static str {
        match self {
            Self::Acceptance => "refusal.acceptance",
            Self::Code => "refusal.code",
            Self::Declining => "refusal.declining",
            Self::Renewal => "refusal.renewal",
        }
    }
}

/// Why a genuine link did not do what its holder wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LinkFailure {
    /// Its holder was signed in as another person.
    SomeoneElse,
    /// Its holder typed another code than the one in the mailbox.
    CodeWrong,
    /// Its holder had typed too many of them.
    TooManyTries,
    /// Its time was over.
    Expired,
    /// A newer one had taken its place.
    Superseded,
    /// The invitation was withdrawn.
    Revoked,
    /// The invitee had said no.
    Declined,
    /// The person was removed from the account.
    MembershipEnded,
    /// The person's place was switched off.
    MembershipSwitchedOff,
    /// Whoever invited may no longer give this.
    InviterNotEntitled,
    /// Nobody comes into a suspended account.
    AccountSuspended,
    /// Every seat was taken.
    NoSeat,
    /// Someone else holds a resource of the invitation.
    ResourceTaken,
    /// A message left a short while ago, or enough did today.
    TooSoon,
    /// What the invitation gives, or how it is sent, has become impossible.
    NotSendable,
}

impl LinkFailure {
    /// Every reason.
    pub const ALL: [Self; 15] = [
        Self::SomeoneElse,
        Self::CodeWrong,
        Self::TooManyTries,
        Self::Expired,
        Self::Superseded,
        Self::Revoked,
        Self::Declined,
        Self::MembershipEnded,
        Self::MembershipSwitchedOff,
        Self::InviterNotEntitled,
        Self::AccountSuspended,
        Self::NoSeat,
        Self::ResourceTaken,
        Self::TooSoon,
        Self::NotSendable,
    ];

    /// Returns the name on the wire and in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SomeoneElse => "signed_in_as_someone_else",
            Self::CodeWrong => "code_wrong",
            Self::TooManyTries => "too_many_tries",
            Self::Expired => "link_expired",
            Self::Superseded => "link_superseded",
            Self::Revoked => "invitation_revoked",
            Self::Declined => "invitation_declined",
            Self::MembershipEnded => "membership_ended",
            Self::MembershipSwitchedOff => "membership_switched_off",
            Self::InviterNotEntitled => "inviter_not_entitled",
            Self::AccountSuspended => "account_suspended",
            Self::NoSeat => "no_seat",
            Self::ResourceTaken => "resource_taken",
            Self::TooSoon => "too_soon",
            Self::NotSendable => "not_sendable",
        }
    }

    /// Reads the name on the wire and in storage.
    pub fn parse(name: &str) -> Option<Self> {
        let mut reasons = Self::ALL.into_iter();
        reasons.find(|reason| reason.as_str() == name)
    }

    /// Returns why a link is dead; `None` where it is not, did its work, or is none of ours.
    pub const fn of_link(refusal: LinkRefusal) -> Option<Self> {
        match refusal {
            LinkRefusal::Unknown | LinkRefusal::AlreadyAccepted | LinkRefusal::ApprovalPending => {
                None
            }
            LinkRefusal::Expired { .. } => Some(Self::Expired),
            LinkRefusal::Superseded => Some(Self::Superseded),
            LinkRefusal::Revoked => Some(Self::Revoked),
            LinkRefusal::Declined => Some(Self::Declined),
            LinkRefusal::MembershipEnded => Some(Self::MembershipEnded),
            LinkRefusal::MembershipSwitchedOff => Some(Self::MembershipSwitchedOff),
        }
    }
}

impl From<Forbidden> for Refusal {
    fn from(Forbidden(operation): Forbidden) -> Self {
        Self::Operation(operation)
    }
}

impl From<&GrantRefused> for Refusal {
    fn from(refused: &GrantRefused) -> Self {
        match refused {
            GrantRefused::MayNotInvite(forbidden) => (*forbidden).into(),
            GrantRefused::AccessType => Self::AccessType,
            // Which one is whatever they typed: the kind alone keeps the log bounded.
            GrantRefused::NotHeld(item) => Self::NotHeld(item.kind),
        }
    }
}

impl Refusal {
    /// Returns the name on the wire and in storage.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Operation(_) => "refusal.operation",
            Self::AccessType | Self::NotHeld(_) => "refusal.grant",
            Self::Link { wanted, .. } => wanted.refused(),
        }
    }

    /// Returns what was refused, or why.
    pub(super) const fn detail(self) -> &'static str {
        match self {
            Self::Operation(operation) => operation.as_str(),
            Self::AccessType => "access_type",
            Self::NotHeld(kind) => kind.plural(),
            Self::Link { reason, .. } => reason.as_str(),
        }
    }

    /// Returns the entry that tells of it. Within one hour of the clock, the same try by the same doer
    /// gives an entry with the same id, so that the log holds one of them.
    pub fn entry(self, account: AccountId, doer: Doer, now: DateTime<Utc>) -> AuditEntry {
        let action = Action::Refused(self);
        let id = id(account, &doer, &action, now);
        AuditEntry {
            id: AuditEntryId::new(id),
            account_id: Some(account),
            doer,
            action,
            at: now,
        }
    }
}

/// Derives the id: it begins with the hour, as other ids begin with their moment, and goes on with a
/// digest of everything that makes the try what it is.
fn id(account: AccountId, doer: &Doer, action: &Action, now: DateTime<Utc>) -> Uuid {
    let hour_length = TimeDelta::hours(1).num_milliseconds();
    let hour = now.timestamp_millis().div_euclid(hour_length) * hour_length;
    let about = action.invitation().map(|id| id.to_string());
    let (actor, actor_id) = words_of(&doer.actor);
    let parts = [
        account.to_string(),
        actor.to_owned(),
        actor_id.map(|id| id.to_string()).unwrap_or_default(),
        doer.via.as_str().to_owned(),
        action.name().to_owned(),
        action.detail(),
        about.unwrap_or_default(),
        hour.to_string(),
    ];
    // No part holds a line break, so that no two lists of parts give one text.
    let digest = Sha256::digest(parts.join("\n"));
    let mut bytes = [0; 16];
    let (moment, rest) = bytes.split_at_mut(6);
    moment.copy_from_slice(hour.to_be_bytes().get(2..).unwrap_or(&[0; 6]));
    rest.copy_from_slice(digest.get(..10).unwrap_or(&[0; 10]));
    // Version 8: made our own way (RFC 9562 §5.8).
    Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Actor, UserId, Via};

    const ACCOUNT: AccountId = AccountId::new(Uuid::from_u128(1));

    fn doer(id: u128, via: Via) -> Doer {
        Doer {
            actor: Actor::User(UserId::new(Uuid::from_u128(id))),
            via,
        }
    }

    fn moment(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 / 3600 * 3600 + seconds, 0).unwrap()
    }

    #[test]
    fn the_same_try_has_one_id_for_an_hour() {
        let refusal = Refusal::Operation(Operation::ReadAudit);
        let at = |seconds| {
            refusal
                .entry(ACCOUNT, doer(7, Via::Api), moment(seconds))
                .id
        };
        assert_eq!(at(0), at(3599));
        assert_ne!(at(0), at(3600));
        assert!(at(0) < at(3600), "ids of later hours sort later");
        assert_eq!(at(0).uuid().get_version_num(), 8);
    }

    #[test]
    fn whatever_differs_has_an_id_of_its_own() {
        let invitation = |id| InvitationId::new(Uuid::from_u128(id));
        let link = |id, wanted, reason| Refusal::Link {
            invitation: invitation(id),
            wanted,
            reason,
        };
        let letting_in = |id, reason| link(id, LinkUse::Acceptance, reason);
        let read = Refusal::Operation(Operation::ReadAudit);
        let other = AccountId::new(Uuid::from_u128(2));
        let mut ids = vec![
            read.entry(ACCOUNT, doer(7, Via::Api), moment(0)).id,
            read.entry(other, doer(7, Via::Api), moment(0)).id,
            read.entry(ACCOUNT, doer(8, Via::Api), moment(0)).id,
            read.entry(ACCOUNT, doer(7, Via::Page), moment(0)).id,
        ];
        for refusal in [
            Refusal::AccessType,
            Refusal::NotHeld(GrantKind::Role),
            letting_in(1, LinkFailure::Expired),
            letting_in(2, LinkFailure::Expired),
            letting_in(2, LinkFailure::NoSeat),
            link(1, LinkUse::Code, LinkFailure::Expired),
            link(1, LinkUse::Declining, LinkFailure::Expired),
            link(1, LinkUse::Renewal, LinkFailure::Expired),
        ] {
            ids.push(refusal.entry(ACCOUNT, doer(7, Via::Api), moment(0)).id);
        }
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }
}
