//! Looking a text up and filling it in.

use crate::{Arg, bundles::bundle};
use fluent_bundle::{FluentArgs, FluentValue};
use invite_domain::model::Locale;
use std::borrow::Cow;

/// The texts of one language: cheap to copy and to hand around.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Texts {
    locale: Locale,
}

impl Texts {
    /// Returns the texts of a language.
    pub const fn of(locale: Locale) -> Self {
        Self { locale }
    }

    /// Returns the language.
    pub const fn locale(self) -> Locale {
        self.locale
    }

    /// Returns the BCP 47 tag, for `lang` attributes and `Content-Language`.
    pub const fn code(self) -> &'static str {
        self.locale.code()
    }

    /// Returns a text without placeholders.
    ///
    /// A key that does not exist comes back itself; tests keep that from happening.
    pub fn get(self, key: &str) -> Cow<'static, str> {
        find(self.locale, key, None)
    }

    /// Returns a text with its placeholders filled in.
    pub fn with(self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let args: FluentArgs<'_> = args
            .iter()
            .map(|&(name, arg)| (Cow::Borrowed(name), FluentValue::from(arg)))
            .collect();
        find(self.locale, key, Some(&args)).into_owned()
    }

    /// Says whether there is such a text.
    pub fn has(self, key: &str) -> bool {
        bundle(self.locale).has_message(key)
    }
}

fn find(locale: Locale, key: &str, args: Option<&FluentArgs<'_>>) -> Cow<'static, str> {
    let bundle = bundle(locale);
    let pattern = bundle.get_message(key).and_then(|found| found.value());
    let Some(pattern) = pattern else {
        debug_assert!(false, "no text has the key {key}");
        return Cow::Owned(key.to_owned());
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, args, &mut errors);
    debug_assert!(errors.is_empty(), "{key} lacks an argument: {errors:?}");
    text
}
