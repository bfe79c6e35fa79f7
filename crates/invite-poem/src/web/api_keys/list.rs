//! Which keys there are, what each may do, who made it and when it was last used; and the form for one
//! more.

use super::{
    make::{Filled, Form},
    place, scope,
};
use crate::web::{
    field::Problems,
    layout::Layout,
    navigation::Section,
    respond::{Answer, page},
    settings::{Tab, fault, tabs},
    tabs::Tabs,
    visit::Visit,
};
use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};
use invite_domain::{
    model::{Actor, Caller, Operation},
    ports::{ApiKeyCursor, ApiKeyEntry},
};
use invite_i18n::Texts;
use poem::{
    handler,
    http::StatusCode,
    web::{Path, Query},
};
use serde::Deserialize;
use std::borrow::Cow;

/// How many keys a page of the list holds.
const PAGE_SIZE: u32 = 50;

/// The words after the question mark, as they came.
#[derive(Default, Deserialize)]
pub(super) struct Choice {
    #[serde(default)]
    after: String,
}

#[derive(Template)]
#[template(path = "api_keys/list.html")]
struct List {
    page: Layout,
    tabs: Tabs,
    place: String,
    rows: Vec<Row>,
    /// Where the newest are, when this is not where the list begins.
    first: Option<String>,
    next: Option<String>,
    form: Option<Form>,
}

/// One key.
struct Row {
    name: String,
    scope: Cow<'static, str>,
    made: String,
    expiry: String,
    is_expired: bool,
    used: String,
    revoke: Option<String>,
    revoke_label: String,
}

#[handler]
pub(super) async fn show(
    visit: Visit,
    Path(account): Path<String>,
    Query(choice): Query<Choice>,
) -> Answer {
    let operation = Operation::ReadApiKeys;
    let caller = visit.caller_who_may(&account, operation).await?;
    let problems = Problems::none(visit.texts().get("page-problems-heading"));
    let after = read_cursor(&choice.after);
    render(&visit, &caller, &Filled::default(), problems, after).await
}

/// Shows the list with the form, which may tell what is wrong with it.
pub(super) async fn render(
    visit: &Visit,
    caller: &Caller,
    filled: &Filled,
    problems: Problems,
    after: Option<ApiKeyCursor>,
) -> Answer {
    let texts = visit.texts();
    let accounts = &visit.services.accounts;
    let found = accounts.api_keys(caller, PAGE_SIZE, after).await;
    let found = found.map_err(fault)?;
    let now = visit.services.invitations.moment();
    let is_manager = caller.may(Operation::ManageApiKeys).is_ok();
    let has_errors = problems.any();
    let place = place(caller);
    let rows = found.items.iter();
    let view = List {
        page: Layout::new(texts, texts.get("settings-tab-keys"), place.clone())
            .of(visit)
            .section(caller, Section::Settings)
            .with_errors(has_errors),
        tabs: tabs(texts, caller, Tab::Keys),
        rows: rows
            .map(|key| Row::of(key, &place, is_manager, texts, now))
            .collect(),
        first: after.map(|_| place.clone()),
        next: found
            .next
            .map(|next| format!("{place}?after={}", write_cursor(next))),
        form: is_manager.then(|| Form::of(texts, filled, problems)),
        place,
    };
    let status = if has_errors {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    page(status, &view)
}

impl Row {
    fn of(
        key: &ApiKeyEntry,
        place: &str,
        is_manager: bool,
        texts: Texts,
        now: DateTime<Utc>,
    ) -> Self {
        let name = key.name.to_string();
        let date = texts.date(key.created_at);
        let who = maker(texts, key);
        let is_expired = key.expires_at.is_some_and(|end| end <= now);
        Self {
            made: texts.with(
                "settings-key-made-by",
                &[("who", (&*who).into()), ("date", (&date).into())],
            ),
            expiry: match key.expires_at {
                None => texts.get("settings-key-never-expires").into_owned(),
                Some(end) => {
                    let date = texts.date_time(end);
                    let date = [("date", (&date).into())];
                    if is_expired {
                        texts.with("settings-key-expired", &date)
                    } else {
                        texts.with("settings-key-expires", &date)
                    }
                }
            },
            is_expired,
            used: match key.last_used_at {
                None => texts.get("settings-key-never-used").into_owned(),
                Some(at) => {
                    let ago = ago(texts, at, now);
                    texts.with("settings-key-used", &[("when", (&ago).into())])
                }
            },
            scope: scope(texts, key.scope),
            revoke: is_manager.then(|| format!("{place}/{}/revoke", key.id)),
            revoke_label: texts.with("settings-key-revoke-one", &[("name", (&name).into())]),
            name,
        }
    }
}

fn maker(texts: Texts, key: &ApiKeyEntry) -> Cow<'_, str> {
    match (&key.creator_name, &key.created_by) {
        (Some(name), _) => Cow::Borrowed(name.as_str()),
        (None, Actor::ApiKey(_)) => texts.get("page-actor-api-key"),
        (None, Actor::System) => texts.get("settings-key-by-system"),
        (None, Actor::User(_) | Actor::Invitee) => texts.get("page-actor-person"),
    }
}

fn ago(texts: Texts, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let span = (now - at).max(TimeDelta::zero());
    if span < TimeDelta::minutes(1) {
        return texts.get("page-just-now").into_owned();
    }
    texts.with("page-ago", &[("span", (&texts.span(span)).into())])
}

fn write_cursor(cursor: ApiKeyCursor) -> String {
    format!("{}_{}", cursor.created_at.timestamp_micros(), cursor.id)
}

/// Anything that is not a cursor of ours begins from the newest.
fn read_cursor(text: &str) -> Option<ApiKeyCursor> {
    let (micros, id) = text.split_once('_')?;
    Some(ApiKeyCursor {
        created_at: DateTime::from_timestamp_micros(micros.parse().ok()?)?,
        id: id.parse().ok()?,
    })
}
