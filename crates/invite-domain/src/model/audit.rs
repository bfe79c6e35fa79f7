//! The audit log: who did what to whom, when, through what. Never a secret.

use super::{
    AccountId, Actor, ApiKeyId, AuditEntryId, Event, InvalidValue, InvitationId, Limit, MemberId,
    Network, Refusal, UserId,
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Through what something was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Via {
    /// One of our pages, the invitee's ones included.
    Page,
    /// The REST API; the actor says whether by session or by key.
    Api,
    /// The operator's command line.
    CommandLine,
    /// The service's own work: sending, expiring.
    Worker,
}

impl Via {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Page, Self::Api, Self::CommandLine, Self::Worker];

    /// Returns the name on the wire and in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Api => "api",
            Self::CommandLine => "command_line",
            Self::Worker => "worker",
        }
    }

    /// Reads the name on the wire.
    ///
    /// # Errors
    /// `unknown_via`.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let found = Self::ALL.into_iter().find(|via| via.as_str() == text);
        found.ok_or_else(|| {
            InvalidValue::new("unknown_via", "via is page, api, command_line or worker")
        })
    }
}

/// Who did something, and through what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doer {
    /// Who.
    pub actor: Actor,
    /// Through what.
    pub via: Via,
}

impl Doer {
    /// The service's own worker.
    pub const WORKER: Self = Self {
        actor: Actor::System,
        via: Via::Worker,
    };
    /// The operator at the command line.
    pub const OPERATOR: Self = Self {
        actor: Actor::System,
        via: Via::CommandLine,
    };
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Something happened to an invitation.
    Invitation {
        /// Which one.
        id: InvitationId,
        /// What.
        event: Event,
    },
    /// An account was made.
    AccountCreated,
    /// Settings of an account were changed; the fields are named.
    AccountEdited {
        /// The fields, as they are called on the wire.
        fields: Vec<&'static str>,
    },
    /// How an account words one of its mails was changed, or given back to the built-in text.
    MailTextEdited {
        /// For example `invitation`.
        message: &'static str,
        /// The language's code.
        locale: &'static str,
        /// The parts that read otherwise now, as they are called on the wire.
        parts: Vec<&'static str>,
    },
    /// An account was put below another one, or below none.
    AccountMoved {
        /// What was above it.
        from: Option<AccountId>,
        /// What is above it now.
        to: Option<AccountId>,
    },
    /// An account was suspended.
    AccountSuspended,
    /// A suspended account goes on.
    AccountResumed,
    /// Something that can be granted was defined; its kind and key are named.
    GrantableDefined {
        /// For example `role`.
        kind: &'static str,
        /// What the account calls it.
        key: String,
    },
    /// How something reads that can be granted, or whether it is shared, was changed.
    GrantableEdited {
        /// For example `resource`.
        kind: &'static str,
        /// What the account calls it.
        key: String,
        /// The fields, as they are called on the wire.
        fields: Vec<&'static str>,
    },
    /// Something can no longer be granted.
    GrantableRemoved {
        /// For example `role`.
        kind: &'static str,
        /// What the account called it.
        key: String,
    },
    /// A person became a member other than by an invitation.
    MemberAdded {
        /// Which member.
        member: MemberId,
        /// The person.
        user: UserId,
    },
    /// What a member holds was changed.
    MemberEdited {
        /// Which member.
        member: MemberId,
        /// The person.
        user: UserId,
        /// What is different, for people: `roles: +"Boss" -"Clerk"`.
        rights: Vec<String>,
    },
    /// A member was switched off: they may not act until they are switched on.
    MemberSwitchedOff {
        /// Which member.
        member: MemberId,
        /// The person.
        user: UserId,
    },
    /// A member was switched on again.
    MemberSwitchedOn {
        /// Which member.
        member: MemberId,
        /// The person.
        user: UserId,
    },
    /// A member who had accepted was approved: they may act for the first time.
    MemberApproved {
        /// Which member.
        member: MemberId,
        /// The person.
        user: UserId,
    },
    /// A person's place was ended.
    MemberRemoved {
        /// The place that was.
        member: MemberId,
        /// The person, who may have other places.
        user: UserId,
    },
    /// An API key was made; its name is given, never the key.
    ApiKeyCreated {
        /// Which one.
        id: ApiKeyId,
        /// What it is called.
        name: String,
    },
    /// An API key was revoked; its name is given.
    ApiKeyRevoked {
        /// Which one.
        id: ApiKeyId,
        /// What it was called.
        name: String,
    },
    /// Something was tried and refused.
    Refused(Refusal),
    /// A person signed in.
    SignedIn,
    /// A person signed out.
    SignedOut,
    /// A person signed out everywhere at once.
    SignedOutEverywhere {
        /// How many sessions ended.
        sessions: u64,
    },
    /// So many tries to sign in failed that further ones must wait: told once, when it begins.
    SignInsSlowed {
        /// What is counted.
        limit: Limit,
        /// Whose password was tried, where anyone has the identifier.
        user: Option<UserId>,
        /// From where.
        network: Network,
    },
    /// A person changed how they are called or which language they read; the fields are named.
    ProfileChanged {
        /// The fields, as they are called on the wire.
        fields: Vec<&'static str>,
    },
    /// A person changed their password.
    PasswordChanged,
    /// Someone asked for a new password: for whom, where a mail follows from it.
    PasswordResetRequested(Option<UserId>),
    /// A person set a new password with the link in a mail.
    PasswordReset,
}

