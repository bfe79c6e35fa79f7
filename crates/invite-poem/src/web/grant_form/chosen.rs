//! What was chosen in a form, as it came: kept as typed, so that nothing is lost when it is refused.

use crate::web::{field::Problems, wording};
use invite_domain::model::{
    AccessType, Grant, GrantItem, GrantKey, GrantKind, PasswordPolicy, UserType,
};
use invite_i18n::Texts;

/// The most keys that one form may hold.
const MOST: usize = 1_000;

/// What was chosen in a [`super::GrantForm`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::web) struct Chosen {
    pub(super) user_type: String,
    pub(super) access_type: String,
    keys: [Vec<String>; 4],
    pub(super) number_search: String,
    is_searching: bool,
}

impl Chosen {
    /// Takes what was posted; other fields are left alone.
    pub(in crate::web) fn read(fields: &[(String, String)]) -> Self {
        let mut chosen = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "user_type" => chosen.user_type.clone_from(value),
                "access_type" => chosen.access_type.clone_from(value),
                "number_search" => chosen.number_search = value.trim().chars().take(200).collect(),
                "search_numbers" => chosen.is_searching = true,
                name => {
                    if let Some(kind) = GrantKind::ALL.iter().find(|kind| kind.plural() == name) {
                        chosen.add(*kind, value);
                    }
                }
            }
        }
        chosen
    }

    /// Shows what is granted now.
    pub(in crate::web) fn of(grant: &Grant) -> Self {
        let mut chosen = Self {
            user_type: grant.user_type.as_str().to_owned(),
            access_type: grant.access_type.as_str().to_owned(),
            ..Self::default()
        };
        for item in grant.items() {
            chosen.add(item.kind, item.key.as_str());
        }
        chosen
    }

    /// Whether the button that looks for numbers was pressed, and nothing else is to happen.
    pub(in crate::web) fn is_searching(&self) -> bool {
        self.is_searching
    }

    /// Makes the grant, or says at the fields what is wrong.
    pub(in crate::web) fn grant(&self, texts: Texts, problems: &mut Problems) -> Option<Grant> {
        let say = |error| wording::invalid(texts, &error, PasswordPolicy::default());
        let mut grant = Grant::default();
        let mut is_whole = true;
        match UserType::parse(&self.user_type) {
            Ok(user_type) => grant.user_type = user_type,
            Err(_) if self.user_type.is_empty() => {}
            Err(error) => {
                problems.at("user_type", say(error));
                is_whole = false;
            }
        }
        match AccessType::parse(&self.access_type) {
            Ok(access_type) => grant.access_type = access_type,
            Err(_) if self.access_type.is_empty() => {}
            Err(error) => {
                problems.at("access_type", say(error));
                is_whole = false;
            }
        }
        for kind in GrantKind::ALL {
            for key in self.keys(kind) {
                match GrantKey::parse(key) {
                    Ok(key) => {
                        grant.keys_mut(kind).insert(key);
                    }
                    Err(error) => {
                        problems.at(kind.plural(), say(error));
                        is_whole = false;
                    }
                }
            }
        }
        is_whole.then_some(grant)
    }

    /// Returns every choice as fields of a form, to carry it through pages in between.
    pub(in crate::web) fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![
            ("user_type", self.user_type.clone()),
            ("access_type", self.access_type.clone()),
        ];
        for kind in GrantKind::ALL {
            pairs.extend(
                self.keys(kind)
                    .iter()
                    .map(|key| (kind.plural(), key.clone())),
            );
        }
        pairs
    }

    pub(super) fn keys(&self, kind: GrantKind) -> &[String] {
        let [roles, groups, permissions, resources] = &self.keys;
        match kind {
            GrantKind::Role => roles,
            GrantKind::Group => groups,
            GrantKind::Permission => permissions,
            GrantKind::Resource => resources,
        }
    }

    pub(super) fn has(&self, item: &GrantItem) -> bool {
        self.keys(item.kind)
            .iter()
            .any(|key| key == item.key.as_str())
    }

    fn add(&mut self, kind: GrantKind, key: &str) {
        let [roles, groups, permissions, resources] = &mut self.keys;
        let keys = match kind {
            GrantKind::Role => roles,
            GrantKind::Group => groups,
            GrantKind::Permission => permissions,
            GrantKind::Resource => resources,
        };
        if keys.len() < MOST && !keys.iter().any(|known| known == key) {
            keys.push(key.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use invite_domain::model::Locale;

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn what_is_posted_becomes_the_grant_and_back() {
        let fields = [
            pair("email", "siti@example.org"),
            pair("user_type", "external"),
            pair("access_type", "administrator"),
            pair("roles", "Sales"),
            pair("roles", "Sales"),
            pair("resources", "+62 21"),
        ];
        let chosen = Chosen::read(&fields);
        let mut problems = Problems::none("");
        let grant = chosen.grant(Texts::of(Locale::En), &mut problems).unwrap();
        assert!(!problems.any());
        assert_eq!(grant.user_type, UserType::External);
        assert_eq!(grant.access_type, AccessType::Administrator);
        assert_eq!((grant.roles.len(), grant.resources.len()), (1, 1));
        assert_eq!(Chosen::of(&grant), chosen);
        let carried: Vec<_> = chosen
            .pairs()
            .into_iter()
            .map(|(n, v)| pair(n, &v))
            .collect();
        assert_eq!(Chosen::read(&carried), chosen);
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let fields = [pair("access_type", "root"), pair("roles", " \u{0} ")];
        let mut problems = Problems::none("");
        let chosen = Chosen::read(&fields);
        assert_eq!(chosen.grant(Texts::of(Locale::En), &mut problems), None);
        assert!(problems.mark_one("access_type", "Access").is_some());
        assert!(problems.mark_one("roles", "Roles").is_some());
    }
}
