//! The account's invitations as a table, by status.

use super::{
    administrator,
    invite::Form,
    view::{Choice, View},
};
use crate::web::{
    layout::Layout,
    navigation::Section,
    respond::{Answer, page, see},
    visit::Visit,
    wording,
};
use askama::Template;
use chrono::{DateTime, Utc};
use invite_domain::{
    model::{Caller, Grant, Invitation, InvitationId, State, Status},
    ports::{Cursor, PageRequest, StatusCounts},
};
use invite_i18n::Texts;
use poem::{
    handler,
    http::StatusCode,
    web::{Path, Query},
};
use std::borrow::Cow;

/// How many invitations a page of the table holds.
const PAGE_SIZE: u32 = 20;

/// One line of the table.
pub(in crate::web) struct Row {
    pub(in crate::web) id: String,
    pub(in crate::web) place: String,
    pub(in crate::web) who: String,
    pub(in crate::web) contact: Option<String>,
    pub(in crate::web) access: Cow<'static, str>,
    /// Roles, groups, permissions and numbers.
    pub(in crate::web) gets: Option<String>,
    pub(in crate::web) status: &'static str,
    pub(in crate::web) status_text: Cow<'static, str>,
    pub(in crate::web) at: String,
    pub(in crate::web) at_machine: String,
    /// Since when they stand so, and what comes next.
    pub(in crate::web) ago: String,
    pub(in crate::web) problem: Option<Cow<'static, str>>,
}

impl Row {
    /// Shows an invitation as it stands at `now`.
    pub(in crate::web) fn of(
        invitation: &Invitation,
        slug: &str,
        texts: Texts,
        now: DateTime<Utc>,
    ) -> Self {
        let invitee = &invitation.invitee;
        let contact = contact(invitation);
        let name = invitee.name.as_ref().map(|name| name.as_str().to_owned());
        let status = invitation.status(now);
        let at = since(invitation, now);
        Self {
            id: invitation.id.to_string(),
            place: place(slug, invitation.id),
            contact: name.as_ref().map(|_| contact.clone()),
            who: name.unwrap_or(contact),
            access: wording::access(texts, invitation.grant.access_type),
            gets: gets(&invitation.grant),
            status: status.as_str(),
            status_text: wording::status(texts, status),
            at: texts.date_time(at),
            at_machine: at.to_rfc3339(),
            ago: wording::standing(texts, invitation, at, now),
            problem: match &invitation.state {
                State::Error { failure, .. } => Some(wording::failure(texts, failure.reason)),
                _ => None,
            },
        }
    }
}

/// Names what the person gets, a few of many: the whole list stands on their own page.
fn gets(grant: &Grant) -> Option<String> {
    const MOST: usize = 3;
    let mut items = grant.items();
    let mut named: Vec<String> = items
        .by_ref()
        .take(MOST)
        .map(|item| item.key.to_string())
        .collect();
    let others = items.count();
    if others > 0 {
        named.push(format!("+{others}"));
    }
    (!named.is_empty()).then(|| named.join(", "))
}

/// Returns the address or number that the person is reached by.
pub(super) fn contact(invitation: &Invitation) -> String {
    let invitee = &invitation.invitee;
    match (&invitee.email, &invitee.phone) {
        (Some(email), _) => email.original().to_owned(),
        (None, Some(phone)) => phone.as_str().to_owned(),
        (None, None) => String::new(),
    }
}

/// Returns the address of an invitation's page.
pub(super) fn place(slug: &str, id: InvitationId) -> String {
    format!("/a/{slug}/invitations/{id}")
}

/// Returns since when the invitation stands where it stands.
pub(super) fn since(invitation: &Invitation, now: DateTime<Utc>) -> DateTime<Utc> {
    let trail = &invitation.trail;
    let known = match &invitation.state {
        State::NotInvited => None,
        State::Queued => trail.queued_at,
        State::Invited => match trail.expires_at {
            Some(end) if end <= now => Some(end),
            _ => trail.invited_at,
        },
        State::Accepted { at, .. }
        | State::Declined { at, .. }
        | State::Expired { at }
        | State::Error { at, .. }
        | State::Revoked { at } => Some(*at),
    };
    known.unwrap_or(invitation.created_at)
}

