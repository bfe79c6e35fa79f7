//! Typed identifiers: a UUID that remembers what it names, so that two kinds cannot be swapped.

use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID; it says nothing about whether the thing exists.
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }

            /// Returns the bare UUID.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// Names an account (tenant).
    AccountId,
    /// Names an API key.
    ApiKeyId,
    /// Names an entry of the audit log.
    AuditEntryId,
    /// Names one attempt at one message.
    DeliveryId,
    /// Names an invitation.
    InvitationId,
    /// Names a person's place in one account.
    MemberId,
    /// Names a message that waits to leave, and the Message-ID it leaves with.
    OutboxId,
    /// Names one asking for a new password.
    PasswordResetId,
    /// Names a signed-in session.
    SessionId,
    /// Names a person who can sign in.
    UserId,
}
