//! The start page of whoever is signed in: their accounts, and the ways on.

use super::{
    layout::Layout,
    navigation::people_of,
    respond::{Answer, page},
    visit::Visit,
    wording,
};
use askama::Template;
use invite_domain::{model::AccessType, ports::Membership};
use poem::{handler, http::StatusCode};
use std::borrow::Cow;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    page: Layout,
    greeting: String,
    identifier: String,
    places: Vec<Place>,
    has_inbox: bool,
}

/// An account of the reader.
struct Place {
    name: String,
    access: Cow<'static, str>,
    /// Where its people are, for whoever may see them.
    people: Option<String>,
    login_url: Option<String>,
}

#[handler]
pub(super) async fn show(visit: Visit) -> Answer {
    let session = visit.signed_in()?;
    let user = &session.user;
    let texts = visit.texts();
    let memberships = visit.services.sign_in.enterable(user).await?;
    let administers = |m: &Membership| m.member.grant.access_type == AccessType::Administrator;
    let name = user.name.as_str();
    let view = Home {
        page: Layout::new(texts, texts.get("page-home-title"), "/")
            .of(&visit)
            .wide(),
        greeting: texts.with("page-home-heading", &[("name", name.into())]),
        identifier: user
            .email
            .as_ref()
            .map_or_else(String::new, |email| email.original().to_owned()),
        places: memberships
            .iter()
            .map(|membership| Place {
                name: membership.account.name.as_str().to_owned(),
                access: wording::access(texts, membership.member.grant.access_type),
                people: people_of(membership),
                login_url: membership
                    .account
                    .settings
                    .login_url
                    .as_ref()
                    .map(|url| url.as_str().to_owned()),
            })
            .collect(),
        has_inbox: visit
            .services
            .inbox
            .as_ref()
            .is_some_and(|inbox| inbox.is_in_use())
            && memberships.iter().any(administers),
    };
    page(StatusCode::OK, &view)
}