#[derive(Template)]
#[template(path = "roster/list.html")]
struct List {
    page: Layout,
    account: String,
    slug: String,
    form: Form,
    has_errors: bool,
    filters: Vec<Filter>,
    view: View,
    status: &'static str,
    rows: Vec<Row>,
    next: Option<String>,
}

/// A status to filter by, with how many stand so.
struct Filter {
    place: String,
    text: Cow<'static, str>,
    count: u64,
    is_current: bool,
}

#[handler]
pub(in crate::web) async fn show(
    visit: Visit,
    Path(account): Path<String>,
    Query(choice): Query<Choice>,
) -> Answer {
    let caller = administrator(&visit, &account).await?;
    let form = Form::empty(visit.texts(), &caller.account);
    render(&visit, &caller, form, &choice).await
}

/// The address of the form is left in the address bar when what was typed was not taken: whoever
/// opens it from there comes back to the page.
#[handler]
pub(in crate::web) async fn back(visit: Visit, Path(account): Path<String>) -> Answer {
    let caller = administrator(&visit, &account).await?;
    Ok(see(&format!("/a/{}", caller.account.slug)))
}

/// Shows the table below a form, which may tell what is wrong with it.
pub(super) async fn render(visit: &Visit, caller: &Caller, form: Form, choice: &Choice) -> Answer {
    let texts = visit.texts();
    let invitations = &visit.services.invitations;
    let view = View::of(caller.account.slug.as_str(), &choice.status, &choice.q);
    let filter = view.filter();
    let request = PageRequest {
        limit: PAGE_SIZE,
        after: read_cursor(&choice.after),
    };
    let found = invitations.list(caller, &filter, request).await?;
    let counts = invitations.counts(caller).await?;
    let now = invitations.moment();
    let slug = caller.account.slug.as_str().to_owned();
    let has_errors = form.has_errors();
    let list = List {
        page: Layout::new(texts, caller.account.name.as_str(), format!("/a/{slug}"))
            .of(visit)
            .section(caller, Section::People)
            .with_errors(has_errors),
        account: caller.account.name.as_str().to_owned(),
        form,
        has_errors,
        filters: filters(&view, &counts, texts),
        status: view.status.map_or("", Status::as_str),
        rows: found
            .items
            .iter()
            .map(|invitation| Row::of(invitation, &slug, texts, now))
            .collect(),
        next: found.next.map(|cursor| view.address(&write_cursor(cursor))),
        view,
        slug,
    };
    let code = if has_errors {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    page(code, &list)
}

fn filters(view: &View, counts: &StatusCounts, texts: Texts) -> Vec<Filter> {
    let all = Filter {
        place: view.with_status(None).address(""),
        text: texts.get("page-filter-all"),
        count: counts.total(),
        is_current: view.status.is_none(),
    };
    let one = |status: Status| Filter {
        place: view.with_status(Some(status)).address(""),
        text: wording::status(texts, status),
        count: counts.get(status),
        is_current: view.status == Some(status),
    };
    // A status that nobody has would be a button that leads nowhere.
    let some = Status::ALL
        .into_iter()
        .map(one)
        .filter(|filter| filter.count > 0 || filter.is_current);
    std::iter::once(all).chain(some).collect()
}

fn write_cursor(cursor: Cursor) -> String {
    format!("{}_{}", cursor.created_at.timestamp_millis(), cursor.id)
}

/// Anything that is not a cursor of ours begins from the newest.
fn read_cursor(text: &str) -> Option<Cursor> {
    let (millis, id) = text.split_once('_')?;
    Some(Cursor {
        created_at: DateTime::from_timestamp_millis(millis.parse().ok()?)?,
        id: id.parse().ok()?,
    })
}
