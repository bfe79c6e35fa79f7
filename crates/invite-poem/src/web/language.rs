//! Choosing the language of the pages.

use super::{cookies::LANGUAGE, form::Posted, respond::see, visit::Visit};
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
    let place = if is_own_place(&choice.place) {
        choice.place.as_str()
    } else {
        "/"
    };
    let mut response = see(place);
    if let Ok(locale) = Locale::parse(&choice.lang) {
        LANGUAGE.set(&mut response, visit.base(), locale.code());
    }
    response
}

/// Whether this can only be the address of one of our pages: plain segments, none of them empty, so
/// that no browser reads another host into it. Reading any of our pages changes nothing.
fn is_own_place(place: &str) -> bool {
    let is_segment = |segment: &str| {
        !segment.is_empty()
            && segment
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    match place.strip_prefix('/') {
        Some("") => true,
        Some(rest) => place.len() <= 200 && rest.split('/').all(is_segment),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_own_place;

    #[test]
    fn only_our_own_pages_are_places() {
        for place in [
            "/",
            "/invitation",
            "/a/acme-1/invitations/0190e6c1-0000-7000-8000-000000000001",
        ] {
            assert!(is_own_place(place), "{place}");
        }
        for place in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a//b",
            "/%2F/evil",
            "/a?b",
            "/a#b",
            "/a\r\nSet-Cookie:x",
            "javascript:alert(1)",
            "/.evil.example",
        ] {
            assert!(!is_own_place(place), "{place}");
        }
    }
}
