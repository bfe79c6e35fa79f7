//! What was changed, as the notice on the next page names it. The browser carries a number whose bits
//! stand for the settings, so that nothing but our own words can come back.

use invite_domain::model::Account;
use invite_i18n::Texts;
use std::borrow::Cow;

/// Each part of an account as it is called on the wire, and the text that names it.
const PARTS: [(&str, &str); 16] = [
    ("name", "settings-name"),
    ("slug", "settings-slug"),
    ("settings.invitation_ttl_seconds", "settings-ttl"),
    ("settings.credentials", "settings-credentials"),
    ("settings.channels", "settings-channels"),
    ("settings.resend_policy", "settings-resend"),
    ("settings.acceptance_proof", "settings-proof"),
    ("settings.approval", "settings-approval"),
    ("settings.default_locale", "settings-default-locale"),
    ("settings.default_groups", "settings-groups"),
    ("settings.login_url", "settings-login-url"),
    ("settings.after_accept_url", "settings-after-accept-url"),
    ("settings.mail_subject", "settings-mail-subject"),
    ("settings.sender_name", "settings-sender-name"),
    ("settings.password_min_length", "settings-password"),
    ("settings.seats", "settings-seats"),
];

/// Returns what differs between an account before and after, one bit for each part.
pub(super) fn mask(before: &Account, after: &Account) -> u32 {
    let mut differs = after.settings.differences(&before.settings);
    if after.name != before.name {
        differs.push("name");
    }
    if after.slug != before.slug {
        differs.push("slug");
    }
    let bits = (0..).zip(PARTS);
    let set = bits.filter(|(_, (wire, _))| differs.contains(wire));
    set.fold(0, |mask, (bit, _)| mask | 1 << bit)
}

/// Says what was changed.
pub(in crate::web) fn sentence(texts: Texts, mask: u32) -> Cow<'static, str> {
    let bits = (0..).zip(PARTS);
    let set = bits.filter(|(bit, _)| mask & (1 << bit) != 0);
    let named: Vec<_> = set.map(|(_, (_, key))| texts.get(key)).collect();
    if named.is_empty() {
        return texts.get("settings-notice-unchanged");
    }
    let named = named.join("; ");
    Cow::Owned(texts.with("settings-notice-saved", &[("what", (&named).into())]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use invite_domain::model::Locale;
    use invite_testkit::{an_account, values};

    #[test]
    fn every_setting_that_can_differ_has_a_name() {
        let before = an_account().slug("a").build();
        let mut after = an_account().named("Other").slug("b").build();
        after.settings = invite_domain::model::AccountSettings {
            invitation_ttl: values::hours(5),
            credentials: invite_domain::model::CredentialsPolicy::TemporaryPassword,
            channels: invite_domain::model::ChannelPolicy::EmailOrSms,
            resend_policy: invite_domain::model::ResendPolicy::UntilExpiry,
            acceptance_proof: invite_domain::model::AcceptanceProof::Code,
            approval: invite_domain::model::ApprovalPolicy::Required,
            default_locale: Locale::Ru,
            default_groups: [values::key("North")].into(),
            login_url: invite_domain::model::HttpUrl::parse("https://a.example").ok(),
            after_accept_url: invite_domain::model::HttpUrl::parse("https://b.example").ok(),
            mail_subject: invite_domain::model::SubjectTemplate::parse("Hello").ok(),
            sender_name: Some(values::name("Sender")),
            password: invite_domain::model::PasswordPolicy::with_min_length(9).unwrap(),
            seats: Some(3),
        };
        assert_eq!(mask(&before, &after), (1 << PARTS.len()) - 1);
        assert_eq!(mask(&before, &before), 0);
        let said = sentence(Texts::of(Locale::En), 0b11);
        assert_eq!(said, "Saved: Name; Name in addresses.");
    }
}
