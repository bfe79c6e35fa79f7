//! Reading the audit log.

use super::StoreError;
use crate::model::{
    AccountId, AuditEntryId, DisplayName, Doer, InvitationId, MemberId, Subject, Via,
};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Which entries; every condition that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditFilter {
    /// Called so, such as `invitation.queued`; or of a family, such as `invitation`.
    pub action: Option<String>,
    /// Done by this person or key.
    pub actor: Option<Uuid>,
    /// Done through this.
    pub via: Option<Via>,
    /// About this invitation.
    pub invitation: Option<InvitationId>,
    /// About this member, the acceptance that made them one included.
    pub member: Option<MemberId>,
    /// At this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Before this moment.
    pub to: Option<DateTime<Utc>>,
}

/// A place in the log: after the entry of this moment with this id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditCursor {
    /// When the last one seen was written.
    pub at: DateTime<Utc>,
    /// Its id.
    pub id: AuditEntryId,
}

/// An entry as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRecord {
    /// Its id.
    pub id: AuditEntryId,
    /// When.
    pub at: DateTime<Utc>,
    /// What, such as `invitation.queued` ([`crate::model::Action::name`]).
    pub action: String,
    /// Who, and through what.
    pub doer: Doer,
    /// What the person or key is called now, where it is known.
    pub actor_name: Option<DisplayName>,
    /// To whom or what.
    pub subject: Subject,
    /// What that is called now, where it is known: a name, else an address or number.
    pub subject_name: Option<String>,
    /// What there is to say beyond it.
    pub detail: String,
}

/// Part of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPage {
    /// The entries, newest first.
    pub items: Vec<AuditRecord>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<AuditCursor>,
}

/// Reads the audit log.
///
/// # Contract
/// - A walk visits every matching entry of the account once, newest first, whatever the page size.
/// - Another account's entries, and those that belong to a person alone, are never among them.
/// - Names are those of today, and remain when a member was removed or a key revoked.
#[async_trait]
pub trait AuditReader: Send + Sync {
    /// Returns up to `limit` (1 to 1,000) entries of the account, after `after` where it is given.
    ///
    /// # Errors
    /// [`StoreError`].
    async fn entries(
        &self,
        account: AccountId,
        filter: &AuditFilter,
        limit: u32,
        after: Option<AuditCursor>,
    ) -> Result<AuditPage, StoreError>;
}
