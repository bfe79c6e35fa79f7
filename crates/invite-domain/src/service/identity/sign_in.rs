//! Signing in: an identifier, the right password, and an account to enter.

use super::{
    entry,
    identifier::{canonical, person},
    last_seen::LastSeen,
    throttle::{TooManyAttempts, Try},
};
use crate::{
    model::{
        Action, DisplayName, InvitationToken, Judgment, Password, Secret, SecretKind, SessionId,
        SessionLimits, TryKeys, User, Via, Visitor,
    },
    ports::{
        Clock, HashError, IdSource, IdentityStore, IdentityUnitOfWork, Membership, PasswordHasher,
        SecretSource, StoreError, TokenMinter,
    },
    service::{invitations::admission, unit::finish_identity},
};
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::Arc;

/// Signs people in and tells who calls.
#[derive(Clone)]
pub struct SignInService {
    pub(super) identity: Arc<dyn IdentityStore>,
    pub(super) passwords: Arc<dyn PasswordHasher>,
    pub(super) secrets: Arc<dyn SecretSource>,
    pub(super) tokens: Arc<dyn TokenMinter>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) ids: Arc<dyn IdSource>,
    pub(super) limits: SessionLimits,
    pub(super) last_seen: Arc<LastSeen>,
}

/// A session that just began.
#[derive(Debug, Clone)]
pub struct SignedInSession {
    /// What the browser keeps; seen here and never again.
    pub token: Secret,
    /// Who is signed in.
    pub user: User,
    /// When the session ends, whatever happens.
    pub expires_at: DateTime<Utc>,
    /// How long that is from its beginning.
    pub lifetime: TimeDelta,
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The person is not known or the password is wrong: which of the two is not told.
    #[error("the address or the password is wrong")]
    WrongCredentials,
    /// The password is a temporary one, and opens nothing but this: accepting the invitation with
    /// the token and a password of one's own.
    #[error("the temporary password is to be replaced first")]
    MustSetPassword(InvitationToken),
    /// Too many tries failed: whether this one is right is not told.
    #[error(transparent)]
    TooManyAttempts(#[from] TooManyAttempts),
    /// The password is right, and there is no account that the person may enter: each of theirs works
    /// with roles, and they have none in it.
    #[error("the person has no role in any account of theirs")]
    NoRoles(Box<User>),
    /// The password is right, and there is no account that the person may enter: an administrator of
    /// these has to approve first.
    #[error("an administrator has to approve the person first")]
    ApprovalPending {
        /// Who.
        user: Box<User>,
        /// The accounts in which they wait, by name.
        accounts: Vec<DisplayName>,
    },
    /// Hashing failed, or too many wait for it.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a password opens.
enum Opens {
    /// What the person may enter, or is about to join.
    Accounts(User),
    /// It is the person's, who may enter nothing, and awaits approval in these accounts.
    NoAccount(User, Vec<DisplayName>),
    /// It is a temporary one.
    Invitation(InvitationToken),
    /// It is wrong.
    Nothing,
}

impl SignInService {
    /// Builds the service over its ports, with the default limits for sessions.
    pub fn new(
        identity: Arc<dyn IdentityStore>,
        passwords: Arc<dyn PasswordHasher>,
        secrets: Arc<dyn SecretSource>,
        tokens: Arc<dyn TokenMinter>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn IdSource>,
    ) -> Self {
        Self {
            identity,
            passwords,
            secrets,
            tokens,
            clock,
            ids,
            limits: SessionLimits::default(),
            last_seen: Arc::default(),
        }
    }

    /// Sets how long sessions live.
    #[must_use]
    pub fn with_limits(self, limits: SessionLimits) -> Self {
        Self { limits, ..self }
    }

    /// Begins a session for whoever knows the password; a fresh token every time.
    ///
    /// An unknown person and a wrong password give the same answer after the same work. A temporary
    /// password begins no session: it is answered with [`SignInError::MustSetPassword`]. Failures are
    /// counted, and after several of them a try must wait: see [`crate::model::Gate`].
    ///
    /// A person without a role is refused where that leaves them no account to enter: every active
    /// place of theirs is one of standard access without a role, in an account that has defined
    /// roles. So is a person who awaits approval and may enter no other account. Whoever may enter one
    /// account, or has no place at all yet, signs in.
    ///
    /// # Errors
    /// [`SignInError`]; no session began.
    pub async fn sign_in(
        &self,
        identifier: &str,
        password: &Password,
        visitor: impl Into<Visitor>,
    ) -> Result<SignedInSession, SignInError> {
        self.begin(identifier, password, visitor.into(), None).await
    }

    /// The same for someone who has an invitation's token in hand, to join with it: they sign in also
    /// where they may enter no account for want of a role or of an approval. The session opens none of
    /// these accounts ([`Self::caller`]); it lets them accept.
    ///
    /// The invitation must be good at this moment, and theirs. Otherwise the token changes nothing, and
    /// nothing is told about it.
    ///
    /// # Errors
    /// As [`Self::sign_in`].
    pub async fn sign_in_to_join(
        &self,
        identifier: &str,
        password: &Password,
        visitor: impl Into<Visitor>,
        token: &InvitationToken,
    ) -> Result<SignedInSession, SignInError> {
        self.begin(identifier, password, visitor.into(), Some(token))
            .await
    }

    /// Ends a session that was begun to join with, where the person may still enter no account; says
    /// whether it goes on.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn keep_after_joining(
        &self,
        begun: &SignedInSession,
        via: Via,
    ) -> Result<bool, StoreError> {
        let may_enter = self.may_enter(&begun.user).await?;
        if !may_enter {
            self.sign_out(&begun.token, via).await?;
        }
        Ok(may_enter)
    }

    async fn begin(
        &self,
        identifier: &str,
        password: &Password,
        visitor: Visitor,
        to_join: Option<&InvitationToken>,
    ) -> Result<SignedInSession, SignInError> {
        let identifier = canonical(identifier);
        let keys = TryKeys::of(&identifier, visitor.network);
        self.admit::<SignInError>(&keys).await?;

        let (user, opens) = self.recognize(&identifier, password, to_join).await?;
        let tried = Try {
            keys: &keys,
            user: user.as_ref(),
            is_right: !matches!(opens, Opens::Nothing),
            visitor: &visitor,
            now: self.clock.now(),
        };
        let mut unit = self.identity.begin_identity().await?;
        // A failed try is committed too: its count must last.
        let outcome = async {
            let refused = match self.judge(unit.as_mut(), &tried).await? {
                Judgment::Right => match opens {
                    Opens::Accounts(user) => {
                        let begun = self.begin_session(unit.as_mut(), user, &visitor, tried.now);
                        return begun.await.map(Ok);
                    }
                    Opens::NoAccount(user, accounts) => no_account(user, accounts),
                    Opens::Invitation(token) => SignInError::MustSetPassword(token),
                    Opens::Nothing => SignInError::WrongCredentials,
                },
                Judgment::Wrong => SignInError::WrongCredentials,
                Judgment::Wait(end) => TooManyAttempts {
                    wait: end - tried.now,
                }
                .into(),
            };
            Ok(Err(refused))
        }
        .await;
        finish_identity::<_, StoreError>(unit, outcome).await?
    }

    /// Returns who signs in with the identifier, if anyone, and what the password opens. Its cost is
    /// one hash, for whomever.
    async fn recognize(
        &self,
        identifier: &str,
        password: &Password,
        to_join: Option<&InvitationToken>,
    ) -> Result<(Option<User>, Opens), SignInError> {
        let found = self.identity.credentials(identifier).await?;
        let hash = found.as_ref().map(|known| &known.password);
        let is_right = self.passwords.verify(password, hash).await?;
        let user = found.map(|known| known.user);
        let opens = match &user {
            Some(user)
                if is_right
                    && (self.may_enter(user).await? || self.may_join(user, to_join).await?) =>
            {
                Opens::Accounts(user.clone())
            }
            Some(user) if is_right => {
                let waits_in = self.identity.awaited_approvals(user.id).await?;
                Opens::NoAccount(user.clone(), waits_in)
            }
            _ => match self.temporary_password(identifier, password).await? {
                Some(token) => Opens::Invitation(token),
                None => Opens::Nothing,
            },
        };
        Ok((user, opens))
    }

    /// Begins a session with an id and a token that nobody has seen before.
    async fn begin_session(
        &self,
        unit: &mut dyn IdentityUnitOfWork,
        user: User,
        visitor: &Visitor,
        now: DateTime<Utc>,
    ) -> Result<SignedInSession, StoreError> {
        let token = Secret::from_random(SecretKind::Session, self.secrets.next_secret());
        let id = SessionId::new(self.ids.next_id());
        let device = visitor.device.clone();
        let session = self.limits.begin(id, user.id, token.digest(), device, now);
        let doer = person(&user, visitor.via);
        let line = entry(self.ids.as_ref(), None, doer, Action::SignedIn, now);
        unit.insert_session(&session).await?;
        unit.audit().append(&[line]).await?;
        Ok(SignedInSession {
            token,
            user,
            expires_at: session.expires_at,
            lifetime: self.limits.absolute,
        })
    }

    /// Whether there is an account that the person may enter, or none that would keep them out.
    async fn may_enter(&self, user: &User) -> Result<bool, StoreError> {
        let places = self.identity.memberships(user.id).await?;
        if !places.is_empty() {
            return Ok(places.iter().any(Membership::may_enter));
        }
        Ok(self.identity.awaited_approvals(user.id).await?.is_empty())
    }

    /// Whether the token opens an invitation of this very person.
    async fn may_join(
        &self,
        user: &User,
        token: Option<&InvitationToken>,
    ) -> Result<bool, StoreError> {
        let claim = token.and_then(|token| admission::claim_of(self.tokens.as_ref(), token));
        let Some(claim) = claim else {
            return Ok(false);
        };
        let found = self.identity.invited(claim.invitation).await?;
        Ok(found.is_some_and(|standing| {
            standing.user == Some(user.id)
                && admission::open(&standing, claim, self.clock.now()).is_ok()
        }))
    }
}

/// Says why a right password opens nothing: whoever awaits approval is told that rather than of roles.
fn no_account(user: User, accounts: Vec<DisplayName>) -> SignInError {
    let user = Box::new(user);
    if accounts.is_empty() {
        SignInError::NoRoles(user)
    } else {
        SignInError::ApprovalPending { user, accounts }
    }
}
