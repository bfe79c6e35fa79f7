//! Who asks, and what they may give.

use super::{
    AccessType, Account, ApiKeyId, DisplayName, Doer, Forbidden, Grant, GrantRefused,
    INVITE_PEOPLE, InvalidValue, Operation, Reach, UserId, Via,
};

/// Whoever did something, as the audit log names them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Actor {
    /// A signed-in person.
    User(UserId),
    /// A program with an API key.
    ApiKey(ApiKeyId),
    /// The holder of an invitation's link.
    Invitee,
    /// The service itself: worker, sweeper, command line.
    System,
}

/// Who asked for an invitation; the name is kept as it was, for mails and history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inviter {
    /// Whose rights are checked again at acceptance.
    pub actor: Actor,
    /// How the mail names them.
    pub name: DisplayName,
}

/// What an API key is for. Each scope includes the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Reads invitations and members.
    Read,
    /// Also invites, with standard access at most.
    Invite,
    /// Does everything an administrator does.
    Administer,
}

impl Scope {
    /// Returns the name on the wire and in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Invite => "invite",
            Self::Administer => "administer",
        }
    }

    /// Reads the name on the wire.
    ///
    /// # Errors
    /// `unknown_scope`.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        match text {
            "read" => Ok(Self::Read),
            "invite" => Ok(Self::Invite),
            "administer" => Ok(Self::Administer),
            _ => Err(InvalidValue::new(
                "unknown_scope",
                "the scope is read, invite or administer",
            )),
        }
    }
}

/// What of an account's catalogs someone holds, and so may give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holdings {
    /// Everything that the account defines.
    Everything,
    /// What their own place in the account gives them.
    Only(Grant),
}

/// What someone may do and give in one account, at this moment.
///
/// ```
/// use invite_domain::model::{AccessType, Authority, Grant, GrantRefused, Scope};
///
/// let admin = Grant { access_type: AccessType::Administrator, ..Grant::default() };
/// let key = Authority::of_scope(Scope::Invite);
/// assert!(Authority::administrator().may_grant(&admin).is_ok());
/// assert_eq!(key.may_grant(&admin), Err(GrantRefused::AccessType));
/// assert!(key.may_grant(&Grant::default()).is_ok());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// How far their hand reaches.
    pub reach: Reach,
    /// What they hold.
    pub holdings: Holdings,
}

impl Authority {
    /// Everything in the account: an administrator of it or of an account above it.
    pub const fn administrator() -> Self {
        Self {
            reach: Reach::Administer,
            holdings: Holdings::Everything,
        }
    }

    /// Returns what a place in the account gives: everything to an administrator; to a standard user
    /// what they hold, to pass on only with the permission [`INVITE_PEOPLE`].
    pub fn of_member(held: &Grant) -> Self {
        if held.access_type == AccessType::Administrator {
            return Self::administrator();
        }
        let invites = held
            .permissions
            .iter()
            .any(|permission| permission.as_str() == INVITE_PEOPLE);
        Self {
            reach: if invites { Reach::Invite } else { Reach::Own },
            holdings: Holdings::Only(held.clone()),
        }
    }

    /// Returns what an API key of this scope may do. One that invites does so on an administrator's
    /// behalf, with standard access at most.
    pub fn of_scope(scope: Scope) -> Self {
        match scope {
            Scope::Read => Self {
                reach: Reach::Read,
                holdings: Holdings::Only(Grant::default()),
            },
            Scope::Invite => Self {
                reach: Reach::Invite,
                holdings: Holdings::Everything,
            },
            Scope::Administer => Self::administrator(),
        }
    }

    /// Checks that their hand reaches as far as this needs.
    ///
    /// # Errors
    /// [`Forbidden`] when it does not.
    pub fn may(&self, operation: Operation) -> Result<(), Forbidden> {
        if self.reach >= operation.needs() {
            Ok(())
        } else {
            Err(Forbidden(operation))
        }
    }

    /// Checks that nothing in `wanted` goes beyond what they hold.
    ///
    /// # Errors
    /// The first thing that does.
    pub fn may_grant(&self, wanted: &Grant) -> Result<(), GrantRefused> {
        self.may(Operation::Invite)?;
        if wanted.access_type == AccessType::Administrator && self.reach < Reach::Administer {
            return Err(GrantRefused::AccessType);
        }
        match &self.holdings {
            Holdings::Everything => Ok(()),
            Holdings::Only(held) => wanted
                .items()
                .find(|item| !held.keys(item.kind).contains(&item.key))
                .map_or(Ok(()), |item| Err(GrantRefused::NotHeld(item))),
        }
    }
}

/// Someone whose credentials were checked, in the one account that they act in.
///
/// Every administrative use case begins with it, so that every query begins with the account.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who they are.
    pub actor: Actor,
    /// How mails and the audit log name them.
    pub name: DisplayName,
    /// What they may do here.
    pub authority: Authority,
    /// The account they act in, as it stood when they were checked.
    pub account: Account,
    /// Through what they act.
    pub via: Via,
}

impl Caller {
    /// Checks that their hand reaches as far as this needs. Every use case asks before it looks
    /// anything up, so that a refusal tells nothing about what exists.
    ///
    /// # Errors
    /// [`Forbidden`] when it does not.
    pub fn may(&self, operation: Operation) -> Result<(), Forbidden> {
        self.authority.may(operation)
    }

    /// Returns them as the audit log names them.
    pub fn doer(&self) -> Doer {
        Doer {
            actor: self.actor.clone(),
            via: self.via,
        }
    }

    /// Returns them as the inviter of a new invitation.
    pub fn as_inviter(&self) -> Inviter {
        Inviter {
            actor: self.actor.clone(),
            name: self.name.clone(),
        }
    }
}
