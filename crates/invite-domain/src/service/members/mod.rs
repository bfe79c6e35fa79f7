//! The people who are in: who they are, what they hold, and how that changes or ends.

mod edit;
mod read;
mod remove;

pub use edit::{EditMember, EditMemberError};
pub use read::{FindMemberError, ListMembersError};
pub use remove::{RemoveMember, RemoveMemberError};

use crate::{
    model::{
        AccountId, Action, AuditEntry, AuditEntryId, Authority, Caller, Forbidden, Member,
        Operation,
    },
    ports::{Clock, IdSource, MemberStore, MemberUnitOfWork, StoreError},
};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// What the use cases of members stand on.
#[derive(Clone)]
pub struct MemberPorts {
    /// Reads members, and begins units of work over them.
    pub store: Arc<dyn MemberStore>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdSource>,
}

/// Lists members, changes what they hold, switches them off and on, and ends their places.
///
/// Cheap to clone. Whatever it changes counts from the member's next request on, since a caller is
/// looked up anew for each. Another account's member is absent, exactly like one that does not exist.
#[derive(Clone)]
pub struct MemberService {
    ports: MemberPorts,
}

impl MemberService {
    /// Builds the service over its ports.
    pub fn new(ports: MemberPorts) -> Self {
        Self { ports }
    }

    fn now(&self) -> DateTime<Utc> {
        self.ports.clock.now()
    }

    fn audit(&self, caller: &Caller, action: Action, at: DateTime<Utc>) -> AuditEntry {
        AuditEntry {
            id: AuditEntryId::new(self.ports.ids.next_id()),
            account_id: Some(caller.account.id),
            doer: caller.doer(),
            action,
            at,
        }
    }
}

/// Why a member is left as they are, whatever was to be done to them.
#[derive(Debug, thiserror::Error)]
enum Untouchable {
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Returns what the caller may do at this moment, under the lock: they may have been demoted,
/// switched off or removed by someone who was faster.
async fn present_authority(
    unit: &mut dyn MemberUnitOfWork,
    caller: &Caller,
    now: DateTime<Utc>,
) -> Result<Authority, Untouchable> {
    let account = caller.account.id;
    let authority = unit
        .members()
        .authority(account, &caller.actor, now)
        .await?;
    let authority = authority.ok_or(Forbidden(Operation::ManageMembers))?;
    authority.may(Operation::ManageMembers)?;
    Ok(authority)
}

/// Whether the account would have no active administrator if this member stopped being one.
async fn is_last_administrator(
    unit: &mut dyn MemberUnitOfWork,
    account: AccountId,
    member: &Member,
) -> Result<bool, StoreError> {
    if !member.is_active_administrator() {
        return Ok(false);
    }
    let others = unit
        .places()
        .other_administrators(account, member.id)
        .await?;
    Ok(others == 0)
}
