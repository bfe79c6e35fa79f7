//! One person as they were typed in: kept as they are, and read into what the use case takes.

use crate::web::{
    field::{Field, Problems},
    grant_form::Chosen,
    wording,
};
use invite_domain::{
    model::{
        Account, ChannelPolicy, ChannelPreference, DisplayName, EmailAddress, InvalidValue,
        Invitee, Locale, Login, PasswordPolicy, PersonalMessage, PhoneNumber, Ttl,
    },
    service::CreateInvitation,
};
use invite_i18n::Texts;

/// The names of the fields, besides those of the grant.
const NAMES: [&str; 9] = [
    "email",
    "phone",
    "name",
    "login",
    "locale",
    "message",
    "channel",
    "validity",
    "validity_unit",
];

/// What was typed.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    values: [String; 9],
    pub(super) chosen: Chosen,
}

impl Draft {
    /// Takes what was posted; other fields are left alone.
    pub(super) fn read(fields: &[(String, String)]) -> Self {
        let values = NAMES.map(|name| {
            let found = fields.iter().find(|(other, _)| other == name);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        });
        Self {
            values,
            chosen: Chosen::read(fields),
        }
    }

    /// Returns everything as fields of a form, to carry it through a page in between.
    pub(super) fn pairs(&self) -> Vec<(&'static str, String)> {
        let own = NAMES.into_iter().zip(self.values.iter().cloned());
        own.chain(self.chosen.pairs()).collect()
    }

