//! Values, the lifecycle and every decision: synchronous and free of input and output.

pub mod lifecycle;

mod acceptance_code;
mod account;
mod address_list;
mod audit;
mod caller;
mod channel;
mod delivery;
mod email;
mod grant;
mod grantable;
mod hierarchy;
mod id;
mod invitation;
mod link;
mod locale;
mod look_alike;
mod mail_text;
mod mail_wording;
mod member;
mod obstacle;
mod outbox;
mod password;
mod password_blocklist;
mod password_policy;
mod password_reset;
mod people;
mod phone;
mod policy;
mod ready_made;
mod refusal;
mod retry;
mod secret;
mod session;
mod subject;
mod temporary_password;
mod text;
mod throttle;
mod token;
mod ttl;
mod user;
mod value;
mod visitor;
mod way_in;

pub use acceptance_code::{AcceptanceCode, AskedCode, CodeClaim, CodeRefusal};
pub use account::{
    AcceptanceProof, Account, AccountSettings, ApprovalPolicy, ChannelPolicy, CredentialsPolicy,
    HttpUrl, NewAccount, ResendPolicy, listing_key,
};
pub use address_list::{Contact, ListedAddress, ListedPerson, ListedProblem, read_address_list};
pub use audit::{Action, AuditEntry, Doer, Subject, Via};
pub use caller::{Actor, Authority, Caller, Holdings, Inviter, Scope};
pub use channel::{Channel, ChannelPreference, NoChannel};
pub(crate) use delivery::one_line;
pub use delivery::{Delivery, DeliveryOutcome, Failure, FailureReason};
pub use email::EmailAddress;
pub use grant::{AccessType, Grant, GrantItem, GrantKind, GrantRefused, UserType};
pub use grantable::{Grantable, Texts, Wording, sought};
pub use hierarchy::{Access, MAX_LEVELS, Overseer, PlacementRefused, check_placement};
pub use id::{
    AccountId, ApiKeyId, AuditEntryId, DeliveryId, InvitationId, MemberId, OutboxId,
    PasswordResetId, SessionId, UserId,
};
pub use invitation::{
    Changes, EditRefused, Edited, Event, Invitation, Invitee, NewInvitation, OpenInvitation,
    PastRenewals, Renewal, State, SupersededLink, Trail,
};
pub use lifecycle::{IllegalTransition, Status};
pub use link::{InvitationLink, LinkBase, LinkRefusal, PasswordResetLink};
pub use locale::Locale;
pub use mail_text::{MailFacts, MailPart, MailText, Placeholder};
pub use mail_wording::{MailMessage, MailWording, MailWordings};
pub use member::{EditedMember, MemberChanges};
pub use obstacle::{Obstacle, Unavailable, Undefined};
pub use outbox::{
    About, Claim, DueInvitation, DueMessage, DuePassword, Matter, OutboxMessage, PasswordNews,
    Settlement, Verdict,
};
pub use password::{Password, PasswordHash};
pub use password_blocklist::PasswordBlocklist;
pub use password_policy::{PasswordContext, PasswordPolicy};
pub use password_reset::{PasswordReset, ResetRefusal};
pub use people::{BulkAction, NotDone, PersonStatus, sorting_name, time_left};
pub use phone::PhoneNumber;
pub use policy::{Forbidden, INVITE_PEOPLE, Operation, Reach};
pub use ready_made::ReadyMade;
pub use refusal::{LinkFailure, LinkUse, Refusal};
pub use retry::RetryPolicy;
pub use secret::{Secret, SecretKind};
pub use session::{SeenSession, Session, SessionLimits};
pub use subject::SubjectTemplate;
pub use temporary_password::TemporaryPassword;
pub use text::{DeviceName, DisplayName, Explanation, GrantKey, Login, PersonalMessage, Slug};
pub use throttle::{Gate, Judgment, Limit, SignInTries, Tries, TryKey, TryKeys};
pub use token::{InvitationToken, KeyId, KeyRing, KeyRingError, TokenClaim, TokenPurpose};
pub use ttl::Ttl;
pub use user::{Member, NewUser, ProfileChanges, User};
pub use value::InvalidValue;
pub use visitor::{Network, Visitor};
pub use way_in::{TemporaryLogin, WayIn};
