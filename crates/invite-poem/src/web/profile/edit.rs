//! Changing how one is called and which language one reads.

use super::CHANGED;
use crate::web::{
    cookies::{LANGUAGE, NOTICE},
    field::{Field, Problems},
    form::Posted,
    layout::Layout,
    respond::{Answer, page, see},
    visit::Visit,
    wording,
};
use askama::Template;
use invite_domain::model::{
    DisplayName, InvalidValue, Locale, PasswordPolicy, ProfileChanges, Via,
};
use poem::{handler, http::StatusCode};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "profile/edit.html")]
struct Edit {
    page: Layout,
    problems: Problems,
    fields: Vec<Field>,
}

/// What was typed.
#[derive(Deserialize)]
pub(super) struct Filled {
    #[serde(default)]
    name: String,
    #[serde(default)]
    locale: String,
}

#[handler]
#[expect(
    clippy::needless_pass_by_value,
    reason = "what is read from a request is taken by value"
)]
pub(super) fn ask(visit: Visit) -> Answer {
    let user = &visit.signed_in()?.user;
    let stands = Filled {
        name: user.name.to_string(),
        locale: user.locale.map_or("", Locale::code).to_owned(),
    };
    render(&visit, &stands, None)
}

#[handler]
pub(super) async fn change(visit: Visit, Posted(filled): Posted<Filled>) -> Answer {
    let session = visit.signed_in()?;
    let name = match DisplayName::parse(&filled.name) {
        Ok(name) => name,
        Err(error) => return render(&visit, &filled, Some(&error)),
    };
    // Whoever never chose one may leave it so.
    let locale = Locale::parse(&filled.locale).ok();
    let changes = ProfileChanges {
        name: Some(name),
        locale,
    };
    let (sign_in, person) = (&visit.services.sign_in, session.person());
    sign_in.change_profile(&person, &changes, Via::Page).await?;
    let mut response = see("/profile");
    if let Some(locale) = locale {
        // Or what was chosen at the foot of a page would hide it.
        LANGUAGE.set(&mut response, visit.base(), locale.code());
    }
    NOTICE.set(&mut response, visit.base(), CHANGED.name);
    Ok(response)
}

fn render(visit: &Visit, filled: &Filled, refused: Option<&InvalidValue>) -> Answer {
    let stored = visit.signed_in()?.user.locale;
    let texts = visit.texts();
    let mut problems = Problems::none(texts.get("page-problems-heading"));
    if let Some(error) = refused {
        let text = wording::invalid(texts, error, PasswordPolicy::default());
        problems.at("name", text);
    }
    let mut languages: Vec<_> = Locale::ALL
        .into_iter()
        .map(|locale| (locale.code(), wording::language(texts, locale)))
        .collect();
    if stored.is_none() {
        languages.insert(0, ("", texts.get("profile-language-unset")));
    }
    let mut fields = [
        Field::line("name", texts.get("page-field-your-name"))
            .autocomplete("name")
            .at_most(200)
            .hint(texts.get("profile-name-hint"))
            .value(filled.name.as_str()),
        Field::choice("locale", texts.get("page-field-language"), languages)
            .hint(texts.get("profile-language-hint"))
            .value(filled.locale.as_str()),
    ];
    problems.mark(&mut fields);
    let status = if problems.any() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let heading = texts.get("profile-edit-heading");
    let view = Edit {
        page: Layout::new(texts, heading, "/profile/edit")
            .of(visit)
            .with_errors(problems.any()),
        problems,
        fields: fields.into(),
    };
    page(status, &view)
}
