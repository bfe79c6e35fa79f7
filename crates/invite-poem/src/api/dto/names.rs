//! Names that a field takes one of.

use invite_domain::{
    model::{self, ChannelPreference, CredentialsPolicy, PersonStatus, Scope, Status, UserType},
    ports::PeopleSort,
};
use poem_openapi::Enum;
use serde::Deserialize;

macro_rules! names {
    ($(#[$doc:meta])* $name:ident = $wire:literal of $domain:ty { $($(#[$variant_doc:meta])* $variant:ident = $value:path,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Enum, Deserialize)]
        #[oai(rename = $wire, rename_all = "snake_case")]
        #[serde(rename_all = "snake_case")]
        pub(in crate::api) enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl From<$name> for $domain {
            fn from(name: $name) -> Self {
                match name {
                    $($name::$variant => $value,)+
                }
            }
        }

        impl From<$domain> for $name {
            fn from(value: $domain) -> Self {
                match value {
                    $($value => Self::$variant,)+
                }
            }
        }
    };
}

names! {
    /// Where an invitation stands.
    StatusName = "InvitationStatus" of Status {
        NotInvited = Status::NotInvited,
        Queued = Status::Queued,
        Invited = Status::Invited,
        Accepted = Status::Accepted,
        Declined = Status::Declined,
        Expired = Status::Expired,
        Error = Status::Error,
        Revoked = Status::Revoked,
    }
}

names! {
    /// Where a person stands in an account.
    PersonStatusName = "PersonStatus" of PersonStatus {
        NotInvited = PersonStatus::NotInvited,
        Queued = PersonStatus::Queued,
        Invited = PersonStatus::Invited,
        Accepted = PersonStatus::Accepted,
        Expired = PersonStatus::Expired,
        Error = PersonStatus::Error,
        Declined = PersonStatus::Declined,
        Revoked = PersonStatus::Revoked,
        SwitchedOff = PersonStatus::SwitchedOff,
        AwaitingApproval = PersonStatus::AwaitingApproval,
    }
}

names! {
    /// In which order people are listed.
    PeopleSortName = "PeopleSort" of PeopleSort {
        Newest = PeopleSort::Newest,
        Oldest = PeopleSort::Oldest,
        Name = PeopleSort::Name,
    }
}

names! {
    /// How far a member's hand reaches in the account.
    AccessTypeName = "AccessType" of model::AccessType {
        Standard = model::AccessType::Standard,
        Administrator = model::AccessType::Administrator,
    }
}

names! {
    /// How the person is to be told; `auto` is by mail where there is an address, else by SMS.
    ChannelName = "Channel" of ChannelPreference {
        Email = ChannelPreference::Email,
        Sms = ChannelPreference::Sms,
        Auto = ChannelPreference::Auto,
    }
}

names! {
    /// How a new person gets to their credentials.
    CredentialsName = "CredentialsPolicy" of CredentialsPolicy {
        SetPassword = CredentialsPolicy::SetPassword,
        TemporaryPassword = CredentialsPolicy::TemporaryPassword,
    }
}

names! {
    /// What a new person shows at acceptance besides the link: nothing, or a one-time code that is sent
    /// to the address or number on record. Accounts begin with `code_for_administrators`.
    AcceptanceProofName = "AcceptanceProof" of model::AcceptanceProof {
        Link = model::AcceptanceProof::Link,
        CodeForAdministrators = model::AcceptanceProof::CodeForAdministrators,
        Code = model::AcceptanceProof::Code,
    }
}

names! {
    /// Whether someone who accepted is let in at once, or an administrator approves first.
    ApprovalName = "ApprovalPolicy" of model::ApprovalPolicy {
        None = model::ApprovalPolicy::None,
        Required = model::ApprovalPolicy::Required,
    }
}

names! {
    /// Which channels the account may use.
    ChannelsName = "ChannelPolicy" of model::ChannelPolicy {
        EmailOnly = model::ChannelPolicy::EmailOnly,
        EmailOrSms = model::ChannelPolicy::EmailOrSms,
    }
}

names! {
    /// What an API key may do; each scope includes the ones before it.
    ScopeName = "Scope" of Scope {
        Read = Scope::Read,
        Invite = Scope::Invite,
        Administer = Scope::Administer,
    }
}

/// What becomes of the old link when an invitation is sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum, Deserialize)]
#[oai(rename = "ResendPolicy", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub(in crate::api) enum ResendPolicyName {
    /// It dies at once.
    Immediately,
    /// It lives on for `resend_grace_seconds`.
    Grace,
    /// It stays good until its own expiry.
    UntilExpiry,
}

/// Whether a person is one of the account's own. Before acceptance it reads `invitation_…`; both
/// spellings are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum, Deserialize)]
#[oai(rename = "UserType", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub(in crate::api) enum UserTypeName {
    Internal,
    External,
    InvitationInternal,
    InvitationExternal,
}

impl From<UserTypeName> for UserType {
    fn from(name: UserTypeName) -> Self {
        match name {
            UserTypeName::Internal | UserTypeName::InvitationInternal => Self::Internal,
            UserTypeName::External | UserTypeName::InvitationExternal => Self::External,
        }
    }
}

impl UserTypeName {
    /// Names the type as it stands: a person who is not in has no login yet.
    pub(in crate::api) fn standing(user_type: UserType, is_in: bool) -> Self {
        match (user_type, is_in) {
            (UserType::Internal, true) => Self::Internal,
            (UserType::External, true) => Self::External,
            (UserType::Internal, false) => Self::InvitationInternal,
            (UserType::External, false) => Self::InvitationExternal,
        }
    }
}
