//! Accepting: the one guarded transaction that makes a member.

use super::{
    DeadLink, InvitationService,
    admission::{self, Holder, holder},
};
use crate::{
    model::{
        AcceptanceCode, Account, Actor, ApprovalPolicy, CodeRefusal, DisplayName, Doer, GrantKey,
        HttpUrl, InvalidValue, Invitation, InvitationToken, LinkRefusal, Member, MemberId, NewUser,
        OpenInvitation, Password, PasswordHash, State, TokenClaim, UserId, Via,
    },
    ports::{HashError, JoinOutcome, Joining, Standing, StoreError, UnitOfWork, UpdateError},
    service::unit::finish,
};
use chrono::{DateTime, Utc};

/// How often the decision is made anew when others change the invitation under our hands.
const ATTEMPTS: u32 = 4;

/// The holder of a link says yes.
#[derive(Debug, Clone)]
pub struct AcceptInvitation {
    /// The token of the link.
    pub token: InvitationToken,
    /// The password to be, where the person is new.
    pub password: Option<Password>,
    /// The code from their mailbox, where one is asked for.
    pub code: Option<AcceptanceCode>,
    /// How the person wants to be called, where the inviter left it open.
    pub name: Option<DisplayName>,
    /// Who is signed in, if anyone.
    pub viewer: Option<UserId>,
    /// Through what they say it.
    pub via: Via,
}

/// The person is in, or waits for an administrator to approve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The account.
    pub account: Account,
    /// The place in it.
    pub member: MemberId,
    /// Whether they had the place before this call.
    pub already_in: bool,
    /// Whether an administrator has to approve first: until then the place opens nothing.
    pub approval_pending: bool,
    /// The invitation, as it stands now.
    pub invitation: Invitation,
}

impl Accepted {
    /// Returns where people go next, if the account says so; nowhere as long as they await approval.
    pub fn redirect_url(&self) -> Option<&HttpUrl> {
        let url = self.account.settings.after_accept_url.as_ref();
        url.filter(|_| !self.approval_pending)
    }

    /// Returns where the account's people sign in, if not at the built-in page.
    pub fn login_url(&self) -> Option<&HttpUrl> {
        self.account.settings.login_url.as_ref()
    }
}

