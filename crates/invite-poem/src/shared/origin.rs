//! Whether a request was made by one of our own pages: the guard against forged cross-site requests.

use invite_domain::model::LinkBase;
use poem::{Request, http::Method};

/// What the browser tells about where a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// One of our own pages, or the person themselves.
    Same,
    /// Another site.
    Foreign,
    /// Not told: no browser of today, or a program.
    Untold,
}

/// Reads `Sec-Fetch-Site` and `Origin`; when both are there, both must be ours.
pub(crate) fn origin(request: &Request, public_url: &LinkBase) -> Origin {
    let fetch_site = request
        .headers()
        .get("sec-fetch-site")
        .map(|site| matches!(site.as_bytes(), b"same-origin" | b"none"));
    let ours = origin_of(public_url.as_str());
    let origin = request
        .headers()
        .get("origin")
        .map(|origin| origin.to_str().is_ok_and(|o| o.eq_ignore_ascii_case(&ours)));
    match (fetch_site, origin) {
        (None, None) => Origin::Untold,
        (Some(false), _) | (_, Some(false)) => Origin::Foreign,
        _ => Origin::Same,
    }
}

/// Whether an unsafe request that relies on a cookie must be refused.
///
/// Pages call this for every form that is posted with a session or a link's cookie.
pub(crate) fn is_forged(request: &Request, public_url: &LinkBase) -> bool {
    is_unsafe(request.method()) && origin(request, public_url) != Origin::Same
}

fn is_unsafe(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Returns scheme, host and port of an address, without the scheme's default port (RFC 6454 §6.2).
fn origin_of(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let authority = rest.split('/').next().unwrap_or_default();
    let default_port = match scheme {
        "https" => ":443",
        _ => ":80",
    };
    let host = authority.strip_suffix(default_port).unwrap_or(authority);
    format!("{scheme}://{host}").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(headers: &[(&str, &str)]) -> Origin {
        let public_url = LinkBase::parse("https://Invite.example.org:443/base").unwrap();
        let request = headers
            .iter()
            .fold(
                Request::builder().method(Method::POST),
                |r, (name, value)| r.header(*name, *value),
            )
            .finish();
        origin(&request, &public_url)
    }

    #[test]
    fn both_headers_must_be_ours() {
        let ours = ("origin", "https://invite.example.org");
        let theirs = ("origin", "https://evil.example.org");
        let same = ("sec-fetch-site", "same-origin");
        assert_eq!(told(&[]), Origin::Untold);
        assert_eq!(told(&[ours]), Origin::Same);
        assert_eq!(told(&[same]), Origin::Same);
        assert_eq!(told(&[("sec-fetch-site", "none")]), Origin::Same);
        assert_eq!(told(&[ours, same]), Origin::Same);
        assert_eq!(told(&[theirs, same]), Origin::Foreign);
        assert_eq!(
            told(&[ours, ("sec-fetch-site", "same-site")]),
            Origin::Foreign
        );
        assert_eq!(told(&[("origin", "null")]), Origin::Foreign);
        assert_eq!(
            told(&[("origin", "http://invite.example.org")]),
            Origin::Foreign
        );
        assert_eq!(
            told(&[("origin", "https://invite.example.org.evil.example")]),
            Origin::Foreign
        );
    }
}
