//! What is known about a person, and what they get, as people read it.

use super::catalog_fault;
use crate::web::{fault::Fault, visit::Visit, wording};
use invite_domain::{
    model::{Caller, EmailAddress, Grant, GrantItem, GrantKind, Locale, Login, PhoneNumber},
    service::CatalogError,
};
use invite_i18n::Texts;
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// How many entries of a kind are explained; the others are named by their keys.
const MOST_EXPLAINED: usize = 200;

/// Something known about a person.
pub(super) struct Fact {
    pub(super) label: Text,
    pub(super) value: String,
}

impl Fact {
    pub(super) fn new(label: Text, value: impl Into<String>) -> Self {
        Self {
            label,
            value: value.into(),
        }
    }
}

/// Returns how a person is reached, and what they sign in with.
pub(super) fn contact(
    texts: Texts,
    email: Option<&EmailAddress>,
    phone: Option<&PhoneNumber>,
    login: Option<&Login>,
) -> Vec<Fact> {
    let email = email.map(|email| Fact::new(texts.get("page-field-email"), email.original()));
    let phone = phone.map(|phone| Fact::new(texts.get("page-field-phone"), phone.as_str()));
    let login = login.map(|login| Fact::new(texts.get("page-field-login"), login.as_str()));
    [email, phone, login].into_iter().flatten().collect()
}

/// Returns the type and the access of a grant.
pub(super) fn kind_of_access(texts: Texts, grant: &Grant) -> Vec<Fact> {
    vec![
        Fact::new(
            texts.get("page-field-type"),
            wording::user_type(texts, grant.user_type),
        ),
        Fact::new(
            texts.get("page-field-access"),
            wording::access(texts, grant.access_type),
        ),
    ]
}

/// Everything of one kind that a person gets.
pub(super) struct Given {
    pub(super) label: Text,
    pub(super) entries: Vec<Entry>,
}

/// A role, group, permission or number.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) warning: Option<String>,
}

/// Names and explains what a grant gives, in the reader's language.
pub(super) async fn given(
    visit: &Visit,
    caller: &Caller,
    grant: &Grant,
) -> Result<Vec<Given>, Fault> {
    let texts = visit.texts();
    let mut all = Vec::new();
    for kind in GrantKind::ALL {
        let mut entries = Vec::new();
        for (n, key) in grant.keys(kind).iter().enumerate() {
            let key = key.clone();
            entries.push(if n < MOST_EXPLAINED {
                explained(visit, caller, &GrantItem { kind, key }).await?
            } else {
                unexplained(&GrantItem { kind, key }, None)
            });
        }
        if !entries.is_empty() {
            let label = wording::grant_kind(texts, kind);
            all.push(Given { label, entries });
        }
    }
    Ok(all)
}

async fn explained(visit: &Visit, caller: &Caller, item: &GrantItem) -> Result<Entry, Fault> {
    let texts = visit.texts();
    let found = match visit.services.catalog.find(caller, item).await {
        Ok(found) => found.grantable,
        Err(CatalogError::NotFound) => {
            return Ok(unexplained(item, Some(texts.get("person-gone"))));
        }
        Err(error) => return Err(catalog_fault(error)),
    };
    let locale = texts.locale();
    let wording = found.texts.get(locale);
    let wording = wording.or_else(|| found.texts.get(Locale::En));
    let description = wording.and_then(|said| said.description.as_ref());
    let warning = wording.and_then(|said| said.warning.as_ref());
    Ok(Entry {
        name: found.name(locale).to_owned(),
        description: description.map(|text| text.as_str().to_owned()),
        warning: warning.map(|text| text.as_str().to_owned()),
    })
}

/// Something that the account no longer has, or one of very many.
fn unexplained(item: &GrantItem, why: Option<Text>) -> Entry {
    Entry {
        name: item.key.to_string(),
        description: why.map(Text::into_owned),
        warning: None,
    }
}
