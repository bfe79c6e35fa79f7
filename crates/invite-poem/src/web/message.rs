//! A page that says one thing, and offers at most one thing to do.

use super::{
    layout::Layout,
    respond::{Answer, page},
};
use askama::Template;
use poem::http::StatusCode;
use std::borrow::Cow;

/// What the page is like at first sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Symbol {
    /// Good news.
    Check,
    /// There is a way on.
    Clock,
    /// This goes no further.
    Stop,
}

impl Symbol {
    const fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Clock => "clock",
            Self::Stop => "stop",
        }
    }
}

/// A page that says one thing.
#[derive(Template)]
#[template(path = "message.html")]
pub(super) struct Message {
    page: Layout,
    symbol: Symbol,
    heading: Cow<'static, str>,
    texts: Vec<Cow<'static, str>>,
    link: Option<(Cow<'static, str>, Cow<'static, str>)>,
    form: Option<(&'static str, Cow<'static, str>)>,
}

impl Message {
    /// Says it in a heading.
    pub(super) fn new(page: Layout, symbol: Symbol, heading: impl Into<Cow<'static, str>>) -> Self {
        Self {
            page,
            symbol,
            heading: heading.into(),
            texts: Vec::new(),
            link: None,
            form: None,
        }
    }

    /// Adds a paragraph.
    #[must_use]
    pub(super) fn text(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.texts.push(text.into());
        self
    }

    /// Offers a way on.
    #[must_use]
    pub(super) fn link(
        mut self,
        place: impl Into<Cow<'static, str>>,
        label: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.link = Some((place.into(), label.into()));
        self
    }

    /// Offers one thing to do, by posting to one of our own addresses.
    #[must_use]
    pub(super) fn form(
        mut self,
        action: &'static str,
        label: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.form = Some((action, label.into()));
        self
    }

    /// Answers with the page.
    pub(super) fn answer(&self, status: StatusCode) -> Answer {
        page(status, self)
    }
}
