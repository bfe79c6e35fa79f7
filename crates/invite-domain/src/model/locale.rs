//! The languages that every text exists in.

use super::InvalidValue;

/// A language of mails, messages and pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// Indonesian.
    Id,
    /// Russian.
    Ru,
}

impl Locale {
    /// Every language, in the order in which a choice shows them.
    pub const ALL: [Self; 3] = [Self::En, Self::Id, Self::Ru];

    /// Returns the language subtag of BCP 47: `en`, `id` or `ru`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Id => "id",
            Self::Ru => "ru",
        }
    }

    /// Reads a BCP 47 tag; a region or script behind the language is allowed and ignored.
    ///
    /// # Errors
    /// `locale_unknown` for any language but English, Indonesian and Russian.
    pub fn parse(tag: &str) -> Result<Self, InvalidValue> {
        let language = tag.trim().split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|locale| locale.code().eq_ignore_ascii_case(language))
            .ok_or_else(|| InvalidValue::new("locale_unknown", "the language is one of en, id, ru"))
    }

    /// Picks the first language of an `Accept-Language` value (RFC 9110 §12.5.4) that we have.
    ///
    /// The header's order is taken as the preference and weights of 0 exclude; browsers send their
    /// list in falling order.
    pub fn from_accept_language(header: &str) -> Option<Self> {
        header.split(',').find_map(|item| {
            let mut parts = item.split(';');
            let tag = parts.next()?;
            let refused = parts.any(|p| matches!(p.trim(), "q=0" | "q=0.0"));
            if refused { None } else { Self::parse(tag).ok() }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Locale;

    #[test]
    fn reads_tags_with_regions() {
        assert_eq!(Locale::parse("ru-RU").unwrap(), Locale::Ru);
        assert_eq!(Locale::parse("ID").unwrap(), Locale::Id);
        assert_eq!(Locale::parse("de").unwrap_err().code(), "locale_unknown");
    }

    #[test]
    fn picks_what_the_browser_prefers() {
        let pick = Locale::from_accept_language;
        assert_eq!(pick("de-DE,de;q=0.9,ru;q=0.8,en;q=0.7"), Some(Locale::Ru));
        assert_eq!(pick("ru;q=0, id;q=0.5"), Some(Locale::Id));
        assert_eq!(pick("de, fr"), None);
        assert_eq!(pick(""), None);
    }
}
