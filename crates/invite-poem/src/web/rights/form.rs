//! The form that words an entry: in each language a name, what it allows, and a warning.

use super::words::{invalid, of_kind};
use crate::web::{
    field::{Field, Problems},
    wording,
};
use invite_domain::model::{
    DisplayName, Explanation, GrantKind, Grantable, InvalidValue, Locale, Wording,
};
use invite_i18n::Texts;
use std::borrow::Cow;

/// What was typed, by the name of the field.
#[derive(Default)]
pub(super) struct Typed(Vec<(String, String)>);

impl Typed {
    /// Takes the fields of a posted form.
    pub(super) fn new(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// Fills the form in with an entry as it stands.
    pub(super) fn of(entry: &Grantable) -> Self {
        let mut fields = vec![(SHARED.to_owned(), yes_or_no(entry.shared).to_owned())];
        for language in LANGUAGES {
            let Some(wording) = entry.texts.get(language.locale) else {
                continue;
            };
            let name = wording.name.as_ref().map(DisplayName::as_str);
            let description = wording.description.as_ref().map(Explanation::as_str);
            let warning = wording.warning.as_ref().map(Explanation::as_str);
            for (field, said) in [
                (language.name, name),
                (language.description, description),
                (language.warning, warning),
            ] {
                fields.extend(said.map(|said| (field.to_owned(), said.to_owned())));
            }
        }
        Self(fields)
    }

    /// Returns what was typed into a field; nothing when it is not there.
    pub(super) fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value)
    }

    /// Whether several people may hold it at once.
    pub(super) fn is_shared(&self) -> bool {
        self.get(SHARED) == "yes"
    }

    /// Reads what is said in each language. An emptied language is told, too, so that it goes.
    pub(super) fn read(&self, texts: Texts, problems: &mut Problems) -> Vec<(Locale, Wording)> {
        let mut read = |language: Language| Wording {
            name: self.part(texts, language.name, problems, DisplayName::parse),
            description: self.part(texts, language.description, problems, Explanation::parse),
            warning: self.part(texts, language.warning, problems, Explanation::parse),
        };
        let read = LANGUAGES.map(|language| (language.locale, read(language)));
        read.into()
    }

    fn part<T>(
        &self,
        texts: Texts,
        field: &'static str,
        problems: &mut Problems,
        parse: impl Fn(&str) -> Result<T, InvalidValue>,
    ) -> Option<T> {
        // The box has several lines so that a long sentence is seen whole; it is one all the same.
        let typed = self.get(field).lines().collect::<Vec<_>>().join(" ");
        if typed.trim().is_empty() {
            return None;
        }
        parse(&typed)
            .map_err(|error| problems.at(field, invalid(texts, &error)))
            .ok()
    }
}

/// The name of the field that says whether several people may hold it.
const SHARED: &str = "shared";

const fn yes_or_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

/// The names of one language's fields.
#[derive(Clone, Copy)]
struct Language {
    locale: Locale,
    name: &'static str,
    description: &'static str,
    warning: &'static str,
}

const LANGUAGES: [Language; 3] = [
    Language {
        locale: Locale::En,
        name: "name_en",
        description: "description_en",
        warning: "warning_en",
    },
    Language {
        locale: Locale::Id,
        name: "name_id",
        description: "description_id",
        warning: "warning_id",
    },
    Language {
        locale: Locale::Ru,
        name: "name_ru",
        description: "description_ru",
        warning: "warning_ru",
    },
];

/// The fields of one language.
pub(super) struct Said {
    pub(super) language: Cow<'static, str>,
    pub(super) fields: Vec<Field>,
}

/// Returns the fields of every language.
pub(super) fn said(texts: Texts, typed: &Typed, problems: &mut Problems) -> Vec<Said> {
    let optional = || texts.get("page-optional");
    let languages = LANGUAGES.map(|language| {
        let mut fields = vec![
            Field::line(language.name, texts.get("rights-name"))
                .optional(optional())
                .at_most(200)
                .value(typed.get(language.name)),
            Field::lines(language.description, texts.get("rights-description"))
                .optional(optional())
                .at_most(500)
                .value(typed.get(language.description)),
            Field::lines(language.warning, texts.get("rights-warning"))
                .optional(optional())
                .at_most(500)
                .value(typed.get(language.warning)),
        ];
        problems.mark(&mut fields);
        Said {
            language: wording::language(texts, language.locale),
            fields,
        }
    });
    languages.into()
}

/// Returns the field that says how many may hold it: there is one for resources alone.
pub(super) fn shared(texts: Texts, kind: GrantKind, typed: &Typed) -> Option<Field> {
    let options = vec![
        ("no", texts.get("rights-shared-no")),
        ("yes", texts.get("rights-shared-yes")),
    ];
    (kind == GrantKind::Resource).then(|| {
        Field::choice(SHARED, texts.get("rights-shared-field"), options)
            .value(yes_or_no(typed.is_shared()))
    })
}

/// Returns the field of the key.
pub(super) fn key(texts: Texts, kind: GrantKind, typed: &Typed) -> Field {
    Field::line("key", texts.get("rights-key"))
        .hint(of_kind(texts, "rights-key-hint", kind))
        .at_most(100)
        .value(typed.get("key"))
}
