//! Addresses of our own pages that come with a request: where to go back to.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The longest address to go back to.
const MAX_LENGTH: usize = 2_000;

/// Returns the address if it can only be one of our pages: plain segments, none of them empty, so that
/// no browser reads another host into it, and behind a `?` what a form of ours would send. Reading any of
/// our pages changes nothing.
pub(super) fn own(place: &str) -> Option<&str> {
    let (path, query) = place.split_once('?').unwrap_or((place, ""));
    let is_segment = |segment: &str| {
        !segment.is_empty()
            && segment
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let is_path = match path.strip_prefix('/')? {
        "" => true,
        rest => rest.split('/').all(is_segment),
    };
    let is_query = query
        .bytes()
        .all(|b| b.is_ascii_graphic() && !b"\"#<>\\`".contains(&b));
    (is_path && is_query && place.len() <= MAX_LENGTH).then_some(place)
}

/// Returns the address of signing in, from where the way leads on to `place` where that is one of our
/// pages.
pub(super) fn sign_in_to(place: &str) -> String {
    match own(place) {
        None | Some("/") => "/sign-in".to_owned(),
        Some(place) => {
            let place = utf8_percent_encode(place, NON_ALPHANUMERIC);
            format!("/sign-in?to={place}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_are_places() {
        for place in [
            "/",
            "/invitation",
            "/a/acme-1/invitations/0190e6c1-0000-7000-8000-000000000001",
            "/a/acme?status=invited&q=%D0%B6+b,c@d/e",
            "/sign-in?to=%2Fa%2Facme",
        ] {
            assert_eq!(own(place), Some(place), "{place}");
        }
        let long = format!("/{}", "a".repeat(MAX_LENGTH));
        for place in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "?",
            "/a//b",
            "/%2F/evil",
            "/a?b#c",
            "/a?b\"c",
            "/a#b",
            "/a\r\nSet-Cookie:x",
            "/a?\r\nSet-Cookie:x",
            "javascript:alert(1)",
            "/.evil.example",
            &long,
        ] {
            assert_eq!(own(place), None, "{place}");
        }
    }

    #[test]
    fn signing_in_leads_on_to_our_own_pages_only() {
        assert_eq!(sign_in_to("/"), "/sign-in");
        assert_eq!(sign_in_to("//evil.example"), "/sign-in");
        assert_eq!(
            sign_in_to("/a/maju?status=error"),
            "/sign-in?to=%2Fa%2Fmaju%3Fstatus%3Derror"
        );
    }
}
