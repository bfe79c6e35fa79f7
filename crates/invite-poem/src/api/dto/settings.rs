//! An account's settings.

use super::{
    fields::Fields,
    names::{AcceptanceProofName, ApprovalName, ChannelsName, CredentialsName, ResendPolicyName},
};
use invite_domain::model::{
    AccountSettings, DisplayName, HttpUrl, InvalidValue, Locale, PasswordPolicy, ResendPolicy,
    SubjectTemplate, Ttl,
};
use poem_openapi::{Object, types::MaybeUndefined};
use serde::Deserialize;

/// What an account's administrators can set.
#[derive(Debug, Object)]
pub(in crate::api) struct Settings {
    /// How long invitations live, in seconds from the hand-over of the message.
    invitation_ttl_seconds: u32,
    credentials: CredentialsName,
    channels: ChannelsName,
    resend_policy: ResendPolicyName,
    /// How long an old link lives on, where `resend_policy` is `grace`.
    resend_grace_seconds: Option<u32>,
    acceptance_proof: AcceptanceProofName,
    approval: ApprovalName,
    /// The language where the invitee's is not known: `en`, `id` or `ru`.
    default_locale: String,
    /// Groups that everyone who accepts is added to.
    default_groups: Vec<String>,
    /// Where people go to sign in; the built-in page when null.
    login_url: Option<String>,
    /// Where people go after they accepted; where they sign in when null.
    after_accept_url: Option<String>,
    /// The subject of invitation mails, in every language that `mail-texts` does not
    /// word for itself, with the same placeholders.
    mail_subject: Option<String>,
    /// The name that mails are from; the account's own name when null.
    sender_name: Option<String>,
    /// The shortest password, in characters.
    password_min_length: u8,
    /// How many members there may be; no limit when null.
    seats: Option<u32>,
}

impl From<&AccountSettings> for Settings {
    fn from(settings: &AccountSettings) -> Self {
        let (resend_policy, grace) = split(settings.resend_policy);
        let text = |value: &str| value.to_owned();
        Self {
            invitation_ttl_seconds: settings.invitation_ttl.seconds(),
            credentials: settings.credentials.into(),
            channels: settings.channels.into(),
            resend_policy,
            resend_grace_seconds: grace.map(Ttl::seconds),
            acceptance_proof: settings.acceptance_proof.into(),
            approval: settings.approval.into(),
            default_locale: text(settings.default_locale.code()),
            default_groups: settings
                .default_groups
                .iter()
                .map(|group| text(group.as_str()))
                .collect(),
            login_url: settings.login_url.as_ref().map(|url| text(url.as_str())),
            after_accept_url: settings
                .after_accept_url
                .as_ref()
                .map(|url| text(url.as_str())),
            mail_subject: settings.mail_subject.as_ref().map(|s| text(s.as_str())),
            sender_name: settings.sender_name.as_ref().map(|n| text(n.as_str())),
            password_min_length: settings.password.min_length(),
            seats: settings.seats,
        }
    }
}

/// Settings to change: absent leaves one as it is, null goes back to its default.
#[derive(Debug, Default, Object, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::api) struct SettingsChange {
    /// How long invitations live: 3600 (1 hour) to 31536000 (365 days) seconds.
    invitation_ttl_seconds: MaybeUndefined<i64>,
    credentials: MaybeUndefined<CredentialsName>,
    channels: MaybeUndefined<ChannelsName>,
    resend_policy: MaybeUndefined<ResendPolicyName>,
    /// How long an old link lives on; needed with `grace`, and only there.
    resend_grace_seconds: MaybeUndefined<i64>,
    acceptance_proof: MaybeUndefined<AcceptanceProofName>,
    /// Whoever awaits approval already goes on waiting, whatever is set.
    approval: MaybeUndefined<ApprovalName>,
    /// `en`, `id` or `ru`.
    default_locale: MaybeUndefined<String>,
    /// Groups that everyone who accepts is added to.
    default_groups: MaybeUndefined<Vec<String>>,
    /// Where people go to sign in.
    login_url: MaybeUndefined<String>,
    /// Where people go after they accepted.
    after_accept_url: MaybeUndefined<String>,
    /// The subject of invitation mails, with `{account}`, `{inviter}` and `{invitee}`.
    mail_subject: MaybeUndefined<String>,
    /// The name that mails are from.
    sender_name: MaybeUndefined<String>,
    /// The shortest password: 8 to 64 characters.
    password_min_length: MaybeUndefined<i64>,
    /// How many members there may be.
    seats: MaybeUndefined<i64>,
}

