//! Entries of catalogs: key, texts as JSON, and what a search looks in.

use super::{Fields, millis};
use invite_domain::{
    model::{
        DisplayName, Explanation, GrantItem, GrantKey, GrantKind, Grantable, InvalidValue, Locale,
        Texts, Wording,
    },
    ports::StoreError,
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, error::Error};

type Unreadable = Box<dyn Error + Send + Sync>;

/// What [`decode`] reads.
pub(crate) const COLUMNS: [&str; 5] = ["kind", "name", "texts", "shared", "created_at"];

/// The shape. A changed shape gets a further `version`, and the old one is read for ever.
#[derive(Serialize, Deserialize)]
#[serde(tag = "version")]
enum Stored {
    #[serde(rename = "1")]
    One(StoredTexts),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredTexts {
    locales: BTreeMap<String, StoredWording>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredWording {
    name: Option<String>,
    description: Option<String>,
    warning: Option<String>,
}

/// An entry as a row for [`crate::dialect::Dialect::rows`].
#[derive(Serialize)]
pub(crate) struct EntryRow {
    kind: &'static str,
    name: String,
    texts: String,
    shared: i64,
    created_at: i64,
    search_text: String,
    bare: String,
}

impl EntryRow {
    pub(crate) fn of(entry: &Grantable) -> Self {
        Self {
            kind: entry.item.kind.as_str(),
            name: entry.item.key.to_string(),
            texts: encode_texts(&entry.texts),
            shared: entry.shared.into(),
            created_at: millis(entry.created_at),
            search_text: entry.search_text(),
            bare: entry.item.key.bare(),
        }
    }
}

pub(crate) fn decode(fields: Fields<'_>) -> Result<Grantable, StoreError> {
    Ok(Grantable {
        item: item(fields)?,
        texts: fields.parsed("texts", decode_texts)?,
        shared: fields.get("shared")?,
        created_at: fields.time("created_at")?,
    })
}

/// Reads the columns `kind` and `name`.
pub(crate) fn item(fields: Fields<'_>) -> Result<GrantItem, StoreError> {
    Ok(GrantItem {
        kind: fields.parsed("kind", |text| {
            super::named(&GrantKind::ALL, GrantKind::as_str, text)
        })?,
        key: fields.parsed("name", GrantKey::parse)?,
    })
}

/// Writes texts; nothing where there are none.
pub(crate) fn encode_texts(texts: &Texts) -> String {
    let locales: BTreeMap<_, _> = texts.iter().map(stored).collect();
    if locales.is_empty() {
        return String::new();
    }
    // Only maps with odd keys and failing implementations cannot be encoded; there are none in here.
    serde_json::to_string(&Stored::One(StoredTexts { locales })).unwrap_or_default()
}

fn stored((locale, wording): (Locale, &Wording)) -> (String, StoredWording) {
    let explained = |text: &Option<Explanation>| text.as_ref().map(ToString::to_string);
    let wording = StoredWording {
        name: wording.name.as_ref().map(ToString::to_string),
        description: explained(&wording.description),
        warning: explained(&wording.warning),
    };
    (locale.code().to_owned(), wording)
}

fn decode_texts(text: &str) -> Result<Texts, Unreadable> {
    if text.is_empty() {
        return Ok(Texts::default());
    }
    let Stored::One(StoredTexts { locales }) = serde_json::from_str(text)?;
    let read = locales
        .iter()
        .map(|(locale, wording)| Ok((Locale::parse(locale)?, read(wording)?)));
    read.collect()
}

fn read(stored: &StoredWording) -> Result<Wording, InvalidValue> {
    let explanation = |text: &Option<String>| text.as_deref().map(Explanation::parse).transpose();
    Ok(Wording {
        name: stored.name.as_deref().map(DisplayName::parse).transpose()?,
        description: explanation(&stored.description)?,
        warning: explanation(&stored.warning)?,
    })
}
