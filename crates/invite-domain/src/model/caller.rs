//! Who asks, and what they may give.

use super::{
    AccessType, Account, ApiKeyId, DisplayName, Grant, GrantRefused, InvalidValue, UserId,
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

/// What someone may do and give in one account, at this moment.
///
/// ```
/// use invite_domain::model::{AccessType, Authority, Grant, GrantRefused};
///
/// let admin = Grant { access_type: AccessType::Administrator, ..Grant::default() };
/// assert!(Authority::administrator().may_grant(&admin).is_ok());
/// assert_eq!(Authority::inviting_key().may_grant(&admin), Err(GrantRefused::AccessType));
/// assert!(Authority::inviting_key().may_grant(&Grant::default()).is_ok());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// Greatest access type they may give, and manage with.
    pub access_type: AccessType,
    /// Whether they may bring people in.
    pub may_invite: bool,
    /// Whether everything the account defines counts as held.
    pub holds_everything: bool,
    /// What they hold themselves; looked at only where `holds_everything` is false.
    pub held: Grant,
}

impl Authority {
    /// Everything in the account: an administrator of it or of an account above it.
    pub fn administrator() -> Self {
        Self {
            access_type: AccessType::Administrator,
            may_invite: true,
            holds_everything: true,
            held: Grant::default(),
        }
    }

    /// A key that invites on an administrator's behalf, with standard access at most.
    pub fn inviting_key() -> Self {
        Self {
            access_type: AccessType::Standard,
            may_invite: true,
            holds_everything: true,
            held: Grant::default(),
        }
    }

    /// A standard user, or a key that only reads: sees, and invites nobody.
    pub fn standard(held: Grant) -> Self {
        Self {
            access_type: AccessType::Standard,
            may_invite: false,
            holds_everything: false,
            held,
        }
    }

    /// Returns what an API key of this scope may do.
    pub fn of_scope(scope: Scope) -> Self {
        match scope {
            Scope::Read => Self::standard(Grant::default()),
            Scope::Invite => Self::inviting_key(),
            Scope::Administer => Self::administrator(),
        }
    }

    /// Checks that nothing in `wanted` goes beyond what they hold.
    ///
    /// # Errors
    /// The first thing that does.
    pub fn may_grant(&self, wanted: &Grant) -> Result<(), GrantRefused> {
        if !self.may_invite {
            return Err(GrantRefused::MayNotInvite);
        }
        if wanted.access_type > self.access_type {
            return Err(GrantRefused::AccessType);
        }
        if self.holds_everything {
            return Ok(());
        }
        wanted
            .items()
            .find(|item| !self.held.keys(item.kind).contains(&item.key))
            .map_or(Ok(()), |item| Err(GrantRefused::NotHeld(item)))
    }

    /// Whether they may change the account itself: settings, catalogs, keys.
    pub fn may_administer(&self) -> bool {
        self.access_type == AccessType::Administrator
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
}

impl Caller {
    /// Returns them as the inviter of a new invitation.
    pub fn as_inviter(&self) -> Inviter {
        Inviter {
            actor: self.actor.clone(),
            name: self.name.clone(),
        }
    }
}
