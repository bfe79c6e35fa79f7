//! Builds callers.

use crate::{an_account, values};
use invite_domain::model::{
    Account, Actor, ApiKeyId, Authority, Caller, Grant, Member, Scope, UserId, Via,
};

/// Begins a caller called `Ana` who may do everything in the account `Maju`.
///
/// ```
/// use invite_domain::model::{Grant, Operation};
///
/// let account = invite_testkit::an_account().build();
/// let caller = invite_testkit::a_caller().of(&account).standard(&Grant::default()).build();
/// assert!(caller.may(Operation::Invite).is_err());
/// ```
pub fn a_caller() -> CallerBuilder {
    CallerBuilder {
        caller: Caller {
            actor: Actor::System,
            name: values::name("Ana"),
            authority: Authority::administrator(),
            account: an_account().build(),
            via: Via::Api,
        },
    }
}

/// A caller in the making; see [`a_caller`].
#[derive(Debug, Clone)]
pub struct CallerBuilder {
    caller: Caller,
}

impl CallerBuilder {
    /// Says which account they act in.
    #[must_use]
    pub fn of(mut self, account: &Account) -> Self {
        self.caller.account = account.clone();
        self
    }

    /// Sets the name.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.caller.name = values::name(name);
        self
    }

    /// Makes them a signed-in person, with the authority as it is.
    #[must_use]
    pub fn user(mut self, user: UserId) -> Self {
        self.caller.actor = Actor::User(user);
        self
    }

    /// Makes them this member, with the authority that their access gives.
    #[must_use]
    pub fn member(mut self, member: &Member) -> Self {
        self.caller.actor = Actor::User(member.user_id);
        self.caller.authority = Authority::of_member(&member.grant);
        self
    }

    /// Makes them an API key of this scope.
    #[must_use]
    pub fn api_key(mut self, key: ApiKeyId, scope: Scope) -> Self {
        self.caller.actor = Actor::ApiKey(key);
        self.caller.authority = Authority::of_scope(scope);
        self
    }

    /// Makes them a standard user who holds this.
    #[must_use]
    pub fn standard(mut self, held: &Grant) -> Self {
        self.caller.authority = Authority::of_member(held);
        self
    }

    /// Returns the caller.
    pub fn build(self) -> Caller {
        self.caller
    }
}
