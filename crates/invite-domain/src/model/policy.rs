//! Who may do what in an account: the one table that every use case asks before it looks anything up.
//!
//! | Reach | Who has it |
//! | --- | --- |
//! | `own` | a standard user |
//! | `read` | an API key that reads |
//! | `invite` | an API key that invites; a standard user who holds the permission [`INVITE_PEOPLE`] |
//! | `administer` | an administrator of the account or of one above it; an API key that administers |
//!
//! What someone may *give* is a second question, answered by [`super::Authority::may_grant`].

use std::fmt;

/// The permission that lets a standard user bring people in, within what they hold themselves.
pub const INVITE_PEOPLE: &str = "invite_people";

/// How far a caller's hand reaches in one account. Each reach includes the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reach {
    /// Their own place in the account, and nothing of anyone else's.
    Own,
    /// Reads invitations, members and what can be granted.
    Read,
    /// Also brings people in.
    Invite,
    /// Everything in the account and in the accounts below it.
    Administer,
}

impl Reach {
    /// Every reach, the shortest first.
    pub const ALL: [Self; 4] = [Self::Own, Self::Read, Self::Invite, Self::Administer];

    /// Returns the name on the wire and in the docs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Read => "read",
            Self::Invite => "invite",
            Self::Administer => "administer",
        }
    }
}

macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident = $text:literal needs $reach:ident),+ $(,)?) => {
        /// Something that can be done in an account.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Operation {
            $($(#[$doc])* $name,)+
        }

        impl Operation {
            /// Every operation.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Returns the name in the docs, for example `read_invitations`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }

            /// Returns how far one's hand must reach for it.
            pub const fn needs(self) -> Reach {
                match self {
                    $(Self::$name => Reach::$reach,)+
                }
            }
        }
    };
}

operations! {
    /// See the account's name and settings.
    ViewAccount = "view_account" needs Own,
    /// Read invitations, their counts and their histories.
    ReadInvitations = "read_invitations" needs Read,
    /// Put people on the roster, change, send, send again and withdraw invitations.
    Invite = "invite" needs Invite,
    /// Read who is in, and what they hold.
    ReadMembers = "read_members" needs Read,
    /// Change what members hold, switch them off and on, remove them.
    ManageMembers = "manage_members" needs Administer,
    /// Read which roles, groups, permissions and resources there are.
    ReadCatalog = "read_catalog" needs Read,
    /// Define, change and remove roles, groups, permissions and resources.
    ManageCatalog = "manage_catalog" needs Administer,
    /// Change name, slug and settings of the account.
    EditAccount = "edit_account" needs Administer,
    /// Make accounts below this one; from above an account, suspend and resume it.
    ManageAccounts = "manage_accounts" needs Administer,
    /// Read which API keys there are; never the keys.
    ReadApiKeys = "read_api_keys" needs Administer,
    /// Make and revoke API keys.
    ManageApiKeys = "manage_api_keys" needs Administer,
    /// Read and export the audit log.
    ReadAudit = "read_audit" needs Administer,
}

/// The caller's hand does not reach that far in this account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forbidden(pub Operation);

impl fmt::Display for Forbidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0.needs() {
            Reach::Own => "this needs a place in the account",
            Reach::Read => "this needs administrator access or an API key that may read",
            Reach::Invite => {
                "inviting people needs administrator access, the permission invite_people or an API key that may invite"
            }
            Reach::Administer => "this needs administrator access",
        })
    }
}

impl std::error::Error for Forbidden {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AccessType, Authority, Grant, GrantKey, Scope};

    fn all_that(authority: &Authority) -> Vec<&'static str> {
        let may = |operation: &&Operation| authority.may(**operation).is_ok();
        Operation::ALL
            .iter()
            .filter(may)
            .map(|o| o.as_str())
            .collect()
    }

    #[test]
    fn a_standard_user_sees_the_account_and_nothing_more() {
        let standard = Authority::of_member(&Grant::default());
        assert_eq!(all_that(&standard), ["view_account"]);
    }

    #[test]
    fn the_permission_to_invite_adds_the_roster_and_nothing_else() {
        let held = Grant {
            permissions: [GrantKey::parse(INVITE_PEOPLE).unwrap()].into(),
            ..Grant::default()
        };
        let inviting = [
            "view_account",
            "read_invitations",
            "invite",
            "read_members",
            "read_catalog",
        ];
        assert_eq!(all_that(&Authority::of_member(&held)), inviting);
        assert_eq!(all_that(&Authority::of_scope(Scope::Invite)), inviting);
    }

    #[test]
    fn a_reading_key_changes_nothing() {
        let reading = [
            "view_account",
            "read_invitations",
            "read_members",
            "read_catalog",
        ];
        assert_eq!(all_that(&Authority::of_scope(Scope::Read)), reading);
    }

    #[test]
    fn administrators_do_everything() {
        let member = Grant {
            access_type: AccessType::Administrator,
            ..Grant::default()
        };
        for authority in [
            Authority::administrator(),
            Authority::of_member(&member),
            Authority::of_scope(Scope::Administer),
        ] {
            assert_eq!(all_that(&authority).len(), Operation::ALL.len());
        }
    }
}
