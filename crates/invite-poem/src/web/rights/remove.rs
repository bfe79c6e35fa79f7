//! Removing an entry: asks once, and says what stands in the way while something does.

use super::{
    GONE, REMOVED,
    entry::Held,
    place::{self, Which},
    see_and_say, words,
};
use crate::web::{
    fault::Fault,
    layout::Layout,
    navigation::Section,
    respond::{Answer, page},
    visit::Visit,
};
use askama::Template;
use invite_domain::{
    model::{Caller, GrantItem, GrantKind, Operation},
    ports::Usage,
    service::CatalogError,
};
use poem::{
    handler,
    http::StatusCode,
    web::{Data, Path, Query},
};

#[derive(Template)]
#[template(path = "rights/remove.html")]
struct Ask {
    page: Layout,
    heading: String,
    text: String,
    obstacles: Vec<String>,
    held: Option<Held>,
    settings: Option<String>,
    place: String,
    back: String,
}

#[handler]
pub(super) async fn ask(
    visit: Visit,
    Data(&kind): Data<&GrantKind>,
    Path(account): Path<String>,
    Query(which): Query<Which>,
) -> Answer {
    let operation = Operation::ManageCatalog;
    let caller = visit.caller_who_may(&account, operation).await?;
    let item = which.item(kind).ok_or(Fault::NotFound)?;
    let usage = visit.services.catalog.usage(&caller, &item).await?;
    render(&visit, &caller, &item, usage, StatusCode::OK).await
}

#[handler]
pub(super) async fn remove(
    visit: Visit,
    Data(&kind): Data<&GrantKind>,
    Path(account): Path<String>,
    Query(which): Query<Which>,
) -> Answer {
    let operation = Operation::ManageCatalog;
    let caller = visit.caller_who_may(&account, operation).await?;
    let item = which.item(kind).ok_or(Fault::NotFound)?;
    let list = place::list(&caller, kind);
    match visit.services.catalog.remove(&caller, &item).await {
        Ok(()) => Ok(see_and_say(&visit, &list, &REMOVED)),
        // A second click, or someone else was quicker.
        Err(CatalogError::NotFound) => Ok(see_and_say(&visit, &list, &GONE)),
        Err(CatalogError::InUse(usage)) => {
            render(&visit, &caller, &item, usage, StatusCode::CONFLICT).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn render(
    visit: &Visit,
    caller: &Caller,
    item: &GrantItem,
    usage: Usage,
    status: StatusCode,
) -> Answer {
    let texts = visit.texts();
    let catalog = &visit.services.catalog;
    let entry = catalog.find_with_holders(caller, item).await?;
    let name = entry.grantable.name(texts.locale());
    let named = [("name", name.into())];
    let (heading, text) = if usage.is_in_use() {
        (
            texts.with("rights-in-use-heading", &named),
            texts.get("rights-in-use-text").into_owned(),
        )
    } else {
        (
            texts.with("rights-remove-heading", &named),
            words::of_kind(texts, "rights-remove-text", item.kind),
        )
    };
    let mut obstacles = Vec::new();
    if usage.members > 0 {
        let n = [("n", words::number(usage.members))];
        obstacles.push(texts.with("rights-in-use-members", &n));
    }
    if usage.invitations > 0 {
        let n = [("n", words::number(usage.invitations))];
        obstacles.push(texts.with("rights-in-use-invitations", &n));
    }
    if usage.default_group {
        obstacles.push(texts.get("rights-in-use-default").into_owned());
    }
    let settings = format!("/a/{}/settings", caller.account.slug);
    let view = Ask {
        page: Layout::new(texts, heading.clone(), place::list(caller, item.kind))
            .of(visit)
            .section(caller, Section::Rights),
        heading,
        text,
        obstacles,
        held: entry
            .holders
            .as_ref()
            .filter(|held| held.total > 0)
            .map(|held| Held::of(texts, held)),
        settings: usage.default_group.then_some(settings),
        place: place::removal(caller, item),
        back: place::entry(caller, item),
    };
    page(status, &view)
}
