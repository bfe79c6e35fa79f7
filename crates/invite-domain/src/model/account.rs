//! The account: the tenant that people are invited into, and its settings.

use super::{
    AccessType, AccountId, DisplayName, GrantKey, InvalidValue, Locale, PasswordPolicy, Slug,
    SubjectTemplate, Ttl,
};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// How a new person gets to their credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CredentialsPolicy {
    /// The link leads to a page where they set a password.
    #[default]
    SetPassword,
    /// The message carries a temporary password, to be changed at the first sign-in.
    TemporaryPassword,
}

/// Which channels the account may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ChannelPolicy {
    /// Only mail, even to people with a phone number.
    #[default]
    EmailOnly,
    /// Mail or SMS.
    EmailOrSms,
}

/// What becomes of the old link when an invitation is sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ResendPolicy {
    /// It dies at once.
    #[default]
    Immediately,
    /// It lives on for this long, then says that a newer message was sent.
    Grace(Ttl),
    /// It stays good until its own expiry.
    UntilExpiry,
}

/// What a new person shows at acceptance, besides the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum AcceptanceProof {
    /// Nothing.
    Link,
    /// A one-time code that is sent to the address or number on record, where they are to be an
    /// administrator.
    #[default]
    CodeForAdministrators,
    /// Such a code, whoever they are.
    Code,
}

impl AcceptanceProof {
    /// Whether a code is asked for from who is to have this access.
    pub fn asks_code(self, access: AccessType) -> bool {
        match self {
            Self::Link => false,
            Self::CodeForAdministrators => access == AccessType::Administrator,
            Self::Code => true,
        }
    }
}

/// Whether someone who accepted is let in at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ApprovalPolicy {
    /// They are.
    #[default]
    None,
    /// An administrator approves first: until then the place is there, and opens nothing.
    Required,
}

/// An absolute http or https address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpUrl(String);

impl HttpUrl {
    /// Reads an address.
    ///
    /// # Errors
    /// `url_invalid` unless it begins with `http://` or `https://`, names a host, carries no
    /// credentials and holds printable ASCII only.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let text = text.trim();
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .unwrap_or_default();
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let plain = text
            .chars()
            .all(|c| c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c));
        if authority.is_empty() || authority.contains('@') || !plain || text.len() > 2000 {
            return Err(InvalidValue::new(
                "url_invalid",
                "the address should look like https://example.org/path",
            ));
        }
        Ok(Self(text.to_owned()))
    }

    /// Returns the address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What an account's administrators can set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountSettings {
    /// How long invitations live.
    pub invitation_ttl: Ttl,
    /// How a new person gets to their credentials.
    pub credentials: CredentialsPolicy,
    /// Which channels may be used.
    pub channels: ChannelPolicy,
    /// What becomes of old links.
    pub resend_policy: ResendPolicy,
    /// What a new person shows at acceptance, besides the link.
    pub acceptance_proof: AcceptanceProof,
    /// Whether someone who accepted is let in at once.
    pub approval: ApprovalPolicy,
    /// The language where the invitee's is not known.
    pub default_locale: Locale,
    /// Groups that everyone who accepts is added to.
    pub default_groups: BTreeSet<GrantKey>,
    /// Where people go to sign in; the built-in page otherwise.
    pub login_url: Option<HttpUrl>,
    /// Where people go after they accepted; where they sign in otherwise.
    pub after_accept_url: Option<HttpUrl>,
    /// The subject of invitation mails; a text in the invitee's language otherwise.
    pub mail_subject: Option<SubjectTemplate>,
    /// The name that mails are from; the account's own name otherwise.
    pub sender_name: Option<DisplayName>,
    /// What passwords must be.
    pub password: PasswordPolicy,
    /// How many members there may be; no limit when `None`.
    pub seats: Option<u32>,
}

