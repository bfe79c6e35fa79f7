//! Who of a list is invited or in already, told before anybody is put on the roster.

use super::InvitationService;
use crate::{
    model::{Caller, Forbidden, InvitationId, Invitee, MemberId, Operation},
    ports::{StoreError, UnitOfWork},
};

/// Where a person stands before they are invited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// A live invitation holds their place.
    Invited(InvitationId),
    /// They are in.
    Member(MemberId),
}

/// Why nobody was looked up.
#[derive(Debug, thiserror::Error)]
pub enum KnownError {
    /// The caller may not invite.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl InvitationService {
    /// Returns for each of these people, in their order, whether they are invited or in already.
    ///
    /// It is for telling early. [`InvitationService::create`] decides for good.
    ///
    /// # Errors
    /// [`KnownError`].
    pub async fn known(
        &self,
        caller: &Caller,
        people: &[Invitee],
    ) -> Result<Vec<Option<Known>>, KnownError> {
        caller.may(Operation::Invite)?;
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let mut unit = self.ports.store.begin().await?;
        let found = all(unit.as_mut(), caller, people).await;
        // Nothing was written; a failed rollback leaves nothing behind either.
        let _ = unit.rollback().await;
        Ok(found?)
    }
}

async fn all(
    unit: &mut dyn UnitOfWork,
    caller: &Caller,
    people: &[Invitee],
) -> Result<Vec<Option<Known>>, StoreError> {
    let mut found = Vec::with_capacity(people.len());
    for person in people {
        found.push(one(unit, caller, person).await?);
    }
    Ok(found)
}

async fn one(
    unit: &mut dyn UnitOfWork,
    caller: &Caller,
    person: &Invitee,
) -> Result<Option<Known>, StoreError> {
    let account = caller.account.id;
    let (email, phone) = (person.email.as_ref(), person.phone.as_ref());
    if let Some(user) = unit.members().find_user(email, phone).await?
        && let Some(member) = unit.members().find(account, user).await?
    {
        return Ok(Some(Known::Member(member.id)));
    }
    let Ok(identity) = person.identity() else {
        return Ok(None);
    };
    let live = unit.invitations().find_live(account, &identity).await?;
    Ok(live.map(|live| Known::Invited(live.id)))
}
