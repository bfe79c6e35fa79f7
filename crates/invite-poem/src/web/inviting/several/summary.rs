//! The third step: who gets what, before anything is sent.

use super::{
    Fields, List, carried,
    give::{self, Person},
};
use crate::web::{
    layout::Layout,
    navigation::Section,
    respond::{Answer, page},
    visit::Visit,
    wording,
};
use askama::Template;
use invite_domain::model::Caller;
use invite_i18n::Arg;
use poem::http::StatusCode;
use std::borrow::Cow;

/// One line of the summary.
struct Row {
    person: Person,
    access: Cow<'static, str>,
    numbers: String,
}

#[derive(Template)]
#[template(path = "inviting/several/summary.html")]
struct Summary<'a> {
    page: Layout,
    slug: &'a str,
    lead: String,
    roles: String,
    language: Cow<'static, str>,
    rows: Vec<Row>,
    hidden: Vec<(String, String)>,
    button: String,
}

/// Shows the third step.
pub(super) fn show(visit: &Visit, caller: &Caller, list: &List, fields: &Fields) -> Answer {
    let texts = visit.texts();
    let slug = caller.account.slug.as_str();
    let rows: Vec<Row> = give::people(texts, list, fields)
        .into_iter()
        .map(|person| Row {
            access: wording::access(texts, person.access),
            numbers: person.numbers.join(", "),
            person,
        })
        .collect();
    let n = [(
        "n",
        Arg::Number(u32::try_from(rows.len()).unwrap_or(u32::MAX)),
    )];
    let roles: Vec<&str> = fields
        .iter()
        .filter(|(name, _)| name == "roles")
        .map(|(_, value)| value.as_str())
        .collect();
    let view = Summary {
        page: Layout::new(
            texts,
            texts.get("invite-several-heading"),
            format!("/a/{slug}/invite/several"),
        )
        .of(visit)
        .section(caller, Section::People),
        slug,
        lead: texts.with("invite-summary-lead", &n),
        roles: roles.join(", "),
        language: wording::language(texts, give::locale(caller, fields)),
        rows,
        hidden: carried(fields, |_| false),
        button: texts.with("invite-summary-button", &n),
    };
    page(StatusCode::OK, &view)
}
