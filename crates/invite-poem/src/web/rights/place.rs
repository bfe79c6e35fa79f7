//! Where the pages of what can be granted are. A key may be any text, so that it stands behind the
//! question mark: within a path, `..` would be read as a way up.

use invite_domain::model::{Caller, GrantItem, GrantKey, GrantKind};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

/// The key behind the question mark, as it came.
#[derive(Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    pub(super) key: String,
}

impl Which {
    /// Reads it; a text that can be no key names nothing.
    pub(super) fn item(&self, kind: GrantKind) -> Option<GrantItem> {
        let key = GrantKey::parse(&self.key).ok()?;
        Some(GrantItem { kind, key })
    }
}

/// Returns where the list of a kind is.
pub(super) fn list(caller: &Caller, kind: GrantKind) -> String {
    format!("/a/{}/{}", caller.account.slug, kind.plural())
}

/// Returns where a part of the list is.
pub(super) fn part(caller: &Caller, kind: GrantKind, search: &str, after: &str) -> String {
    let words: Vec<String> = [("q", search), ("after", after)]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    let list = list(caller, kind);
    if words.is_empty() {
        list
    } else {
        format!("{list}?{}", words.join("&"))
    }
}

/// Returns where an entry's own page is.
pub(super) fn entry(caller: &Caller, item: &GrantItem) -> String {
    let key = encoded(item.key.as_str());
    format!("{}/entry?key={key}", list(caller, item.kind))
}

/// Returns where removing an entry is asked and done.
pub(super) fn removal(caller: &Caller, item: &GrantItem) -> String {
    let key = encoded(item.key.as_str());
    format!("{}/entry/remove?key={key}", list(caller, item.kind))
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}
