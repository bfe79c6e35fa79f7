//! Reading: one invitation, lists, counts and histories.

use super::InvitationService;
use crate::{
    model::{Caller, Forbidden, Invitation, InvitationId, Operation},
    ports::{HistoryEntry, InvitationFilter, Page, PageRequest, StatusCounts, StoreError},
};

/// Why there is nothing to read.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// There is no such invitation in this account.
    #[error("there is no such invitation")]
    NotFound,
    /// The caller may not read invitations.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl InvitationService {
    /// Returns one invitation of the caller's account.
    ///
    /// # Errors
    /// [`FindError`].
    pub async fn find(&self, caller: &Caller, id: InvitationId) -> Result<Invitation, FindError> {
        caller.may(Operation::ReadInvitations)?;
        let found = self.ports.reader.find(caller.account.id, id).await?;
        found.ok_or(FindError::NotFound)
    }

    /// Returns part of the account's invitations, newest first.
    ///
    /// # Errors
    /// [`FindError`], never `NotFound`.
    pub async fn list(
        &self,
        caller: &Caller,
        filter: &InvitationFilter,
        page: PageRequest,
    ) -> Result<Page, FindError> {
        caller.may(Operation::ReadInvitations)?;
        let account = caller.account.id;
        let list = self.ports.reader.list(account, filter, page, self.now());
        Ok(list.await?)
    }

    /// Returns how many of the account's invitations stand where.
    ///
    /// # Errors
    /// [`FindError`], never `NotFound`.
    pub async fn counts(&self, caller: &Caller) -> Result<StatusCounts, FindError> {
        caller.may(Operation::ReadInvitations)?;
        let counts = self.ports.reader.counts(caller.account.id, self.now());
        Ok(counts.await?)
    }

    /// Returns everything that happened to one invitation, oldest first.
    ///
    /// # Errors
    /// [`FindError`].
    pub async fn history(
        &self,
        caller: &Caller,
        id: InvitationId,
    ) -> Result<Vec<HistoryEntry>, FindError> {
        caller.may(Operation::ReadInvitations)?;
        let history = self.ports.reader.history(caller.account.id, id).await?;
        // Every invitation has at least the entry of its creation.
        if history.is_empty() {
            return Err(FindError::NotFound);
        }
        Ok(history)
    }

    /// Returns the present moment, by which everything shown is to be judged.
    pub fn moment(&self) -> chrono::DateTime<chrono::Utc> {
        self.now()
    }
}
