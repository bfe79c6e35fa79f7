//! Asking for a link: the same page after the same work, whoever is known.

use super::{FORGOTTEN, Form};
use crate::web::{
    field::{Field, Problems},
    form::Posted,
    layout::Layout,
    message::{Message, Symbol},
    respond::{Answer, page},
    visit::Visit,
};
use invite_domain::model::Via;
use poem::{handler, http::StatusCode};
use serde::Deserialize;

#[derive(Deserialize)]
pub(in crate::web) struct Filled {
    #[serde(default)]
    identifier: String,
}

#[handler]
#[expect(
    clippy::needless_pass_by_value,
    reason = "what is read from a request is taken by value"
)]
pub(in crate::web) fn ask(visit: Visit) -> Answer {
    form(&visit, false)
}

#[handler]
pub(in crate::web) async fn send(visit: Visit, Posted(filled): Posted<Filled>) -> Answer {
    let identifier: String = filled.identifier.trim().chars().take(254).collect();
    if identifier.is_empty() {
        return form(&visit, true);
    }
    let services = &visit.services;
    services
        .sign_in
        .request_password_reset(&identifier, Via::Page)
        .await?;
    (services.wake)();
    let texts = visit.texts();
    let heading = texts.get("page-forgotten-done-heading");
    Message::new(
        Layout::new(texts, heading.clone(), FORGOTTEN).of(&visit),
        Symbol::Check,
        heading,
    )
    .text(texts.get("page-forgotten-done-text"))
    .text(texts.get("page-forgotten-done-advice"))
    .link("/sign-in", texts.get("page-forgotten-back"))
    .answer(StatusCode::OK)
}

fn form(visit: &Visit, is_missing: bool) -> Answer {
    let texts = visit.texts();
    let mut problems = Problems::none(texts.get("page-problems-heading"));
    if is_missing {
        problems.at("identifier", texts.get("page-error-identifier-required"));
    }
    let mut fields = vec![
        Field::line("identifier", texts.get("page-field-identifier"))
            .autocomplete("username")
            .like_an_address()
            .at_most(254),
    ];
    problems.mark(&mut fields);
    let status = if is_missing {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let heading = texts.get("page-forgotten-heading");
    let view = Form {
        page: Layout::new(texts, heading.clone(), FORGOTTEN)
            .of(visit)
            .with_errors(problems.any()),
        heading: heading.into_owned(),
        explanation: texts.get("page-forgotten-explanation").into_owned(),
        problems,
        action: FORGOTTEN,
        identifier: None,
        fields,
        button: texts.get("page-forgotten-button").into_owned(),
        way_back: "page-forgotten-back",
    };
    page(status, &view)
}
