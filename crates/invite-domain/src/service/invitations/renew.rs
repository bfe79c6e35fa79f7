//! A new link, asked for by whoever holds one that opens nothing anymore.

use super::{
    DeadLink, InvitationService, admission, channel_for,
    grantable::{NotGrantable, check_grant},
};
use crate::{
    model::{
        Account, Actor, Channel, DisplayName, Doer, EmailAddress, Event, Invitation,
        InvitationToken, LinkRefusal, PastRenewals, PhoneNumber, Renewal, Via,
    },
    ports::{HistoryEntry, HistoryFact, Standing, StoreError, UnitOfWork, UpdateError},
    service::unit::finish,
};
use chrono::{DateTime, Utc};

/// How often the decision is made anew when others change the invitation under our hands.
const ATTEMPTS: u32 = 4;

/// The holder of a dead link asks for a new one.
#[derive(Debug, Clone)]
pub struct RenewInvitation {
    /// The token of the dead link.
    pub token: InvitationToken,
    /// Through what they ask.
    pub via: Via,
}

/// A message with a new link is queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewed {
    /// The invitation, as it stands now.
    pub invitation: Invitation,
    /// Where the message goes, masked.
    pub sent_to: Option<String>,
}

/// Why no new link is sent. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RenewError {
    /// The token is not one of ours. Forged, malformed and foreign look alike.
    #[error("the link is not one of ours")]
    UnknownLink,
    /// The person is in: they need no link.
    #[error("the person is in already")]
    AlreadyIn(Box<DeadLink>),
    /// The link opens the invitation: there is nothing to renew.
    #[error("the link is still good")]
    StillGood,
    /// Only someone of the account can mend it.
    #[error("{}", .0.refusal)]
    DeadLink(Box<DeadLink>),
    /// A message left a short while ago, or enough did today.
    #[error("a new link was sent a short while ago")]
    TooSoon {
        /// What is known about the link and the message that left.
        dead: Box<DeadLink>,
        /// When another one can be asked for.
        again_at: DateTime<Utc>,
        /// At which moment that was said.
        now: DateTime<Utc>,
    },
    /// Nobody comes into a suspended account.
    #[error("the account is suspended")]
    AccountSuspended(Box<DeadLink>),
    /// Whoever invited may no longer grant this; another administrator can send it again.
    #[error("the inviter may no longer grant this")]
    InviterNotEntitled {
        /// Who asked: whom to tell.
        inviter: DisplayName,
        /// Into which account.
        account: DisplayName,
    },
    /// What it gives or how it is sent has become impossible; an administrator can change it.
    #[error("the invitation cannot be sent as it stands")]
    NotSendable {
        /// Who asked: whom to tell.
        inviter: DisplayName,
        /// Into which account.
        account: DisplayName,
    },
    /// Others kept changing the invitation; asking again will tell how it stands.
    #[error("the invitation was changed at the same moment")]
    Conflict,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What one try came to.
enum Try {
    Sent(Box<Renewed>),
    /// Someone changed the facts; decide anew.
    Again,
}

impl InvitationService {
    /// Queues a message with a new link to the address that is on record, and to no other.
    ///
    /// The invitation stays the inviter's: their right is checked now and again at acceptance. What
    /// becomes of older links is the account's resend policy to say, as for any resending.
    ///
    /// However many ask at once, one message leaves.
    ///
    /// # Errors
    /// [`RenewError`]; nothing was changed, but that the account's log tells of a genuine link that
    /// brought no new one.
    pub async fn renew(&self, command: RenewInvitation) -> Result<Renewed, RenewError> {
        let (token, via) = (command.token.clone(), command.via);
        let renewed = self.send_anew(command).await;
        self.tell_of_refusal(&token, via, renewed).await
    }

    async fn send_anew(&self, command: RenewInvitation) -> Result<Renewed, RenewError> {
        for _ in 0..ATTEMPTS {
            let (claim, standing) = self
                .resolve(&command.token)
                .await?
                .ok_or(RenewError::UnknownLink)?;
            let dead = match admission::open(&standing, claim, self.now()) {
                Ok(_) => return Err(RenewError::StillGood),
                Err(dead) => self.with_renewal(&standing, dead).await?,
            };
            self.may_renew(dead)?;
            let mut unit = self.ports.store.begin().await?;
            let tried = self.try_renew(unit.as_mut(), &command, &standing).await;
            match tried {
                Ok(Try::Sent(renewed)) => return finish(unit, Ok(*renewed)).await,
                Ok(Try::Again) => unit.rollback().await?,
                Err(error) => return finish(unit, Err(error)).await,
            }
        }
        Err(RenewError::Conflict)
    }

