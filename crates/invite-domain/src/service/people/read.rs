//! Reading who is there, where everyone stands, and how messages get on.

use super::PeopleService;
use crate::{
    model::{Caller, Forbidden, Operation},
    ports::{
        PeopleCounts, PeopleFilter, PeoplePage, PeoplePageRequest, Person, PersonId, Sending,
        StoreError,
    },
};
use chrono::TimeDelta;

/// Over how long what left is counted, for an estimate of when the rest will have.
const WINDOW: TimeDelta = TimeDelta::minutes(1);

/// Why there is nothing to see.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    /// The caller may not do this.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl PeopleService {
    /// Returns part of the people of the caller's account.
    ///
    /// # Errors
    /// [`PeopleError`].
    pub async fn list(
        &self,
        caller: &Caller,
        filter: &PeopleFilter,
        page: &PeoplePageRequest,
    ) -> Result<PeoplePage, PeopleError> {
        caller.may(Operation::ReadInvitations)?;
        let (reader, account) = (&self.ports.reader, caller.account.id);
        Ok(reader.people(account, filter, page, self.moment()).await?)
    }

    /// Returns those who have one of these ids.
    ///
    /// # Errors
    /// [`PeopleError`].
    pub async fn find(
        &self,
        caller: &Caller,
        ids: &[PersonId],
    ) -> Result<Vec<Person>, PeopleError> {
        caller.may(Operation::ReadInvitations)?;
        let reader = &self.ports.reader;
        Ok(reader.people_by_id(caller.account.id, ids).await?)
    }

    /// Returns how many stand where.
    ///
    /// # Errors
    /// [`PeopleError`].
    pub async fn counts(&self, caller: &Caller) -> Result<PeopleCounts, PeopleError> {
        caller.may(Operation::ReadInvitations)?;
        let (reader, account) = (&self.ports.reader, caller.account.id);
        Ok(reader.people_counts(account, self.moment()).await?)
    }

    /// Returns how many match, `most` where they are more.
    ///
    /// # Errors
    /// [`PeopleError`].
    pub async fn count(
        &self,
        caller: &Caller,
        filter: &PeopleFilter,
        most: u32,
    ) -> Result<u64, PeopleError> {
        caller.may(Operation::ReadInvitations)?;
        let (reader, account) = (&self.ports.reader, caller.account.id);
        let counted = reader.count_people(account, filter, most, self.moment());
        Ok(counted.await?)
    }

    /// Returns how the account's messages got on within the last minute.
    ///
    /// # Errors
    /// [`PeopleError`].
    pub async fn sending(&self, caller: &Caller) -> Result<Sending, PeopleError> {
        caller.may(Operation::ReadInvitations)?;
        let since = self.moment() - WINDOW;
        Ok(self.ports.reader.sending(caller.account.id, since).await?)
    }
}
