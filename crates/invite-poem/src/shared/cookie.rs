//! The session cookie: its name, how it is read, set and taken back.
//!
//! Pages sign in with [`set_session`] and out with [`clear_session`]; both are values of a
//! `Set-Cookie` header.

use invite_domain::{
    model::{LinkBase, Secret},
    service::SignedInSession,
};
use poem::{Request, http::header};

/// Returns the cookie's name. `__Host-` makes browsers refuse one that another host or a plain
/// connection has set, which needs https.
pub(crate) fn session_name(public_url: &LinkBase) -> &'static str {
    if is_https(public_url) {
        "__Host-invite_session"
    } else {
        "invite_session"
    }
}

/// Whether people reach the service by https.
pub(crate) fn is_https(public_url: &LinkBase) -> bool {
    public_url.as_str().starts_with("https://")
}

/// Returns the session's token as the browser sent it, genuine or not.
pub(crate) fn session_token(request: &Request, public_url: &LinkBase) -> Option<Secret> {
    cookie(request, session_name(public_url)).map(Secret::new)
}

/// Returns a cookie's value; the first one when there are several.
pub(crate) fn cookie<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request
        .headers()
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(found, value)| (found == name).then_some(value))
}

/// Returns the `Set-Cookie` value that begins a session in the browser, which keeps it as long as the
/// session lives at most.
pub(crate) fn set_session(public_url: &LinkBase, session: &SignedInSession) -> String {
    let seconds = session.lifetime.num_seconds();
    written(public_url, session.token.expose(), seconds)
}

/// Returns the `Set-Cookie` value that makes the browser forget its session.
pub(crate) fn clear_session(public_url: &LinkBase) -> String {
    written(public_url, "", 0)
}

fn written(public_url: &LinkBase, value: &str, max_age: i64) -> String {
    let name = session_name(public_url);
    let secure = if is_https(public_url) { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_has_the_host_bound_name() {
        let secure = LinkBase::parse("https://invite.example.org").unwrap();
        assert_eq!(
            written(&secure, "invs_x", 43_200),
            "__Host-invite_session=invs_x; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure"
        );
        let plain = LinkBase::parse("http://localhost:8080").unwrap();
        assert_eq!(
            clear_session(&plain),
            "invite_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"
        );
    }

    #[test]
    fn finds_its_own_among_others() {
        let request = Request::builder()
            .header("cookie", "a=b; xinvite_session=no")
            .header("cookie", " invite_session=invs_1==; invite_session=second")
            .finish();
        let plain = LinkBase::parse("http://localhost").unwrap();
        assert_eq!(
            session_token(&request, &plain).unwrap().expose(),
            "invs_1=="
        );
        assert!(cookie(&request, "missing").is_none());
    }
}