/// Why nobody came in. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// The token is not one of ours. Forged, malformed and foreign look alike.
    #[error("the link is not one of ours")]
    UnknownLink,
    /// The link is genuine and opens nothing anymore.
    #[error("{}", .0.refusal)]
    DeadLink(Box<DeadLink>),
    /// The person has credentials already: sign in and join with them.
    #[error("the invited person has an account: sign in to join")]
    SignInRequired,
    /// Someone else is signed in.
    #[error("someone else is signed in")]
    SignedInAsSomeoneElse {
        /// The address or number that is invited: whoever holds the link has it in their mailbox.
        invited: String,
    },
    /// A password is to be set.
    #[error("a password is needed")]
    PasswordRequired,
    /// The password is refused.
    #[error(transparent)]
    PasswordRefused(InvalidValue),
    /// A code that was sent to the address or number on record is needed, and this is not it.
    #[error(transparent)]
    Code(#[from] CodeRefusal),
    /// Whoever invited may no longer grant this; another administrator can send it again.
    #[error("the inviter may no longer grant this")]
    InviterNotEntitled {
        /// Who asked: whom to tell.
        inviter: DisplayName,
        /// Into which account.
        account: DisplayName,
    },
    /// Nobody comes into a suspended account.
    #[error("the account is suspended")]
    AccountSuspended,
    /// Every seat is taken.
    #[error("every seat of the account is taken")]
    NoSeat,
    /// Other members hold these resources by now, which one alone may hold; an administrator can
    /// change what the invitation gives.
    #[error("a resource of the invitation belongs to someone else by now")]
    ResourceTaken(Vec<GrantKey>),
    /// Someone else took the login that was offered.
    #[error("the login belongs to someone else by now")]
    LoginTaken,
    /// Others kept changing the invitation; asking again will tell how it stands.
    #[error("the invitation was changed at the same moment")]
    Conflict,
    /// Hashing failed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What one try came to.
enum Try {
    In(Box<Accepted>),
    /// Someone changed the facts; decide anew.
    Again,
}

impl InvitationService {
    /// Makes the holder of a good link a member; the same answer however often and at once.
    ///
    /// A person who has credentials joins with them: acceptance never touches an existing password,
    /// name or address. State, generation, expiry, the inviter's right, the account, seats, membership
    /// and whether an administrator has to approve first are decided in one transaction.
    ///
    /// # Errors
    /// [`AcceptError`]; nothing was changed, but that the account's log tells of a genuine link that let
    /// nobody in.
    pub async fn accept(&self, command: AcceptInvitation) -> Result<Accepted, AcceptError> {
        let (token, via) = (command.token.clone(), command.via);
        let accepted = self.let_in(command).await;
        self.tell_of_refusal(&token, via, accepted).await
    }

    async fn let_in(&self, command: AcceptInvitation) -> Result<Accepted, AcceptError> {
        let (mut hash, mut turn) = (None, None);
        // Whoever waited for a turn looks once more.
        for _ in 0..=ATTEMPTS {
            let (claim, standing) = self
                .resolve(&command.token)
                .await?
                .ok_or(AcceptError::UnknownLink)?;
            let open = match admission::open(&standing, claim, self.now()) {
                Ok(open) => open,
                Err(dead) => return self.already_in(standing, dead).await,
            };
            // Hashing is slow on purpose: never inside a transaction, never for someone who is in, and
            // never for whoever has but the link where a code is asked for.
            if holder(standing.user, command.viewer) == Holder::New && hash.is_none() {
                if standing.asks_code() {
                    self.try_code(command.code.as_ref(), claim).await?;
                }
                let password = self.check_password(&command, &standing, &open)?;
                if turn.is_none() {
                    let taken = self.ports.passwords.turn(claim.invitation).await;
                    let waited = taken.waited;
                    turn = Some(taken);
                    if waited {
                        continue;
                    }
                }
                hash = Some(self.ports.passwords.hash(password).await?);
            }
            let mut unit = self.ports.store.begin().await?;
            let tried = self
                .try_accept(unit.as_mut(), &command, claim, hash.as_ref())
                .await;
            match tried {
                Ok(Try::In(accepted)) => return finish(unit, Ok(*accepted)).await,
                Ok(Try::Again) => unit.rollback().await?,
                Err(error) => return finish(unit, Err(error)).await,
            }
        }
        Err(AcceptError::Conflict)
    }

    /// Decides once more on locked rows, and writes.
    async fn try_accept(
        &self,
        unit: &mut dyn UnitOfWork,
        command: &AcceptInvitation,
        claim: TokenClaim,
        hash: Option<&PasswordHash>,
    ) -> Result<Try, AcceptError> {
        let now = self.now();
        let Some(invitation) = unit.invitations().lock(claim.invitation).await? else {
            return Err(AcceptError::UnknownLink);
        };
        let Some(account) = unit.accounts().find(invitation.account_id).await? else {
            return Err(AcceptError::UnknownLink);
        };
        let was_queued = invitation.state == State::Queued;
        let Ok(open) = invitation.open(claim.generation, now) else {
            return Ok(Try::Again);
        };
        let admitted = self
            .admit(unit, command, claim, (&account, &open), hash, now)
            .await?;
        let Some(joining) = admitted else {
            return Ok(Try::Again);
        };

        let (member, already_in) = match unit.members().join(&joining).await? {
            JoinOutcome::Joined => (joining.member.id, false),
            JoinOutcome::AlreadyMember(member) => {
                if !self.may_act(unit, &joining.member).await? {
                    return Ok(Try::Again);
                }
                (member, true)
            }
            JoinOutcome::NoSeat => return Err(AcceptError::NoSeat),
            JoinOutcome::ResourceTaken(keys) => return Err(AcceptError::ResourceTaken(keys)),
            JoinOutcome::UserExists => {
                return self.explain_existing_user(unit, &joining).await;
            }
        };
        let (invitation, event) = open.accept(member);
        match unit.invitations().update(&invitation).await {
            Ok(()) => {}
            Err(UpdateError::Stale | UpdateError::Taken) => return Ok(Try::Again),
            Err(UpdateError::Store(error)) => return Err(error.into()),
        }
        if was_queued {
            unit.outbox().cancel(invitation.id).await?;
        }
        let doer = Doer {
            actor: Actor::User(joining.member.user_id),
            via: command.via,
        };
        let entry = self.audit(&invitation, doer, event, now);
        unit.audit().append(&[entry]).await?;
        Ok(Try::In(Box::new(Accepted {
            account,
            member,
            already_in,
            approval_pending: joining.member.awaiting_approval && !already_in,
            invitation,
        })))
    }

    /// Whether the person's place is there and switched on; otherwise a link leads nobody in.
    async fn may_act(
        &self,
        unit: &mut dyn UnitOfWork,
        joining: &Member,
    ) -> Result<bool, StoreError> {
        let place = unit.members().find(joining.account_id, joining.user_id);
        Ok(place.await?.is_some_and(|place| place.active))
    }

    /// Checks account, inviter and holder; `None` when the facts changed since the first look.
    async fn admit(
        &self,
        unit: &mut dyn UnitOfWork,
        command: &AcceptInvitation,
        claim: TokenClaim,
        (account, open): (&Account, &OpenInvitation),
        hash: Option<&PasswordHash>,
        now: DateTime<Utc>,
    ) -> Result<Option<Joining>, AcceptError> {
        if account.suspended_at.is_some() {
            return Err(AcceptError::AccountSuspended);
        }
        let invitation = open.invitation();
        let inviter = &invitation.inviter.actor;
        let authority = unit.members().authority(account.id, inviter, now).await?;
        let entitled = authority.is_some_and(|a| a.may_grant(&invitation.grant).is_ok());
        if !entitled {
            return Err(AcceptError::InviterNotEntitled {
                inviter: invitation.inviter.name.clone(),
                account: account.name.clone(),
            });
        }
        let invitee = &invitation.invitee;
        let invited = unit
            .members()
            .find_user(invitee.email.as_ref(), invitee.phone.as_ref())
            .await?;
        let (user_id, new_user) = match (holder(invited, command.viewer), hash) {
            (Holder::Known(user), _) => (user, None),
            (Holder::New, Some(hash)) => {
                let proof = account.settings.acceptance_proof;
                if proof.asks_code(invitation.grant.access_type) {
                    self.check_code(unit, command.code.as_ref(), claim, now)
                        .await?;
                }
                let user = self.new_user(command, invitation, now);
                (
                    user.id,
                    Some(NewUser {
                        user,
                        password: hash.clone(),
                    }),
                )
            }
            (Holder::New, None) => return Ok(None),
            (Holder::MustSignIn, _) => return Err(AcceptError::SignInRequired),
            (Holder::SomeoneElse, _) => {
                return Err(AcceptError::SignedInAsSomeoneElse {
                    invited: invitee.known_as().to_owned(),
                });
            }
        };
        let awaiting_approval = account.settings.approval == ApprovalPolicy::Required;
        let mut grant = invitation.grant.clone();
        grant
            .groups
            .extend(account.settings.default_groups.iter().cloned());
        Ok(Some(Joining {
            member: Member {
                id: MemberId::new(self.ports.ids.next_id()),
                account_id: account.id,
                user_id,
                grant,
                active: !awaiting_approval,
                awaiting_approval,
                joined_at: now,
                version: 1,
            },
            new_user,
            seats: account.settings.seats,
        }))
    }

    /// Someone with the same address, number or login came into being: which one decides.
    async fn explain_existing_user(
        &self,
        unit: &mut dyn UnitOfWork,
        joining: &Joining,
    ) -> Result<Try, AcceptError> {
        let new = joining.new_user.as_ref().map(|new| &new.user);
        let by_contact = match new {
            Some(user) => {
                unit.members()
                    .find_user(user.email.as_ref(), user.phone.as_ref())
                    .await?
            }
            None => None,
        };
        match by_contact {
            Some(_) => Ok(Try::Again),
            None => Err(AcceptError::LoginTaken),
        }
    }

    /// Tells the person who accepted before that they are in or wait for approval, and everyone else why
    /// not.
    async fn already_in(
        &self,
        standing: Standing,
        dead: DeadLink,
    ) -> Result<Accepted, AcceptError> {
        match (dead.refusal, standing.place) {
            (LinkRefusal::AlreadyAccepted | LinkRefusal::ApprovalPending, Some(place)) => {
                Ok(Accepted {
                    member: place.member,
                    account: standing.account,
                    already_in: true,
                    approval_pending: place.awaiting_approval,
                    invitation: standing.invitation,
                })
            }
            (LinkRefusal::Unknown, _) => Err(AcceptError::UnknownLink),
            _ => Err(AcceptError::DeadLink(
                self.with_renewal(&standing, dead).await?,
            )),
        }
    }
}
