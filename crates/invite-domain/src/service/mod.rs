//! The use cases: each loads, decides, records and commits in one unit of work.
//!
//! - [`InvitationService`]: what administrators and invitees do.
//! - [`PreviewService`]: the message that would leave, before it does.
//! - [`DispatchService`]: what workers do with messages that are due.
//! - [`MemberService`]: who is in, what they hold, and how that changes or ends.
//! - [`PeopleService`]: everyone in an account, invited or in, and what is done with many at once.
//! - [`MailTextService`]: how accounts word their mails, and what that looks like.
//! - [`AuditService`]: who did what to whom, when, through what.
//! - [`RefusalService`]: who was refused what.
//! - [`InsightService`]: an account at a glance.
//! - [`AccountService`], [`CatalogService`], [`SignInService`]: accounts, what can be granted in them,
//!   people and credentials of the stand-alone service.

mod audit;
mod catalog;
mod dispatch;
mod identity;
mod insight;
mod invitations;
mod mail_texts;
mod members;
mod messages;
mod people;
mod previews;
mod refusals;
mod unit;

pub use audit::{AuditError, AuditService};
pub use catalog::{
    CatalogEntries, CatalogEntry, CatalogError, CatalogService, Defined, EditGrantable,
    NewGrantable,
};
pub use dispatch::{Attempt, AttemptOutcome, DispatchPorts, DispatchReport, DispatchService};
pub use identity::{
    API_KEY_QUIET, AccountChanges, AccountError, AccountService, ApiKeyCreated,
    ChangePasswordError, CreateAccount, CreateApiKey, Credential, FIRST_ACCOUNT,
    FirstAdministrator, ResetPasswordError, ResetPreview, SignInError, SignInService,
    SignedInSession, Swept, TooManyAttempts,
};
pub use insight::{InsightError, InsightService};
pub use invitations::{
    AcceptError, AcceptInvitation, Accepted, AskCode, AskCodeError, CodeNeeded, CodeSent,
    CreateInvitation, CreateInvitationError, DeadLink, DeclineError, DeclineInvitation,
    EditInvitation, EditInvitationError, FindError, InvitationPorts, InvitationService, Known,
    KnownError, NextStep, Preview, PreviewError, RenewError, RenewInvitation, Renewed, RevokeError,
    SendInvitationError,
};
pub use mail_texts::{MailTextError, MailTextPorts, MailTextService};
pub use members::{
    EditMember, EditMemberError, FindMemberError, ListMembersError, MemberPorts, MemberService,
    RemoveMember, RemoveMemberError,
};
pub use people::{BulkPlan, BulkReport, PeopleError, PeoplePorts, PeopleSelection, PeopleService};
pub use previews::{MessagePreview, MessagePreviewError, PreviewPorts, PreviewService};
pub use refusals::RefusalService;
