//! What administrators and invitees do with invitations.

mod accept;
pub(in crate::service) mod admission;
mod code;
mod create;
mod decline;
mod edit;
mod expire;
mod grantable;
mod known;
mod newcomer;

mod preview;
mod read;
mod refused;
mod renew;
mod revoke;
mod send;

pub use accept::{AcceptError, AcceptInvitation, Accepted};
pub use admission::DeadLink;
pub use code::{AskCode, AskCodeError, CodeSent};
pub use create::{CreateInvitation, CreateInvitationError};
pub use decline::{DeclineError, DeclineInvitation};
pub use edit::{EditInvitation, EditInvitationError};
pub use known::{Known, KnownError};
pub use preview::{CodeNeeded, NextStep, Preview, PreviewError};
pub use read::FindError;
pub use renew::{RenewError, RenewInvitation, Renewed};
pub use revoke::RevokeError;
pub use send::SendInvitationError;

use crate::{
    model::{
        About, Account, Action, AuditEntry, AuditEntryId, Caller, Channel, DeliveryId, Doer, Event,
        Invitation, InvitationId, NoChannel, OutboxId, OutboxMessage,
    },
    ports::{Clock, IdSource, InvitationReader, PasswordHasher, Store, TokenMinter},
};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// What the use cases of invitations stand on.
#[derive(Clone)]
pub struct InvitationPorts {
    /// Begins units of work.
    pub store: Arc<dyn Store>,
    /// Reads lists and histories.
    pub reader: Arc<dyn InvitationReader>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdSource>,
    /// Verifies links.
    pub tokens: Arc<dyn TokenMinter>,
    /// Hashes the passwords of people who are new.
    pub passwords: Arc<dyn PasswordHasher>,
}

/// Puts people on the roster, sends, and lets them in.
///
/// Cheap to clone. Every method that takes a [`Caller`] sees and changes that caller's account only;
/// another account's invitation is absent, exactly like one that does not exist.
#[derive(Clone)]
pub struct InvitationService {
    ports: InvitationPorts,
}

impl InvitationService {
    /// Builds the service over its ports.
    pub fn new(ports: InvitationPorts) -> Self {
        Self { ports }
    }

    fn now(&self) -> DateTime<Utc> {
        self.ports.clock.now()
    }

    fn audit(
        &self,
        invitation: &Invitation,
        doer: Doer,
        event: Event,
        at: DateTime<Utc>,
    ) -> AuditEntry {
        audit_entry(self.ports.ids.as_ref(), invitation, doer, event, at)
    }

    /// Builds the message that tells the invitee about the latest link.
    fn message(
        &self,
        invitation: &Invitation,
        channel: Channel,
        now: DateTime<Utc>,
    ) -> OutboxMessage {
        OutboxMessage {
            id: OutboxId::new(self.ports.ids.next_id()),
            account_id: invitation.account_id,
            about: About::Invitation {
                id: invitation.id,
                generation: invitation.generation,
            },
            channel,
            queued_at: now,
            due_at: now,
            attempts: 0,
        }
    }
}

/// Decides which way the next message to this person takes.
fn channel_for(account: &Account, invitation: &Invitation) -> Result<Channel, NoChannel> {
    invitation.channel.resolve(
        invitation.invitee.email.as_ref(),
        invitation.invitee.phone.as_ref(),
        account.settings.channels,
    )
}

/// Keeps a row to its account: a foreign one is as absent as one that does not exist.
fn own(found: Option<Invitation>, caller: &Caller) -> Option<Invitation> {
    found.filter(|invitation| invitation.account_id == caller.account.id)
}

pub(super) fn audit_entry(
    ids: &dyn IdSource,
    invitation: &Invitation,
    doer: Doer,
    event: Event,
    at: DateTime<Utc>,
) -> AuditEntry {
    AuditEntry {
        id: AuditEntryId::new(ids.next_id()),
        account_id: Some(invitation.account_id),
        doer,
        action: Action::Invitation {
            id: invitation.id,
            event,
        },
        at,
    }
}

pub(super) fn fresh_invitation_id(ids: &dyn IdSource) -> InvitationId {
    InvitationId::new(ids.next_id())
}

pub(super) fn fresh_delivery_id(ids: &dyn IdSource) -> DeliveryId {
    DeliveryId::new(ids.next_id())
}
