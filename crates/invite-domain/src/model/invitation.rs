//! The invitation: one person on one account's roster, from "written down" to "member".

mod edit;
mod invitee;
mod open;
mod renew;

pub use edit::{Changes, EditRefused, Edited};
pub use invitee::Invitee;
pub use open::OpenInvitation;
pub use renew::{PastRenewals, Renewal};

use super::{
    Account, AccountId, ChannelPreference, Failure, Grant, InvalidValue, InvitationId, Inviter,
    LinkRefusal, Locale, MemberId, PersonalMessage, ResendPolicy, Status, Ttl,
    lifecycle::{self, Command, IllegalTransition},
};
use chrono::{DateTime, Utc};

/// Everything that is known when someone is put on the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInvitation {
    /// Its id.
    pub id: InvitationId,
    /// The account that the person comes into.
    pub account_id: AccountId,
    /// Who is asked.
    pub invitee: Invitee,
    /// What acceptance gives.
    pub grant: Grant,
    /// Who asks.
    pub inviter: Inviter,
    /// How the person is to be told.
    pub channel: ChannelPreference,
    /// How long the link lives, where it differs from the account's setting.
    pub ttl: Option<Ttl>,
    /// What the inviter wants to say.
    pub message: Option<PersonalMessage>,
}

/// Where the invitation stands, with the facts that belong to just that state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Written down; nobody was told.
    NotInvited,
    /// A message waits to leave.
    Queued,
    /// The message was handed over.
    Invited,
    /// The person is a member.
    Accepted {
        /// When.
        at: DateTime<Utc>,
        /// The membership that acceptance made or found.
        member: MemberId,
    },
    /// The person said no.
    Declined {
        /// When.
        at: DateTime<Utc>,
        /// Why, where they said so.
        reason: Option<PersonalMessage>,
    },
    /// The link's time is over, and the sweeper wrote it down.
    Expired {
        /// When its time was over.
        at: DateTime<Utc>,
    },
    /// The message cannot be delivered.
    Error {
        /// When that was known.
        at: DateTime<Utc>,
        /// What a person can do about it.
        failure: Failure,
    },
    /// Withdrawn.
    Revoked {
        /// When.
        at: DateTime<Utc>,
    },
}

impl State {
    /// Returns the name of the state as it is written down; [`Invitation::status`] also asks the clock.
    pub const fn status(&self) -> Status {
        match self {
            Self::NotInvited => Status::NotInvited,
            Self::Queued => Status::Queued,
            Self::Invited => Status::Invited,
            Self::Accepted { .. } => Status::Accepted,
            Self::Declined { .. } => Status::Declined,
            Self::Expired { .. } => Status::Expired,
            Self::Error { .. } => Status::Error,
            Self::Revoked { .. } => Status::Revoked,
        }
    }
}

/// How far the latest link has travelled. Kept after acceptance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Trail {
    /// When its message was queued.
    pub queued_at: Option<DateTime<Utc>>,
    /// When its message was handed over.
    pub invited_at: Option<DateTime<Utc>>,
    /// When it stops being good; known from the hand-over on.
    pub expires_at: Option<DateTime<Utc>>,
}

/// An older link that the account's resend policy keeps alive for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SupersededLink {
    /// Which one.
    pub generation: u32,
    /// Until when it opens the invitation.
    pub good_until: DateTime<Utc>,
}

/// What a transition did, for the audit log and for whoever subscribes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Put on the roster.
    Created,
    /// Facts were changed; the fields are named.
    Edited {
        /// The fields, as they are called on the wire.
        fields: Vec<&'static str>,
    },
    /// A message was queued.
    Queued,
    /// The message was handed over.
    HandedOver,
    /// The message failed for good.
    Failed(Failure),
    /// The message came back.
    Bounced(Failure),
    /// A code was asked for, to accept with.
    CodeAsked,
    /// The person is in.
    Accepted(MemberId),
    /// The person said no.
    Declined,
    /// The link's time was over.
    Expired,
    /// Withdrawn.
    Revoked,
}

impl Event {
    /// Returns the name on the wire and in the audit log, for example `invitation.queued`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Created => "invitation.created",
            Self::Edited { .. } => "invitation.edited",
            Self::Queued => "invitation.queued",
            Self::HandedOver => "invitation.invited",
            Self::Failed(_) => "invitation.failed",
            Self::Bounced(_) => "invitation.bounced",
            Self::CodeAsked => "invitation.code_asked",
            Self::Accepted(_) => "invitation.accepted",
            Self::Declined => "invitation.declined",
            Self::Expired => "invitation.expired",
            Self::Revoked => "invitation.revoked",
        }
    }
}

