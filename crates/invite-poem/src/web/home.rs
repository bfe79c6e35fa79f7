//! The start page of whoever is signed in: their accounts, and the ways on.

use super::{
    layout::Layout,
    respond::{Answer, page},
    roster::{invite::Form, list::Row},
    visit::Visit,
    wording,
};
use askama::Template;
use invite_domain::{
    model::AccessType,
    ports::{AccountRef, InvitationFilter, Membership, PageRequest},
};
use poem::{handler, http::StatusCode};
use std::borrow::Cow;

/// How many of the latest invitations the start page shows.
const LATEST: u32 = 20;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    page: Layout,
    greeting: String,
    identifier: String,
    places: Vec<Place>,
    sole: Option<Sole>,
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

/// What the start page shows of the only account that the reader administers.
struct Sole {
    slug: String,
    form: Form,
    rows: Vec<Row>,
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
    let sole = match administered.as_slice() {
        [only] => sole(&visit, only).await?,
        _ => None,
    };
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
        sole,
        has_inbox: visit.services.inbox.is_some() && !administered.is_empty(),
    };
    page(StatusCode::OK, &view)
}

async fn sole(visit: &Visit, membership: &Membership) -> Result<Option<Sole>, super::fault::Fault> {
    let account = AccountRef::Id(membership.account.id);
    let Some(caller) = visit.caller(&account).await? else {
        return Ok(None);
    };
    let texts = visit.texts();
    let invitations = &visit.services.invitations;
    let latest = PageRequest {
        limit: LATEST,
        after: None,
    };
    let found = invitations
        .list(&caller, &InvitationFilter::default(), latest)
        .await?;
    let slug = caller.account.slug.as_str().to_owned();
    let now = invitations.moment();
    Ok(Some(Sole {
        form: Form::empty(texts, &caller.account),
        rows: found
            .items
            .iter()
            .map(|invitation| Row::of(invitation, &slug, texts, now))
            .collect(),
        slug,
    }))
}
