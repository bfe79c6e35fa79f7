//! What a storage adapter brings to its contract suite.

use invite_domain::ports::{
    AuditReader, CatalogReader, IdentityStore, InsightReader, InvitationReader, MailWordingReader,
    MemberStore, MessageQueue, PeopleReader, Store,
};
use std::{any::Any, sync::Arc};

/// One fresh and empty storage, seen through every storage port.
#[derive(Clone)]
pub struct StoreHarness {
    /// Units of work over invitations.
    pub store: Arc<dyn Store>,
    /// The read side.
    pub reader: Arc<dyn InvitationReader>,
    /// The worker's side of the outbox.
    pub queue: Arc<dyn MessageQueue>,
    /// Accounts, people and credentials.
    pub identity: Arc<dyn IdentityStore>,
    /// The people who are in.
    pub members: Arc<dyn MemberStore>,
    /// Everyone, invited or in.
    pub people: Arc<dyn PeopleReader>,
    /// The audit log, to read.
    pub audit: Arc<dyn AuditReader>,
    /// Accounts at a glance.
    pub insight: Arc<dyn InsightReader>,
    /// What accounts define.
    pub catalog: Arc<dyn CatalogReader>,
    /// How accounts word their mails.
    pub wordings: Arc<dyn MailWordingReader>,
    kept: Vec<Arc<dyn Any + Send + Sync>>,
}

impl StoreHarness {
    /// Takes one adapter that implements every storage port.
    pub fn of<S>(storage: S) -> Self
    where
        S: Store
            + InvitationReader
            + MessageQueue
            + IdentityStore
            + MemberStore
            + PeopleReader
            + AuditReader
            + InsightReader
            + CatalogReader
            + MailWordingReader
            + 'static,
    {
        let storage = Arc::new(storage);
        Self {
            store: storage.clone(),
            reader: storage.clone(),
            queue: storage.clone(),
            identity: storage.clone(),
            members: storage.clone(),
            people: storage.clone(),
            audit: storage.clone(),
            insight: storage.clone(),
            catalog: storage.clone(),
            wordings: storage,
            kept: Vec::new(),
        }
    }

    /// Keeps something alive until the case is over, such as a directory that goes when dropped.
    #[must_use]
    pub fn keeping(mut self, guard: impl Any + Send + Sync) -> Self {
        self.kept.push(Arc::new(guard));
        self
    }
}
