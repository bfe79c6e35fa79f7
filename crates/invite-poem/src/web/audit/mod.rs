//! The audit log of an account: who did what to whom, when, through what.

mod sentence;
mod wanted;

use super::{
    layout::Layout,
    navigation::Section,
    respond::{Answer, page},
    visit::Visit,
};
use askama::Template;
use invite_domain::model::{Operation, Via};
use invite_i18n::Texts;
use poem::{
    Route, get, handler,
    http::StatusCode,
    web::{Path, Query},
};
use sentence::{Row, via};
use std::borrow::Cow;
use wanted::{Asked, write_cursor};

type Text = Cow<'static, str>;

/// How many entries a page holds.
const PAGE_SIZE: u32 = 50;

/// Adds the page.
pub(super) fn routes(route: Route) -> Route {
    route.at("/a/:account/audit", get(show))
}

#[derive(Template)]
#[template(path = "audit/audit.html")]
struct Page {
    page: Layout,
    account: String,
    place: String,
    asked: Asked,
    actions: Vec<Choice>,
    vias: Vec<Choice>,
    from_error: Option<Text>,
    until_error: Option<Text>,
    is_filtered: bool,
    only: Option<Text>,
    rows: Vec<Row>,
    next: Option<String>,
    csv: String,
}

/// One of a few values to choose.
struct Choice {
    code: String,
    text: Text,
    is_chosen: bool,
}

#[handler]
async fn show(visit: Visit, Path(account): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let operation = Operation::ReadAudit;
    let caller = visit.reader_who_may(&account, operation).await?;
    let texts = visit.texts();
    let slug = caller.account.slug.as_str().to_owned();
    let place = format!("/a/{slug}/audit");
    let wanted = asked.read();
    let is_bad = wanted.from_is_bad || wanted.until_is_bad;
    let (mut rows, mut next) = (Vec::new(), None);
    if !is_bad {
        let audit = &visit.services.audit;
        let found = audit.list(&caller, &wanted.filter, PAGE_SIZE, wanted.after);
        let found = found.await?;
        rows.extend(found.items.iter().map(|entry| Row::of(entry, texts, &slug)));
        next = found
            .next
            .map(|cursor| wanted.address(&place, &write_cursor(cursor)));
    }
    let bad_date = |is_bad: bool| is_bad.then(|| texts.get("audit-date-invalid"));
    let layout = Layout::new(texts, texts.get("audit-heading"), place.clone());
    let view = Page {
        page: layout
            .of(&visit)
            .section(&caller, Section::Audit)
            .with_errors(is_bad),
        account: caller.account.name.as_str().to_owned(),
        actions: actions(texts, &asked.action),
        vias: vias(texts, &asked.via),
        from_error: bad_date(wanted.from_is_bad),
        until_error: bad_date(wanted.until_is_bad),
        is_filtered: wanted.is_filtered(),
        only: only(texts, &wanted, &rows),
        csv: wanted.csv(&slug),
        rows,
        next,
        asked,
        place,
    };
    let status = if is_bad {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    page(status, &view)
}

/// Names the families of actions; one that was asked for by its code stays in the list.
fn actions(texts: Texts, asked: &str) -> Vec<Choice> {
    let families = [
        ("", texts.get("audit-action-any")),
        ("invitation", texts.get("audit-action-invitation")),
        ("member", texts.get("audit-action-member")),
        ("account", texts.get("audit-action-account")),
        ("grantable", texts.get("audit-action-grantable")),
        ("api_key", texts.get("audit-action-api-key")),
        ("refusal", texts.get("audit-action-refusal")),
    ];
    let is_known = families.iter().any(|(code, _)| *code == asked);
    let mut choices: Vec<Choice> = families
        .into_iter()
        .map(|(code, text)| Choice {
            code: code.to_owned(),
            text,
            is_chosen: code == asked,
        })
        .collect();
    if !is_known {
        choices.push(Choice {
            code: asked.to_owned(),
            text: Cow::Owned(asked.to_owned()),
            is_chosen: true,
        });
    }
    choices
}

fn vias(texts: Texts, asked: &str) -> Vec<Choice> {
    let any = Choice {
        code: String::new(),
        text: texts.get("audit-via-any"),
        is_chosen: false,
    };
    let named = Via::ALL.into_iter().map(|way| Choice {
        code: way.as_str().to_owned(),
        text: via(texts, way),
        is_chosen: way.as_str() == asked,
    });
    std::iter::once(any).chain(named).collect()
}

/// Says about whom alone the page is.
fn only(texts: Texts, wanted: &wanted::Wanted, rows: &[Row]) -> Option<Text> {
    let filter = &wanted.filter;
    let first = rows.first();
    if filter.actor.is_some() {
        let name = first.map_or_else(String::new, |row| row.actor.clone());
        return Some(
            texts
                .with("audit-only-actor", &[("name", (&name).into())])
                .into(),
        );
    }
    if filter.invitation.is_some() || filter.member.is_some() {
        let name = first
            .and_then(|row| row.subject.clone())
            .unwrap_or_default();
        return Some(
            texts
                .with("audit-only-subject", &[("name", (&name).into())])
                .into(),
        );
    }
    None
}