impl Action {
    /// Returns the name on the wire and in storage, for example `invitation.queued`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Invitation { event, .. } => event.name(),
            Self::AccountCreated => "account.created",
            Self::AccountEdited { .. } => "account.edited",
            Self::MailTextEdited { .. } => "account.mail_text_edited",
            Self::AccountMoved { .. } => "account.moved",
            Self::AccountSuspended => "account.suspended",
            Self::AccountResumed => "account.resumed",
            Self::GrantableDefined { .. } => "grantable.defined",
            Self::GrantableEdited { .. } => "grantable.edited",
            Self::GrantableRemoved { .. } => "grantable.removed",
            Self::MemberAdded { .. } => "member.added",
            Self::MemberEdited { .. } => "member.edited",
            Self::MemberSwitchedOff { .. } => "member.switched_off",
            Self::MemberSwitchedOn { .. } => "member.switched_on",
            Self::MemberApproved { .. } => "member.approved",
            Self::MemberRemoved { .. } => "member.removed",
            Self::ApiKeyCreated { .. } => "api_key.created",
            Self::ApiKeyRevoked { .. } => "api_key.revoked",
            Self::Refused(refusal) => refusal.name(),
            Self::SignedIn => "session.created",
            Self::SignedOut => "session.ended",
            Self::SignedOutEverywhere { .. } => "session.ended_everywhere",
            Self::SignInsSlowed { .. } => "session.tries_slowed",
            Self::ProfileChanged { .. } => "profile.changed",
            Self::PasswordChanged => "password.changed",
            Self::PasswordResetRequested(_) => "password.reset_requested",
            Self::PasswordReset => "password.reset",
        }
    }

    /// Returns the invitation it is about, if it is about one.
    pub const fn invitation(&self) -> Option<InvitationId> {
        match self {
            Self::Invitation { id, .. } | Self::Refused(Refusal::Link { invitation: id, .. }) => {
                Some(*id)
            }
            _ => None,
        }
    }

    /// Returns the member it is about, if it is about one: the one that an acceptance made, too.
    pub const fn member(&self) -> Option<MemberId> {
        match self {
            Self::Invitation {
                event: Event::Accepted(member),
                ..
            }
            | Self::MemberAdded { member, .. }
            | Self::MemberSwitchedOff { member, .. }
            | Self::MemberSwitchedOn { member, .. }
            | Self::MemberApproved { member, .. }
            | Self::MemberEdited { member, .. }
            | Self::MemberRemoved { member, .. } => Some(*member),
            _ => None,
        }
    }

    /// Returns the person it is about, where the member may be gone when it is read.
    pub const fn user(&self) -> Option<UserId> {
        match self {
            Self::MemberAdded { user, .. }
            | Self::MemberEdited { user, .. }
            | Self::MemberSwitchedOff { user, .. }
            | Self::MemberSwitchedOn { user, .. }
            | Self::MemberApproved { user, .. }
            | Self::MemberRemoved { user, .. } => Some(*user),
            _ => None,
        }
    }

    /// Returns the API key it is about, if it is about one.
    pub const fn api_key(&self) -> Option<ApiKeyId> {
        match self {
            Self::ApiKeyCreated { id, .. } | Self::ApiKeyRevoked { id, .. } => Some(*id),
            _ => None,
        }
    }

    /// Returns to whom or what it was done.
    pub fn subject(&self) -> Subject {
        let invitation = self.invitation().map(Subject::Invitation);
        let key = self.api_key().map(Subject::ApiKey);
        let member = self.member().map(Subject::Member);
        let user = self.user().map(Subject::User);
        let found = invitation.or(key).or(member).or(user);
        found.unwrap_or_else(|| Subject::without_id(self.name()))
    }

    /// Returns what there is to say beyond the name, for people; empty when nothing.
    pub fn detail(&self) -> String {
        match self {
            Self::Invitation { event, .. } => match event {
                Event::Edited { fields } => fields.join(", "),
                Event::Failed(failure) | Event::Bounced(failure) => {
                    format!("{}: {}", failure.reason.as_str(), failure.detail)
                }
                Event::Accepted(member) => member.to_string(),
                _ => String::new(),
            },
            Self::AccountEdited { fields } | Self::ProfileChanged { fields } => fields.join(", "),
            Self::MailTextEdited {
                message,
                locale,
                parts,
            } => format!("{message}: {locale}: {}", parts.join(", ")),
            Self::GrantableDefined { kind, key } | Self::GrantableRemoved { kind, key } => {
                format!("{kind}: {key}")
            }
            Self::GrantableEdited { kind, key, fields } => {
                format!("{kind}: {key}: {}", fields.join(", "))
            }
            Self::MemberEdited { rights, .. } => rights.join(", "),
            Self::MemberRemoved { user, .. } => format!("user {user}"),
            Self::AccountMoved { from, to } => format!("{} → {}", named(*from), named(*to)),
            Self::ApiKeyCreated { name, .. } | Self::ApiKeyRevoked { name, .. } => name.clone(),
            Self::Refused(refusal) => refusal.detail().to_owned(),
            Self::SignedOutEverywhere { sessions } => sessions.to_string(),
            Self::SignInsSlowed {
                limit,
                user,
                network,
            } => {
                let user = user.map_or_else(|| "nobody".to_owned(), |id| id.to_string());
                format!("by {}: {user} from {network}", limit.as_str())
            }
            Self::PasswordResetRequested(Some(user)) => user.to_string(),
            _ => String::new(),
        }
    }
}

