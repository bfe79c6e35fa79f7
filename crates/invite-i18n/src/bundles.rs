//! The text files, compiled in and parsed once for each language.

use fluent_bundle::{FluentResource, concurrent::FluentBundle};
use invite_domain::model::Locale;
use std::sync::LazyLock;

/// One text file.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// Its subject, which its keys begin with: `mail` for `mail.ftl`.
    pub subject: &'static str,
    /// What stands in it.
    pub ftl: &'static str,
}

pub(crate) type Bundle = FluentBundle<FluentResource>;

macro_rules! source {
    ($language:literal, $subject:literal, $file:literal) => {
        Source {
            subject: $subject,
            ftl: include_str!(concat!("../texts/", $language, "/", $file)),
        }
    };
}

macro_rules! language {
    ($language:literal) => {
        [
            source!($language, "mail", "mail.ftl"),
            source!($language, "sms", "sms.ftl"),
            source!($language, "date", "dates.ftl"),
            source!($language, "page", "pages.ftl"),
            source!($language, "people", "people.ftl"),
            source!($language, "invite", "invite.ftl"),
            source!($language, "person", "person.ftl"),
            source!($language, "overview", "overview.ftl"),
            source!($language, "accounts", "accounts.ftl"),
            source!($language, "rights", "rights.ftl"),
            source!($language, "template", "template.ftl"),
            source!($language, "settings", "settings.ftl"),
            source!($language, "audit", "audit.ftl"),
            source!($language, "profile", "profile.ftl"),
        ]
    };
}

static EN_SOURCES: &[Source] = &language!("en");
static ID_SOURCES: &[Source] = &language!("id");
static RU_SOURCES: &[Source] = &language!("ru");

/// Returns the text files of a language, for tests that compare languages or look for unused keys.
pub fn sources(locale: Locale) -> &'static [Source] {
    match locale {
        Locale::En => EN_SOURCES,
        Locale::Id => ID_SOURCES,
        Locale::Ru => RU_SOURCES,
    }
}

static EN: LazyLock<Bundle> = LazyLock::new(|| parse(Locale::En));
static ID: LazyLock<Bundle> = LazyLock::new(|| parse(Locale::Id));
static RU: LazyLock<Bundle> = LazyLock::new(|| parse(Locale::Ru));

pub(crate) fn bundle(locale: Locale) -> &'static Bundle {
    match locale {
        Locale::En => &EN,
        Locale::Id => &ID,
        Locale::Ru => &RU,
    }
}

fn parse(locale: Locale) -> Bundle {
    let languages = locale.code().parse().into_iter().collect();
    let mut bundle = FluentBundle::new_concurrent(languages);
    // The marks would show up in subjects, SMS and copied names; nothing here is right-to-left.
    bundle.set_use_isolating(false);
    for source in sources(locale) {
        // A test proves that every file parses whole and that no key stands twice.
        let resource = match FluentResource::try_new(source.ftl.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let _ = bundle.add_resource(resource);
    }
    bundle
}
