//! One unit of work: staged over a snapshot, published as a whole.

use super::{
    MemoryStore,
    tables::{Tables, twice},
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{
        Account, AccountId, AuditEntry, Grant, GrantItem, GrantKey, GrantKind, InvitationId,
        Unavailable, Undefined,
    },
    ports::{
        AccountRepository, AuditLog, InvitationRepository, MemberRepository, Outbox, Store,
        StoreError, UnitOfWork,
    },
};
use std::collections::BTreeSet;
use tokio::sync::OwnedMutexGuard;

/// A unit of work over invitations or over identities.
pub(super) struct MemoryUnit {
    /// What the store will hold after the commit.
    pub(super) tables: Tables,
    pub(super) store: MemoryStore,
    /// Keeps other writers waiting until this unit of work ends, however it ends.
    _writer: OwnedMutexGuard<()>,
}

impl MemoryUnit {
    pub(super) fn new(store: MemoryStore, tables: Tables, writer: OwnedMutexGuard<()>) -> Self {
        Self {
            tables,
            store,
            _writer: writer,
        }
    }

    /// Makes everything visible, whatever faults were asked for.
    pub(super) fn publish(self) {
        *self.store.committed() = self.tables.clone();
    }

    /// Makes everything visible, or fails as the test asked.
    pub(super) fn try_publish(self) -> Result<(), StoreError> {
        let fault = self.store.faults().at_commit();
        match fault {
            None => self.publish(),
            Some(fault) => {
                if fault.is_durable() {
                    self.publish();
                }
                return Err(fault.error());
            }
        }
        Ok(())
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        Ok(Box::new(self.try_unit().await?))
    }
}

#[async_trait]
impl UnitOfWork for MemoryUnit {
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
        self.try_publish()
    }

    async fn rollback(self: Box<Self>) -> Result<(), StoreError> {
        Ok(())
    }
}

#[async_trait]
impl AccountRepository for MemoryUnit {
    async fn find(&mut self, id: AccountId) -> Result<Option<Account>, StoreError> {
        Ok(self.tables.accounts.get(&id).cloned())
    }

    async fn undefined(
        &mut self,
        account: AccountId,
        grant: &Grant,
    ) -> Result<Vec<Undefined>, StoreError> {
        let known = |item: &GrantItem| self.tables.grantables.has(&(account, item.clone()));
        let undefined = grant.items().filter(|item| !known(item));
        let told = undefined.map(|item| Undefined {
            similar: self.tables.similar(account, &item),
            item,
        });
        Ok(told.collect())
    }

    async fn unavailable(
        &mut self,
        account: AccountId,
        resources: &BTreeSet<GrantKey>,
        but_for: Option<InvitationId>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Unavailable>, StoreError> {
        let told = resources.iter().filter_map(|key| {
            let item = GrantItem {
                kind: GrantKind::Resource,
                key: key.clone(),
            };
            let obstacle = self.tables.obstacle(account, &item, but_for, now)?;
            Some(Unavailable { item, obstacle })
        });
        Ok(told.collect())
    }
}

#[async_trait]
impl AuditLog for MemoryUnit {
    async fn append(&mut self, entries: &[AuditEntry]) -> Result<(), StoreError> {
        for entry in entries {
            if !self.tables.audit.add(entry.id, entry.clone()) {
                return Err(twice("audit entry"));
            }
        }
        Ok(())
    }

    async fn append_once(&mut self, entry: &AuditEntry) -> Result<(), StoreError> {
        self.tables.audit.add(entry.id, entry.clone());
        Ok(())
    }
}
