//! Choosing the language of the pages.

use super::{cookies::LANGUAGE, form::Posted, place, respond::see, visit::Visit};
use invite_domain::model::Locale;
use poem::{Response, handler};
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct Choice {
    #[serde(default)]
    lang: String,
    #[serde(default)]
    place: String,
}

#[handler]
#[expect(
    clippy::needless_pass_by_value,
    reason = "what is read from a request is taken by value"
)]
pub(super) fn choose(visit: Visit, Posted(choice): Posted<Choice>) -> Response {
    let mut response = see(place::own(&choice.place).unwrap_or("/"));
    if let Ok(locale) = Locale::parse(&choice.lang) {
        LANGUAGE.set(&mut response, visit.base(), locale.code());
    }
    response
}
