//! Inviting one person: a small form, and the message leaves at once.

use super::{administrator, list, view::Choice};
use crate::web::{
    cookies::NOTICE,
    field::{Field, Problems},
    form::Posted,
    notice::Notice,
    respond::{Answer, see},
    visit::Visit,
    wording,
};
use askama::{Template, filters::HtmlSafe};
use invite_domain::{
    model::{
        AccessType, Account, ChannelPreference, DisplayName, EmailAddress, Grant, InvalidValue,
        Invitee, Locale, PasswordPolicy, PersonalMessage,
    },
    service::{CreateInvitation, CreateInvitationError},
};
use invite_i18n::Texts;
use poem::{handler, web::Path};
use serde::Deserialize;

#[derive(Default, Deserialize)]
pub(in crate::web) struct Filled {
    #[serde(default)]
    email: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    access: String,
    #[serde(default)]
    locale: String,
    #[serde(default)]
    message: String,
}

/// The form, as it stands in a page.
#[derive(Template)]
#[template(path = "part/invite_form.html")]
pub(in crate::web) struct Form {
    t: Texts,
    action: String,
    problems: Problems,
    fields: Vec<Field>,
}

/// The template escapes every value that goes into it.
impl HtmlSafe for Form {}

impl Form {
    /// The form before anything was typed.
    pub(in crate::web) fn empty(texts: Texts, account: &Account) -> Self {
        let problems = Problems::none(texts.get("page-problems-heading"));
        Self::filled(texts, account, &Filled::default(), problems)
    }

    fn filled(texts: Texts, account: &Account, filled: &Filled, mut problems: Problems) -> Self {
        let access = AccessType::parse(&filled.access).unwrap_or_default();
        let locale = Locale::parse(&filled.locale).unwrap_or(account.settings.default_locale);
        let accesses = [AccessType::Standard, AccessType::Administrator]
            .map(|access| (access.as_str(), wording::access(texts, access)));
        let languages = Locale::ALL.map(|l| (l.code(), wording::language(texts, l)));
        let mut fields = vec![
            Field::email("email", texts.get("page-field-email"))
                .autocomplete("off")
                .at_most(254)
                .value(&filled.email),
            Field::line("name", texts.get("page-field-name"))
                .optional(texts.get("page-optional"))
                .at_most(200)
                .value(&filled.name),
            Field::choice("access", texts.get("page-field-access"), accesses.to_vec())
                .value(access.as_str()),
            Field::choice(
                "locale",
                texts.get("page-field-language"),
                languages.to_vec(),
            )
            .value(locale.code()),
            Field::lines("message", texts.get("page-field-message"))
                .optional(texts.get("page-optional"))
                .at_most(1000)
                .value(&filled.message),
        ];
        problems.mark(&mut fields);
        Self {
            t: texts,
            action: format!("/a/{}/invitations", account.slug),
            problems,
            fields,
        }
    }

    /// Whether it tells that something is wrong.
    pub(super) fn has_errors(&self) -> bool {
        self.problems.any()
    }
}

#[handler]
pub(in crate::web) async fn invite(
    visit: Visit,
    Path(account): Path<String>,
    Posted(filled): Posted<Filled>,
) -> Answer {
    let caller = administrator(&visit, &account).await?;
    let texts = visit.texts();
    let mut problems = Problems::none(texts.get("page-problems-heading"));
    if let Some(command) = read(&filled, &mut problems, texts) {
        match visit.services.invitations.create(&caller, command).await {
            Ok(_) => {
                (visit.services.wake)();
                let mut response = see(&format!("/a/{}", caller.account.slug));
                NOTICE.set(&mut response, visit.base(), &Notice::Queued.name());
                return Ok(response);
            }
            Err(CreateInvitationError::Store(error)) => return Err(error.into()),
            Err(error) => tell(&error, &mut problems, texts),
        }
    }
    let form = Form::filled(texts, &caller.account, &filled, problems);
    list::render(&visit, &caller, form, &Choice::default()).await
}

/// Reads what was typed, or tells everything that is wrong with it.
fn read(filled: &Filled, problems: &mut Problems, texts: Texts) -> Option<CreateInvitation> {
    let mut tell = |field, error: &InvalidValue| {
        let text = wording::invalid(texts, error, PasswordPolicy::default());
        problems.at(field, text);
    };
    let email = EmailAddress::parse(&filled.email)
        .map_err(|error| tell("email", &error))
        .ok();
    let name = optional(DisplayName::parse(&filled.name)).map_err(|error| tell("name", &error));
    let access_type = AccessType::parse(&filled.access).map_err(|error| tell("access", &error));
    let locale = Locale::parse(&filled.locale).map_err(|error| tell("locale", &error));
    let message =
        optional(PersonalMessage::parse(&filled.message)).map_err(|error| tell("message", &error));
    Some(CreateInvitation {
        invitee: Invitee {
            email: Some(email?),
            phone: None,
            name: name.ok()?,
            login: None,
            locale: Some(locale.ok()?),
        },
        grant: Grant {
            access_type: access_type.ok()?,
            ..Grant::default()
        },
        channel: ChannelPreference::Email,
        ttl: None,
        message: message.ok()?,
        send: true,
    })
}

/// Takes an empty text for none.
fn optional<T>(parsed: Result<T, InvalidValue>) -> Result<Option<T>, InvalidValue> {
    match parsed {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.code() == "required" => Ok(None),
        Err(error) => Err(error),
    }
}

fn tell(error: &CreateInvitationError, problems: &mut Problems, texts: Texts) {
    match error {
        CreateInvitationError::AlreadyInvited(_) => {
            problems.at("email", texts.get("page-error-already-invited"));
        }
        CreateInvitationError::AlreadyMember(_) => {
            problems.at("email", texts.get("page-error-already-member"));
        }
        CreateInvitationError::Invalid(error) => problems.at(
            "email",
            wording::invalid(texts, error, PasswordPolicy::default()),
        ),
        CreateInvitationError::NoChannel(_) => {
            problems.at("email", texts.get("page-error-no-channel"));
        }
        CreateInvitationError::Forbidden(refused) => {
            problems.at("access", wording::grant_refused(texts, refused));
        }
        CreateInvitationError::AccountSuspended => {
            problems.whole(texts.get("page-error-suspended"));
        }
        CreateInvitationError::Undefined(_)
        | CreateInvitationError::Unavailable(_)
        | CreateInvitationError::LoginTaken
        | CreateInvitationError::Store(_) => problems.whole(texts.get("page-error-conflict")),
    }
}
