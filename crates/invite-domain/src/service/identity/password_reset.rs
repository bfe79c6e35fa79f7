//! A new password for whoever forgot theirs, by a link to the address that they proved to hold.

use super::{
    SignInService, entry,
    identifier::{canonical, password_context, person},
};
use crate::{
    model::{
        About, Action, Actor, Channel, Doer, InvalidValue, InvitationToken, OutboxId,
        OutboxMessage, Password, PasswordHash, PasswordPolicy, PasswordReset, PasswordResetId,
        ResetRefusal, User, UserId, Via,
    },
    ports::{HashError, IdentityUnitOfWork, StoreError},
    service::unit::finish_identity,
};
use chrono::{DateTime, Utc};

/// Why no new password was set. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ResetPasswordError {
    /// The token is not one of ours. Forged, malformed and foreign look alike.
    #[error("the link is not one of ours")]
    UnknownLink,
    /// The link is genuine and sets no password anymore.
    #[error(transparent)]
    DeadLink(#[from] ResetRefusal),
    /// The password is refused.
    #[error(transparent)]
    Refused(InvalidValue),
    /// Hashing failed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What the holder of a good link sees before they set a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResetPreview {
    /// Whose password.
    pub user: User,
    /// What it must be.
    pub policy: PasswordPolicy,
    /// Until when the link is good.
    pub expires_at: DateTime<Utc>,
}

impl SignInService {
    /// Mails the person a link that sets a new password, if someone is known by this and has proved
    /// to hold an address.
    ///
    /// Known and unknown people, and people who were mailed often enough within the hour, get the
    /// same answer after the same work: one commit with one line in the audit log. A person who has
    /// only been invited is not known, and gets nothing.
    ///
    /// # Errors
    /// [`StoreError`]; nothing was queued.
    pub async fn request_password_reset(
        &self,
        identifier: &str,
        via: Via,
    ) -> Result<(), StoreError> {
        let known = self.identity.credentials(&canonical(identifier)).await?;
        let reachable = known.map(|known| known.user).filter(|u| u.email.is_some());
        // Nobody has a fresh id.
        let user = reachable.map_or_else(|| UserId::new(self.ids.next_id()), |user| user.id);

        let now = self.clock.now();
        let id = PasswordResetId::new(self.ids.next_id());
        let reset = PasswordReset::new(id, user, now);
        let message = self.message(About::PasswordReset(id), now);
        let since = now - PasswordReset::WINDOW;
        let mut unit = self.identity.begin_identity().await?;
        let asked = async {
            let sent = unit
                .request_password_reset(&reset, &message, since, PasswordReset::AT_MOST)
                .await?;
            // Nobody has shown who they are: the service does it.
            let doer = Doer {
                actor: Actor::System,
                via,
            };
            let action = Action::PasswordResetRequested(sent.then_some(user));
            let line = entry(self.ids.as_ref(), None, doer, action, now);
            unit.audit().append(&[line]).await
        }
        .await;
        finish_identity(unit, asked).await
    }

    /// Shows the holder of a link whose password it sets. Changes nothing, however often.
    ///
    /// # Errors
    /// [`ResetPasswordError`].
    pub async fn preview_password_reset(
        &self,
        token: &InvitationToken,
    ) -> Result<ResetPreview, ResetPasswordError> {
        let (reset, user) = self.good_reset(token).await?;
        Ok(ResetPreview {
            policy: self.strictest_policy(&user).await?,
            expires_at: reset.expires_at,
            user,
        })
    }

    /// Sets the new password of the person who holds the link, once, ends every session of theirs and
    /// every other link, and tells them by mail. No session begins.
    ///
    /// # Errors
    /// [`ResetPasswordError`]; nothing was changed.
    pub async fn reset_password(
        &self,
        token: &InvitationToken,
        new: &Password,
        via: Via,
    ) -> Result<(), ResetPasswordError> {
        let (reset, user) = self.good_reset(token).await?;
        let policy = self.strictest_policy(&user).await?;
        policy
            .check(new, &password_context(&user), self.passwords.as_ref())
            .map_err(ResetPasswordError::Refused)?;
        // Hashing is slow on purpose: never inside a transaction.
        let hash = self.passwords.hash(new).await?;

        let now = self.clock.now();
        let mut unit = self.identity.begin_identity().await?;
        let changed = async {
            // Of many at once, the database lets one through.
            if !unit.use_password_reset(reset.id, now).await? {
                return Err(ResetPasswordError::DeadLink(ResetRefusal::Used));
            }
            self.set_password_in(unit.as_mut(), &user, &hash, now)
                .await?;
            unit.end_other_sessions(user.id, None).await?;
            let doer = person(&user, via);
            let line = entry(self.ids.as_ref(), None, doer, Action::PasswordReset, now);
            unit.audit().append(&[line]).await?;
            Ok(())
        }
        .await;
        finish_identity(unit, changed).await
    }

    /// Sets the password, puts links that would set another out of use, and tells the person.
    pub(super) async fn set_password_in(
        &self,
        unit: &mut dyn IdentityUnitOfWork,
        user: &User,
        hash: &PasswordHash,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        unit.set_password(user.id, hash).await?;
        unit.end_password_resets(user.id, now).await?;
        if user.email.is_some() {
            let news = self.message(About::PasswordChanged(user.id), now);
            unit.outbox().enqueue(&news).await?;
        }
        Ok(())
    }

    async fn good_reset(
        &self,
        token: &InvitationToken,
    ) -> Result<(PasswordReset, User), ResetPasswordError> {
        let claim = self.tokens.verify(token);
        let id = claim.and_then(|claim| claim.of_password_reset());
        let id = id.ok_or(ResetPasswordError::UnknownLink)?;
        let found = self.identity.password_reset(id).await?;
        let (reset, user) = found.ok_or(ResetPasswordError::UnknownLink)?;
        reset.check(self.clock.now())?;
        Ok((reset, user))
    }

    fn message(&self, about: About, now: DateTime<Utc>) -> OutboxMessage {
        OutboxMessage {
            id: OutboxId::new(self.ids.next_id()),
            account_id: OutboxMessage::OF_NO_ACCOUNT,
            about,
            channel: Channel::Email,
            queued_at: now,
            due_at: now,
            attempts: 0,
        }
    }
}