    /// Finds out whether the holder of a dead link can have a new one.
    pub(super) async fn with_renewal(
        &self,
        standing: &Standing,
        mut dead: DeadLink,
    ) -> Result<Box<DeadLink>, StoreError> {
        let invitation = &standing.invitation;
        match dead.refusal {
            LinkRefusal::Expired { .. } | LinkRefusal::Superseded => {}
            LinkRefusal::Unknown
            | LinkRefusal::Revoked
            | LinkRefusal::Declined
            | LinkRefusal::AlreadyAccepted
            | LinkRefusal::MembershipEnded
            | LinkRefusal::MembershipSwitchedOff
            | LinkRefusal::ApprovalPending => return Ok(Box::new(dead)),
        }
        let reader = &self.ports.reader;
        let history = reader.history(standing.account.id, invitation.id).await?;
        let past = past_renewals(&history);
        dead.renewal = match invitation.renewal(dead.refusal, &past, self.now()) {
            Renewal::OnlyByAccount => Renewal::OnlyByAccount,
            _ if standing.account.suspended_at.is_some() => Renewal::Suspended,
            renewal => {
                dead.sent_to = masked(invitation, &standing.account);
                renewal
            }
        };
        Ok(Box::new(dead))
    }

    fn may_renew(&self, dead: Box<DeadLink>) -> Result<(), RenewError> {
        match (dead.refusal, dead.renewal) {
            (LinkRefusal::Unknown, _) => Err(RenewError::UnknownLink),
            (LinkRefusal::AlreadyAccepted, _) => Err(RenewError::AlreadyIn(dead)),
            (_, Renewal::Possible { .. }) => Ok(()),
            (_, Renewal::Sent { again_at, .. } | Renewal::Enough { again_at, .. }) => {
                let now = self.now();
                Err(RenewError::TooSoon {
                    dead,
                    again_at,
                    now,
                })
            }
            (_, Renewal::Suspended) => Err(RenewError::AccountSuspended(dead)),
            (_, Renewal::OnlyByAccount) => Err(RenewError::DeadLink(dead)),
        }
    }

    /// Decides once more on locked rows, and writes.
    async fn try_renew(
        &self,
        unit: &mut dyn UnitOfWork,
        command: &RenewInvitation,
        standing: &Standing,
    ) -> Result<Try, RenewError> {
        let now = self.now();
        let found = unit.invitations().lock(standing.invitation.id).await?;
        let invitation = found.ok_or(RenewError::UnknownLink)?;
        let account = unit.accounts().find(invitation.account_id).await?;
        let account = account.ok_or(RenewError::UnknownLink)?;
        // Every message raises the version in its own commit: at the same version, the messages that
        // were counted are all there are.
        let is_as_seen = invitation.version == standing.invitation.version
            && account.suspended_at == standing.account.suspended_at;
        if !is_as_seen {
            return Ok(Try::Again);
        }
        let inviter = &invitation.inviter;
        let authority = unit
            .members()
            .authority(account.id, &inviter.actor, now)
            .await?;
        if authority.is_none_or(|a| a.may_grant(&invitation.grant).is_err()) {
            return Err(RenewError::InviterNotEntitled {
                inviter: inviter.name.clone(),
                account: account.name.clone(),
            });
        }
        let not_sendable = || RenewError::NotSendable {
            inviter: standing.invitation.inviter.name.clone(),
            account: standing.account.name.clone(),
        };
        let queued = invitation.queue(account.settings.resend_policy, now);
        let (invitation, event) = queued.map_err(|_| not_sendable())?;
        let itself = Some(invitation.id);
        match check_grant(unit, account.id, &invitation.grant, itself, now).await {
            Ok(()) => {}
            Err(NotGrantable::Undefined(_) | NotGrantable::Unavailable(_)) => {
                return Err(not_sendable());
            }
            Err(NotGrantable::Store(error)) => return Err(error.into()),
        }
        let channel = channel_for(&account, &invitation).map_err(|_| not_sendable())?;
        match unit.invitations().update(&invitation).await {
            Ok(()) => {}
            Err(UpdateError::Stale) => return Ok(Try::Again),
            Err(UpdateError::Taken) => return Err(not_sendable()),
            Err(UpdateError::Store(error)) => return Err(error.into()),
        }
        let message = self.message(&invitation, channel, now);
        unit.outbox().enqueue(&message).await?;
        let doer = Doer {
            actor: Actor::Invitee,
            via: command.via,
        };
        let entry = self.audit(&invitation, doer, event, now);
        unit.audit().append(&[entry]).await?;
        Ok(Try::Sent(Box::new(Renewed {
            sent_to: masked(&invitation, &account),
            invitation,
        })))
    }
}

/// Reads what decides about a new link out of everything that happened.
fn past_renewals(history: &[HistoryEntry]) -> PastRenewals {
    let mut past = PastRenewals::default();
    let edited = Event::Edited { fields: Vec::new() };
    for entry in history {
        let HistoryFact::Action { name, detail, doer } = &entry.fact else {
            continue;
        };
        if *name == Event::Queued.name() && doer.actor == Actor::Invitee {
            past.asked_at.push(entry.at);
        }
        let is_contact = |field: &str| field == "email" || field == "phone";
        if *name == edited.name() && detail.split(", ").any(is_contact) {
            past.contact_changed = true;
        }
    }
    past
}

/// Tells where messages go without giving it away: a dead link may be in anyone's hands.
fn masked(invitation: &Invitation, account: &Account) -> Option<String> {
    let invitee = &invitation.invitee;
    let by_mail = invitee.email.as_ref().map(EmailAddress::masked);
    let by_sms = invitee.phone.as_ref().map(PhoneNumber::masked);
    match channel_for(account, invitation) {
        Ok(Channel::Email) => by_mail,
        Ok(Channel::Sms) => by_sms,
        Err(_) => None,
    }
}
