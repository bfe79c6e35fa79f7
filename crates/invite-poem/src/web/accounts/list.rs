//! Lists of accounts: all of the reader's, and those below one.

use crate::web::{
    fault::Fault,
    layout::Layout,
    navigation::Section,
    respond::{Answer, page},
    visit::Visit,
};
use askama::Template;
use data_encoding::BASE64URL_NOPAD;
use invite_domain::{
    model::{Access, AccountId, Actor, Operation},
    ports::{AccountCursor, AccountFilter, AccountPageRequest, AccountRef, ReachableAccount},
};
use invite_i18n::Texts;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use poem::{
    handler,
    http::StatusCode,
    web::{Path, Query},
};
use serde::Deserialize;
use std::borrow::Cow;
use uuid::Uuid;

/// How many accounts a page holds.
const PAGE_SIZE: u32 = 50;
/// The longest text to search for.
const MAX_SEARCH: usize = 200;

/// The words after the question mark, as they came.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    after: String,
}

#[derive(Template)]
#[template(path = "accounts/list.html")]
struct Page {
    page: Layout,
    heading: Cow<'static, str>,
    lead: String,
    place: String,
    search: String,
    rows: Vec<Row>,
    next: Option<String>,
    /// Whether accounts are made, suspended and resumed here.
    is_below: bool,
}

struct Row {
    name: String,
    slug: String,
    place: Option<String>,
    access: Cow<'static, str>,
    is_suspended: bool,
    /// Where the question stands whether to suspend or resume it.
    change: String,
}

/// A page of accounts, found.
struct Found {
    search: String,
    rows: Vec<Row>,
    next: Option<String>,
}

#[handler]
pub(super) async fn all(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let actor = Actor::User(visit.signed_in()?.user.id);
    let found = find(&visit, &actor, None, "/accounts", &asked).await?;
    let texts = visit.texts();
    let heading = texts.get("accounts-all");
    let view = Page {
        page: Layout::new(texts, heading.clone(), "/accounts")
            .of(&visit)
            .wide(),
        heading,
        lead: String::new(),
        place: "/accounts".to_owned(),
        search: found.search,
        rows: found.rows,
        next: found.next,
        is_below: false,
    };
    page(StatusCode::OK, &view)
}

#[handler]
pub(super) async fn below(
    visit: Visit,
    Path(account): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let operation = Operation::ManageAccounts;
    let caller = visit.caller_who_may(&account, operation).await?;
    let place = format!("/a/{}/accounts", caller.account.slug);
    let parent = AccountRef::Id(caller.account.id);
    let found = find(&visit, &caller.actor, Some(parent), &place, &asked).await?;
    let texts = visit.texts();
    let heading = texts.get("accounts-heading");
    let layout = Layout::new(texts, heading.clone(), place.clone());
    let name = caller.account.name.as_str();
    let view = Page {
        page: layout.of(&visit).section(&caller, Section::Accounts),
        heading,
        lead: texts.with("accounts-lead", &[("name", name.into())]),
        place,
        search: found.search,
        rows: found.rows,
        next: found.next,
        is_below: true,
    };
    page(StatusCode::OK, &view)
}

async fn find(
    visit: &Visit,
    actor: &Actor,
    parent: Option<AccountRef>,
    place: &str,
    asked: &Asked,
) -> Result<Found, Fault> {
    let search: String = asked.q.trim().chars().take(MAX_SEARCH).collect();
    let filter = AccountFilter {
        search: Some(search.clone()).filter(|text| !text.is_empty()),
        parent,
    };
    let request = AccountPageRequest {
        limit: PAGE_SIZE,
        after: read_cursor(&asked.after),
    };
    let found = visit.services.accounts.list(actor, &filter, &request);
    let found = found.await?;
    let texts = visit.texts();
    let words = utf8_percent_encode(&search, NON_ALPHANUMERIC).to_string();
    Ok(Found {
        rows: found
            .items
            .iter()
            .map(|found| Row::of(found, texts, place))
            .collect(),
        next: found
            .next
            .map(|next| format!("{place}?q={words}&after={}", write_cursor(&next))),
        search,
    })
}

impl Row {
    fn of(found: &ReachableAccount, texts: Texts, place: &str) -> Self {
        let account = &found.account;
        let is_suspended = account.suspended_at.is_some();
        let is_open = !is_suspended && found.access != Access::Member;
        let change = if is_suspended { "resume" } else { "suspend" };
        Self {
            name: account.name.as_str().to_owned(),
            slug: account.slug.as_str().to_owned(),
            place: is_open.then(|| format!("/a/{}", account.slug)),
            access: match found.access {
                Access::Administrator => texts.get("page-access-administrator"),
                Access::Parent => texts.get("accounts-from-above"),
                Access::Member => texts.get("page-access-standard"),
            },
            is_suspended,
            change: format!("{place}/{}/{change}", account.slug),
        }
    }
}

/// Writes a place in a list of accounts.
fn write_cursor(cursor: &AccountCursor) -> String {
    let mut bytes = cursor.id.uuid().as_bytes().to_vec();
    bytes.extend_from_slice(cursor.key.as_bytes());
    BASE64URL_NOPAD.encode(&bytes)
}

/// Anything that is not a cursor of ours begins from the first.
fn read_cursor(text: &str) -> Option<AccountCursor> {
    let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
    let (id, key) = bytes.split_at_checked(16)?;
    let key = str::from_utf8(key).ok()?;
    let fits = key.len() <= 4000 && !key.contains('\0');
    fits.then_some(AccountCursor {
        key: key.to_owned(),
        id: AccountId::new(Uuid::from_slice(id).ok()?),
    })
}
