//! What an account has defined to be granted, one by one.

use super::{
    fields::Fields,
    grantable_texts::{GrantableTexts, TextsChange},
};
use crate::{
    api::strict_json::{object_or_null, object_or_null_or_absent},
    shared::Problem,
};
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{self, DisplayName, GrantItem, GrantKey, GrantKind, Locale, Texts, Wording},
    ports::Holders,
    service::{self, EditGrantable},
};
use poem_openapi::{Enum, Object, types::MaybeUndefined};
use serde::Deserialize;

/// The most entries of one request.
const MAX_ITEMS: usize = 1000;

/// A role, group, permission or resource of an account.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub(in crate::api) struct Grantable {
    /// What grants refer to; it never changes.
    key: String,
    /// What it is called in the account's language, else in English, else its key.
    name: String,
    /// How it reads in each language.
    texts: GrantableTexts,
    /// Of a resource: whether several members may hold it at once.
    shared: Option<bool>,
    /// When it was defined.
    created_at: Option<DateTime<Utc>>,
    /// Of a resource, for whoever may read members: how many hold it, switched off ones included.
    holder_count: Option<u64>,
    /// The first ten of them.
    holders: Option<Vec<HolderOf>>,
}

/// A member who holds something.
#[derive(Debug, Object)]
#[oai(rename = "Holder")]
struct HolderOf {
    member_id: String,
    /// How the person is called.
    name: String,
}

impl Grantable {
    /// Shows an entry, and who holds it where that is told.
    pub(in crate::api) fn of(
        entry: &model::Grantable,
        holders: Option<&Holders>,
        locale: Locale,
    ) -> Self {
        let named = |holders: &Holders| {
            let named = holders.named.iter().map(|holder| HolderOf {
                member_id: holder.member.to_string(),
                name: holder.name.to_string(),
            });
            named.collect()
        };
        Self {
            created_at: Some(entry.created_at),
            holder_count: holders.map(|holders| holders.total),
            holders: holders.map(named),
            ..Self::to_be(entry, locale)
        }
    }

    /// Shows an entry that is not defined yet.
    pub(in crate::api) fn to_be(entry: &model::Grantable, locale: Locale) -> Self {
        Self {
            key: entry.item.key.to_string(),
            name: entry.name(locale).to_owned(),
            texts: GrantableTexts::from(&entry.texts),
            shared: (entry.item.kind == GrantKind::Resource).then_some(entry.shared),
            created_at: None,
            holder_count: None,
            holders: None,
        }
    }
}

/// Part of what an account has defined of one kind, in the order of keys.
#[derive(Debug, Object)]
pub(in crate::api) struct GrantableList {
    pub(in crate::api) items: Vec<Grantable>,
    /// Where the next part begins; null at the end.
    pub(in crate::api) next_cursor: Option<String>,
}

/// The catalogs that are ready to be adopted.
#[derive(Debug, Object)]
pub(in crate::api) struct ReadyMadeList {
    pub(in crate::api) items: Vec<ReadyMadeCatalog>,
    /// Always null: the list is whole.
    pub(in crate::api) next_cursor: Option<String>,
}

/// A catalog that is ready to be adopted.
#[derive(Debug, Object)]
pub(in crate::api) struct ReadyMadeCatalog {
    /// What it is called in the route that adopts it.
    pub(in crate::api) catalog: String,
    /// What it would define.
    pub(in crate::api) permissions: Vec<Grantable>,
}

/// Something to define, or up to 1,000 things in `items`.
#[derive(Debug, Default, Object, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::api) struct NewGrantables {
    /// One line of up to 100 characters; needed without `items`.
    key: Option<String>,
    /// What it is called in the account's language: short for that part of `texts`.
    name: Option<String>,
    /// How it reads in each language.
    #[serde(deserialize_with = "object_or_null")]
    texts: Option<TextsChange>,
    /// Of a resource: whether several members may hold it at once; one alone when absent.
    shared: Option<bool>,
    /// Many at once, instead of the fields above.
    #[oai(validator(min_items = 1, max_items = 1000))]
    items: Option<Vec<NewGrantable>>,
}

/// One of many things to define.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewGrantable {
    /// One line of up to 100 characters.
    key: String,
    /// What it is called in the account's language: short for that part of `texts`.
    name: Option<String>,
    /// How it reads in each language.
    #[serde(default, deserialize_with = "object_or_null")]
    texts: Option<TextsChange>,
    /// Of a resource: whether several members may hold it at once; one alone when absent.
    shared: Option<bool>,
}

/// What is to be defined.
pub(in crate::api) enum NewOnes {
    One(service::NewGrantable),
    Many(Vec<service::NewGrantable>),
}

impl NewGrantables {
    /// Reads every field; `locale` is the account's language.
    ///
    /// # Errors
    /// `invalid_input` with everything that is wrong.
    pub(in crate::api) fn read(&self, kind: GrantKind, locale: Locale) -> Result<NewOnes, Problem> {
        let mut fields = Fields::default();
        let read = match &self.items {
            None => self.one(kind, locale, &mut fields).map(NewOnes::One),
            Some(items) => self
                .many(items, kind, locale, &mut fields)
                .map(NewOnes::Many),
        };
        fields.finish()?;
        // Nothing was refused, so that it is there.
        read.ok_or_else(|| Problem::invalid(Vec::new()))
    }

