//! A mock of the port that lists everyone in an account.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::AccountId,
    ports::{
        PeopleCounts, PeopleFilter, PeoplePage, PeoplePageRequest, PeopleReader, Person, PersonId,
        Sending, StoreError,
    },
};
use mockall::mock;

mock! {
    /// A mock of [`PeopleReader`].
    pub PeopleReader {}

    #[async_trait]
    impl PeopleReader for PeopleReader {
        async fn people(
            &self,
            account: AccountId,
            filter: &PeopleFilter,
            page: &PeoplePageRequest,
            now: DateTime<Utc>,
        ) -> Result<PeoplePage, StoreError>;
        async fn people_by_id(
            &self,
            account: AccountId,
            ids: &[PersonId],
        ) -> Result<Vec<Person>, StoreError>;
        async fn count_people(
            &self,
            account: AccountId,
            filter: &PeopleFilter,
            most: u32,
            now: DateTime<Utc>,
        ) -> Result<u64, StoreError>;
        async fn people_counts(
            &self,
            account: AccountId,
            now: DateTime<Utc>,
        ) -> Result<PeopleCounts, StoreError>;
        async fn sending(
            &self,
            account: AccountId,
            since: DateTime<Utc>,
        ) -> Result<Sending, StoreError>;
    }
}
