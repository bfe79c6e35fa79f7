//! The use cases: each loads, decides, records and commits in one unit of work.
//!
//! - [`InvitationService`]: what administrators and invitees do.
//! - [`DispatchService`]: what workers do with messages that are due.
//! - [`AccountService`], [`SignInService`]: accounts, people and credentials of the stand-alone service.

mod dispatch;
mod identity;
mod invitations;
mod unit;

pub use dispatch::{Attempt, AttemptOutcome, DispatchPorts, DispatchReport, DispatchService};
pub use identity::{
    AccountChanges, AccountError, AccountService, ApiKeyCreated, ChangePasswordError,
    CreateAccount, CreateApiKey, Credential, FirstAdministrator, SignInError, SignInService,
    SignedInSession,
};
pub use invitations::{
    AcceptError, AcceptInvitation, Accepted, CreateInvitation, CreateInvitationError, DeadLink,
    DeclineError, DeclineInvitation, EditInvitation, EditInvitationError, FindError,
    InvitationPorts, InvitationService, NextStep, Preview, PreviewError, RevokeError,
    SendInvitationError,
};
