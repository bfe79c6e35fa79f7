//! Which part of an account's people is looked at, and in which order: it all stands in the address, so
//! that it can be kept and shared.

use crate::shared::people_cursor;
use invite_domain::{
    model::{AccessType, GrantItem, GrantKey, GrantKind, PersonStatus},
    ports::{PeopleFilter, PeoplePageRequest, PeopleSort},
};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What would end a value in an address, or is shown differently by some programs.
const RESERVED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'>')
    .add(b'=')
    .add(b'?');

/// The longest text to search for.
const MAX_SEARCH: usize = 200;
/// How many people a page of the table holds.
pub(super) const PAGE_SIZE: u32 = 20;

/// A part of an account's people.
#[derive(Clone, Default)]
pub(super) struct View {
    pub(super) slug: String,
    pub(super) status: Option<PersonStatus>,
    pub(super) search: String,
    pub(super) holds: Option<GrantItem>,
    pub(super) access: Option<AccessType>,
    pub(super) sort: PeopleSort,
    /// A place in the list, as it came.
    pub(super) after: String,
}

impl View {
    /// Reads what was asked for. What means nothing is left out: an address may come from anywhere.
    pub(super) fn read(slug: &str, fields: &[(String, String)]) -> Self {
        let value = |wanted: &str| {
            let found = fields.iter().find(|(name, _)| name == wanted);
            found.map_or("", |(_, value)| value.as_str())
        };
        Self {
            slug: slug.to_owned(),
            status: PersonStatus::parse(value("status")),
            search: value("q").trim().chars().take(MAX_SEARCH).collect(),
            holds: item(value("holds")),
            access: AccessType::parse(value("access")).ok(),
            sort: PeopleSort::parse(value("sort")).unwrap_or_default(),
            after: value("after").to_owned(),
        }
    }

    /// The same among those who stand otherwise, from the beginning.
    pub(super) fn with_status(&self, status: Option<PersonStatus>) -> Self {
        Self {
            status,
            after: String::new(),
            ..self.clone()
        }
    }

    /// The same in another order, from the beginning.
    pub(super) fn with_sort(&self, sort: PeopleSort) -> Self {
        Self {
            sort,
            after: String::new(),
            ..self.clone()
        }
    }

    /// The same from another place on.
    pub(super) fn from(&self, after: String) -> Self {
        Self {
            after,
            ..self.clone()
        }
    }

    /// Whether it is less than everyone.
    pub(super) fn is_filtered(&self) -> bool {
        self.status.is_some() || self.is_searched()
    }

    /// Whether it is less than everyone who stands so.
    pub(super) fn is_searched(&self) -> bool {
        !self.filter().is_by_standing_alone()
    }

    pub(super) fn filter(&self) -> PeopleFilter {
        PeopleFilter {
            standing: self.status.into_iter().collect(),
            search: Some(self.search.clone()).filter(|search| !search.is_empty()),
            holds: self.holds.clone(),
            access_type: self.access,
            user_type: None,
        }
    }

    pub(super) fn request(&self, limit: u32) -> PeoplePageRequest {
        PeoplePageRequest {
            limit,
            sort: self.sort,
            after: people_cursor::read(&self.after),
        }
    }

    /// Returns name and value of everything that is not as usual, without the place in the list.
    pub(super) fn fields(&self) -> Vec<(&'static str, String)> {
        let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
        let sort = Some(self.sort).filter(|sort| *sort != PeopleSort::default());
        let fields = [
            ("status", text(self.status.map(PersonStatus::as_str))),
            ("q", self.search.clone()),
            ("holds", self.held()),
            ("access", text(self.access.map(AccessType::as_str))),
            ("sort", text(sort.map(PeopleSort::as_str))),
        ];
        let is_given = |(_, value): &(&str, String)| !value.is_empty();
        fields.into_iter().filter(is_given).collect()
    }

    /// Returns the address of this view.
    pub(super) fn address(&self) -> String {
        self.address_of("", &[])
    }

    /// Returns the address of a page about this view.
    pub(super) fn address_of(&self, path: &str, more: &[(&'static str, String)]) -> String {
        let mut fields = self.fields();
        if !self.after.is_empty() {
            fields.push(("after", self.after.clone()));
        }
        fields.extend(more.iter().cloned());
        let words: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, RESERVED)))
            .collect();
        let mark = if words.is_empty() { "" } else { "?" };
        format!("/a/{}{path}{mark}{}", self.slug, words.join("&"))
    }

    /// Returns what is to be held, as it stands in an address.
    pub(super) fn held(&self) -> String {
        self.holds.as_ref().map(write_item).unwrap_or_default()
    }
}

/// Writes something that can be held: `role.Sales`.
pub(super) fn write_item(item: &GrantItem) -> String {
    format!("{}.{}", item.kind.as_str(), item.key)
}

fn item(text: &str) -> Option<GrantItem> {
    let (kind, key) = text.split_once('.')?;
    let kind = GrantKind::ALL.into_iter().find(|k| k.as_str() == kind)?;
    let key = GrantKey::parse(key).ok()?;
    Some(GrantItem { kind, key })
}

#[cfg(test)]
mod tests {
    use super::View;

    fn view(fields: &[(&str, &str)]) -> View {
        let owned = fields
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        View::read("maju", &owned.collect::<Vec<_>>())
    }

    #[test]
    fn the_address_holds_the_view_and_nothing_else() {
        assert_eq!(view(&[("q", " "), ("sort", "newest")]).address(), "/a/maju");
        let odd = view(&[
            ("status", "invited"),
            ("q", "a&b=c +?#%ж"),
            ("holds", "role.Sales & co"),
            ("access", "standard"),
            ("sort", "name"),
            ("after", "7"),
        ]);
        assert_eq!(
            odd.address(),
            "/a/maju?status=invited&q=a%26b%3Dc%20%2B%3F%23%25%D0%B6&holds=role.Sales%20%26%20co\
             &access=standard&sort=name&after=7"
        );
        let nonsense = [
            ("status", "x"),
            ("holds", "x.y"),
            ("access", "x"),
            ("sort", "x"),
        ];
        assert_eq!(view(&nonsense).address(), "/a/maju");
    }
}
