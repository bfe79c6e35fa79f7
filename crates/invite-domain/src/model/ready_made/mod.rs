//! Catalogs that are ready to be adopted by an account, in every language.

mod hosting;

use super::{
    DisplayName, Explanation, GrantItem, GrantKey, GrantKind, Grantable, Locale, Texts, Wording,
};
use chrono::{DateTime, Utc};

/// A ready-made catalog.
///
/// ```
/// use invite_domain::model::{Locale, ReadyMade};
///
/// let hosting = ReadyMade::parse("hosting").unwrap().grantables(Default::default());
/// assert_eq!(hosting.len(), 13);
/// assert_eq!(hosting[7].item.key.as_str(), "view_pay_invoices");
/// assert_eq!(hosting[7].name(Locale::Id), "Lihat & Bayar Faktur");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReadyMade {
    /// The 13 permissions of a hosting company's billing account.
    Hosting,
}

impl ReadyMade {
    /// Every catalog.
    pub const ALL: [Self; 1] = [Self::Hosting];

    /// Returns the name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hosting => "hosting",
        }
    }

    /// Finds a catalog by its name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|catalog| catalog.as_str() == name)
    }

    /// Returns its entries in the order in which they are shown, as if defined at `now`.
    pub fn grantables(self, now: DateTime<Utc>) -> Vec<Grantable> {
        let entries = match self {
            Self::Hosting => &hosting::PERMISSIONS,
        };
        let read = entries.iter().filter_map(|entry| entry.grantable(now));
        read.collect()
    }
}

/// One permission as it is written down here: English, Indonesian, Russian.
struct Entry {
    key: &'static str,
    texts: [(Locale, Said); 3],
}

/// What is said of it in one language.
struct Said {
    name: &'static str,
    description: &'static str,
    warning: Option<&'static str>,
}

impl Entry {
    /// Reads the entry. Every one can be read, as a test makes sure.
    fn grantable(&self, now: DateTime<Utc>) -> Option<Grantable> {
        let item = GrantItem {
            kind: GrantKind::Permission,
            key: GrantKey::parse(self.key).ok()?,
        };
        let texts: Option<Texts> = self
            .texts
            .iter()
            .map(|(locale, said)| Some((*locale, said.wording()?)))
            .collect();
        Some(Grantable {
            texts: texts?,
            ..Grantable::new(item, now)
        })
    }
}

impl Said {
    fn wording(&self) -> Option<Wording> {
        Some(Wording {
            name: Some(DisplayName::parse(self.name).ok()?),
            description: Some(Explanation::parse(self.description).ok()?),
            warning: self.warning.map(Explanation::parse).transpose().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_entry_is_complete_in_every_language() {
        for catalog in ReadyMade::ALL {
            let entries = catalog.grantables(DateTime::UNIX_EPOCH);
            let keys: BTreeSet<_> = entries.iter().map(|entry| &entry.item).collect();
            assert_eq!(keys.len(), entries.len(), "a key comes twice");
            for locale in Locale::ALL {
                let wordings = entries.iter().map(|e| e.texts.get(locale).unwrap());
                let names: BTreeSet<_> = wordings.map(|w| w.name.clone().unwrap()).collect();
                assert_eq!(names.len(), entries.len(), "a name comes twice");
            }
        }
    }

    #[test]
    fn hosting_has_thirteen_permissions_and_warns_of_the_first_alone() {
        let entries = ReadyMade::Hosting.grantables(DateTime::UNIX_EPOCH);
        assert_eq!(entries.len(), 13);
        for (place, entry) in entries.iter().enumerate() {
            for locale in Locale::ALL {
                let warns = entry.texts.get(locale).unwrap().warning.is_some();
                assert_eq!(warns, place == 0, "{}", entry.item.key);
            }
        }
    }
}
