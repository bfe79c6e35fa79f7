//! Making an account below this one.

use crate::web::{
    cookies::NOTICE,
    fault::Fault,
    field::{Field, Problems},
    form::Posted,
    layout::Layout,
    navigation::Section,
    notice::Notice,
    respond::{Answer, page, see},
    settings,
    visit::Visit,
    wording,
};
use askama::Template;
use invite_domain::{
    model::{
        AccountSettings, Caller, DisplayName, InvalidValue, Locale, Operation, PasswordPolicy, Slug,
    },
    service::{AccountError, CreateAccount},
};
use invite_i18n::Texts;
use poem::{handler, http::StatusCode, web::Path};
use serde::Deserialize;
use std::borrow::Cow;

/// What was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Filled {
    name: String,
    slug: String,
    language: String,
}

#[derive(Template)]
#[template(path = "accounts/new.html")]
struct Ask {
    page: Layout,
    lead: String,
    place: String,
    list: String,
    problems: Problems,
    fields: Vec<Field>,
}

#[handler]
pub(super) async fn ask(visit: Visit, Path(account): Path<String>) -> Answer {
    let caller = administrator(&visit, &account).await?;
    let problems = Problems::none(visit.texts().get("page-problems-heading"));
    render(&visit, &caller, &Filled::default(), problems)
}

#[handler]
pub(super) async fn create(
    visit: Visit,
    Path(account): Path<String>,
    Posted(filled): Posted<Filled>,
) -> Answer {
    let caller = administrator(&visit, &account).await?;
    let texts = visit.texts();
    let mut problems = Problems::none(texts.get("page-problems-heading"));
    let Some(command) = command(texts, &caller, &filled, &mut problems) else {
        return render(&visit, &caller, &filled, problems);
    };
    match visit.services.accounts.create(&caller, command).await {
        Ok(_) => {
            let mut response = see(&format!("/a/{}/accounts", caller.account.slug));
            let notice = Notice::Said(&super::MADE);
            NOTICE.set(&mut response, visit.base(), &notice.name());
            return Ok(response);
        }
        Err(AccountError::SlugTaken) => problems.at("slug", texts.get("accounts-slug-taken")),
        Err(AccountError::Placement(_)) => problems.whole(texts.get("accounts-too-deep")),
        Err(AccountError::Conflict) => problems.whole(texts.get("page-error-conflict")),
        Err(error) => return Err(settings::fault(error)),
    }
    render(&visit, &caller, &filled, problems)
}

async fn administrator(visit: &Visit, account: &str) -> Result<Caller, Fault> {
    visit
        .caller_who_may(account, Operation::ManageAccounts)
        .await
}

/// Reads every field, so that everything that is wrong is said at once.
fn command(
    texts: Texts,
    caller: &Caller,
    filled: &Filled,
    problems: &mut Problems,
) -> Option<CreateAccount> {
    let wrong = |error: &InvalidValue| match error.code() {
        "slug_invalid" => texts.get("accounts-slug-invalid"),
        _ => wording::invalid(texts, error, PasswordPolicy::default()),
    };
    let name = DisplayName::parse(&filled.name).map_err(|error| problems.at("name", wrong(&error)));
    let slug = filled.slug.trim();
    let slug = (!slug.is_empty()).then(|| Slug::parse(slug)).transpose();
    let slug = slug.map_err(|error| problems.at("slug", wrong(&error)));
    let settings = AccountSettings {
        default_locale: Locale::parse(&filled.language)
            .unwrap_or(caller.account.settings.default_locale),
        ..AccountSettings::default()
    };
    Some(CreateAccount {
        name: name.ok()?,
        slug: slug.ok()?,
        settings,
    })
}

fn render(visit: &Visit, caller: &Caller, filled: &Filled, mut problems: Problems) -> Answer {
    let texts = visit.texts();
    let account = &caller.account;
    let list = format!("/a/{}/accounts", account.slug);
    let language = Locale::parse(&filled.language).unwrap_or(account.settings.default_locale);
    let languages: Vec<(&'static str, Cow<'static, str>)> = Locale::ALL
        .into_iter()
        .map(|locale| (locale.code(), wording::language(texts, locale)))
        .collect();
    let mut fields = vec![
        Field::line("name", texts.get("page-field-name"))
            .at_most(200)
            .value(&filled.name),
        Field::line("slug", texts.get("accounts-field-slug"))
            .optional(texts.get("page-optional"))
            .hint(texts.get("accounts-slug-hint"))
            .at_most(63)
            .value(&filled.slug),
        Field::choice("language", texts.get("page-field-language"), languages)
            .hint(texts.get("accounts-language-hint"))
            .value(language.code()),
    ];
    problems.mark(&mut fields);
    let status = if problems.any() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let place = format!("{list}/new");
    let layout = Layout::new(texts, texts.get("accounts-new-heading"), place.clone());
    let view = Ask {
        page: layout
            .of(visit)
            .section(caller, Section::Accounts)
            .with_errors(problems.any()),
        lead: texts.with("accounts-lead", &[("name", account.name.as_str().into())]),
        place,
        list,
        problems,
        fields,
    };
    page(status, &view)
}
