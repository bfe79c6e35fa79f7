//! Reading who is in.

use super::MemberService;
use crate::{
    model::{Caller, Forbidden, MemberId, Operation},
    ports::{MemberEntry, MemberFilter, MemberPage, MemberPageRequest, StoreError},
};

/// Why there is no member to see.
#[derive(Debug, thiserror::Error)]
pub enum FindMemberError {
    /// The caller may not read members.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// There is no such member in this account.
    #[error("there is no such member")]
    NotFound,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why there is no list to see.
#[derive(Debug, thiserror::Error)]
pub enum ListMembersError {
    /// The caller may not read members.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl MemberService {
    /// Returns one member of the caller's account.
    ///
    /// # Errors
    /// [`FindMemberError`].
    pub async fn find(
        &self,
        caller: &Caller,
        id: MemberId,
    ) -> Result<MemberEntry, FindMemberError> {
        caller.may(Operation::ReadMembers)?;
        let found = self.ports.store.find_member(caller.account.id, id).await?;
        found.ok_or(FindMemberError::NotFound)
    }

    /// Returns how many members the caller's account has, switched off ones included: each takes a
    /// seat.
    ///
    /// # Errors
    /// [`ListMembersError`].
    pub async fn count(&self, caller: &Caller) -> Result<u64, ListMembersError> {
        caller.may(Operation::ReadMembers)?;
        Ok(self.ports.store.count_members(caller.account.id).await?)
    }

    /// Returns part of the members of the caller's account, newest first.
    ///
    /// # Errors
    /// [`ListMembersError`].
    pub async fn list(
        &self,
        caller: &Caller,
        filter: &MemberFilter,
        page: MemberPageRequest,
    ) -> Result<MemberPage, ListMembersError> {
        caller.may(Operation::ReadMembers)?;
        let store = &self.ports.store;
        Ok(store.list_members(caller.account.id, filter, page).await?)
    }
}
