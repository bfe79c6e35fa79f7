//! One entry: who holds it, how people read it, and changing that.

use super::{
    CHANGED,
    form::{self, Said, Typed},
    place::{self, Which},
    see_and_say, words,
};
use crate::web::{
    fault::Fault,
    field::{Field, Problems},
    form::Posted,
    layout::Layout,
    navigation::Section,
    respond::{Answer, page},
    visit::Visit,
    wording,
};
use askama::Template;
use invite_domain::{
    model::{Caller, Explanation, GrantItem, GrantKind, Locale, Operation},
    ports::Holders,
    service::{CatalogEntry, CatalogError, EditGrantable},
};
use invite_i18n::Texts;
use poem::{
    handler,
    http::StatusCode,
    web::{Data, Path, Query},
};
use std::borrow::Cow;

#[derive(Template)]
#[template(path = "rights/entry.html")]
struct Entry {
    page: Layout,
    name: String,
    kind: String,
    list: String,
    key: String,
    defined: String,
    defined_machine: String,
    sharing: Option<Cow<'static, str>>,
    held: Option<Held>,
    /// How it reads, for whoever may only read.
    wordings: Vec<Read>,
    form: Option<Form>,
}

/// Who holds it.
pub(super) struct Held {
    pub(super) count: String,
    pub(super) names: Vec<String>,
    pub(super) more: Option<String>,
}

impl Held {
    /// Tells who holds something.
    pub(super) fn of(texts: Texts, holders: &Holders) -> Self {
        let named = u64::try_from(holders.named.len()).unwrap_or(u64::MAX);
        let more = holders.total.saturating_sub(named);
        Self {
            count: texts.with("rights-held", &[("n", words::number(holders.total))]),
            names: holders.named.iter().map(|h| h.name.to_string()).collect(),
            more: (more > 0)
                .then(|| texts.with("rights-holders-more", &[("n", words::number(more))])),
        }
    }
}

/// How it reads in one language.
struct Read {
    language: Cow<'static, str>,
    lang: &'static str,
    name: String,
    description: Option<String>,
    warning: Option<String>,
}

/// The form that changes it.
struct Form {
    place: String,
    removal: String,
    problems: Problems,
    fields: Vec<Field>,
    said: Vec<Said>,
}

#[handler]
pub(super) async fn show(
    visit: Visit,
    Data(&kind): Data<&GrantKind>,
    Path(account): Path<String>,
    Query(which): Query<Which>,
) -> Answer {
    let operation = Operation::ReadCatalog;
    let caller = visit.caller_who_may(&account, operation).await?;
    let item = which.item(kind).ok_or(Fault::NotFound)?;
    let catalog = &visit.services.catalog;
    let entry = catalog.find_with_holders(&caller, &item).await?;
    let typed = Typed::of(&entry.grantable);
    let problems = Problems::none(visit.texts().get("page-problems-heading"));
    render(&visit, &caller, &entry, &typed, problems)
}

#[handler]
pub(super) async fn change(
    visit: Visit,
    Data(&kind): Data<&GrantKind>,
    Path(account): Path<String>,
    Query(which): Query<Which>,
    Posted(fields): Posted<Vec<(String, String)>>,
) -> Answer {
    let operation = Operation::ManageCatalog;
    let caller = visit.caller_who_may(&account, operation).await?;
    let item = which.item(kind).ok_or(Fault::NotFound)?;
    let texts = visit.texts();
    let typed = Typed::new(fields);
    let mut problems = Problems::none(texts.get("page-problems-heading"));
    let said = typed.read(texts, &mut problems);
    if !problems.any() {
        let command = EditGrantable {
            item: item.clone(),
            texts: said,
            shared: (kind == GrantKind::Resource).then(|| typed.is_shared()),
        };
        match visit.services.catalog.edit(&caller, command).await {
            Ok(_) => {
                let place = place::entry(&caller, &item);
                return Ok(see_and_say(&visit, &place, &CHANGED));
            }
            Err(CatalogError::HeldBySeveral) => {
                problems.at("shared", texts.get("rights-error-held-by-several"));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let catalog = &visit.services.catalog;
    let entry = catalog.find_with_holders(&caller, &item).await?;
    render(&visit, &caller, &entry, &typed, problems)
}

fn render(
    visit: &Visit,
    caller: &Caller,
    entry: &CatalogEntry,
    typed: &Typed,
    problems: Problems,
) -> Answer {
    let texts = visit.texts();
    let grantable = &entry.grantable;
    let item = &grantable.item;
    let list = place::list(caller, item.kind);
    let name = grantable.name(texts.locale()).to_owned();
    let has_errors = problems.any();
    let is_manager = caller.may(Operation::ManageCatalog).is_ok();
    let view = Entry {
        page: Layout::new(texts, name.clone(), list.clone())
            .of(visit)
            .section(caller, Section::Rights)
            .with_errors(has_errors),
        name,
        kind: words::of_kind(texts, "rights-kind", item.kind),
        list,
        key: item.key.to_string(),
        defined: texts.date_time(grantable.created_at),
        defined_machine: grantable.created_at.to_rfc3339(),
        sharing: (item.kind == GrantKind::Resource).then(|| {
            if grantable.shared {
                texts.get("rights-shared-yes")
            } else {
                texts.get("rights-shared-no")
            }
        }),
        held: entry.holders.as_ref().map(|held| Held::of(texts, held)),
        wordings: if is_manager {
            Vec::new()
        } else {
            wordings(texts, entry)
        },
        form: is_manager.then(|| Form::of(texts, caller, item, typed, problems)),
    };
    let status = if has_errors {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    page(status, &view)
}

impl Form {
    fn of(
        texts: Texts,
        caller: &Caller,
        item: &GrantItem,
        typed: &Typed,
        mut problems: Problems,
    ) -> Self {
        let mut fields = Vec::from_iter(form::shared(texts, item.kind, typed));
        problems.mark(&mut fields);
        let said = form::said(texts, typed, &mut problems);
        Self {
            place: place::entry(caller, item),
            removal: place::removal(caller, item),
            problems,
            fields,
            said,
        }
    }
}

fn wordings(texts: Texts, entry: &CatalogEntry) -> Vec<Read> {
    let read = |locale: Locale| {
        let said = entry.grantable.texts.get(locale)?;
        Some(Read {
            language: wording::language(texts, locale),
            lang: locale.code(),
            name: entry.grantable.name(locale).to_owned(),
            description: said.description.as_ref().map(Explanation::to_string),
            warning: said.warning.as_ref().map(Explanation::to_string),
        })
    };
    Locale::ALL.into_iter().filter_map(read).collect()
}
