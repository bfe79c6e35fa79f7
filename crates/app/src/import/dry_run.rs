//! Storage that forgets: units of work see everything and commit nothing.

use async_trait::async_trait;
use invite_domain::ports::{
    AccountRepository, AuditLog, InvitationRepository, MemberRepository, Outbox, Store, StoreError,
    UnitOfWork,
};
use std::sync::Arc;

/// Lets a use case decide on the real data, and rolls back whatever it would commit.
pub struct DryRunStore(pub Arc<dyn Store>);

struct Forgetful(Box<dyn UnitOfWork>);

#[async_trait]
impl Store for DryRunStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        Ok(Box::new(Forgetful(self.0.begin().await?)))
    }
}

#[async_trait]
impl UnitOfWork for Forgetful {
    fn accounts(&mut self) -> &mut dyn AccountRepository {
        self.0.accounts()
    }

    fn invitations(&mut self) -> &mut dyn InvitationRepository {
        self.0.invitations()
    }

    fn members(&mut self) -> &mut dyn MemberRepository {
        self.0.members()
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self.0.outbox()
    }

    fn audit(&mut self) -> &mut dyn AuditLog {
        self.0.audit()
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.0.rollback().await
    }

    async fn rollback(self: Box<Self>) -> Result<(), StoreError> {
        self.0.rollback().await
    }
}
