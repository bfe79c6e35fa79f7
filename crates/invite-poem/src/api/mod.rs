//! The REST API under `/api`: one file for each group of operations, wire shapes in `dto`.
//!
//! Every group is a type without state; handlers take [`crate::Services`] from the request. That is
//! why the specification can be printed without a database or a server.

mod accounts;
mod allow;
mod api_keys;
mod audit;
mod audit_csv;
mod bulk;
mod catalog;
mod credentials;
mod cursor;
mod docs;
mod document;
mod dto;
mod errors;
mod insight;
mod invitations;
mod invitee;
mod mail_texts;
mod members;
mod password_resets;
mod people;
mod policy;
mod roster;
mod sessions;
mod strict_json;

use crate::Services;
use crate::shared::{Problem, ProblemCode};
use poem::{
    EndpointExt, IntoResponse, Request, Response, Route, endpoint::BoxEndpoint,
    endpoint::make_sync, get, http::header,
};
use poem_openapi::Tags;

pub use document::openapi_json;
pub use policy::{Access, ROUTES, RoutePolicy, policy_table};

/// Where the operations are.
const BASE: &str = "/api/v1";

type Operations = (
    accounts::Accounts,
    (
        catalog::Roles,
        catalog::Groups,
        catalog::Permissions,
        catalog::Resources,
        catalog::ReadyMadeCatalogs,
    ),
    api_keys::ApiKeys,
    roster::Roster,
    invitations::Invitations,
    bulk::Bulk,
    invitee::Invitee,
    members::Members,
    people::People,
    sessions::Sessions,
    (audit::Audit, insight::Insight),
    password_resets::PasswordResets,
    mail_texts::MailTexts,
);

/// The groups that the readable page shows.
#[derive(Tags)]
enum Group {
    /// Tenants and their settings.
    Accounts,
    /// What can be granted: roles, groups, permissions, resources.
    Grantables,
    /// Keys for programs.
    ApiKeys,
    /// The roster: who is invited, and where each one stands.
    Invitations,
    /// What the holder of a link does.
    Invitee,
    /// The people who are in, and what they hold.
    Members,
    /// Everyone, invited or in.
    People,
    /// Signing in and out.
    Sessions,
    /// Who did what to whom, when, through what.
    Audit,
    /// How accounts word their mails.
    MailTexts,
}

fn operations() -> Operations {
    (
        accounts::Accounts,
        (
            catalog::Roles,
            catalog::Groups,
            catalog::Permissions,
            catalog::Resources,
            catalog::ReadyMadeCatalogs,
        ),
        api_keys::ApiKeys,
        roster::Roster,
        invitations::Invitations,
        bulk::Bulk,
        invitee::Invitee,
        members::Members,
        people::People,
        sessions::Sessions,
        (audit::Audit, insight::Insight),
        password_resets::PasswordResets,
        mail_texts::MailTexts,
    )
}

/// Returns everything below `/api`; all of its errors are problem documents.
pub(crate) fn routes(services: Services) -> BoxEndpoint<'static> {
    let allow = allow::Allow::of_operations();
    let document = openapi_json();
    Route::new()
        .nest("/v1", document::service())
        .at(
            "/openapi.json",
            get(make_sync(move |_| json(document.clone()))),
        )
        .at("/docs", get(docs::page()))
        .at(
            "/problems/:code",
            get(make_sync(|request| explain(&request))),
        )
        .data(services)
        .around(move |endpoint, request| errors::as_problems(endpoint, request, allow.clone()))
        .boxed()
}

fn json(document: String) -> Response {
    Response::builder()
        .content_type("application/json")
        .header(header::CACHE_CONTROL, "no-cache")
        .body(document)
}

/// Tells more about one kind of problem: what `type` points to.
fn explain(request: &Request) -> Response {
    let code = request.raw_path_param("code").and_then(ProblemCode::parse);
    let Some(code) = code else {
        return Problem::of(ProblemCode::RouteNotFound).into_response();
    };
    let text = format!(
        "{} ({}, {})\n\n{}\n\n{}\n",
        code.title(),
        code.as_str(),
        code.status().as_u16(),
        code.meaning(),
        code.advice()
    );
    Response::builder()
        .content_type("text/plain; charset=utf-8")
        .body(text)
}
