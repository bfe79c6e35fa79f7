//! Reading what was changed in the form.

use super::{
    stands::UNITS,
    typed::{GROUP, Typed},
    words::invalid,
};
use crate::web::field::Problems;
use invite_domain::{
    model::{
        AcceptanceProof, Account, AccountSettings, ApprovalPolicy, ChannelPolicy,
        CredentialsPolicy, DisplayName, GrantKey, HttpUrl, InvalidValue, Locale, PasswordPolicy,
        ResendPolicy, Slug, SubjectTemplate, Ttl,
    },
    service::AccountChanges,
};
use invite_i18n::Texts;
use std::borrow::Cow;

/// Reads every field that was changed; the others stay as the account has them now.
pub(super) fn changes(
    texts: Texts,
    account: &Account,
    typed: &Typed,
    problems: &mut Problems,
) -> AccountChanges {
    let mut reader = Reader {
        texts,
        typed,
        problems,
    };
    let name = reader.changed("name", DisplayName::parse);
    let slug = reader.changed("slug", Slug::parse);
    let mut settings = account.settings.clone();
    reader.invitations(&mut settings);
    reader.mails(&mut settings);
    reader.access(&mut settings);
    AccountChanges {
        name,
        slug,
        settings: Some(settings),
        parent: None,
    }
}

/// Reads one field after the other, and puts what is wrong at its field.
struct Reader<'a> {
    texts: Texts,
    typed: &'a Typed,
    problems: &'a mut Problems,
}

impl Reader<'_> {
    fn refuse(&mut self, field: &'static str, text: impl Into<Cow<'static, str>>) {
        self.problems.at(field, text);
    }

    fn parsed<T>(
        &mut self,
        field: &'static str,
        parse: impl FnOnce(&str) -> Result<T, InvalidValue>,
    ) -> Option<T> {
        let texts = self.texts;
        parse(self.typed.get(field))
            .map_err(|error| self.refuse(field, invalid(texts, &error)))
            .ok()
    }

    /// Reads a field if it was changed.
    fn changed<T>(
        &mut self,
        field: &'static str,
        parse: impl FnOnce(&str) -> Result<T, InvalidValue>,
    ) -> Option<T> {
        let is_changed = self.typed.is_changed(field);
        is_changed.then(|| self.parsed(field, parse)).flatten()
    }

    /// Sets a setting that may be left out, if it was changed.
    fn optional<T>(
        &mut self,
        field: &'static str,
        setting: &mut Option<T>,
        parse: impl FnOnce(&str) -> Result<T, InvalidValue>,
    ) {
        let parse = |text: &str| {
            let text = text.trim();
            (!text.is_empty()).then(|| parse(text)).transpose()
        };
        if let Some(new) = self.changed(field, parse) {
            *setting = new;
        }
    }

    fn invitations(&mut self, settings: &mut AccountSettings) {
        let is_changed = self.typed.is_changed("ttl") || self.typed.is_changed("ttl_unit");
        if is_changed && let Some(ttl) = self.span("ttl", "ttl_unit") {
            settings.invitation_ttl = ttl;
        }
        if self.typed.is_changed("credentials") {
            settings.credentials = match self.typed.get("credentials") {
                "temporary_password" => CredentialsPolicy::TemporaryPassword,
                _ => CredentialsPolicy::SetPassword,
            };
        }
        if self.typed.is_changed("proof") {
            settings.acceptance_proof = match self.typed.get("proof") {
                "code" => AcceptanceProof::Code,
                "code_for_administrators" => AcceptanceProof::CodeForAdministrators,
                _ => AcceptanceProof::Link,
            };
        }
        if self.typed.is_changed("approval") {
            settings.approval = match self.typed.get("approval") {
                "required" => ApprovalPolicy::Required,
                _ => ApprovalPolicy::None,
            };
        }
        if self.typed.is_changed("channels") {
            settings.channels = match self.typed.get("channels") {
                "email_or_sms" => ChannelPolicy::EmailOrSms,
                _ => ChannelPolicy::EmailOnly,
            };
        }
        let resend = ["resend", "grace", "grace_unit"];
        if resend.into_iter().any(|field| self.typed.is_changed(field)) {
            settings.resend_policy = match self.typed.get("resend") {
                "until_expiry" => ResendPolicy::UntilExpiry,
                "grace" => self
                    .span("grace", "grace_unit")
                    .map_or(settings.resend_policy, ResendPolicy::Grace),
                _ => ResendPolicy::Immediately,
            };
        }
        self.groups(settings);
    }

    fn groups(&mut self, settings: &mut AccountSettings) {
        let (added, removed) = self.typed.groups_changed();
        for key in added {
            match GrantKey::parse(&key) {
                Ok(key) => {
                    settings.default_groups.insert(key);
                }
                Err(error) => self.refuse(GROUP, invalid(self.texts, &error)),
            }
        }
        settings
            .default_groups
            .retain(|group| !removed.contains(group.as_str()));
    }

    fn mails(&mut self, settings: &mut AccountSettings) {
        if let Some(locale) = self.changed("default_locale", Locale::parse) {
            settings.default_locale = locale;
        }
        self.optional(
            "mail_subject",
            &mut settings.mail_subject,
            SubjectTemplate::parse,
        );
        self.optional("sender_name", &mut settings.sender_name, DisplayName::parse);
    }

    fn access(&mut self, settings: &mut AccountSettings) {
        self.optional("login_url", &mut settings.login_url, HttpUrl::parse);
        self.optional(
            "after_accept_url",
            &mut settings.after_accept_url,
            HttpUrl::parse,
        );
        let password = |text: &str| {
            // What is no number is out of range as well, and mended by the same advice.
            let characters = text.trim().parse().unwrap_or(0);
            PasswordPolicy::with_min_length(characters)
        };
        if let Some(password) = self.changed("password_min_length", password) {
            settings.password = password;
        }
        if self.typed.is_changed("seats") {
            match self.typed.get("seats").trim() {
                "" => settings.seats = None,
                typed => match typed.parse() {
                    Ok(seats) if seats > 0 => settings.seats = Some(seats),
                    _ => self.refuse("seats", self.texts.get("settings-error-seats")),
                },
            }
        }
    }

    /// Reads a number and its unit.
    fn span(&mut self, field: &'static str, unit_field: &str) -> Option<Ttl> {
        let texts = self.texts;
        let unit = self.typed.get(unit_field);
        let unit = UNITS.into_iter().find(|(name, _)| *name == unit);
        let unit = unit.map_or(1, |(_, seconds)| i64::from(seconds));
        let typed = self.typed.get(field).trim();
        if typed.is_empty() {
            self.refuse(field, texts.get("page-error-required"));
            return None;
        }
        let Ok(number) = typed.parse::<u32>() else {
            self.refuse(field, texts.get("settings-error-number"));
            return None;
        };
        Ttl::from_seconds(i64::from(number) * unit)
            .map_err(|error| self.refuse(field, invalid(texts, &error)))
            .ok()
    }
}
