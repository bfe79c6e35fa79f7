//! The start page of whoever is signed in: their accounts, and the ways on.

use super::{
    layout::Layout,
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
    slug: String,
    access: Cow<'static, str>,
    is_administered: bool,
    login_url: Option<String>,
}

#[handler]
pub(super) async fn show(visit: Visit) -> Answer {
    let session = visit.signed_in()?;
    let user = &session.user;
    let texts = visit.texts();
    let memberships = visit.services.sign_in.enterable(user).await?;
    let administered: Vec<&Membership> = memberships
        .iter()
        .filter(|m| m.member.grant.access_type == AccessType::Administrator)
        .collect();
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
                slug: membership.account.slug.as_str().to_owned(),
                access: wording::access(texts, membership.member.grant.access_type),
                is_administered: membership.member.grant.access_type == AccessType::Administrator,
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
            && !administered.is_empty(),
    };
    page(StatusCode::OK, &view)
}
