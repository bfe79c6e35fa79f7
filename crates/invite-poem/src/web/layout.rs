//! What surrounds the content of every page.

use super::{
    accounts::switch::Other,
    assets,
    navigation::{AccountFrame, Section},
    notice::Notice,
    visit::Visit,
};
use invite_domain::model::{Caller, Locale};
use invite_i18n::Texts;
use std::borrow::Cow;

/// What the frame around a page shows.
pub(super) struct Layout {
    /// The texts in the reader's language.
    pub(super) t: Texts,
    /// What the page is about; stands in the title bar.
    pub(super) title: String,
    /// Where this page is read, so that a choice of language comes back to it.
    pub(super) place: Cow<'static, str>,
    pub(super) notice: Option<Notice>,
    pub(super) viewer: Option<String>,
    /// The account that the page belongs to, and the ways to its other pages.
    pub(super) account: Option<AccountFrame>,
    /// The accounts to change to.
    others: Vec<Other>,
    pub(super) is_wide: bool,
    pub(super) has_errors: bool,
    pub(super) stylesheet: &'static str,
    pub(super) icon: &'static str,
}

impl Layout {
    /// Frames a page that is read at `place`, one of our own addresses.
    pub(super) fn new(
        texts: Texts,
        title: impl Into<String>,
        place: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            t: texts,
            title: title.into(),
            place: place.into(),
            notice: None,
            viewer: None,
            account: None,
            others: Vec::new(),
            is_wide: false,
            has_errors: false,
            stylesheet: assets::stylesheet_path(),
            icon: assets::icon_path(),
        }
    }

    /// Adds what belongs to the reader: the notice, their name and the way out.
    #[must_use]
    pub(super) fn of(mut self, visit: &Visit) -> Self {
        self.notice = visit.notice;
        self.others = visit.others.get().cloned().unwrap_or_default();
        self.viewer = visit.user().map(|user| user.name.as_str().to_owned());
        self
    }

    /// Puts the page into a section of the caller's account, with the ways to the other sections.
    #[must_use]
    pub(super) fn section(mut self, caller: &Caller, section: Section) -> Self {
        let others = std::mem::take(&mut self.others);
        self.account = Some(AccountFrame::new(self.t, caller, section, others));
        self.wide()
    }

    /// Gives the page room for a table.
    #[must_use]
    pub(super) fn wide(mut self) -> Self {
        self.is_wide = true;
        self
    }

    /// Says in the title bar already that the form was not taken.
    #[must_use]
    pub(super) fn with_errors(mut self, has_errors: bool) -> Self {
        self.has_errors = has_errors;
        self
    }

    #[expect(clippy::unused_self, reason = "templates call it on the page")]
    pub(super) fn scripts(&self) -> impl Iterator<Item = &'static str> {
        assets::script_paths()
    }

    /// Says how long a password is and should be, with `%n` and `%m` for a script to fill in.
    pub(super) fn password_length(&self) -> String {
        let numbers = [("n", "%n".into()), ("m", "%m".into())];
        self.t.with("page-password-length", &numbers)
    }

    pub(super) fn notice_text(&self) -> Cow<'static, str> {
        self.notice
            .map(|notice| notice.text(self.t))
            .unwrap_or_default()
    }

    pub(super) fn languages(&self) -> [Language; 3] {
        Locale::ALL.map(|locale| Language {
            code: locale.code(),
            name: match locale {
                Locale::En => self.t.get("page-language-en"),
                Locale::Id => self.t.get("page-language-id"),
                Locale::Ru => self.t.get("page-language-ru"),
            },
            is_current: locale == self.t.locale(),
        })
    }
}

/// A language to choose.
pub(super) struct Language {
    pub(super) code: &'static str,
    pub(super) name: Cow<'static, str>,
    pub(super) is_current: bool,
}
