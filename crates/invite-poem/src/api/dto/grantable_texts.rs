//! How something that can be granted reads in each language.

use super::fields::Fields;
use crate::api::strict_json::object_or_null_or_absent;
use invite_domain::model::{DisplayName, Explanation, Locale, Texts, Wording};
use poem_openapi::{Object, types::MaybeUndefined};
use serde::Deserialize;

/// How something reads in each language in which anything is said.
#[derive(Debug, Default, Object)]
#[oai(skip_serializing_if_is_none)]
pub(in crate::api) struct GrantableTexts {
    /// English.
    en: Option<GrantableWording>,
    /// Indonesian.
    id: Option<GrantableWording>,
    /// Russian.
    ru: Option<GrantableWording>,
}

/// How something reads in one language.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
struct GrantableWording {
    /// What it is called.
    name: Option<String>,
    /// What it allows.
    description: Option<String>,
    /// Why to think twice before granting it.
    warning: Option<String>,
}

impl From<&Texts> for GrantableTexts {
    fn from(texts: &Texts) -> Self {
        let said = |locale| texts.get(locale).map(GrantableWording::from);
        Self {
            en: said(Locale::En),
            id: said(Locale::Id),
            ru: said(Locale::Ru),
        }
    }
}

impl From<&Wording> for GrantableWording {
    fn from(wording: &Wording) -> Self {
        Self {
            name: wording.name.as_ref().map(ToString::to_string),
            description: wording.description.as_ref().map(ToString::to_string),
            warning: wording.warning.as_ref().map(ToString::to_string),
        }
    }
}

/// New texts by language; absent leaves a language as it is, null takes it out.
#[derive(Debug, Default, Object, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::api) struct TextsChange {
    /// English.
    #[serde(deserialize_with = "object_or_null_or_absent")]
    en: MaybeUndefined<NewWording>,
    /// Indonesian.
    #[serde(deserialize_with = "object_or_null_or_absent")]
    id: MaybeUndefined<NewWording>,
    /// Russian.
    #[serde(deserialize_with = "object_or_null_or_absent")]
    ru: MaybeUndefined<NewWording>,
}

/// What is said in one language, every part of it.
#[derive(Debug, Default, Object, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct NewWording {
    /// What it is called: one line of up to 200 characters.
    name: Option<String>,
    /// What it allows: one line of up to 500 characters.
    description: Option<String>,
    /// Why to think twice before granting it: one line of up to 500 characters.
    warning: Option<String>,
}

impl TextsChange {
    /// Reads the languages that are named; `at` is the field that they are in.
    pub(super) fn read(&self, at: &str, fields: &mut Fields) -> Vec<(Locale, Wording)> {
        let languages = [
            (Locale::En, &self.en),
            (Locale::Id, &self.id),
            (Locale::Ru, &self.ru),
        ];
        let mut read = Vec::new();
        for (locale, wording) in languages {
            match wording {
                MaybeUndefined::Undefined => {}
                MaybeUndefined::Null => read.push((locale, Wording::default())),
                MaybeUndefined::Value(wording) => {
                    let at = format!("{at}.{}", locale.code());
                    read.push((locale, wording.read(&at, fields)));
                }
            }
        }
        read
    }
}

impl NewWording {
    fn read(&self, at: &str, fields: &mut Fields) -> Wording {
        let mut explanation = |part: &str, text: &Option<String>| {
            fields.optional(&format!("{at}.{part}"), text.as_deref(), Explanation::parse)
        };
        let (description, warning) = (
            explanation("description", &self.description),
            explanation("warning", &self.warning),
        );
        let name = self.name.as_deref();
        Wording {
            name: fields.optional(&format!("{at}.name"), name, DisplayName::parse),
            description,
            warning,
        }
    }
}