    fn one(
        &self,
        kind: GrantKind,
        locale: Locale,
        fields: &mut Fields,
    ) -> Option<service::NewGrantable> {
        // An absent key reads as an empty one, which is refused as missing.
        let given = Given {
            key: self.key.as_deref().unwrap_or_default(),
            name: self.name.as_deref(),
            texts: self.texts.as_ref(),
            shared: self.shared.unwrap_or(false),
        };
        given.read(kind, locale, "", fields)
    }

    fn many(
        &self,
        items: &[NewGrantable],
        kind: GrantKind,
        locale: Locale,
        fields: &mut Fields,
    ) -> Option<Vec<service::NewGrantable>> {
        if self.key.is_some()
            || self.name.is_some()
            || self.texts.is_some()
            || self.shared.is_some()
        {
            let detail = "give the fields of one thing, or several in `items`, not both";
            fields.refuse("items", "ambiguous", detail);
        }
        match items.len() {
            0 => fields.refuse("items", "required", "at least one is needed"),
            1..=MAX_ITEMS => {}
            _ => fields.refuse("items", "too_many", "at most 1000 at once"),
        }
        // Every one is read before any counts as missing, so that every wrong field is named.
        let read: Vec<_> = items
            .iter()
            .enumerate()
            .map(|(place, item)| {
                let given = Given {
                    key: &item.key,
                    name: item.name.as_deref(),
                    texts: item.texts.as_ref(),
                    shared: item.shared.unwrap_or(false),
                };
                given.read(kind, locale, &format!("items[{place}]."), fields)
            })
            .collect();
        read.into_iter().collect()
    }
}

/// The fields of one thing.
struct Given<'a> {
    key: &'a str,
    name: Option<&'a str>,
    texts: Option<&'a TextsChange>,
    shared: bool,
}

impl Given<'_> {
    fn read(
        &self,
        kind: GrantKind,
        locale: Locale,
        at: &str,
        fields: &mut Fields,
    ) -> Option<service::NewGrantable> {
        let field = |name: &str| format!("{at}{name}");
        let key = fields.optional(&field("key"), Some(self.key), GrantKey::parse);
        let name = fields.optional(&field("name"), self.name, DisplayName::parse);
        let wordings = self.texts.map(|texts| texts.read(&field("texts"), fields));
        let mut texts: Texts = wordings.into_iter().flatten().collect();
        if let Some(name) = name {
            let before = texts.get(locale).cloned().unwrap_or_default();
            if before.name.is_some() {
                let detail = "the name in the account's language is given in `texts`, too";
                fields.refuse(&field("name"), "ambiguous", detail);
            }
            let name = Some(name);
            texts.set(locale, Wording { name, ..before });
        }
        if self.shared && kind != GrantKind::Resource {
            fields.refuse(
                &field("shared"),
                "resources_only",
                "only resources are shared",
            );
        }
        Some(service::NewGrantable {
            item: GrantItem { kind, key: key? },
            texts,
            shared: self.shared,
        })
    }
}

/// What is to be changed: absent leaves a part as it is.
#[derive(Debug, Default, Object, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::api) struct GrantableChange {
    /// New texts; a language takes the place of what was said in it, null takes the language out.
    #[serde(deserialize_with = "object_or_null_or_absent")]
    texts: MaybeUndefined<TextsChange>,
    /// Of a resource: whether several members may hold it at once; null for one alone.
    shared: MaybeUndefined<bool>,
}

impl GrantableChange {
    /// Reads every field.
    ///
    /// # Errors
    /// `invalid_input` with everything that is wrong.
    pub(in crate::api) fn command(&self, item: GrantItem) -> Result<EditGrantable, Problem> {
        let mut fields = Fields::default();
        let texts = match &self.texts {
            MaybeUndefined::Undefined => Vec::new(),
            MaybeUndefined::Null => Locale::ALL
                .map(|locale| (locale, Wording::default()))
                .into(),
            MaybeUndefined::Value(texts) => texts.read("texts", &mut fields),
        };
        fields.finish()?;
        Ok(EditGrantable {
            item,
            texts,
            shared: match self.shared {
                MaybeUndefined::Undefined => None,
                MaybeUndefined::Null => Some(false),
                MaybeUndefined::Value(shared) => Some(shared),
            },
        })
    }
}

/// What became of each thing, in the order asked.
#[derive(Debug, Object)]
pub(in crate::api) struct DefinedMany {
    results: Vec<DefinedOne>,
}

/// What became of one thing.
#[derive(Debug, Object)]
struct DefinedOne {
    /// Its place in the request, from 0.
    index: u32,
    key: String,
    outcome: DefinedOutcome,
}

/// What became of something that was to be defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
enum DefinedOutcome {
    /// Defined just now.
    Created,
    /// It was there, and is as it was.
    AlreadyDefined,
}

impl DefinedMany {
    pub(in crate::api) fn of(done: &[service::Defined]) -> Self {
        let results = (0..).zip(done).map(|(index, one)| DefinedOne {
            index,
            key: one.item.key.to_string(),
            outcome: if one.added {
                DefinedOutcome::Created
            } else {
                DefinedOutcome::AlreadyDefined
            },
        });
        Self {
            results: results.collect(),
        }
    }
}
