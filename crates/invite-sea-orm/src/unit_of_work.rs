//! The unit of work: one transaction that is every repository itself.

use crate::{connect::SeaStore, row::invitation::Facts, transaction::Transaction};
use async_trait::async_trait;
use invite_domain::{
    model::InvitationId,
    ports::{
        AccountRepository, AuditLog, InvitationRepository, MemberRepository, Outbox, Store,
        StoreError, UnitOfWork,
    },
};
use std::collections::HashMap;

/// One transaction. Its accessors lend itself, so that two statements at once on one connection
/// cannot be written down.
pub(crate) struct SeaUnitOfWork {
    pub(crate) transaction: Transaction,
    /// What this unit of work read or wrote, to write only what changed.
    pub(crate) known: HashMap<InvitationId, Known>,
}

/// An invitation as its row stands within this unit of work.
pub(crate) struct Known {
    pub(crate) version: u32,
    pub(crate) live_key: Option<String>,
    pub(crate) facts: Facts,
}

impl SeaUnitOfWork {
    pub(crate) async fn begin(store: &SeaStore) -> Result<Self, StoreError> {
        Ok(Self {
            transaction: store.transaction().await?,
            known: HashMap::new(),
        })
    }
}

#[async_trait]
impl Store for SeaStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        Ok(Box::new(SeaUnitOfWork::begin(self).await?))
    }
}

#[async_trait]
impl UnitOfWork for SeaUnitOfWork {
    fn accounts(&mut self) -> &mut dyn AccountRepository {
        self
    }

    fn invitations(&mut self) -> &mut dyn InvitationRepository {
        self
    }

    fn members(&mut self) -> &mut dyn MemberRepository {
        self
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self
    }

    fn audit(&mut self) -> &mut dyn AuditLog {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.transaction.commit().await
    }

    async fn rollback(self: Box<Self>) -> Result<(), StoreError> {
        self.transaction.rollback().await
    }
}