impl SettingsChange {
    /// Puts the changes over `settings`.
    pub(super) fn over(&self, settings: &AccountSettings, fields: &mut Fields) -> AccountSettings {
        let defaults = AccountSettings::default();
        let mut new = settings.clone();
        let mut set = Setter { fields };
        set.value(
            "invitation_ttl_seconds",
            &self.invitation_ttl_seconds,
            &mut new.invitation_ttl,
            defaults.invitation_ttl,
            |s| Ttl::from_seconds(*s),
        );
        set.value(
            "credentials",
            &self.credentials,
            &mut new.credentials,
            defaults.credentials,
            |c| Ok((*c).into()),
        );
        set.value(
            "channels",
            &self.channels,
            &mut new.channels,
            defaults.channels,
            |c| Ok((*c).into()),
        );
        set.value(
            "acceptance_proof",
            &self.acceptance_proof,
            &mut new.acceptance_proof,
            defaults.acceptance_proof,
            |p| Ok((*p).into()),
        );
        set.value(
            "approval",
            &self.approval,
            &mut new.approval,
            defaults.approval,
            |a| Ok((*a).into()),
        );
        set.value(
            "default_locale",
            &self.default_locale,
            &mut new.default_locale,
            defaults.default_locale,
            |l| Locale::parse(l),
        );
        set.value(
            "password_min_length",
            &self.password_min_length,
            &mut new.password,
            defaults.password,
            |n| PasswordPolicy::with_min_length(*n),
        );
        set.value(
            "login_url",
            &self.login_url,
            &mut new.login_url,
            None,
            |url| HttpUrl::parse(url).map(Some),
        );
        set.value(
            "after_accept_url",
            &self.after_accept_url,
            &mut new.after_accept_url,
            None,
            |url| HttpUrl::parse(url).map(Some),
        );
        set.value(
            "mail_subject",
            &self.mail_subject,
            &mut new.mail_subject,
            None,
            |s| SubjectTemplate::parse(s).map(Some),
        );
        set.value(
            "sender_name",
            &self.sender_name,
            &mut new.sender_name,
            None,
            |n| DisplayName::parse(n).map(Some),
        );
        set.value("seats", &self.seats, &mut new.seats, None, |n| {
            seats(*n).map(Some)
        });
        match &self.default_groups {
            MaybeUndefined::Undefined => {}
            MaybeUndefined::Null => new.default_groups = defaults.default_groups,
            MaybeUndefined::Value(keys) => {
                new.default_groups = fields.keys("settings.default_groups", Some(keys));
            }
        }
        new.resend_policy = self.resend_policy(settings.resend_policy, fields);
        new
    }

    fn resend_policy(&self, before: ResendPolicy, fields: &mut Fields) -> ResendPolicy {
        const FIELD: &str = "settings.resend_grace_seconds";
        let (policy, kept) = split(before);
        let policy = match &self.resend_policy {
            MaybeUndefined::Undefined => policy,
            MaybeUndefined::Null => ResendPolicyName::Immediately,
            MaybeUndefined::Value(policy) => *policy,
        };
        let grace = self.resend_grace_seconds.as_opt_ref().flatten();
        if policy != ResendPolicyName::Grace && grace.is_some() {
            fields.refuse(FIELD, "not_available", "only the policy grace has seconds");
        }
        match policy {
            ResendPolicyName::Immediately => ResendPolicy::Immediately,
            ResendPolicyName::UntilExpiry => ResendPolicy::UntilExpiry,
            ResendPolicyName::Grace => {
                if grace.is_none() && kept.is_none() {
                    fields.refuse(FIELD, "required", "grace needs a number of seconds");
                }
                fields
                    .optional(FIELD, grace, |seconds| Ttl::from_seconds(*seconds))
                    .or(kept)
                    .map_or(before, ResendPolicy::Grace)
            }
        }
    }
}

/// Takes a policy apart into its name and its seconds.
fn split(policy: ResendPolicy) -> (ResendPolicyName, Option<Ttl>) {
    match policy {
        ResendPolicy::Immediately => (ResendPolicyName::Immediately, None),
        ResendPolicy::Grace(grace) => (ResendPolicyName::Grace, Some(grace)),
        ResendPolicy::UntilExpiry => (ResendPolicyName::UntilExpiry, None),
    }
}

/// Sets one setting after the other.
struct Setter<'a> {
    fields: &'a mut Fields,
}

impl Setter<'_> {
    fn value<W, T>(
        &mut self,
        field: &str,
        change: &MaybeUndefined<W>,
        setting: &mut T,
        default: T,
        parse: impl FnOnce(&W) -> Result<T, InvalidValue>,
    ) {
        match change {
            MaybeUndefined::Undefined => {}
            MaybeUndefined::Null => *setting = default,
            MaybeUndefined::Value(value) => {
                let field = format!("settings.{field}");
                if let Some(value) = self.fields.optional(&field, Some(value), parse) {
                    *setting = value;
                }
            }
        }
    }
}

fn seats(number: i64) -> Result<u32, InvalidValue> {
    u32::try_from(number)
        .ok()
        .filter(|seats| *seats > 0)
        .ok_or_else(|| InvalidValue::new("out_of_range", "the number of seats is at least 1"))
}
