//! Signing in and out, changing one's password, and telling who calls.

use super::entry;
use crate::{
    model::{
        Action, Actor, Caller, Doer, EmailAddress, InvalidValue, InvitationToken, Login, Password,
        PasswordContext, PasswordPolicy, PhoneNumber, Secret, SecretKind, SessionId, User, Via,
    },
    ports::{
        AccountRef, Clock, HashError, IdSource, IdentityStore, Membership, PasswordHasher,
        SecretSource, Session, SignedIn, StoreError, TokenMinter,
    },
    service::unit::finish_identity,
};
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::Arc;

/// How long a session lives.
const SESSION_TTL: TimeDelta = TimeDelta::hours(12);

/// Signs people in and tells who calls.
#[derive(Clone)]
pub struct SignInService {
    pub(super) identity: Arc<dyn IdentityStore>,
    passwords: Arc<dyn PasswordHasher>,
    secrets: Arc<dyn SecretSource>,
    pub(super) tokens: Arc<dyn TokenMinter>,
    pub(super) clock: Arc<dyn Clock>,
    ids: Arc<dyn IdSource>,
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
}

/// What a request shows to say who sends it.
#[derive(Debug, Clone)]
pub enum Credential {
    /// The token of a session.
    Session(Secret),
    /// An API key.
    ApiKey(Secret),
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
    /// Hashing failed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why the password was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangePasswordError {
    /// The session is over.
    #[error("nobody is signed in")]
    NotSignedIn,
    /// The current password is wrong.
    #[error("the current password is wrong")]
    WrongPassword,
    /// The new password is refused.
    #[error(transparent)]
    Refused(InvalidValue),
    /// Hashing failed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SignInService {
    /// Builds the service over its ports.
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
        }
    }

    /// Begins a session for whoever knows the password; a fresh token every time.
    ///
    /// An unknown person and a wrong password give the same answer after the same work. A temporary
    /// password begins no session: it is answered with [`SignInError::MustSetPassword`].
    ///
    /// # Errors
    /// [`SignInError`]; no session began.
    pub async fn sign_in(
        &self,
        identifier: &str,
        password: &Password,
        via: Via,
    ) -> Result<SignedInSession, SignInError> {
        let identifier = canonical(identifier);
        let found = self.identity.credentials(&identifier).await?;
        let hash = found.as_ref().map(|known| &known.password);
        let right = self.passwords.verify(password, hash).await?;
        let Some(known) = found.filter(|_| right) else {
            let token = self.temporary_password(&identifier, password).await?;
            return Err(token.map_or(SignInError::WrongCredentials, SignInError::MustSetPassword));
        };

        let now = self.clock.now();
        let token = Secret::from_random(SecretKind::Session, self.secrets.next_secret());
        let session = Session {
            id: SessionId::new(self.ids.next_id()),
            user_id: known.user.id,
            digest: token.digest(),
            created_at: now,
            expires_at: now + SESSION_TTL,
        };
        let doer = person(&known.user, via);
        let line = entry(self.ids.as_ref(), None, doer, Action::SignedIn, now);
        let mut unit = self.identity.begin_identity().await?;
        let begun = async {
            unit.insert_session(&session).await?;
            unit.audit().append(&[line]).await
        }
        .await;
        finish_identity(unit, begun).await?;
        Ok(SignedInSession {
            token,
            user: known.user,
            expires_at: session.expires_at,
        })
    }

    /// Returns whose session this is; `None` for one that is over or was never begun.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn signed_in(&self, token: &Secret) -> Result<Option<SignedIn>, StoreError> {
        if !token.is(SecretKind::Session) {
            return Ok(None);
        }
        let now = self.clock.now();
        self.identity.signed_in(&token.digest(), now).await
    }

    /// Returns the caller as they may act, through `via`, in the account; `None` when the credential is not good, or
    /// the account does not exist, is suspended, or is not theirs: all of these look alike.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn caller(
        &self,
        credential: &Credential,
        account: &AccountRef,
        via: Via,
    ) -> Result<Option<Caller>, StoreError> {
        let now = self.clock.now();
        let found = match credential {
            Credential::Session(token) if token.is(SecretKind::Session) => {
                self.identity
                    .caller_by_session(&token.digest(), account, via, now)
                    .await?
            }
            Credential::ApiKey(key) if key.is(SecretKind::ApiKey) => {
                self.identity
                    .caller_by_api_key(&key.digest(), account, via, now)
                    .await?
            }
            Credential::Session(_) | Credential::ApiKey(_) => None,
        };
        Ok(found)
    }

    /// Returns the accounts that the person is a member of.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn memberships(&self, user: &User) -> Result<Vec<Membership>, StoreError> {
        self.identity.memberships(user.id).await
    }

    /// Ends the session at once; nothing happens when it is over already.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sign_out(&self, token: &Secret, via: Via) -> Result<(), StoreError> {
        let Some(signed_in) = self.signed_in(token).await? else {
            return Ok(());
        };
        let doer = person(&signed_in.user, via);
        let now = self.clock.now();
        let line = entry(self.ids.as_ref(), None, doer, Action::SignedOut, now);
        let mut unit = self.identity.begin_identity().await?;
        let ended = async {
            unit.end_session(signed_in.session).await?;
            unit.audit().append(&[line]).await
        }
        .await;
        finish_identity(unit, ended).await
    }

    /// Sets a new password for the signed-in person and ends their other sessions.
    ///
    /// # Errors
    /// [`ChangePasswordError`]; nothing was changed.
    pub async fn change_password(
        &self,
        token: &Secret,
        current: &Password,
        new: &Password,
        via: Via,
    ) -> Result<(), ChangePasswordError> {
        let signed_in = self
            .signed_in(token)
            .await?
            .ok_or(ChangePasswordError::NotSignedIn)?;
        let user = signed_in.user;
        let identifier = identifier_of(&user).ok_or(ChangePasswordError::NotSignedIn)?;
        let known = self.identity.credentials(&identifier).await?;
        let hash = known.as_ref().map(|known| &known.password);
        if !self.passwords.verify(current, hash).await? {
            return Err(ChangePasswordError::WrongPassword);
        }
        let policy = self.strictest_policy(&user).await?;
        policy
            .check(new, &password_context(&user), self.passwords.as_ref())
            .map_err(ChangePasswordError::Refused)?;
        let new_hash = self.passwords.hash(new).await?;

        let doer = person(&user, via);
        let now = self.clock.now();
        let line = entry(self.ids.as_ref(), None, doer, Action::PasswordChanged, now);
        let mut unit = self.identity.begin_identity().await?;
        let changed = async {
            unit.set_password(user.id, &new_hash).await?;
            unit.end_other_sessions(user.id, Some(signed_in.session))
                .await?;
            unit.audit().append(&[line]).await
        }
        .await;
        finish_identity(unit, changed).await?;
        Ok(())
    }

    /// One password opens every account of a person: the strictest of them decides.
    async fn strictest_policy(&self, user: &User) -> Result<PasswordPolicy, StoreError> {
        let memberships = self.identity.memberships(user.id).await?;
        Ok(memberships
            .iter()
            .map(|membership| membership.account.settings.password)
            .max_by_key(|policy| policy.min_length())
            .unwrap_or_default())
    }
}

