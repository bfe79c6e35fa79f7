//! An account's settings as the form shows them.

use invite_domain::model::{
    AcceptanceProof, Account, ApprovalPolicy, ChannelPolicy, CredentialsPolicy, DisplayName,
    GrantKey, HttpUrl, ResendPolicy, SubjectTemplate, Ttl,
};
use std::collections::{BTreeMap, BTreeSet};

/// What each field shows of an account as it stands.
pub(super) struct Stands {
    fields: BTreeMap<&'static str, String>,
    groups: BTreeSet<String>,
}

impl Stands {
    /// Reads an account.
    pub(super) fn of(account: &Account) -> Self {
        let settings = &account.settings;
        let (ttl, ttl_unit) = split(settings.invitation_ttl);
        let (resend, (grace, grace_unit)) = match settings.resend_policy {
            ResendPolicy::Immediately => ("immediately", (String::new(), "hours")),
            ResendPolicy::Grace(grace) => ("grace", split(grace)),
            ResendPolicy::UntilExpiry => ("until_expiry", (String::new(), "hours")),
        };
        let credentials = match settings.credentials {
            CredentialsPolicy::SetPassword => "set_password",
            CredentialsPolicy::TemporaryPassword => "temporary_password",
        };
        let proof = match settings.acceptance_proof {
            AcceptanceProof::Link => "link",
            AcceptanceProof::CodeForAdministrators => "code_for_administrators",
            AcceptanceProof::Code => "code",
        };
        let approval = match settings.approval {
            ApprovalPolicy::None => "none",
            ApprovalPolicy::Required => "required",
        };
        let channels = match settings.channels {
            ChannelPolicy::EmailOnly => "email_only",
            ChannelPolicy::EmailOrSms => "email_or_sms",
        };
        let url = |url: &Option<HttpUrl>| text(url.as_ref().map(HttpUrl::as_str));
        let fields = BTreeMap::from([
            ("name", account.name.to_string()),
            ("slug", account.slug.to_string()),
            ("default_locale", settings.default_locale.code().to_owned()),
            ("ttl", ttl),
            ("ttl_unit", ttl_unit.to_owned()),
            ("credentials", credentials.to_owned()),
            ("proof", proof.to_owned()),
            ("approval", approval.to_owned()),
            ("channels", channels.to_owned()),
            ("resend", resend.to_owned()),
            ("grace", grace),
            ("grace_unit", grace_unit.to_owned()),
            (
                "mail_subject",
                text(settings.mail_subject.as_ref().map(SubjectTemplate::as_str)),
            ),
            (
                "sender_name",
                text(settings.sender_name.as_ref().map(DisplayName::as_str)),
            ),
            ("login_url", url(&settings.login_url)),
            ("after_accept_url", url(&settings.after_accept_url)),
            (
                "password_min_length",
                settings.password.min_length().to_string(),
            ),
            (
                "seats",
                settings.seats.map_or_else(String::new, |n| n.to_string()),
            ),
        ]);
        let groups = settings.default_groups.iter().map(GrantKey::to_string);
        Self {
            fields,
            groups: groups.collect(),
        }
    }

    /// Returns what a field shows.
    pub(super) fn get(&self, field: &str) -> &str {
        self.fields.get(field).map_or("", String::as_str)
    }

    /// Walks through the fields.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.fields.keys().copied()
    }

    /// Returns the groups that everyone who accepts is added to.
    pub(super) const fn groups(&self) -> &BTreeSet<String> {
        &self.groups
    }
}

fn text(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

/// The units of a span of time, the greatest first, with their seconds.
pub(super) const UNITS: [(&str, u32); 4] = [
    ("days", 86_400),
    ("hours", 3_600),
    ("minutes", 60),
    ("seconds", 1),
];

/// Splits a span into a number and the greatest unit that leaves nothing over.
fn split(ttl: Ttl) -> (String, &'static str) {
    let seconds = ttl.seconds();
    let fits = UNITS
        .into_iter()
        .find(|(_, unit)| seconds.is_multiple_of(*unit));
    let (name, unit) = fits.unwrap_or(("seconds", 1));
    ((seconds / unit).to_string(), name)
}