    fn value(&self, name: &str) -> &str {
        let mut pairs = NAMES.iter().zip(&self.values);
        let found = pairs.find(|(other, _)| **other == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// Returns the address, where one was typed that is one.
    pub(super) fn email(&self) -> Option<EmailAddress> {
        EmailAddress::parse(self.value("email")).ok()
    }

    /// The fields before those of the grant.
    pub(super) fn who(&self, texts: Texts, account: &Account) -> Vec<Field> {
        let optional = || texts.get("page-optional");
        let mails_only = account.settings.channels == ChannelPolicy::EmailOnly;
        let email = Field::email("email", texts.get("page-field-email"))
            .autocomplete("off")
            .at_most(254)
            .value(self.value("email"));
        let mut fields = vec![if mails_only {
            email
        } else {
            email
                .optional(optional())
                .hint(texts.get("invite-contact-hint"))
        }];
        if !mails_only || !self.value("phone").is_empty() {
            fields.push(
                Field::line("phone", texts.get("page-field-phone"))
                    .optional(optional())
                    .hint(texts.get("invite-phone-hint"))
                    .at_most(40)
                    .value(self.value("phone")),
            );
        }
        fields.push(
            Field::line("name", texts.get("page-field-name"))
                .optional(optional())
                .at_most(200)
                .value(self.value("name")),
        );
        fields.push(
            Field::line("login", texts.get("page-field-login"))
                .like_an_address()
                .optional(optional())
                .hint(texts.get("invite-login-hint"))
                .at_most(64)
                .value(self.value("login")),
        );
        fields
    }

    /// The fields behind those of the grant.
    pub(super) fn message(&self, texts: Texts, account: &Account) -> Vec<Field> {
        let settings = &account.settings;
        let languages = Locale::ALL.map(|l| (l.code(), wording::language(texts, l)));
        let locale = Locale::parse(self.value("locale")).unwrap_or(settings.default_locale);
        let mut fields = vec![
            Field::choice(
                "locale",
                texts.get("page-field-language"),
                languages.to_vec(),
            )
            .hint(texts.get("invite-language-hint"))
            .value(locale.code()),
            Field::lines("message", texts.get("page-field-message"))
                .optional(texts.get("page-optional"))
                .at_most(1000)
                .value(self.value("message")),
        ];
        if settings.channels == ChannelPolicy::EmailOrSms {
            let channels = vec![
                ("auto", texts.get("invite-channel-auto")),
                ("email", texts.get("invite-channel-email")),
                ("sms", texts.get("invite-channel-sms")),
            ];
            fields.push(
                Field::choice("channel", texts.get("invite-field-channel"), channels)
                    .value(self.value("channel")),
            );
        }
        let usual = texts.span(settings.invitation_ttl.span());
        let units = vec![
            ("days", texts.get("invite-unit-days")),
            ("hours", texts.get("invite-unit-hours")),
        ];
        fields.push(
            Field::line("validity", texts.get("invite-field-validity"))
                .numeric()
                .optional(texts.get("page-optional"))
                .hint(texts.with("invite-validity-hint", &[("span", (&usual).into())]))
                .at_most(5)
                .value(self.value("validity")),
        );
        fields.push(
            Field::choice(
                "validity_unit",
                texts.get("invite-field-validity-unit"),
                units,
            )
            .value(self.value("validity_unit")),
        );
        fields
    }

    /// Reads everything, or says at the fields what is wrong.
    pub(super) fn command(
        &self,
        texts: Texts,
        send: bool,
        problems: &mut Problems,
    ) -> Option<CreateInvitation> {
        let mut is_whole = true;
        let mut say = |field: &'static str, error: &InvalidValue| {
            problems.at(field, invalid(texts, error));
            is_whole = false;
        };
        let mut invitee = Invitee {
            email: None,
            phone: None,
            name: None,
            login: None,
            locale: None,
        };
        match optional(EmailAddress::parse(self.value("email"))) {
            Ok(email) => invitee.email = email,
            Err(error) => say("email", &error),
        }
        match optional(PhoneNumber::parse(self.value("phone"))) {
            Ok(phone) => invitee.phone = phone,
            Err(error) => say("phone", &error),
        }
        match optional(DisplayName::parse(self.value("name"))) {
            Ok(name) => invitee.name = name,
            Err(error) => say("name", &error),
        }
        match optional(Login::parse(self.value("login"))) {
            Ok(login) => invitee.login = login,
            Err(error) => say("login", &error),
        }
        match Locale::parse(self.value("locale")) {
            Ok(locale) => invitee.locale = Some(locale),
            Err(_) if self.value("locale").is_empty() => {}
            Err(error) => say("locale", &error),
        }
        let message = match optional(PersonalMessage::parse(self.value("message"))) {
            Ok(message) => message,
            Err(error) => {
                say("message", &error);
                None
            }
        };
        let channel = match ChannelPreference::parse(self.value("channel")) {
            Ok(channel) => channel,
            Err(error) => {
                if !self.value("channel").is_empty() {
                    say("channel", &error);
                }
                ChannelPreference::Auto
            }
        };
        let ttl = match self.ttl() {
            Ok(ttl) => ttl,
            Err(error) => {
                say("validity", &error);
                None
            }
        };
        // A contact that was mistyped is told as what it is, not as missing.
        let has_no_contact = invitee.identity().is_err()
            && self.value("email").is_empty()
            && self.value("phone").is_empty();
        if has_no_contact {
            let missing = InvalidValue::new("contact_required", "a contact is needed");
            say("email", &missing);
        }
        let grant = self.chosen.grant(texts, problems)?;
        is_whole.then_some(CreateInvitation {
            invitee,
            grant,
            channel,
            ttl,
            message,
            send,
        })
    }

    fn ttl(&self) -> Result<Option<Ttl>, InvalidValue> {
        let typed = self.value("validity");
        if typed.is_empty() {
            return Ok(None);
        }
        let unit = if self.value("validity_unit") == "hours" {
            3_600
        } else {
            86_400
        };
        // What is no number is as far out of range as can be.
        let seconds = typed
            .parse::<i64>()
            .unwrap_or_default()
            .saturating_mul(unit);
        Ttl::from_seconds(seconds).map(Some)
    }
}

/// Says what is wrong with a value of this form.
pub(super) fn invalid(texts: Texts, error: &InvalidValue) -> std::borrow::Cow<'static, str> {
    match error.code() {
        "phone_country_code_missing" => texts.get("invite-error-country-code"),
        "phone_invalid" => texts.get("invite-error-phone"),
        "login_invalid" => texts.get("invite-error-login"),
        "ttl_out_of_range" => texts.get("invite-error-validity"),
        "contact_required" => texts.get("invite-error-contact"),
        _ => wording::invalid(texts, error, PasswordPolicy::default()),
    }
}

/// Takes an empty text for none.
fn optional<T>(parsed: Result<T, InvalidValue>) -> Result<Option<T>, InvalidValue> {
    match parsed {
        Ok(value) => Ok(Some(value)),
        Err(error)
            if matches!(
                error.code(),
                "required" | "email_required" | "phone_required"
            ) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
