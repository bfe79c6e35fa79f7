//! The form as it was posted, with what each field showed when it was opened.

use super::stands::Stands;
use invite_domain::model::Account;
use std::collections::BTreeSet;

/// Stands before the name of a field that holds what another one showed.
const BEFORE: &str = "before_";

/// The field of each group with a check mark.
pub(super) const GROUP: &str = "group";

/// A field that is sent whether any group has a check mark or not.
const HAS_GROUPS: &str = "has_groups";

/// What was typed over an account as it stands.
pub(super) struct Typed {
    posted: Vec<(String, String)>,
    stands: Stands,
}

impl Typed {
    /// Puts what was posted over the account. What was not posted is as it stands.
    pub(super) fn over(account: &Account, posted: Vec<(String, String)>) -> Self {
        Self {
            posted,
            stands: Stands::of(account),
        }
    }

    fn posted(&self, field: &str) -> Option<&str> {
        let found = self.posted.iter().find(|(name, _)| name == field);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns what the field holds.
    pub(super) fn get(&self, field: &str) -> &str {
        self.posted(field).unwrap_or(self.stands.get(field))
    }

    /// Returns what the field showed when the form was opened.
    fn was(&self, field: &str) -> &str {
        let posted = self.posted(&format!("{BEFORE}{field}"));
        posted.unwrap_or(self.stands.get(field))
    }

    /// Whether the field was changed since the form was opened.
    pub(super) fn is_changed(&self, field: &str) -> bool {
        self.get(field).trim() != self.was(field).trim()
    }

    fn all(&self, field: &str) -> BTreeSet<String> {
        let found = self.posted.iter().filter(|(name, _)| name == field);
        found.map(|(_, value)| value.clone()).collect()
    }

    fn has_groups(&self) -> bool {
        self.posted(HAS_GROUPS).is_some()
    }

    /// Returns the groups with a check mark.
    pub(super) fn groups(&self) -> BTreeSet<String> {
        if self.has_groups() {
            self.all(GROUP)
        } else {
            self.stands.groups().clone()
        }
    }

    fn groups_before(&self) -> BTreeSet<String> {
        if self.has_groups() {
            self.all(&format!("{BEFORE}{GROUP}"))
        } else {
            self.stands.groups().clone()
        }
    }

    /// Returns which groups were given a check mark, and which lost theirs.
    pub(super) fn groups_changed(&self) -> (BTreeSet<String>, BTreeSet<String>) {
        let (before, after) = (self.groups_before(), self.groups());
        let added = after.difference(&before).cloned();
        let removed = before.difference(&after).cloned();
        (added.collect(), removed.collect())
    }

    /// Returns the hidden fields that tell what each field showed when the form was opened.
    pub(super) fn before(&self) -> Vec<(String, String)> {
        let hidden = |name: &str, value: &str| (format!("{BEFORE}{name}"), value.to_owned());
        let fields = self.stands.names();
        let mut before: Vec<_> = fields.map(|name| hidden(name, self.was(name))).collect();
        let groups = self.groups_before();
        before.extend(groups.iter().map(|key| hidden(GROUP, key)));
        before.push((HAS_GROUPS.to_owned(), "yes".to_owned()));
        before
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use invite_testkit::an_account;

    fn posted(fields: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        fields.iter().map(owned).collect()
    }

    #[test]
    fn what_was_not_touched_is_not_changed_whatever_others_did() {
        let account = an_account().named("New name").build();
        let fields = [("name", "Old name "), ("before_name", "Old name")];
        let typed = Typed::over(&account, posted(&fields));
        assert!(!typed.is_changed("name"));
        let fields = [("name", "Mine"), ("before_name", "Old name")];
        let typed = Typed::over(&account, posted(&fields));
        assert!(typed.is_changed("name"));
        assert!(!typed.is_changed("slug"), "what was not sent stays");
    }

    #[test]
    fn groups_are_added_and_removed_one_by_one() {
        let account = an_account().build();
        let typed = Typed::over(&account, Vec::new());
        assert_eq!(typed.groups_changed(), Default::default());
        let fields = [
            ("has_groups", "yes"),
            ("before_group", "Everybody"),
            ("before_group", "North"),
            ("group", "North"),
            ("group", "South"),
        ];
        let typed = Typed::over(&account, posted(&fields));
        let (added, removed) = typed.groups_changed();
        assert_eq!(added, BTreeSet::from(["South".to_owned()]));
        assert_eq!(removed, BTreeSet::from(["Everybody".to_owned()]));
    }
}
