//! What the HTTP side stands on: the use cases, and a few facts of the process around them.

use crate::{mail_server::MailServer, shared::TrustedProxies};
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{AccountId, ApiKeyId, LinkBase, TokenClaim},
    ports::{IdSource, TokenMinter},
    service::{
        AccountService, AuditService, CatalogService, InsightService, InvitationService,
        MailTextService, MemberService, PeopleService, PreviewService, RefusalService,
        SignInService,
    },
};
use std::sync::Arc;

/// Everything that handlers may call.
#[derive(Clone)]
pub struct Services {
    /// What administrators and invitees do.
    pub invitations: InvitationService,
    /// What messages will look like before they leave.
    pub previews: PreviewService,
    /// Who is in, what they hold, and how that changes or ends.
    pub members: MemberService,
    /// Everyone in an account, invited or in, and what is done with many at once.
    pub people: PeopleService,
    /// Accounts and API keys.
    pub accounts: AccountService,
    /// Who did what to whom.
    pub audit: AuditService,
    /// Who was refused what.
    pub refusals: RefusalService,
    /// Accounts at a glance.
    pub insight: InsightService,
    /// What can be granted in accounts.
    pub catalog: CatalogService,
    /// How accounts word their mails.
    pub mail_texts: MailTextService,
    /// Signing in, and telling who calls.
    pub sign_in: SignInService,
    /// Verifies the one-time set-up link.
    pub tokens: Arc<dyn TokenMinter>,
    /// Names requests that come without an `X-Request-Id`.
    pub ids: Arc<dyn IdSource>,
    /// What links begin with; cookies are `Secure` and `__Host-` where it is https.
    pub public_url: LinkBase,
    /// The built-in inbox, where no mail server is configured.
    pub inbox: Option<Arc<dyn Inbox>>,
    /// The mail server, to be chosen at set-up; where there is none to choose, that step is left out.
    pub mail_server: Option<Arc<dyn MailServer>>,
    /// What readiness depends on.
    pub health: Arc<dyn Health>,
    /// Wakes the worker after a message was queued, so that it leaves at once.
    pub wake: Arc<dyn Fn() + Send + Sync>,
    /// Takes note that an API key was used; it does not wait for anything.
    pub key_used: Arc<dyn Fn(ApiKeyId) + Send + Sync>,
    /// Whether the page that makes the first administrator is open.
    pub set_up: SetUp,
    /// Whose word on where a request comes from is taken.
    pub trusted_proxies: TrustedProxies,
}

/// Whether the page that makes the first administrator is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetUp {
    /// There is no such page.
    Closed,
    /// The one-time link with this claim opens it, as long as there is no account.
    Open(TokenClaim),
}

/// The mails that the built-in inbox caught. It is for trying out: live links are in it.
pub trait Inbox: Send + Sync {
    /// Returns the mails of these accounts, newest first; of every account when `None`.
    fn list(&self, accounts: Option<&[AccountId]>) -> Vec<InboxMail>;
    /// Returns one of them.
    fn find(&self, id: &str) -> Option<InboxMail>;
    /// Whether mail lands in it now.
    fn is_in_use(&self) -> bool {
        true
    }
}

/// A mail as an inbox shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxMail {
    /// Names it in the address bar.
    pub id: String,
    /// The account that it invites into.
    pub account_id: AccountId,
    /// The `From` header, decoded.
    pub from: String,
    /// The `To` header, decoded.
    pub to: String,
    /// The subject, decoded.
    pub subject: String,
    /// When it arrived.
    pub at: DateTime<Utc>,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

/// Something that must hold for the service to be ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What is looked at: `database`, `mail`, `worker`.
    pub name: &'static str,
    /// `Err` says what is wrong, without a secret, for the operator.
    pub result: Result<(), String>,
}

/// Tells whether the service can do its work.
#[async_trait::async_trait]
pub trait Health: Send + Sync {
    /// Looks at everything that readiness depends on.
    async fn checks(&self) -> Vec<Check>;
    /// Whether a stop was asked for: readiness goes first.
    fn is_stopping(&self) -> bool;
}
