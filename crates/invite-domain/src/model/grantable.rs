//! An entry of a catalog: something that can be granted, how people read it, and whether it is shared.

use super::{DisplayName, Explanation, GrantItem, GrantKey, GrantKind, InvalidValue, Locale};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// How an entry reads in one language. Every part may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wording {
    /// What it is called.
    pub name: Option<DisplayName>,
    /// What it allows.
    pub description: Option<Explanation>,
    /// Why to think twice before granting it.
    pub warning: Option<Explanation>,
}

impl Wording {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn parts(&self) -> impl Iterator<Item = &str> {
        let name = self.name.as_ref().map(DisplayName::as_str);
        let explanations = [&self.description, &self.warning];
        let explained = explanations.into_iter().flatten().map(Explanation::as_str);
        name.into_iter().chain(explained)
    }
}

/// How an entry reads in each language. A language in which nothing is said is not in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Texts(BTreeMap<Locale, Wording>);

impl Texts {
    /// Returns how it reads in this language, if anything is said in it.
    pub fn get(&self, locale: Locale) -> Option<&Wording> {
        self.0.get(&locale)
    }

    /// Sets how it reads in this language; an empty wording takes the language out.
    pub fn set(&mut self, locale: Locale, wording: Wording) {
        if wording.is_empty() {
            self.0.remove(&locale);
        } else {
            self.0.insert(locale, wording);
        }
    }

    /// Walks through the languages in which anything is said.
    pub fn iter(&self) -> impl Iterator<Item = (Locale, &Wording)> {
        self.0.iter().map(|(locale, wording)| (*locale, wording))
    }
}

impl FromIterator<(Locale, Wording)> for Texts {
    fn from_iter<I: IntoIterator<Item = (Locale, Wording)>>(wordings: I) -> Self {
        let mut texts = Self::default();
        for (locale, wording) in wordings {
            texts.set(locale, wording);
        }
        texts
    }
}

/// Something that an account defines to be granted: a role, group, permission or resource.
///
/// The key is what grants refer to and never changes; the texts are for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grantable {
    /// Its kind and key.
    pub item: GrantItem,
    /// How people read it.
    pub texts: Texts,
    /// Whether several members may hold this resource at once. Set for resources alone: any number of
    /// members may hold a role, group or permission anyway.
    pub shared: bool,
    /// When it was defined.
    pub created_at: DateTime<Utc>,
}

impl Grantable {
    /// Defines something without texts; a resource is held by one member at a time.
    pub fn new(item: GrantItem, now: DateTime<Utc>) -> Self {
        Self {
            item,
            texts: Texts::default(),
            shared: false,
            created_at: now,
        }
    }

    /// Sets whether several members may hold this resource at once.
    ///
    /// # Errors
    /// `resources_only` for anything but a resource.
    pub fn share(&mut self, shared: bool) -> Result<(), InvalidValue> {
        if shared && self.item.kind != GrantKind::Resource {
            return Err(InvalidValue::new(
                "resources_only",
                format!(
                    "any number of members may hold a {} anyway; only resources are shared",
                    self.item.kind.as_str()
                ),
            ));
        }
        self.shared = shared;
        Ok(())
    }

    /// Returns what it is called in this language, else in English, else its key.
    pub fn name(&self, locale: Locale) -> &str {
        let named = |locale| self.texts.get(locale)?.name.as_ref();
        named(locale)
            .or_else(|| named(Locale::En))
            .map_or_else(|| self.item.key.as_str(), DisplayName::as_str)
    }

    /// Returns the text in which a search looks: key and texts in lower case, and the key without its
    /// punctuation, so that a number is found however it is spaced.
    pub fn search_text(&self) -> String {
        let key = self.item.key.as_str();
        let said = self.texts.iter().flat_map(|(_, wording)| wording.parts());
        let lines: Vec<String> = [key]
            .into_iter()
            .chain(said)
            .map(str::to_lowercase)
            .collect();
        format!("{}\n{}", lines.join("\n"), self.item.key.bare())
    }
}

/// Returns what to look for in [`Grantable::search_text`]; `None` when nothing can be found by it.
///
/// ```
/// use invite_domain::model::sought;
///
/// assert_eq!(sought(" Invoices ").as_deref(), Some("invoices"));
/// assert_eq!(sought("(415) 555-01").as_deref(), Some("41555501"), "a number, however it is spaced");
/// assert_eq!(sought("\u{0}"), None);
/// ```
pub fn sought(search: &str) -> Option<String> {
    let search = search.trim();
    if search.contains(char::is_control) {
        return None;
    }
    let punctuated = |c: char| c.is_ascii_digit() || "+-()./ ".contains(c);
    let is_number = search.chars().all(punctuated) && search.contains(|c: char| c.is_ascii_digit());
    Some(if is_number {
        search.chars().filter(char::is_ascii_digit).collect()
    } else {
        search.to_lowercase()
    })
}

impl GrantKey {
    /// Returns its letters and digits alone, in lower case: keys that are alike here are easily taken
    /// for one another.
    ///
    /// ```
    /// use invite_domain::model::GrantKey;
    ///
    /// let bare = |key| GrantKey::parse(key).map(|key| key.bare());
    /// assert_eq!(bare("Head Office")?, bare("head-office")?);
    /// assert_eq!(bare("+62 21 555")?, "6221555");
    /// # Ok::<(), invite_domain::model::InvalidValue>(())
    /// ```
    pub fn bare(&self) -> String {
        let told = self.as_str().chars().filter(|c| c.is_alphanumeric());
        told.flat_map(char::to_lowercase).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resource(key: &str) -> Grantable {
        let item = GrantItem {
            kind: GrantKind::Resource,
            key: GrantKey::parse(key).unwrap(),
        };
        Grantable::new(item, DateTime::UNIX_EPOCH)
    }

    fn called(name: &str) -> Wording {
        Wording {
            name: Some(DisplayName::parse(name).unwrap()),
            ..Wording::default()
        }
    }

    #[test]
    fn a_name_falls_back_to_english_and_then_to_the_key() {
        let mut licence = resource("seat-7");
        assert_eq!(licence.name(Locale::Ru), "seat-7");
        licence.texts.set(Locale::En, called("Seat seven"));
        assert_eq!(licence.name(Locale::Ru), "Seat seven");
        licence.texts.set(Locale::Ru, called("Место семь"));
        assert_eq!(licence.name(Locale::Ru), "Место семь");
        licence.texts.set(Locale::Ru, Wording::default());
        assert_eq!(licence.texts.iter().count(), 1, "nothing said is not kept");
    }

    #[test]
    fn a_search_finds_key_texts_and_numbers_in_any_spelling() {
        let mut number = resource("+1 415 555 9051");
        number.texts.set(Locale::Ru, called("Склад"));
        let text = number.search_text();
        for search in ["9051", "5559051", "415-555", "+1 (415)", "СКЛАД", "1 415"] {
            assert!(text.contains(&sought(search).unwrap()), "{search}");
        }
        assert!(!text.contains(&sought("9052").unwrap()));
    }

    #[test]
    fn only_resources_are_shared() {
        let mut number = resource("+1");
        assert!(!number.shared);
        number.share(true).unwrap();
        assert!(number.shared);
        number.item.kind = GrantKind::Role;
        assert_eq!(number.share(true).unwrap_err().code(), "resources_only");
        number.share(false).unwrap();
    }
}
