//! Who calls: reading credentials and account names off a request.

use super::{
    cookie::session_token, origin::is_forged, problem::Problem, problem_code::ProblemCode,
};
use crate::Services;
use invite_domain::{
    model::{AccountId, Secret, SecretKind, Slug},
    ports::AccountRef,
    service::Credential,
};
use poem::{Request, http::header};

/// Reads an account as an address names it: an id or a slug; `None` for a text that is neither.
pub(crate) fn account_ref(text: &str) -> Option<AccountRef> {
    if let Ok(id) = text.parse::<AccountId>() {
        return Some(AccountRef::Id(id));
    }
    Slug::parse(text).ok().map(AccountRef::Slug)
}

/// Returns the credential that an API request shows. A key in the header goes before the cookie.
///
/// # Errors
/// `unauthenticated` without any or with an unreadable one, `cross_site_request` for an unsafe
/// request by cookie that none of our own pages made.
pub(crate) fn credential(services: &Services, request: &Request) -> Result<Credential, Problem> {
    if let Some(value) = request.headers().get(header::AUTHORIZATION) {
        return value
            .to_str()
            .ok()
            .and_then(bearer)
            .map(Secret::new)
            .filter(|key| key.is(SecretKind::ApiKey))
            .map(Credential::ApiKey)
            .ok_or_else(|| Problem::of(ProblemCode::Unauthenticated));
    }
    session(services, request)?
        .map(Credential::Session)
        .ok_or_else(|| Problem::of(ProblemCode::Unauthenticated))
}

/// Returns the session's token for an API request, if it shows one.
///
/// # Errors
/// `cross_site_request` for an unsafe request that none of our own pages made.
pub(crate) fn session(services: &Services, request: &Request) -> Result<Option<Secret>, Problem> {
    let Some(token) = session_token(request, &services.public_url) else {
        return Ok(None);
    };
    if is_forged(request, &services.public_url) {
        return Err(Problem::of(ProblemCode::CrossSiteRequest));
    }
    Ok(Some(token))
}

/// The scheme's name is case-insensitive (RFC 9110 §11.1).
fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim_start())
}
