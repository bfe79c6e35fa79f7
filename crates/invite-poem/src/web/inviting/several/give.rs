//! The second step: access and numbers for each, roles and language for all.

use super::{Fields, List, value};
use crate::web::{
    fault::Fault,
    field::Field,
    grant_form::{Choice, all, free},
    layout::Layout,
    navigation::Section,
    respond::{Answer, page},
    visit::Visit,
    wording,
};
use askama::Template;
use invite_domain::model::{
    AccessType, Caller, Contact, Grant, GrantItem, GrantKey, GrantKind, InvalidValue, ListedPerson,
    Locale, Reach,
};
use invite_i18n::Texts;
use poem::http::StatusCode;
use std::borrow::Cow;

/// How many searches are answered at once.
const SEARCHES: usize = 20;

/// What one person of the list gets.
pub(super) struct Person {
    /// Names their fields: what they are reached by.
    pub(super) key: String,
    pub(super) who: String,
    pub(super) contact: Option<String>,
    pub(super) warning: Option<String>,
    pub(super) access: AccessType,
    pub(super) numbers: Vec<String>,
    pub(super) search: String,
    found: Vec<Choice>,
    has_searched: bool,
}

#[derive(Template)]
#[template(path = "inviting/several/give.html")]
struct Ask<'a> {
    page: Layout,
    slug: &'a str,
    list: &'a List,
    roles: Vec<Choice>,
    language: Field,
    people: Vec<Person>,
    accesses: Vec<(&'static str, Cow<'static, str>)>,
    has_numbers: bool,
}

impl Person {
    /// Reads what was chosen for one person of the list.
    pub(super) fn read(texts: Texts, person: &ListedPerson, fields: &Fields) -> Self {
        let key = match &person.contact {
            Contact::Email(email) => email.canonical().to_owned(),
            Contact::Phone(phone) => phone.as_str().to_owned(),
        };
        let contact = match &person.contact {
            Contact::Email(email) => email.original().to_owned(),
            Contact::Phone(phone) => phone.as_str().to_owned(),
        };
        let warning = match &person.contact {
            Contact::Email(email) => wording::look_alike(texts, Some(email)),
            Contact::Phone(_) => None,
        };
        let name = person.name.as_ref().map(|name| name.as_str().to_owned());
        let number = format!("number:{key}");
        let mut numbers: Vec<String> = Vec::new();
        for (_, value) in fields.iter().filter(|(name, _)| *name == number) {
            if !numbers.contains(value) {
                numbers.push(value.clone());
            }
        }
        let search = value(fields, &format!("search:{key}")).trim();
        Self {
            access: AccessType::parse(value(fields, &format!("access:{key}"))).unwrap_or_default(),
            search: search.chars().take(200).collect(),
            contact: name.as_ref().map(|_| contact.clone()),
            warning,
            who: name.unwrap_or(contact),
            numbers,
            key,
            found: Vec::new(),
            has_searched: false,
        }
    }

    /// Returns what they get; the roles are everyone's.
    pub(super) fn grant(&self, fields: &Fields) -> Result<Grant, InvalidValue> {
        let keys = |keys: &mut dyn Iterator<Item = &String>| {
            keys.map(|key| GrantKey::parse(key))
                .collect::<Result<_, _>>()
        };
        let mut roles = fields
            .iter()
            .filter(|(name, _)| name == "roles")
            .map(|(_, value)| value);
        Ok(Grant {
            access_type: self.access,
            roles: keys(&mut roles)?,
            resources: keys(&mut self.numbers.iter())?,
            ..Grant::default()
        })
    }
}

/// Reads what was chosen for everyone.
pub(super) fn people(texts: Texts, list: &List, fields: &Fields) -> Vec<Person> {
    let people = list.people.iter();
    people
        .map(|person| Person::read(texts, person, fields))
        .collect()
}

/// Returns the language of everyone's message.
pub(super) fn locale(caller: &Caller, fields: &Fields) -> Locale {
    Locale::parse(value(fields, "locale")).unwrap_or(caller.account.settings.default_locale)
}

/// Shows the second step.
pub(super) async fn ask(visit: &Visit, caller: &Caller, list: &List, fields: &Fields) -> Answer {
    let texts = visit.texts();
    let slug = caller.account.slug.as_str();
    let mut people = people(texts, list, fields);
    let (some, _) = free(visit, caller, "").await?;
    let has_numbers = !some.is_empty() || people.iter().any(|person| !person.numbers.is_empty());
    if value(fields, "to") == "find" {
        find(visit, caller, &mut people).await?;
    }
    let chosen = |key: &str| fields.iter().any(|(n, v)| n == "roles" && v == key);
    let roles = all(visit, caller, GrantKind::Role).await?;
    let roles = roles
        .iter()
        .map(|role| Choice::of(role, texts.locale(), chosen(role.item.key.as_str())));
    let languages = Locale::ALL.map(|l| (l.code(), wording::language(texts, l)));
    let accesses = [AccessType::Standard, AccessType::Administrator]
        .into_iter()
        .filter(|access| {
            *access == AccessType::Standard || caller.authority.reach >= Reach::Administer
        })
        .map(|access| (access.as_str(), wording::access(texts, access)));
    let view = Ask {
        page: Layout::new(
            texts,
            texts.get("invite-several-heading"),
            format!("/a/{slug}/invite/several"),
        )
        .of(visit)
        .section(caller, Section::People),
        slug,
        list,
        roles: roles.collect(),
        language: Field::choice(
            "locale",
            texts.get("page-field-language"),
            languages.to_vec(),
        )
        .value(locale(caller, fields).code()),
        people,
        accesses: accesses.collect(),
        has_numbers,
    };
    page(StatusCode::OK, &view)
}

/// Answers what was looked for, leaving out what somebody on the list has got already.
async fn find(visit: &Visit, caller: &Caller, people: &mut [Person]) -> Result<(), Fault> {
    let locale = visit.texts().locale();
    let given: Vec<String> = people.iter().flat_map(|p| p.numbers.clone()).collect();
    let searching = people.iter_mut().filter(|person| !person.search.is_empty());
    for person in searching.take(SEARCHES) {
        let (found, _) = free(visit, caller, &person.search).await?;
        let is_free = |item: &GrantItem| !given.iter().any(|key| key == item.key.as_str());
        person.has_searched = true;
        person.found = found
            .iter()
            .filter(|entry| entry.shared || is_free(&entry.item))
            .map(|entry| Choice::of(entry, locale, false))
            .collect();
    }
    Ok(())
}
