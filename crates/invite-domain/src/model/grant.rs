//! What acceptance gives, and the rule that nobody grants more than they hold.

use super::{Forbidden, GrantKey, InvalidValue};
use std::collections::BTreeSet;

/// Whether a person belongs to the account's own organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum UserType {
    /// One of the account's own people. Shown as `invitation_internal` before acceptance.
    #[default]
    Internal,
    /// A guest: partner, customer, contractor.
    External,
}

impl UserType {
    /// Returns the name on the wire and in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::External => "external",
        }
    }

    /// Reads the name on the wire.
    ///
    /// # Errors
    /// `unknown_user_type`.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        match text {
            "internal" => Ok(Self::Internal),
            "external" => Ok(Self::External),
            _ => Err(InvalidValue::new(
                "unknown_user_type",
                "the user type is internal or external",
            )),
        }
    }
}

/// How far a member's hand reaches in the account. `Administrator` is the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum AccessType {
    /// Uses what they were granted; invites nobody.
    #[default]
    Standard,
    /// Invites, grants and manages everything in the account and in the accounts below it.
    Administrator,
}

impl AccessType {
    /// Returns the name on the wire and in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Administrator => "administrator",
        }
    }

    /// Reads the name on the wire.
    ///
    /// # Errors
    /// `unknown_access_type`.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        match text {
            "standard" => Ok(Self::Standard),
            "administrator" => Ok(Self::Administrator),
            _ => Err(InvalidValue::new(
                "unknown_access_type",
                "the access type is administrator or standard",
            )),
        }
    }
}

/// The four catalogs that an account fills with what can be granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GrantKind {
    /// A role, such as `Salesperson`.
    Role,
    /// A group, such as `Everybody`.
    Group,
    /// A single permission, such as `View & pay invoices`.
    Permission,
    /// Something the account owns and a member is assigned: a phone number, a license.
    Resource,
}

impl GrantKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Role, Self::Group, Self::Permission, Self::Resource];

    /// Returns the plural that names the field and the route: `roles`, `groups`, …
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Role => "roles",
            Self::Group => "groups",
            Self::Permission => "permissions",
            Self::Resource => "resources",
        }
    }

    /// Returns the singular, the name in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Group => "group",
            Self::Permission => "permission",
            Self::Resource => "resource",
        }
    }
}

/// One thing of a grant.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GrantItem {
    /// Which catalog it is from.
    pub kind: GrantKind,
    /// What the account calls it.
    pub key: GrantKey,
}

/// What acceptance gives: types, roles, groups, permissions and resources.
///
/// ```
/// use invite_domain::model::{AccessType, Grant, GrantKey};
///
/// let sales = Grant { roles: [GrantKey::parse("Salesperson")?].into(), ..Grant::default() };
/// assert_eq!(sales.access_type, AccessType::Standard);
/// assert_eq!(sales.items().count(), 1);
/// # Ok::<(), invite_domain::model::InvalidValue>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grant {
    /// The user type after acceptance.
    pub user_type: UserType,
    /// Administrator or standard.
    pub access_type: AccessType,
    /// Roles by key.
    pub roles: BTreeSet<GrantKey>,
    /// Groups by key; the account's default groups are added at acceptance.
    pub groups: BTreeSet<GrantKey>,
    /// Permissions by key.
    pub permissions: BTreeSet<GrantKey>,
    /// Resources by key.
    pub resources: BTreeSet<GrantKey>,
}

impl Grant {
    /// Whether a place that holds this opens its account: in one that works with roles, a standard user
    /// needs one of them.
    pub fn opens(&self, account_has_roles: bool) -> bool {
        self.access_type == AccessType::Administrator
            || !self.roles.is_empty()
            || !account_has_roles
    }

    /// Returns the keys of one kind.
    pub fn keys(&self, kind: GrantKind) -> &BTreeSet<GrantKey> {
        match kind {
            GrantKind::Role => &self.roles,
            GrantKind::Group => &self.groups,
            GrantKind::Permission => &self.permissions,
            GrantKind::Resource => &self.resources,
        }
    }

    /// Returns the keys of one kind, to change them.
    pub fn keys_mut(&mut self, kind: GrantKind) -> &mut BTreeSet<GrantKey> {
        match kind {
            GrantKind::Role => &mut self.roles,
            GrantKind::Group => &mut self.groups,
            GrantKind::Permission => &mut self.permissions,
            GrantKind::Resource => &mut self.resources,
        }
    }

    /// Walks through every role, group, permission and resource, kind by kind, sorted.
    pub fn items(&self) -> impl Iterator<Item = GrantItem> {
        GrantKind::ALL.into_iter().flat_map(|kind| {
            self.keys(kind).iter().map(move |key| GrantItem {
                kind,
                key: key.clone(),
            })
        })
    }
}

/// The inviter holds less than the invitation would give.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GrantRefused {
    /// The caller may not bring people in at all.
    #[error(transparent)]
    MayNotInvite(#[from] Forbidden),
    /// Only an administrator makes administrators.
    #[error("administrator access can only be granted by an administrator")]
    AccessType,
    /// The caller does not hold this themselves.
    #[error("{} \"{}\" can only be granted by someone who holds it", .0.kind.as_str(), .0.key)]
    NotHeld(GrantItem),
}
