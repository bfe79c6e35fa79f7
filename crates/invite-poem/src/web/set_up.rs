//! The first administrator: the one-time link that the service prints on an empty database.

use super::{
    cookies::{SET_UP, begin_session},
    fault::Fault,
    field::{Field, Problems},
    form::Posted,
    invitation::link::may_be_a_token,
    layout::Layout,
    message::{Message, Symbol},
    respond::{Answer, page, see},
    set_up_mail,
    visit::Visit,
    wording,
};
use crate::SetUp;
use askama::Template;
use invite_domain::{
    model::{DisplayName, EmailAddress, InvalidValue, Locale, Password, PasswordPolicy},
    service::{AccountError, FirstAdministrator},
};
use invite_i18n::Texts;
use poem::{handler, http::StatusCode, web::Path};
use serde::Deserialize;

const PLACE: &str = "/setup";

#[derive(Default, Deserialize)]
pub(super) struct Filled {
    #[serde(default)]
    account: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    locale: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    repeated: String,
}

#[derive(Template)]
#[template(path = "set_up.html")]
struct SetUpPage {
    page: Layout,
    problems: Problems,
    fields: Vec<Field>,
}

/// How the link stands.
enum Standing {
    /// It is not the one-time link.
    Unknown,
    /// It waits to be used.
    Open,
    /// It was used.
    Used,
}

/// Opens the link: as with an invitation, the token leaves the address bar and nothing happens.
#[handler]
#[expect(
    clippy::needless_pass_by_value,
    reason = "what is read from a request is taken by value"
)]
pub(super) fn open(visit: Visit, token: poem::Result<Path<String>>) -> Answer {
    let Some(token) = token.ok().filter(|token| may_be_a_token(token)) else {
        return unknown(&visit);
    };
    let mut response = see(PLACE);
    SET_UP.set(&mut response, visit.base(), &token);
    Ok(response)
}

#[handler]
pub(super) async fn show(visit: Visit) -> Answer {
    match standing(&visit).await? {
        Standing::Unknown => unknown(&visit),
        Standing::Open => render(&visit, &Filled::default(), |_, _| {}),
        Standing::Used => done(&visit),
    }
}

#[handler]
pub(super) async fn set_up(visit: Visit, Posted(filled): Posted<Filled>) -> Answer {
    match standing(&visit).await? {
        Standing::Unknown => return unknown(&visit),
        Standing::Used => return Ok(see(PLACE)),
        Standing::Open => {}
    }
    let (Ok(account_name), Ok(name), Ok(email), Ok(locale)) = (
        DisplayName::parse(&filled.account),
        DisplayName::parse(&filled.name),
        EmailAddress::parse(&filled.email),
        Locale::parse(&filled.locale),
    ) else {
        return render(&visit, &filled, |problems, texts| {
            check(problems, texts, &filled);
        });
    };
    if check_passwords(&filled).is_some() {
        return render(&visit, &filled, |problems, texts| {
            check(problems, texts, &filled);
        });
    }
    let command = FirstAdministrator {
        account_name,
        slug: None,
        name,
        email: email.clone(),
        password: Password::new(filled.password.as_str()),
        locale,
    };
    match visit.services.accounts.set_up(command).await {
        Ok(_) => go_on(&visit, &email, &filled).await,
        Err(AccountError::NotFirst) => Ok(see(PLACE)),
        Err(AccountError::Invalid { field, error }) => {
            render(&visit, &filled, |problems, texts| {
                let text = wording::invalid(texts, &error, PasswordPolicy::default());
                match field {
                    "password" => problems.at("password", text),
                    _ => problems.whole(text),
                }
            })
        }
        Err(AccountError::Conflict) => render(&visit, &filled, |problems, texts| {
            problems.whole(texts.get("page-error-conflict"));
        }),
        Err(AccountError::Hash(error)) => Err(error.into()),
        Err(AccountError::Store(error)) => Err(error.into()),
        // None of these can come of an empty database.
        Err(
            error @ (AccountError::Forbidden(_)
            | AccountError::NoSeat
            | AccountError::SlugTaken
            | AccountError::UserExists
            | AccountError::Placement(_)
            | AccountError::ParentForbidden
            | AccountError::UnknownApiKey),
        ) => Err(Fault::broken(&error)),
    }
}