impl AccountSettings {
    /// Names the settings that differ from those of `other`, as they are called on the wire.
    pub fn differences(&self, other: &Self) -> Vec<&'static str> {
        let differs = [
            (
                self.invitation_ttl != other.invitation_ttl,
                "settings.invitation_ttl_seconds",
            ),
            (
                self.credentials != other.credentials,
                "settings.credentials",
            ),
            (self.channels != other.channels, "settings.channels"),
            (
                self.resend_policy != other.resend_policy,
                "settings.resend_policy",
            ),
            (
                self.acceptance_proof != other.acceptance_proof,
                "settings.acceptance_proof",
            ),
            (self.approval != other.approval, "settings.approval"),
            (
                self.default_locale != other.default_locale,
                "settings.default_locale",
            ),
            (
                self.default_groups != other.default_groups,
                "settings.default_groups",
            ),
            (self.login_url != other.login_url, "settings.login_url"),
            (
                self.after_accept_url != other.after_accept_url,
                "settings.after_accept_url",
            ),
            (
                self.mail_subject != other.mail_subject,
                "settings.mail_subject",
            ),
            (
                self.sender_name != other.sender_name,
                "settings.sender_name",
            ),
            (
                self.password != other.password,
                "settings.password_min_length",
            ),
            (self.seats != other.seats, "settings.seats"),
        ];
        let names = differs.into_iter().filter(|(differs, _)| *differs);
        names.map(|(_, name)| name).collect()
    }
}

impl Default for AccountSettings {
    /// Seven days, by mail, old links dead at once, a code from new administrators, English, the group
    /// `Everybody`.
    fn default() -> Self {
        Self {
            invitation_ttl: Ttl::default(),
            credentials: CredentialsPolicy::default(),
            channels: ChannelPolicy::default(),
            resend_policy: ResendPolicy::default(),
            acceptance_proof: AcceptanceProof::default(),
            approval: ApprovalPolicy::default(),
            default_locale: Locale::default(),
            default_groups: GrantKey::parse("Everybody").into_iter().collect(),
            login_url: None,
            after_accept_url: None,
            mail_subject: None,
            sender_name: None,
            password: PasswordPolicy::default(),
            seats: None,
        }
    }
}

/// Everything that is known when an account is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// Its id.
    pub id: AccountId,
    /// Its name, as invitees read it.
    pub name: DisplayName,
    /// Its name in addresses.
    pub slug: Slug,
    /// The account above it, whose administrators may act in this one.
    pub parent_id: Option<AccountId>,
    /// Its settings.
    pub settings: AccountSettings,
}

/// The tenant that people are invited into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Its name, as invitees read it.
    pub name: DisplayName,
    /// Its name in addresses.
    pub slug: Slug,
    /// The account above it, whose administrators may act in this one.
    pub parent_id: Option<AccountId>,
    /// Its settings.
    pub settings: AccountSettings,
    /// Since when nobody may come in or act, if so.
    pub suspended_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Counts changes; storage refuses an update over another version.
    pub version: u32,
}

impl Account {
    /// Makes an account.
    pub fn new(new: NewAccount, now: DateTime<Utc>) -> Self {
        Self {
            id: new.id,
            name: new.name,
            slug: new.slug,
            parent_id: new.parent_id,
            settings: new.settings,
            suspended_at: None,
            created_at: now,
            version: 1,
        }
    }

    /// Returns what lists are sorted by and searched in: name and slug in lower case, with a line break
    /// between them, which neither holds.
    pub fn listing_key(&self) -> String {
        listing_key(&self.name, &self.slug)
    }
}

/// Returns [`Account::listing_key`] where there is no more of an account than its names.
pub fn listing_key(name: &DisplayName, slug: &Slug) -> String {
    format!("{}\n{slug}", name.as_str().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::HttpUrl;

    #[test]
    fn urls_are_absolute_and_plain() {
        assert!(HttpUrl::parse("https://app.example.org/login?next=/home#x").is_ok());
        for text in [
            "",
            "javascript:alert(1)",
            "//example.org",
            "https://",
            "https:///x",
            "https://a@b/",
            "https://a/\"",
            "https://a/ b",
        ] {
            assert_eq!(
                HttpUrl::parse(text).unwrap_err().code(),
                "url_invalid",
                "{text}"
            );
        }
    }
}
