//! How one is called and which language one reads: a person's own to change.

use super::{SignInService, entry, identifier::person};
use crate::{
    model::{Action, ProfileChanges, User, Via},
    ports::{SignedIn, StoreError},
    service::unit::finish_identity,
};

impl SignInService {
    /// Changes how the signed-in person is called, in each of their accounts, and which language they
    /// read; returns them as they are now. What stays the same is not written, and leaves no entry.
    ///
    /// # Errors
    /// [`StoreError`]; nothing was changed.
    pub async fn change_profile(
        &self,
        signed_in: &SignedIn,
        changes: &ProfileChanges,
        via: Via,
    ) -> Result<User, StoreError> {
        let user = &signed_in.user;
        let fields = changes.fields(user);
        if fields.is_empty() {
            return Ok(user.clone());
        }
        let (doer, now) = (person(user, via), self.clock.now());
        let action = Action::ProfileChanged { fields };
        let line = entry(self.ids.as_ref(), None, doer, action, now);
        let mut unit = self.identity.begin_identity().await?;
        let written = async {
            unit.change_profile(user, changes).await?;
            unit.audit().append(&[line]).await
        }
        .await;
        finish_identity(unit, written).await?;
        Ok(changes.applied_to(user))
    }
}