/// One person on one account's roster.
///
/// Transitions consume the invitation and give back its next form with the event that tells about
/// it; each raises `version` by one, and storage accepts an update only over the version before.
///
/// ```
/// use invite_domain::model::*;
/// use chrono::{TimeZone, Utc};
/// # let now = Utc.with_ymd_and_hms(2026, 1, 1, 9, 0, 0).unwrap();
/// # let id = |n| uuid::Uuid::from_u128(n);
/// let written_down = Invitation::put_on_roster(
///     NewInvitation {
///         id: InvitationId::new(id(1)),
///         account_id: AccountId::new(id(2)),
///         invitee: Invitee {
///             email: Some(EmailAddress::parse("siti@example.org")?),
///             phone: None, name: None, login: None, locale: None,
///         },
///         grant: Grant::default(),
///         inviter: Inviter { actor: Actor::System, name: DisplayName::parse("Ana")? },
///         channel: ChannelPreference::Auto,
///         ttl: None,
///         message: None,
///     },
///     now,
/// )?;
/// let (queued, _) = written_down.queue(ResendPolicy::Immediately, now)?;
/// let (invited, _) = queued.hand_over(Ttl::default(), now)?;
/// assert_eq!(invited.status(now), Status::Invited);
/// // Expiry is decided by the clock at the moment of asking.
/// assert_eq!(invited.status(now + Ttl::default().span()), Status::Expired);
/// // Only an open link lets its holder accept.
/// let open = invited.open(1, now)?;
/// let (accepted, event) = open.accept(MemberId::new(id(3)));
/// assert_eq!(event, Event::Accepted(MemberId::new(id(3))));
/// assert_eq!(accepted.open(1, now).unwrap_err(), LinkRefusal::AlreadyAccepted);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// The account that the person comes into.
    pub account_id: AccountId,
    /// Who is asked.
    pub invitee: Invitee,
    /// What acceptance gives.
    pub grant: Grant,
    /// Who asks.
    pub inviter: Inviter,
    /// How the person is to be told.
    pub channel: ChannelPreference,
    /// How long the link lives, where it differs from the account's setting.
    pub ttl: Option<Ttl>,
    /// What the inviter wants to say.
    pub message: Option<PersonalMessage>,
    /// Where it stands, as written down.
    pub state: State,
    /// How far the latest link has travelled.
    pub trail: Trail,
    /// The number of the latest link; 0 before the first. A token is good for one generation.
    pub generation: u32,
    /// Older links that are still good.
    pub superseded: Vec<SupersededLink>,
    /// When it was put on the roster.
    pub created_at: DateTime<Utc>,
    /// Counts changes; storage refuses an update over another version.
    pub version: u32,
}

impl Invitation {
    /// Writes a person down; nothing is sent.
    ///
    /// # Errors
    /// `contact_required` when there is neither an address nor a number.
    pub fn put_on_roster(new: NewInvitation, now: DateTime<Utc>) -> Result<Self, InvalidValue> {
        new.invitee.identity()?;
        Ok(Self {
            id: new.id,
            account_id: new.account_id,
            invitee: new.invitee,
            grant: new.grant,
            inviter: new.inviter,
            channel: new.channel,
            ttl: new.ttl,
            message: new.message,
            state: State::NotInvited,
            trail: Trail::default(),
            generation: 0,
            superseded: Vec::new(),
            created_at: now,
            version: 1,
        })
    }

    /// Returns where it stands at `now`. This is the one place that decides expiry.
    pub fn status(&self, now: DateTime<Utc>) -> Status {
        match (&self.state, self.trail.expires_at) {
            (State::Invited, Some(end)) if end <= now => Status::Expired,
            (state, _) => state.status(),
        }
    }

    /// Returns what holds the person's one place on the roster; `None` once it is history.
    pub fn live_identity(&self) -> Option<String> {
        if self.state.status().is_live() {
            self.invitee.identity().ok()
        } else {
            None
        }
    }

    /// Returns the language of everything that this person reads.
    pub fn locale(&self, account: &Account) -> Locale {
        self.invitee
            .locale
            .unwrap_or(account.settings.default_locale)
    }

    /// Returns how long the latest link lives from its hand-over.
    pub fn ttl(&self, account: &Account) -> Ttl {
        self.ttl.unwrap_or(account.settings.invitation_ttl)
    }

    /// Sends or sends again: a new link, and the old ones die as the account's policy says.
    ///
    /// # Errors
    /// [`IllegalTransition`] while a message waits already and after acceptance.
    pub fn queue(
        mut self,
        policy: ResendPolicy,
        now: DateTime<Utc>,
    ) -> Result<(Self, Event), IllegalTransition> {
        let before = self.status(now);
        lifecycle::next(before, Command::Send)?;
        self.supersede(before, policy, now);
        self.state = State::Queued;
        self.start_new_link(now);
        Ok((self.changed(), Event::Queued))
    }

