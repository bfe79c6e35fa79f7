//! Who one is, and where one belongs.

use crate::web::{
    layout::Layout,
    navigation::people_of,
    respond::{Answer, page},
    visit::Visit,
    wording,
};
use askama::Template;
use poem::{handler, http::StatusCode};
use std::borrow::Cow;

#[derive(Template)]
#[template(path = "profile/about.html")]
struct About {
    page: Layout,
    facts: Vec<(Cow<'static, str>, String)>,
    places: Vec<Place>,
}

/// An account that one is in.
struct Place {
    name: String,
    /// Where its people are, for whoever may see them.
    people: Option<String>,
    access: Cow<'static, str>,
}

#[handler]
pub(super) async fn show(visit: Visit) -> Answer {
    let user = &visit.signed_in()?.user;
    let texts = visit.texts();
    let language = user
        .locale
        .map(|locale| wording::language(texts, locale).into_owned());
    let facts = [
        ("page-field-name", Some(user.name.to_string())),
        (
            "page-field-email",
            user.email.as_ref().map(|email| email.original().to_owned()),
        ),
        (
            "page-field-phone",
            user.phone.as_ref().map(|phone| phone.as_str().to_owned()),
        ),
        (
            "page-field-login",
            user.login.as_ref().map(ToString::to_string),
        ),
        ("page-field-language", language),
    ];
    let memberships = visit.services.sign_in.memberships(user).await?;
    let view = About {
        page: Layout::new(texts, texts.get("profile-heading"), "/profile").of(&visit),
        facts: facts
            .into_iter()
            .filter_map(|(key, value)| Some((texts.get(key), value?)))
            .collect(),
        places: memberships
            .iter()
            .map(|membership| Place {
                name: membership.account.name.to_string(),
                people: people_of(membership),
                access: wording::access(texts, membership.member.grant.access_type),
            })
            .collect(),
    };
    page(StatusCode::OK, &view)
}
