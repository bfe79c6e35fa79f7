//! Finding numbers that are free to be given.

use super::{Choice, Chosen, FEW_NUMBERS, fault, may_give};
use crate::web::{
    fault::Fault,
    respond::{Answer, page},
    visit::Visit,
};
use askama::Template;
use invite_domain::{
    model::{Caller, GrantKind, Grantable, Operation, sought},
    ports::{CatalogFilter, CatalogPageRequest},
};
use invite_i18n::Texts;
use poem::{
    handler,
    http::StatusCode,
    web::{Path, Query},
};

#[derive(Template)]
#[template(path = "grant_form/found.html")]
struct Found {
    t: Texts,
    found: Vec<Choice>,
}

/// Shows what a script asks for while someone types: the found numbers, as part of a page.
#[handler]
pub(in crate::web) async fn answer(
    visit: Visit,
    Path(account): Path<String>,
    Query(fields): Query<Vec<(String, String)>>,
) -> Answer {
    let caller = visit.caller_who_may(&account, Operation::Invite).await?;
    let chosen = Chosen::read(&fields);
    let (found, _) = free(&visit, &caller, &chosen.number_search).await?;
    let t = visit.texts();
    let found = choices(t, &found, &chosen);
    page(StatusCode::OK, &Found { t, found })
}

/// Returns some numbers that are free, and whether there are more.
pub(in crate::web) async fn free(
    visit: &Visit,
    caller: &Caller,
    search: &str,
) -> Result<(Vec<Grantable>, bool), Fault> {
    let search = match search {
        "" => None,
        text => match sought(text) {
            None => return Ok((Vec::new(), false)),
            found => found,
        },
    };
    let filter = CatalogFilter {
        kind: GrantKind::Resource,
        search,
        available: Some(true),
    };
    let request = CatalogPageRequest {
        limit: FEW_NUMBERS,
        after: None,
    };
    let listed = visit.services.catalog.list(caller, &filter, &request).await;
    let listed = listed.map_err(fault)?;
    let grantables = listed.items.into_iter().map(|entry| entry.grantable);
    let free = grantables.filter(|entry| may_give(caller, &entry.item));
    Ok((free.collect(), listed.next.is_some()))
}

/// Shows those that were not chosen before; what was chosen stands in the form already.
pub(super) fn choices(texts: Texts, found: &[Grantable], chosen: &Chosen) -> Vec<Choice> {
    found
        .iter()
        .filter(|entry| !chosen.has(&entry.item))
        .map(|entry| Choice::of(entry, texts.locale(), false))
        .collect()
}