/// Brings what a person types to the form that identifies them.
fn canonical(identifier: &str) -> String {
    if let Ok(email) = EmailAddress::parse(identifier) {
        return email.canonical().to_owned();
    }
    if let Ok(phone) = PhoneNumber::parse(identifier) {
        return phone.as_str().to_owned();
    }
    identifier.trim().to_lowercase()
}

/// A person, as the audit log names them.
fn person(user: &User, via: Via) -> Doer {
    Doer {
        actor: Actor::User(user.id),
        via,
    }
}

/// Words that an attacker would try first for this person.
fn password_context(user: &User) -> PasswordContext<'_> {
    let email = user.email.as_ref().map(EmailAddress::original);
    let login = user.login.as_ref().map(Login::as_str);
    PasswordContext {
        own: [user.name.as_str()]
            .into_iter()
            .chain(email)
            .chain(login)
            .collect(),
        near: user
            .email
            .as_ref()
            .map(EmailAddress::local_part)
            .into_iter()
            .collect(),
    }
}

fn identifier_of(user: &User) -> Option<String> {
    let email = user.email.as_ref().map(|e| e.canonical().to_owned());
    let login = || user.login.as_ref().map(|l| l.as_str().to_owned());
    let phone = || user.phone.as_ref().map(|p| p.as_str().to_owned());
    email.or_else(login).or_else(phone)
}
