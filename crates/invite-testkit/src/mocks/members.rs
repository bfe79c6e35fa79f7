//! Mocks of the ports of members.

use async_trait::async_trait;
use invite_domain::{
    model::{AccountId, Member, MemberId},
    ports::{
        AccountRepository, AuditLog, InvitationRepository, MemberEntry, MemberFilter, MemberPage,
        MemberPageRequest, MemberRepository, MemberStore, MemberUnitOfWork, Outbox,
        PlaceRepository, StoreError, UnitOfWork, UpdateError, UpdatePlaceError,
    },
};
use mockall::mock;

mock! {
    /// A mock of [`MemberStore`].
    pub MemberStore {}

    #[async_trait]
    impl MemberStore for MemberStore {
        async fn begin_members(&self) -> Result<Box<dyn MemberUnitOfWork>, StoreError>;
        async fn find_member(
            &self,
            account: AccountId,
            id: MemberId,
        ) -> Result<Option<MemberEntry>, StoreError>;
        async fn list_members(
            &self,
            account: AccountId,
            filter: &MemberFilter,
            page: MemberPageRequest,
        ) -> Result<MemberPage, StoreError>;
        async fn count_members(&self, account: AccountId) -> Result<u64, StoreError>;
    }
}

mock! {
    /// A mock of [`MemberUnitOfWork`]; give the repositories with `return_var(Box::new(…))`.
    pub MemberUnitOfWork {}

    #[async_trait]
    impl UnitOfWork for MemberUnitOfWork {
        fn accounts(&mut self) -> &mut dyn AccountRepository;
        fn invitations(&mut self) -> &mut dyn InvitationRepository;
        fn members(&mut self) -> &mut dyn MemberRepository;
        fn outbox(&mut self) -> &mut dyn Outbox;
        fn audit(&mut self) -> &mut dyn AuditLog;
        async fn commit(self: Box<Self>) -> Result<(), StoreError>;
        async fn rollback(self: Box<Self>) -> Result<(), StoreError>;
    }

    impl MemberUnitOfWork for MemberUnitOfWork {
        fn places(&mut self) -> &mut dyn PlaceRepository;
    }
}

mock! {
    /// A mock of [`PlaceRepository`].
    pub PlaceRepository {}

    #[async_trait]
    impl PlaceRepository for PlaceRepository {
        async fn lock(
            &mut self,
            account: AccountId,
            id: MemberId,
        ) -> Result<Option<MemberEntry>, StoreError>;
        async fn other_administrators(
            &mut self,
            account: AccountId,
            but: MemberId,
        ) -> Result<u32, StoreError>;
        async fn update(&mut self, member: &Member) -> Result<(), UpdatePlaceError>;
        async fn remove(&mut self, member: &Member) -> Result<(), UpdateError>;
    }
}