/// Names an actor, and returns the id where there is one.
pub(super) const fn words_of(actor: &Actor) -> (&'static str, Option<Uuid>) {
    match actor {
        Actor::User(id) => ("user", Some(id.uuid())),
        Actor::ApiKey(id) => ("api_key", Some(id.uuid())),
        Actor::Invitee => ("invitee", None),
        Actor::System => ("system", None),
    }
}

fn named(account: Option<AccountId>) -> String {
    account.map_or_else(|| "none".to_owned(), |id| id.to_string())
}

/// To whom or what something was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The account itself.
    Account,
    /// An invitation.
    Invitation(InvitationId),
    /// A member.
    Member(MemberId),
    /// A person.
    User(UserId),
    /// An API key.
    ApiKey(ApiKeyId),
    /// What the account offers, such as a role; the detail names it.
    Catalog,
}

impl Subject {
    /// Returns what an action of this name is about when it names no id.
    pub fn without_id(action: &str) -> Self {
        if action.starts_with("account.") || action.starts_with("refusal.") {
            Self::Account
        } else {
            Self::Catalog
        }
    }

    /// Returns the name on the wire.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Invitation(_) => "invitation",
            Self::Member(_) => "member",
            Self::User(_) => "user",
            Self::ApiKey(_) => "api_key",
            Self::Catalog => "catalog",
        }
    }
}

/// One line of the audit log, written in the same commit as what it tells about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its id; ids made later sort later.
    pub id: AuditEntryId,
    /// The account; `None` for what belongs to a person rather than an account, such as signing in.
    pub account_id: Option<AccountId>,
    /// Who, and through what.
    pub doer: Doer,
    /// What.
    pub action: Action,
    /// When.
    pub at: DateTime<Utc>,
}
