//! Making those wait who try passwords: asked before any work, and decided where it is written down.

use super::{SignInService, entry};
use crate::{
    model::{Action, Actor, Doer, Gate, Judgment, SignInTries, TryKeys, User, Visitor},
    ports::{IdentityUnitOfWork, StoreError},
};
use chrono::{DateTime, TimeDelta, Utc};

/// Too many tries failed: the next one is looked at after the wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many attempts failed; the next one is looked at after a wait")]
pub struct TooManyAttempts {
    /// How long.
    pub wait: TimeDelta,
}

/// One try, after the password was verified.
pub(super) struct Try<'a> {
    pub(super) keys: &'a TryKeys,
    /// Whose password was tried, if anyone's.
    pub(super) user: Option<&'a User>,
    pub(super) is_right: bool,
    pub(super) visitor: &'a Visitor,
    pub(super) now: DateTime<Utc>,
}

impl SignInService {
    /// Turns away whoever must wait, before their password costs any work.
    pub(super) async fn admit<E: From<StoreError> + From<TooManyAttempts>>(
        &self,
        keys: &TryKeys,
    ) -> Result<(), E> {
        let now = self.clock.now();
        match self.identity.tries(keys).await?.gate(now) {
            Gate::Open | Gate::Ajar(_) => Ok(()),
            Gate::Shut(end) => Err(TooManyAttempts { wait: end - now }.into()),
        }
    }

    /// Judges a try over the counts as they are now, and writes down what follows.
    ///
    /// Many may have tried at once since [`Self::admit`]: the counts are locked, so that no more of
    /// them learn anything than would have one after the other.
    pub(super) async fn judge(
        &self,
        unit: &mut dyn IdentityUnitOfWork,
        tried: &Try<'_>,
    ) -> Result<Judgment, StoreError> {
        let before = unit.tries().lock(tried.keys).await?;
        let (judgment, after) = before.judge(tried.is_right, tried.now);
        if after != before {
            unit.tries().record(tried.keys, &after).await?;
            self.tell_of_waits(unit, tried, &before, &after).await?;
        }
        Ok(judgment)
    }

    /// Leaves one line in the audit log when a wait begins, not one for each try.
    async fn tell_of_waits(
        &self,
        unit: &mut dyn IdentityUnitOfWork,
        tried: &Try<'_>,
        before: &SignInTries,
        after: &SignInTries,
    ) -> Result<(), StoreError> {
        let Some(limit) = after.engaged_since(before) else {
            return Ok(());
        };
        let action = Action::SignInsSlowed {
            limit,
            user: tried.user.map(|user| user.id),
            network: tried.visitor.network,
        };
        // Whoever tried is just what is not known.
        let doer = Doer {
            actor: Actor::System,
            via: tried.visitor.via,
        };
        let line = entry(self.ids.as_ref(), None, doer, action, tried.now);
        unit.audit().append(&[line]).await
    }
}
