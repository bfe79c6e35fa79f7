//! Changing what a member holds, and switching them off and on.

use super::{MemberService, Untouchable, is_last_administrator, present_authority};
use crate::{
    model::{
        Action, Authority, Caller, EditedMember, Forbidden, GrantKey, GrantRefused, MemberChanges,
        MemberId, Operation, Undefined,
    },
    ports::{MemberEntry, MemberUnitOfWork, StoreError, UpdatePlaceError},
    service::unit::finish,
};

/// What is to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditMember {
    /// Which member.
    pub id: MemberId,
    /// The new values.
    pub changes: MemberChanges,
    /// The version that the caller saw, where they want to be told of anyone else's change.
    pub expected_version: Option<u32>,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum EditMemberError {
    /// The caller may not manage members (anymore).
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is no such member in this account.
    #[error("there is no such member")]
    NotFound,
    /// The caller would give or take away what they do not hold.
    #[error(transparent)]
    Exceeds(#[from] GrantRefused),
    /// The account has not defined some of what is to be given.
    #[error("the account has not defined everything that is to be given")]
    Undefined(Vec<Undefined>),
    /// Other members hold these resources, which one alone may hold.
    #[error("a resource belongs to someone else")]
    ResourceTaken(Vec<GrantKey>),
    /// The account would be left without an active administrator.
    #[error("the account needs an active administrator")]
    LastAdministrator,
    /// Someone else changed the member since the caller saw them.
    #[error("the member was changed meanwhile")]
    Conflict,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl MemberService {
    /// Changes what a member holds, or switches them off or on; it counts from their next request on.
    /// Switching on whoever awaits approval approves them: nobody approves more than they hold.
    ///
    /// Whether an administrator is the last one is decided under a lock: of two who demote each other
    /// at once, one stays.
    ///
    /// # Errors
    /// [`EditMemberError`]; nothing was changed.
    pub async fn edit(
        &self,
        caller: &Caller,
        command: EditMember,
    ) -> Result<MemberEntry, EditMemberError> {
        caller.may(Operation::ManageMembers)?;
        let mut unit = self.ports.store.begin_members().await?;
        let edited = self.edit_in(unit.as_mut(), caller, command).await;
        finish(unit, edited).await
    }

    async fn edit_in(
        &self,
        unit: &mut dyn MemberUnitOfWork,
        caller: &Caller,
        command: EditMember,
    ) -> Result<MemberEntry, EditMemberError> {
        let (now, account) = (self.now(), caller.account.id);
        let found = unit.places().lock(account, command.id).await?;
        let authority = present_authority(unit, caller, now).await?;
        let before = found.ok_or(EditMemberError::NotFound)?;
        let seen = command.expected_version;
        if seen.is_some_and(|version| version != before.member.version) {
            return Err(EditMemberError::Conflict);
        }

        let edited = before.member.clone().edit(command.changes);
        if !edited.is_change() {
            return Ok(before);
        }
        check(unit, caller, &authority, &before, &edited).await?;

        match unit.places().update(&edited.member).await {
            Ok(()) => {}
            Err(UpdatePlaceError::Stale) => return Err(EditMemberError::Conflict),
            Err(UpdatePlaceError::ResourceTaken(keys)) => {
                return Err(EditMemberError::ResourceTaken(keys));
            }
            Err(UpdatePlaceError::Store(error)) => return Err(error.into()),
        }
        let actions = actions(&edited);
        let entries: Vec<_> = actions
            .map(|action| self.audit(caller, action, now))
            .collect();
        unit.audit().append(&entries).await?;
        Ok(MemberEntry {
            member: edited.member,
            user: before.user,
        })
    }
}

/// Checks that the caller may make this change, and that the account can bear it.
async fn check(
    unit: &mut dyn MemberUnitOfWork,
    caller: &Caller,
    authority: &Authority,
    before: &MemberEntry,
    edited: &EditedMember,
) -> Result<(), EditMemberError> {
    let account = caller.account.id;
    // Both what they held and what they will hold: nobody takes away either what they do not hold.
    authority.may_grant(&before.member.grant)?;
    authority.may_grant(&edited.member.grant)?;
    // What they hold already may have been taken out of the catalog since.
    let added = edited.member.grant.beyond(&before.member.grant);
    let undefined = unit.accounts().undefined(account, &added).await?;
    if !undefined.is_empty() {
        return Err(EditMemberError::Undefined(undefined));
    }
    let stays = edited.member.is_active_administrator();
    if !stays && is_last_administrator(unit, account, &before.member).await? {
        return Err(EditMemberError::LastAdministrator);
    }
    Ok(())
}

/// Tells the audit log what was done: rights and the switch are lines of their own.
fn actions(edited: &EditedMember) -> impl Iterator<Item = Action> {
    let (member, user) = (edited.member.id, edited.member.user_id);
    let rights = (!edited.rights.is_empty()).then(|| Action::MemberEdited {
        member,
        user,
        rights: edited.rights.clone(),
    });
    let switched = edited.switched.map(|on| match on {
        true if edited.approved => Action::MemberApproved { member, user },
        true => Action::MemberSwitchedOn { member, user },
        false => Action::MemberSwitchedOff { member, user },
    });
    rights.into_iter().chain(switched)
}

impl From<Untouchable> for EditMemberError {
    fn from(error: Untouchable) -> Self {
        match error {
            Untouchable::Forbidden(forbidden) => forbidden.into(),
            Untouchable::Store(error) => error.into(),
        }
    }
}
