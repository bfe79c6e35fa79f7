//! Which part of the roster is looked at: it stands in the address, so that it can be kept and shared.

use invite_domain::{model::Status, ports::InvitationFilter};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Deserialize;

/// What would end a value in an address, or is shown differently by some programs.
const RESERVED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'>')
    .add(b'=')
    .add(b'?');

/// The longest text to search for.
const MAX_SEARCH: usize = 200;

/// The words after the question mark, as they came.
#[derive(Default, Deserialize)]
pub(in crate::web) struct Choice {
    #[serde(default)]
    pub(super) status: String,
    #[serde(default)]
    pub(super) q: String,
    #[serde(default)]
    pub(super) after: String,
}

/// A part of an account's roster.
pub(super) struct View {
    pub(super) slug: String,
    pub(super) status: Option<Status>,
    pub(super) search: String,
}

impl View {
    /// Reads what was asked for. What is no status is left out: an address may come from anywhere.
    pub(super) fn of(slug: &str, status: &str, search: &str) -> Self {
        Self {
            slug: slug.to_owned(),
            status: Status::parse(status),
            search: search.trim().chars().take(MAX_SEARCH).collect(),
        }
    }

    /// The same search among those who stand otherwise.
    pub(super) fn with_status(&self, status: Option<Status>) -> Self {
        Self {
            slug: self.slug.clone(),
            status,
            search: self.search.clone(),
        }
    }

    /// Whether it is less than everyone.
    pub(super) fn is_filtered(&self) -> bool {
        self.status.is_some() || !self.search.is_empty()
    }

    pub(super) fn filter(&self) -> InvitationFilter {
        InvitationFilter {
            status: self.status,
            search: Some(self.search.clone()).filter(|search| !search.is_empty()),
            ..InvitationFilter::default()
        }
    }

    /// Returns the address of this view, from after a place in the list on.
    pub(super) fn address(&self, after: &str) -> String {
        let status = self.status.map_or("", Status::as_str);
        let words: Vec<String> = [("status", status), ("q", &*self.search), ("after", after)]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, RESERVED)))
            .collect();
        if words.is_empty() {
            format!("/a/{}", self.slug)
        } else {
            format!("/a/{}?{}", self.slug, words.join("&"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::View;

    #[test]
    fn the_address_holds_the_view_and_nothing_else() {
        assert_eq!(View::of("maju", "", " ").address(""), "/a/maju");
        let view = View::of("maju", "invited", "a&b=c +?#%ж");
        assert_eq!(
            view.address("7"),
            "/a/maju?status=invited&q=a%26b%3Dc%20%2B%3F%23%25%D0%B6&after=7"
        );
        assert_eq!(View::of("maju", "nonsense", "").address(""), "/a/maju");
    }
}