/// Signs the first administrator in and goes on to the next step.
async fn go_on(visit: &Visit, email: &EmailAddress, filled: &Filled) -> Answer {
    let password = Password::new(filled.password.as_str());
    let visitor = visit.visitor.clone();
    let sign_in = &visit.services.sign_in;
    // Where that does not work, the page says that all is ready, and where to sign in.
    let Ok(session) = sign_in.sign_in(email.canonical(), &password, visitor).await else {
        return Ok(see(PLACE));
    };
    let mut response = see(set_up_mail::PLACE);
    begin_session(&mut response, visit.base(), &session);
    Ok(response)
}

/// Whether the browser holds the one-time link, used or not.
pub(super) fn is_genuine(visit: &Visit) -> bool {
    let (SetUp::Open(claim), Some(token)) = (visit.services.set_up, &visit.set_up_link) else {
        return false;
    };
    visit.services.tokens.verify(token) == Some(claim)
}

async fn standing(visit: &Visit) -> Result<Standing, Fault> {
    if !is_genuine(visit) {
        return Ok(Standing::Unknown);
    }
    if visit.services.accounts.has_accounts().await? {
        Ok(Standing::Used)
    } else {
        Ok(Standing::Open)
    }
}

/// Tells everything that is wrong at once.
fn check(problems: &mut Problems, texts: Texts, filled: &Filled) {
    let policy = PasswordPolicy::default();
    let mut tell = |field, wrong: Option<InvalidValue>| {
        if let Some(error) = wrong {
            problems.at(field, wording::invalid(texts, &error, policy));
        }
    };
    tell("account", DisplayName::parse(&filled.account).err());
    tell("name", DisplayName::parse(&filled.name).err());
    tell("email", EmailAddress::parse(&filled.email).err());
    tell("locale", Locale::parse(&filled.locale).err());
    if let Some((field, key)) = check_passwords(filled) {
        problems.at(field, texts.get(key));
    }
}

fn check_passwords(filled: &Filled) -> Option<(&'static str, &'static str)> {
    if filled.password.is_empty() {
        Some(("password", "page-error-password-required"))
    } else if filled.password != filled.repeated {
        Some(("repeated", "page-error-passwords-differ"))
    } else {
        None
    }
}

fn render(visit: &Visit, filled: &Filled, tell: impl FnOnce(&mut Problems, Texts)) -> Answer {
    let texts = visit.texts();
    let mut problems = Problems::none(texts.get("page-problems-heading"));
    tell(&mut problems, texts);
    let locale = Locale::parse(&filled.locale).unwrap_or(texts.locale());
    let languages = Locale::ALL.map(|l| (l.code(), wording::language(texts, l)));
    let mut fields = vec![
        Field::line("account", texts.get("page-field-account"))
            .autocomplete("organization")
            .hint(texts.get("page-account-hint"))
            .at_most(200)
            .value(&filled.account),
        Field::line("name", texts.get("page-field-your-name"))
            .autocomplete("name")
            .at_most(200)
            .value(&filled.name),
        Field::email("email", texts.get("page-field-email"))
            .autocomplete("username")
            .at_most(254)
            .value(&filled.email),
        Field::choice(
            "locale",
            texts.get("page-field-language"),
            languages.to_vec(),
        )
        .value(locale.code()),
        Field::password("password", texts.get("page-field-password"), "new-password")
            .for_new_password(texts, PasswordPolicy::default()),
        Field::password(
            "repeated",
            texts.get("page-field-password-again"),
            "new-password",
        ),
    ];
    problems.mark(&mut fields);
    let status = if problems.any() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let view = SetUpPage {
        page: Layout::new(texts, texts.get("page-setup-heading"), PLACE)
            .with_errors(problems.any()),
        problems,
        fields,
    };
    page(status, &view)
}

fn done(visit: &Visit) -> Answer {
    let texts = visit.texts();
    let heading = texts.get("page-setup-done-heading");
    Message::new(
        Layout::new(texts, heading.clone(), PLACE),
        Symbol::Check,
        heading,
    )
    .text(texts.get("page-setup-done-text"))
    .text(texts.get("page-setup-done-api"))
    .link("/sign-in", texts.get("page-sign-in-button"))
    .answer(StatusCode::OK)
}

pub(super) fn unknown(visit: &Visit) -> Answer {
    let texts = visit.texts();
    let heading = texts.get("page-setup-unknown-heading");
    Message::new(
        Layout::new(texts, heading.clone(), PLACE),
        Symbol::Stop,
        heading,
    )
    .text(texts.get("page-setup-unknown-text"))
    .link("/sign-in", texts.get("page-sign-in-button"))
    .answer(StatusCode::NOT_FOUND)
}
