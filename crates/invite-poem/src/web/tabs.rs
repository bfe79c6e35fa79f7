//! The ways between the pages of one section.

use super::navigation::Way;
use askama::{Template, filters::HtmlSafe};
use std::borrow::Cow;

/// Ways that stand beside each other below a page's heading.
#[derive(Template)]
#[template(path = "part/tabs.html")]
pub(super) struct Tabs {
    label: Cow<'static, str>,
    ways: Vec<Way>,
}

/// The template escapes every value that goes into it.
impl HtmlSafe for Tabs {}

impl Tabs {
    /// Puts these ways side by side; `label` names them to whoever does not see them.
    pub(super) fn new(label: Cow<'static, str>, ways: Vec<Way>) -> Self {
        Self { label, ways }
    }
}
