//! Everyone in the account as a table: found by where they stand, by words, by what they hold.

use super::{
    number, reader,
    row::{Row, status},
    sending::Progress,
    view::{PAGE_SIZE, View, write_item},
};
use crate::{
    shared::people_cursor,
    web::{
        fault::Fault,
        layout::Layout,
        navigation::Section,
        respond::{Answer, page, see},
        visit::Visit,
        wording,
    },
};
use askama::Template;
use futures_util::future::try_join;
use invite_domain::{
    model::{AccessType, Caller, GrantItem, GrantKind, Operation, PersonStatus},
    ports::{CatalogFilter, CatalogPageRequest, PeopleCounts, PeoplePage, PeopleSort},
    service::CatalogError,
};
use invite_i18n::{Arg, Texts};
use poem::{
    handler,
    http::StatusCode,
    web::{Path, Query},
};
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// Up to where those who match are counted.
pub(super) const COUNTED: u32 = 10_000;
/// How many roles, and how many groups, can be chosen from.
const OFFERED: u32 = 200;
/// How everyone together is called where each way to stand has its name.
pub(super) const ALL: &str = "all";

/// Those that are shown even when nobody stands so.
const ALWAYS: [PersonStatus; 6] = [
    PersonStatus::Invited,
    PersonStatus::NotInvited,
    PersonStatus::Queued,
    PersonStatus::Accepted,
    PersonStatus::Expired,
    PersonStatus::Error,
];

#[derive(Template)]
#[template(path = "people/list.html")]
struct List {
    page: Layout,
    slug: String,
    may_invite: bool,
    view: View,
    filters: Vec<Filter>,
    roles: Vec<Choice>,
    groups: Vec<Choice>,
    accesses: Vec<Choice>,
    sorts: [Sort; 2],
    rows: Vec<Row>,
    found: String,
    /// What selecting everyone who matches says, where they are more than this page.
    everyone: Option<String>,
    first: Option<String>,
    next: Option<String>,
    here: String,
    live: String,
    progress: Progress,
}

/// A way to stand to filter by, with how many stand so.
struct Filter {
    /// As it is called in events of the live page.
    name: &'static str,
    place: String,
    text: Text,
    count: u64,
    is_current: bool,
}

/// Something to choose in a list.
struct Choice {
    value: String,
    text: String,
    is_chosen: bool,
}

/// The head of a column that the table can be sorted by.
struct Sort {
    place: String,
    /// For `aria-sort`; empty where the table is sorted otherwise.
    order: &'static str,
}

