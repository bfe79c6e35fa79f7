//! An account's settings as JSON.

use invite_domain::model::{
    AcceptanceProof, AccountSettings, ApprovalPolicy, ChannelPolicy, CredentialsPolicy,
    DisplayName, GrantKey, HttpUrl, Locale, PasswordPolicy, ResendPolicy, SubjectTemplate, Ttl,
};
use serde::{Deserialize, Serialize};
use std::error::Error;

type Unreadable = Box<dyn Error + Send + Sync>;

/// The shape. A changed shape gets a further `version`, and the old one is read for ever.
#[derive(Serialize, Deserialize)]
#[serde(tag = "version")]
enum Stored {
    #[serde(rename = "1")]
    One(StoredSettings),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredSettings {
    invitation_ttl: u32,
    credentials: StoredCredentials,
    channels: StoredChannels,
    resend_policy: StoredResendPolicy,
    // Left out where it is the default, so that a replica of the version before reads what it knows.
    #[serde(default, skip_serializing_if = "StoredProof::is_link")]
    acceptance_proof: StoredProof,
    // The same.
    #[serde(default, skip_serializing_if = "StoredApproval::is_none")]
    approval: StoredApproval,
    default_locale: String,
    default_groups: Vec<String>,
    login_url: Option<String>,
    // Left out where there is none, for the same reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after_accept_url: Option<String>,
    mail_subject: Option<String>,
    sender_name: Option<String>,
    password_min_length: u8,
    seats: Option<u32>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredCredentials {
    SetPassword,
    TemporaryPassword,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredChannels {
    EmailOnly,
    EmailOrSms,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredResendPolicy {
    Immediately,
    Grace(u32),
    UntilExpiry,
}

#[derive(Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredProof {
    #[default]
    Link,
    CodeForAdministrators,
    Code,
}

impl StoredProof {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands a reference in"
    )]
    fn is_link(&self) -> bool {
        *self == Self::Link
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredApproval {
    #[default]
    None,
    Required,
}

impl StoredApproval {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands a reference in"
    )]
    fn is_none(&self) -> bool {
        *self == Self::None
    }
}

pub(super) fn encode(settings: &AccountSettings) -> String {
    let stored = Stored::One(StoredSettings {
        invitation_ttl: settings.invitation_ttl.seconds(),
        credentials: match settings.credentials {
            CredentialsPolicy::SetPassword => StoredCredentials::SetPassword,
            CredentialsPolicy::TemporaryPassword => StoredCredentials::TemporaryPassword,
        },
        channels: match settings.channels {
            ChannelPolicy::EmailOnly => StoredChannels::EmailOnly,
            ChannelPolicy::EmailOrSms => StoredChannels::EmailOrSms,
        },
        resend_policy: match settings.resend_policy {
            ResendPolicy::Immediately => StoredResendPolicy::Immediately,
            ResendPolicy::Grace(ttl) => StoredResendPolicy::Grace(ttl.seconds()),
            ResendPolicy::UntilExpiry => StoredResendPolicy::UntilExpiry,
        },
        acceptance_proof: match settings.acceptance_proof {
            AcceptanceProof::Link => StoredProof::Link,
            AcceptanceProof::CodeForAdministrators => StoredProof::CodeForAdministrators,
            AcceptanceProof::Code => StoredProof::Code,
        },
        approval: match settings.approval {
            ApprovalPolicy::None => StoredApproval::None,
            ApprovalPolicy::Required => StoredApproval::Required,
        },
        default_locale: settings.default_locale.code().to_owned(),
        default_groups: settings
            .default_groups
            .iter()
            .map(|key| key.as_str().to_owned())
            .collect(),
        login_url: settings
            .login_url
            .as_ref()
            .map(|url| url.as_str().to_owned()),
        after_accept_url: settings
            .after_accept_url
            .as_ref()
            .map(|url| url.as_str().to_owned()),
        mail_subject: settings
            .mail_subject
            .as_ref()
            .map(|subject| subject.as_str().to_owned()),
        sender_name: settings
            .sender_name
            .as_ref()
            .map(|name| name.as_str().to_owned()),
        password_min_length: settings.password.min_length(),
        seats: settings.seats,
    });
    serde_json::to_string(&stored).unwrap_or_default()
}

pub(super) fn decode(text: &str) -> Result<AccountSettings, Unreadable> {
    let Stored::One(stored) = serde_json::from_str(text)?;
    let default_groups: Result<_, _> = stored
        .default_groups
        .iter()
        .map(|key| GrantKey::parse(key))
        .collect();
    Ok(AccountSettings {
        invitation_ttl: Ttl::from_seconds(stored.invitation_ttl.into())?,
        credentials: match stored.credentials {
            StoredCredentials::SetPassword => CredentialsPolicy::SetPassword,
            StoredCredentials::TemporaryPassword => CredentialsPolicy::TemporaryPassword,
        },
        channels: match stored.channels {
            StoredChannels::EmailOnly => ChannelPolicy::EmailOnly,
            StoredChannels::EmailOrSms => ChannelPolicy::EmailOrSms,
        },
        resend_policy: match stored.resend_policy {
            StoredResendPolicy::Immediately => ResendPolicy::Immediately,
            StoredResendPolicy::Grace(seconds) => {
                ResendPolicy::Grace(Ttl::from_seconds(seconds.into())?)
            }
            StoredResendPolicy::UntilExpiry => ResendPolicy::UntilExpiry,
        },
        acceptance_proof: match stored.acceptance_proof {
            StoredProof::Link => AcceptanceProof::Link,
            StoredProof::CodeForAdministrators => AcceptanceProof::CodeForAdministrators,
            StoredProof::Code => AcceptanceProof::Code,
        },
        approval: match stored.approval {
            StoredApproval::None => ApprovalPolicy::None,
            StoredApproval::Required => ApprovalPolicy::Required,
        },
        default_locale: Locale::parse(&stored.default_locale)?,
        default_groups: default_groups?,
        login_url: stored
            .login_url
            .as_deref()
            .map(HttpUrl::parse)
            .transpose()?,
        after_accept_url: stored
            .after_accept_url
            .as_deref()
            .map(HttpUrl::parse)
            .transpose()?,
        mail_subject: stored
            .mail_subject
            .as_deref()
            .map(SubjectTemplate::parse)
            .transpose()?,
        sender_name: stored
            .sender_name
            .as_deref()
            .map(DisplayName::parse)
            .transpose()?,
        password: PasswordPolicy::with_min_length(stored.password_min_length.into())?,
        seats: stored.seats,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_come_back_as_they_were() {
        let full = AccountSettings {
            invitation_ttl: Ttl::MIN,
            credentials: CredentialsPolicy::TemporaryPassword,
            channels: ChannelPolicy::EmailOrSms,
            resend_policy: ResendPolicy::Grace(Ttl::MAX),
            acceptance_proof: AcceptanceProof::CodeForAdministrators,
            approval: ApprovalPolicy::Required,
            default_locale: Locale::Ru,
            default_groups: [GrantKey::parse("Все").unwrap()].into(),
            after_accept_url: Some(HttpUrl::parse("https://app.example.org/welcome").unwrap()),
            login_url: Some(HttpUrl::parse("https://app.example.org/").unwrap()),
            mail_subject: Some(SubjectTemplate::parse("{inviter} → {account}").unwrap()),
            sender_name: Some(DisplayName::parse("Maju \"&\" Jaya").unwrap()),
            password: PasswordPolicy::with_min_length(8).unwrap(),
            seats: Some(3),
        };
        for settings in [full, AccountSettings::default()] {
            assert_eq!(decode(&encode(&settings)).unwrap(), settings);
        }
    }

    #[test]
    fn unknown_settings_are_refused() {
        let known = encode(&AccountSettings::default());
        for odd in [
            known.replace("\"1\"", "\"2\""),
            known.replace("set_password", "smoke_signal"),
            known.replace("\"seats\"", "\"chairs\""),
            known.replace("604800", "1"),
            String::new(),
        ] {
            assert!(decode(&odd).is_err(), "{odd}");
        }
    }
}
