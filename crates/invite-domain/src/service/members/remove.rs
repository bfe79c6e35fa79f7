//! Ending a person's place in an account.

use super::{MemberService, Untouchable, is_last_administrator, present_authority};
use crate::{
    model::{Action, Caller, Forbidden, GrantRefused, Invitee, MemberId, Operation, User},
    ports::{MemberEntry, MemberUnitOfWork, StoreError, UpdateError},
    service::{invitations::audit_entry, unit::finish},
};
use chrono::{DateTime, Utc};

/// Who is to be removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoveMember {
    /// Which member.
    pub id: MemberId,
    /// Whether the caller has seen whom they remove, and said yes.
    pub confirmed: bool,
    /// The version that the caller saw, where they want to be told of anyone else's change.
    pub expected_version: Option<u32>,
}

/// Why nobody was removed.
#[derive(Debug, thiserror::Error)]
pub enum RemoveMemberError {
    /// The caller may not manage members (anymore).
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is no such member in this account.
    #[error("there is no such member")]
    NotFound,
    /// The caller would take away what they do not hold.
    #[error(transparent)]
    Exceeds(#[from] GrantRefused),
    /// The account would be left without an active administrator.
    #[error("the account needs an active administrator")]
    LastAdministrator,
    /// Everything is ready, and this is whom it would remove.
    #[error("the removal is to be confirmed")]
    Unconfirmed(Box<MemberEntry>),
    /// Someone else changed the member since the caller saw them.
    #[error("the member was changed meanwhile")]
    Conflict,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl MemberService {
    /// Ends a person's place: from their next request on, the account does not exist for them.
    ///
    /// Whatever invitation of theirs is still live in the account is withdrawn in the same commit, so
    /// that no link of before lets them back in. The person and their other places stay.
    ///
    /// # Errors
    /// [`RemoveMemberError`]; nothing was changed.
    pub async fn remove(
        &self,
        caller: &Caller,
        command: RemoveMember,
    ) -> Result<(), RemoveMemberError> {
        caller.may(Operation::ManageMembers)?;
        let mut unit = self.ports.store.begin_members().await?;
        let removed = self.remove_in(unit.as_mut(), caller, &command).await;
        finish(unit, removed).await
    }

    async fn remove_in(
        &self,
        unit: &mut dyn MemberUnitOfWork,
        caller: &Caller,
        command: &RemoveMember,
    ) -> Result<(), RemoveMemberError> {
        let (now, account) = (self.now(), caller.account.id);
        let found = unit.places().lock(account, command.id).await?;
        let authority = present_authority(unit, caller, now).await?;
        let entry = found.ok_or(RemoveMemberError::NotFound)?;
        let seen = command.expected_version;
        if seen.is_some_and(|version| version != entry.member.version) {
            return Err(RemoveMemberError::Conflict);
        }
        authority.may_grant(&entry.member.grant)?;
        if is_last_administrator(unit, account, &entry.member).await? {
            return Err(RemoveMemberError::LastAdministrator);
        }
        if !command.confirmed {
            return Err(RemoveMemberError::Unconfirmed(Box::new(entry)));
        }

        match unit.places().remove(&entry.member).await {
            Ok(()) => {}
            Err(UpdateError::Stale | UpdateError::Taken) => {
                return Err(RemoveMemberError::Conflict);
            }
            Err(UpdateError::Store(error)) => return Err(error.into()),
        }
        let removed = Action::MemberRemoved {
            member: entry.member.id,
            user: entry.user.id,
        };
        let line = self.audit(caller, removed, now);
        unit.audit().append(&[line]).await?;
        self.withdraw_invitations(unit, caller, &entry.user, now)
            .await
    }

    /// Withdraws whatever invitation could let the person in again.
    async fn withdraw_invitations(
        &self,
        unit: &mut dyn MemberUnitOfWork,
        caller: &Caller,
        user: &User,
        now: DateTime<Utc>,
    ) -> Result<(), RemoveMemberError> {
        for identity in identities(user) {
            let account = caller.account.id;
            let Some(live) = unit.invitations().find_live(account, &identity).await? else {
                continue;
            };
            let Some(locked) = unit.invitations().lock(live.id).await? else {
                continue;
            };
            // It may have moved on while the lock was waited for: then it lets nobody in anymore.
            let Ok((revoked, event)) = locked.revoke(now) else {
                continue;
            };
            match unit.invitations().update(&revoked).await {
                Ok(()) => {}
                Err(UpdateError::Stale | UpdateError::Taken) => {
                    return Err(RemoveMemberError::Conflict);
                }
                Err(UpdateError::Store(error)) => return Err(error.into()),
            }
            unit.outbox().cancel(revoked.id).await?;
            let line = audit_entry(self.ports.ids.as_ref(), &revoked, caller.doer(), event, now);
            unit.audit().append(&[line]).await?;
        }
        Ok(())
    }
}

/// Returns every identity under which the person can be on a roster.
fn identities(user: &User) -> Vec<String> {
    let nobody = Invitee {
        email: None,
        phone: None,
        name: None,
        login: None,
        locale: None,
    };
    let by_mail = Invitee {
        email: user.email.clone(),
        ..nobody.clone()
    };
    let by_phone = Invitee {
        phone: user.phone.clone(),
        ..nobody
    };
    [by_mail, by_phone]
        .iter()
        .filter_map(|invitee| invitee.identity().ok())
        .collect()
}

impl From<Untouchable> for RemoveMemberError {
    fn from(error: Untouchable) -> Self {
        match error {
            Untouchable::Forbidden(forbidden) => forbidden.into(),
            Untouchable::Store(error) => error.into(),
        }
    }
}
