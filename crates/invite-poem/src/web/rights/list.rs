//! The list of one kind: what there is, how many hold each, and the ways to add more.

use super::{place, words};
use crate::web::{
    layout::Layout,
    navigation::Section,
    respond::{Answer, page},
    tabs::Tabs,
    visit::Visit,
};
use askama::Template;
use invite_domain::{
    model::{Caller, Explanation, GrantKey, GrantKind, Locale, Operation, ReadyMade},
    ports::{CatalogFilter, CatalogPageRequest},
    service::CatalogEntry,
};
use invite_i18n::Texts;
use poem::{
    handler,
    http::StatusCode,
    web::{Data, Path, Query},
};
use serde::Deserialize;

/// How many entries a page of the list holds.
const PAGE_SIZE: u32 = 50;

/// The longest text to search for.
const MAX_SEARCH: usize = 200;

/// The words after the question mark, as they came.
#[derive(Deserialize)]
pub(super) struct Choice {
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: String,
}

#[derive(Template)]
#[template(path = "rights/list.html")]
struct List {
    page: Layout,
    heading: String,
    explanation: String,
    tabs: Tabs,
    place: String,
    search: String,
    rows: Vec<Row>,
    none: String,
    /// Where the whole list begins, when less than that is shown.
    first: Option<String>,
    next: Option<String>,
    add: Option<String>,
    ready_made: Option<ReadyToAdopt>,
}

/// One entry of the list.
struct Row {
    place: String,
    name: String,
    /// Where it is not the name.
    key: Option<String>,
    description: Option<String>,
    held: Option<String>,
    is_shared: bool,
    is_warned: bool,
}

/// What adopting the ready-made catalog would add.
struct ReadyToAdopt {
    text: String,
    names: Vec<String>,
}

#[handler]
pub(super) async fn show(
    visit: Visit,
    Data(&kind): Data<&GrantKind>,
    Path(account): Path<String>,
    Query(choice): Query<Choice>,
) -> Answer {
    let operation = Operation::ReadCatalog;
    let caller = visit.caller_who_may(&account, operation).await?;
    let texts = visit.texts();
    let search: String = choice.q.trim().chars().take(MAX_SEARCH).collect();
    let filter = CatalogFilter {
        kind,
        search: Some(search.clone()).filter(|search| !search.is_empty()),
        available: None,
    };
    let request = CatalogPageRequest {
        limit: PAGE_SIZE,
        after: GrantKey::parse(&choice.after).ok(),
    };
    let catalog = &visit.services.catalog;
    let found = catalog
        .list_with_holders(&caller, &filter, &request)
        .await?;
    let is_part = !search.is_empty() || request.after.is_some();
    let is_manager = caller.may(Operation::ManageCatalog).is_ok();
    let ready_made = if is_manager && kind == GrantKind::Permission && !is_part {
        ready_made(&visit, &caller).await?
    } else {
        None
    };
    let place = place::list(&caller, kind);
    let heading = words::of_kind(texts, "rights-kind", kind);
    let view = List {
        page: Layout::new(texts, heading.clone(), place.clone())
            .of(&visit)
            .section(&caller, Section::Rights),
        heading,
        explanation: words::of_kind(texts, "rights-explanation", kind),
        tabs: words::tabs(texts, &caller, kind),
        none: if is_part {
            texts.get("rights-none-so").into_owned()
        } else if is_manager {
            words::of_kind(texts, "rights-none", kind)
        } else {
            texts.get("rights-none-yet").into_owned()
        },
        rows: found
            .items
            .iter()
            .map(|entry| Row::of(entry, &caller, texts))
            .collect(),
        first: is_part.then(|| place.clone()),
        next: found
            .next
            .map(|next| place::part(&caller, kind, &search, next.as_str())),
        add: is_manager.then(|| words::of_kind(texts, "rights-add", kind)),
        ready_made,
        search,
        place,
    };
    page(StatusCode::OK, &view)
}

impl Row {
    fn of(entry: &CatalogEntry, caller: &Caller, texts: Texts) -> Self {
        let grantable = &entry.grantable;
        let item = &grantable.item;
        let name = grantable.name(texts.locale()).to_owned();
        let said = |locale| grantable.texts.get(locale);
        let described = |locale| said(locale)?.description.as_ref();
        let described = described(texts.locale()).or_else(|| described(Locale::En));
        let held = entry.holders.as_ref();
        Self {
            place: place::entry(caller, item),
            key: Some(item.key.to_string()).filter(|key| *key != name),
            name,
            description: described.map(Explanation::to_string),
            held: held.map(|holders| words::held(texts, item.kind, holders)),
            is_shared: grantable.shared,
            is_warned: grantable
                .texts
                .iter()
                .any(|(_, said)| said.warning.is_some()),
        }
    }
}

async fn ready_made(
    visit: &Visit,
    caller: &Caller,
) -> Result<Option<ReadyToAdopt>, crate::web::fault::Fault> {
    let texts = visit.texts();
    let catalog = &visit.services.catalog;
    let lacking = catalog.lacking(caller, ReadyMade::Hosting).await?;
    if lacking.is_empty() {
        return Ok(None);
    }
    let n = u64::try_from(lacking.len()).unwrap_or(u64::MAX);
    Ok(Some(ReadyToAdopt {
        text: texts.with("rights-adopt-text", &[("n", words::number(n))]),
        names: lacking
            .iter()
            .map(|entry| entry.name(texts.locale()).to_owned())
            .collect(),
    }))
}
