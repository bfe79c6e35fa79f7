//! Whether what is to be granted can be: defined by the account, and free where one member alone may
//! hold it.

use super::{CreateInvitationError, EditInvitationError, SendInvitationError};
use crate::{
    model::{AccountId, Grant, InvitationId, Unavailable, Undefined},
    ports::{StoreError, UnitOfWork},
};
use chrono::{DateTime, Utc};

/// Why a grant cannot be promised.
pub(super) enum NotGrantable {
    Undefined(Vec<Undefined>),
    Unavailable(Vec<Unavailable>),
    Store(StoreError),
}

/// Checks a grant; what the invitation `but_for` promises is not in its own way.
pub(super) async fn check_grant(
    unit: &mut dyn UnitOfWork,
    account: AccountId,
    grant: &Grant,
    but_for: Option<InvitationId>,
    now: DateTime<Utc>,
) -> Result<(), NotGrantable> {
    if grant.items().next().is_none() {
        return Ok(());
    }
    let undefined = unit.accounts().undefined(account, grant).await?;
    if !undefined.is_empty() {
        return Err(NotGrantable::Undefined(undefined));
    }
    if grant.resources.is_empty() {
        return Ok(());
    }
    let unavailable = unit
        .accounts()
        .unavailable(account, &grant.resources, but_for, now)
        .await?;
    if unavailable.is_empty() {
        Ok(())
    } else {
        Err(NotGrantable::Unavailable(unavailable))
    }
}

impl From<StoreError> for NotGrantable {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

macro_rules! told_as {
    ($($error:ident),+) => {$(
        impl From<NotGrantable> for $error {
            fn from(obstacle: NotGrantable) -> Self {
                match obstacle {
                    NotGrantable::Undefined(items) => Self::Undefined(items),
                    NotGrantable::Unavailable(items) => Self::Unavailable(items),
                    NotGrantable::Store(error) => Self::Store(error),
                }
            }
        }
    )+};
}

told_as!(
    CreateInvitationError,
    EditInvitationError,
    SendInvitationError
);