    /// Records that the mail server or gateway took the message; the link's time begins.
    ///
    /// # Errors
    /// [`IllegalTransition`] unless it is queued.
    pub fn hand_over(
        mut self,
        ttl: Ttl,
        now: DateTime<Utc>,
    ) -> Result<(Self, Event), IllegalTransition> {
        lifecycle::next(self.state.status(), Command::HandOver)?;
        self.state = State::Invited;
        self.trail.invited_at = Some(now);
        self.trail.expires_at = Some(now + ttl.span());
        Ok((self.changed(), Event::HandedOver))
    }

    /// Records that the message failed for good.
    ///
    /// # Errors
    /// [`IllegalTransition`] unless it is queued.
    pub fn fail(
        mut self,
        failure: Failure,
        now: DateTime<Utc>,
    ) -> Result<(Self, Event), IllegalTransition> {
        lifecycle::next(self.state.status(), Command::Fail)?;
        self.state = State::Error {
            at: now,
            failure: failure.clone(),
        };
        Ok((self.changed(), Event::Failed(failure)))
    }

    /// Records that the message came back after it was handed over.
    ///
    /// # Errors
    /// [`IllegalTransition`] unless it is invited and not yet expired.
    pub fn bounce(
        mut self,
        failure: Failure,
        now: DateTime<Utc>,
    ) -> Result<(Self, Event), IllegalTransition> {
        lifecycle::next(self.status(now), Command::Bounce)?;
        self.state = State::Error {
            at: now,
            failure: failure.clone(),
        };
        Ok((self.changed(), Event::Bounced(failure)))
    }

    /// Writes down that the link's time is over. Acceptance never depends on this having run.
    ///
    /// # Errors
    /// [`IllegalTransition`] unless it was handed over and its time is over.
    pub fn expire(mut self, now: DateTime<Utc>) -> Result<(Self, Event), IllegalTransition> {
        lifecycle::next(self.state.status(), Command::Expire)?;
        match self.trail.expires_at {
            Some(at) if at <= now => {
                self.state = State::Expired { at };
                Ok((self.changed(), Event::Expired))
            }
            _ => Err(IllegalTransition {
                from: self.state.status(),
                command: Command::Expire,
            }),
        }
    }

    /// Withdraws it: every link is dead at once.
    ///
    /// # Errors
    /// [`IllegalTransition`] after acceptance, and when it is revoked already.
    pub fn revoke(mut self, now: DateTime<Utc>) -> Result<(Self, Event), IllegalTransition> {
        lifecycle::next(self.status(now), Command::Revoke)?;
        self.state = State::Revoked { at: now };
        self.superseded.clear();
        Ok((self.changed(), Event::Revoked))
    }

    /// Opens the invitation with the link of `generation`, for its holder to accept or decline.
    ///
    /// # Errors
    /// Why the link opens nothing.
    pub fn open(self, generation: u32, now: DateTime<Utc>) -> Result<OpenInvitation, LinkRefusal> {
        open::open(self, generation, now)
    }

    /// Until when the latest link is good; `None` while its time has not begun.
    fn latest_link_good_until(&self) -> Option<DateTime<Utc>> {
        match (&self.state, self.trail.expires_at) {
            (_, Some(end)) => Some(end),
            // Never handed over as far as we know, yet someone holds it: count from the failure.
            (State::Error { at, .. }, None) => Some(*at + self.ttl.unwrap_or_default().span()),
            _ => None,
        }
    }

    /// Lets the latest link live on among the superseded ones, if the policy says so.
    fn supersede(&mut self, before: Status, policy: ResendPolicy, now: DateTime<Utc>) {
        self.superseded.retain(|link| link.good_until > now);
        let end = self.trail.expires_at.filter(|end| *end > now);
        let good_until = match (before, policy, end) {
            (Status::Invited | Status::Error, ResendPolicy::Grace(grace), Some(end)) => {
                Some(end.min(now + grace.span()))
            }
            (Status::Invited | Status::Error, ResendPolicy::UntilExpiry, Some(end)) => Some(end),
            _ => None,
        };
        match good_until {
            Some(good_until) => self.superseded.push(SupersededLink {
                generation: self.generation,
                good_until,
            }),
            None => self.superseded.clear(),
        }
    }

    fn start_new_link(&mut self, now: DateTime<Utc>) {
        self.generation += 1;
        self.trail = Trail {
            queued_at: Some(now),
            invited_at: None,
            expires_at: None,
        };
    }

    fn changed(mut self) -> Self {
        self.version += 1;
        self
    }
}
