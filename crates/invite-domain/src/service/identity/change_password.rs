//! Changing one's own password.

use super::{
    SignInService, entry,
    identifier::{identifier_of, password_context, person},
    throttle::{TooManyAttempts, Try},
};
use crate::{
    model::{
        Action, InvalidValue, Judgment, Password, PasswordHash, PasswordPolicy, Secret, TryKeys,
        User, Visitor,
    },
    ports::{HashError, IdentityUnitOfWork, SignedIn, StoreError},
    service::unit::finish_identity,
};
use chrono::{DateTime, Utc};

/// Why the password was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangePasswordError {
    /// The session is over.
    #[error("nobody is signed in")]
    NotSignedIn,
    /// The current password is wrong.
    #[error("the current password is wrong")]
    WrongPassword,
    /// Too many tries failed.
    #[error(transparent)]
    TooManyAttempts(#[from] TooManyAttempts),
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
    /// Sets a new password for the signed-in person and ends their other sessions.
    ///
    /// A wrong current password counts like one at signing in: a session that was left open is no way
    /// to guess it.
    ///
    /// # Errors
    /// [`ChangePasswordError`]; nothing was changed.
    pub async fn change_password(
        &self,
        token: &Secret,
        current: &Password,
        new: &Password,
        visitor: impl Into<Visitor>,
    ) -> Result<(), ChangePasswordError> {
        let visitor = visitor.into();
        let signed_in = self.signed_in(token).await?;
        let signed_in = signed_in.ok_or(ChangePasswordError::NotSignedIn)?;
        let user = &signed_in.user;
        let identifier = identifier_of(user).ok_or(ChangePasswordError::NotSignedIn)?;
        let keys = TryKeys::of(&identifier, visitor.network);
        self.admit::<ChangePasswordError>(&keys).await?;
        // Before the current one is looked at, or the answer would tell that it is right.
        self.check_new(user, new).await?;

        let known = self.identity.credentials(&identifier).await?;
        let hash = known.as_ref().map(|known| &known.password);
        let is_right = self.passwords.verify(current, hash).await?;
        let new_hash = if is_right {
            Some(self.passwords.hash(new).await?)
        } else {
            None
        };

        let tried = Try {
            keys: &keys,
            user: Some(user),
            is_right,
            visitor: &visitor,
            now: self.clock.now(),
        };
        let mut unit = self.identity.begin_identity().await?;
        let outcome = async {
            let judgment = self.judge(unit.as_mut(), &tried).await?;
            match (judgment, &new_hash) {
                (Judgment::Right, Some(hash)) => {
                    self.set_password(unit.as_mut(), &signed_in, hash, &visitor, tried.now)
                        .await?;
                    Ok::<_, StoreError>(Ok(()))
                }
                (Judgment::Right | Judgment::Wrong, _) => {
                    Ok(Err(ChangePasswordError::WrongPassword))
                }
                (Judgment::Wait(end), _) => Ok(Err(TooManyAttempts {
                    wait: end - tried.now,
                }
                .into())),
            }
        }
        .await;
        finish_identity(unit, outcome).await?
    }

    async fn check_new(&self, user: &User, new: &Password) -> Result<(), ChangePasswordError> {
        let policy = self.strictest_policy(user).await?;
        policy
            .check(new, &password_context(user), self.passwords.as_ref())
            .map_err(ChangePasswordError::Refused)
    }

    async fn set_password(
        &self,
        unit: &mut dyn IdentityUnitOfWork,
        signed_in: &SignedIn,
        hash: &PasswordHash,
        visitor: &Visitor,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let user = &signed_in.user;
        let doer = person(user, visitor.via);
        let line = entry(self.ids.as_ref(), None, doer, Action::PasswordChanged, now);
        self.set_password_in(unit, user, hash, now).await?;
        unit.end_other_sessions(user.id, Some(signed_in.session))
            .await?;
        unit.audit().append(&[line]).await
    }

    /// One password opens every account of a person: the strictest of them decides.
    pub(super) async fn strictest_policy(&self, user: &User) -> Result<PasswordPolicy, StoreError> {
        let memberships = self.identity.memberships(user.id).await?;
        Ok(memberships
            .iter()
            .map(|membership| membership.account.settings.password)
            .max_by_key(|policy| policy.min_length())
            .unwrap_or_default())
    }
}