#[handler]
pub(super) async fn show(
    visit: Visit,
    Path(account): Path<String>,
    Query(fields): Query<Vec<(String, String)>>,
) -> Answer {
    let caller = reader(&visit, &account).await?;
    let slug = caller.account.slug.as_str().to_owned();
    let view = View::read(&slug, &fields);
    let (texts, people) = (visit.texts(), &visit.services.people);
    let (filter, request) = (view.filter(), view.request(PAGE_SIZE));
    let found = people.list(&caller, &filter, &request);
    let (found, counts) = try_join(found, people.counts(&caller)).await?;
    let matching = matching(&visit, &caller, &view, &found, &counts).await?;
    let now = people.moment();
    let progress = if counts.get(PersonStatus::Queued) > 0 {
        Progress::of(texts, people.sending(&caller).await?, 0, now)
    } else {
        Progress::nothing()
    };
    let rows: Vec<Row> = found
        .items
        .iter()
        .map(|person| Row::of(person, &slug, texts, now))
        .collect();
    let ids = found
        .items
        .iter()
        .map(|person| ("id", person.id().to_string()));
    let waiting = ("waiting", progress.most.to_string());
    let watched: Vec<(&'static str, String)> = ids.chain([waiting]).collect();
    let bare = View {
        slug: slug.clone(),
        ..View::default()
    };
    let list = List {
        page: Layout::new(texts, texts.get("people-heading"), view.address())
            .of(&visit)
            .section(&caller, Section::People),
        may_invite: caller.may(Operation::Invite).is_ok(),
        filters: filters(&view, &counts, texts),
        roles: offered(&visit, &caller, &view, GrantKind::Role).await?,
        groups: offered(&visit, &caller, &view, GrantKind::Group).await?,
        accesses: accesses(&view, texts),
        sorts: sorts(&view),
        found: people_counted(texts, "people-found", "people-found-many", matching),
        everyone: found.next.as_ref().map(|_| {
            people_counted(
                texts,
                "people-select-all",
                "people-select-all-many",
                matching,
            )
        }),
        first: (!view.after.is_empty()).then(|| view.from(String::new()).address()),
        next: found
            .next
            .as_ref()
            .map(|next| view.from(people_cursor::write(next)).address()),
        here: view.address(),
        live: bare.address_of("/live", &watched),
        progress,
        rows,
        view,
        slug,
    };
    page(StatusCode::OK, &list)
}

/// An address that only takes forms is left in the address bar when one was not taken: whoever opens it
/// from there comes back to the page.
#[handler]
pub(super) async fn back(visit: Visit, Path(account): Path<String>) -> Answer {
    let caller = reader(&visit, &account).await?;
    Ok(see(&format!("/a/{}", caller.account.slug)))
}

/// Returns how many match, [`COUNTED`] where they are more: nobody waits for a long count.
async fn matching(
    visit: &Visit,
    caller: &Caller,
    view: &View,
    found: &PeoplePage,
    counts: &PeopleCounts,
) -> Result<u64, Fault> {
    let filter = view.filter();
    if !view.is_searched() {
        return Ok(counts.of(&filter));
    }
    if view.after.is_empty() && found.next.is_none() {
        return Ok(found.items.len() as u64);
    }
    let people = &visit.services.people;
    Ok(people.count(caller, &filter, COUNTED).await?)
}

/// Says how many there are, or that there are more than were counted.
pub(super) fn people_counted(
    texts: Texts,
    exactly: &'static str,
    more: &'static str,
    n: u64,
) -> String {
    let key = if n == u64::from(COUNTED) {
        more
    } else {
        exactly
    };
    texts.with(key, &[("n", Arg::Number(number(n)))])
}

fn filters(view: &View, counts: &PeopleCounts, texts: Texts) -> Vec<Filter> {
    let all = Filter {
        name: ALL,
        place: view.with_status(None).address(),
        text: texts.get("page-filter-all"),
        count: counts.total(),
        is_current: view.status.is_none(),
    };
    let one = |standing: PersonStatus| Filter {
        name: standing.as_str(),
        place: view.with_status(Some(standing)).address(),
        text: status(texts, standing),
        count: counts.get(standing),
        is_current: view.status == Some(standing),
    };
    let some = PersonStatus::ALL
        .into_iter()
        .filter(|standing| {
            ALWAYS.contains(standing) || counts.get(*standing) > 0 || view.status == Some(*standing)
        })
        .map(one);
    std::iter::once(all).chain(some).collect()
}

/// Returns what the account has defined, and what is chosen though it is not defined anymore.
async fn offered(
    visit: &Visit,
    caller: &Caller,
    view: &View,
    kind: GrantKind,
) -> Result<Vec<Choice>, Fault> {
    let filter = CatalogFilter {
        kind,
        search: None,
        available: None,
    };
    let page = CatalogPageRequest {
        limit: OFFERED,
        after: None,
    };
    let found = visit.services.catalog.list(caller, &filter, &page).await;
    let entries = found.map_err(|error| match error {
        CatalogError::Store(error) => error.into(),
        CatalogError::Forbidden(forbidden) => Fault::Forbidden(forbidden),
        error => Fault::broken(&error),
    })?;
    let mut items: Vec<GrantItem> = entries
        .items
        .into_iter()
        .map(|entry| entry.grantable.item)
        .collect();
    let chosen = view.holds.as_ref().filter(|item| item.kind == kind);
    if let Some(item) = chosen.filter(|item| !items.contains(item)) {
        items.push(item.clone());
    }
    let choices = items.into_iter().map(|item| Choice {
        value: write_item(&item),
        is_chosen: Some(&item) == chosen,
        text: item.key.to_string(),
    });
    Ok(choices.collect())
}

fn accesses(view: &View, texts: Texts) -> Vec<Choice> {
    let all = [AccessType::Administrator, AccessType::Standard];
    let choices = all.into_iter().map(|access| Choice {
        value: access.as_str().to_owned(),
        text: wording::access(texts, access).into_owned(),
        is_chosen: view.access == Some(access),
    });
    choices.collect()
}

/// By name; and by when they were added, the other way round each time.
fn sorts(view: &View) -> [Sort; 2] {
    let by_name = view.sort == PeopleSort::Name;
    let (time, order) = match view.sort {
        PeopleSort::Newest => (PeopleSort::Oldest, "descending"),
        PeopleSort::Oldest => (PeopleSort::Newest, "ascending"),
        PeopleSort::Name => (PeopleSort::Newest, ""),
    };
    [
        Sort {
            place: view.with_sort(PeopleSort::Name).address(),
            order: if by_name { "ascending" } else { "" },
        },
        Sort {
            place: view.with_sort(time).address(),
            order,
        },
    ]
}
