//! The use cases: each loads, decides, records and commits in one unit of work.
//!
//! - [`InvitationService`]: what administrators and invitees do.
//! - [`DispatchService`]: what workers do with messages that are due.
//! - [`MemberService`]: who is in, what they hold, and how that changes or ends.
//! - [`AccountService`], [`SignInService`]: accounts, people and credentials of the stand-alone service.

mod dispatch;
mod identity;
mod invitations;
mod members;
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
pub use members::{
    EditMember, EditMemberError, FindMemberError, ListMembersError, MemberPorts, MemberService,
    RemoveMember, RemoveMemberError,
};
