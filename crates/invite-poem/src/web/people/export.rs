//! People as a table for a spreadsheet (RFC 4180): a selection, or everyone in the view, written page by
//! page, so that memory stays bounded however many there are.

use super::{reader, selection::Asked, view::View};
use crate::{
    shared::csv::line,
    web::{fault::Fault, respond::Answer, visit::Visit},
};
use chrono::{DateTime, SecondsFormat, Utc};
use futures_util::stream;
use invite_domain::{
    model::{Caller, GrantKey, GrantKind, State},
    ports::{PeopleCursor, PeoplePageRequest, Person},
    service::PeopleService,
};
use poem::{
    Body, Response, handler,
    http::header,
    web::{Path, Query},
};
use std::io;

/// How many people are read at once.
const PAGE: u32 = 200;

/// The first line.
const HEADER: [&str; 15] = [
    "id",
    "name",
    "email",
    "phone",
    "login",
    "status",
    "user_type",
    "access_type",
    "roles",
    "groups",
    "permissions",
    "resources",
    "since",
    "expires_at",
    "error",
];

#[handler]
pub(super) async fn export(
    visit: Visit,
    Path(account): Path<String>,
    Query(fields): Query<Vec<(String, String)>>,
) -> Answer {
    let caller = reader(&visit, &account).await?;
    let asked = Asked::read(caller.account.slug.as_str(), &fields);
    let name = format!(
        "attachment; filename=\"{}-people.csv\"",
        caller.account.slug
    );
    let people = visit.services.people.clone();
    let body = if asked.is_everyone || asked.ids.is_empty() {
        let view = asked.view.from(String::new());
        let under_way = Export::begin(people, caller, view).await?;
        Body::from_bytes_stream(under_way.into_stream())
    } else {
        let found = people.find(&caller, &asked.ids).await?;
        let text = format!("{}{}", header(), lines(&found, people.moment()));
        Body::from_string(text)
    };
    Ok(Response::builder()
        .header(header::CONTENT_TYPE, "text/csv; charset=utf-8")
        .header(header::CONTENT_DISPOSITION, name)
        .body(body))
}

/// An export under way: what is written next, and where the list goes on.
struct Export {
    people: PeopleService,
    caller: Caller,
    view: View,
    next: Next,
}

enum Next {
    /// This is written already, and after it comes what is behind the cursor.
    Written(String, Option<PeopleCursor>),
    /// Nothing is written yet of what is behind the cursor.
    Behind(PeopleCursor),
    Done,
}

impl Export {
    /// Reads the first page, so that whatever is refused is refused before the answer begins.
    async fn begin(people: PeopleService, caller: Caller, view: View) -> Result<Self, Fault> {
        let page = people
            .list(&caller, &view.filter(), &view.request(PAGE))
            .await?;
        let text = format!("{}{}", header(), lines(&page.items, people.moment()));
        Ok(Self {
            people,
            caller,
            view,
            next: Next::Written(text, page.next),
        })
    }

    /// Returns the table piece by piece. Where a later page cannot be read the connection breaks off:
    /// an answer that ends well is whole.
    fn into_stream(self) -> impl stream::Stream<Item = Result<String, io::Error>> + Send + 'static {
        stream::try_unfold(self, |mut under_way| async move {
            let (text, after) = match under_way.next {
                Next::Done => return Ok(None),
                Next::Written(text, after) => (text, after),
                Next::Behind(after) => {
                    let request = PeoplePageRequest {
                        limit: PAGE,
                        sort: under_way.view.sort,
                        after: Some(after),
                    };
                    let filter = under_way.view.filter();
                    let read = under_way.people.list(&under_way.caller, &filter, &request);
                    let page = read.await.map_err(|error| {
                        tracing::error!(error = %error, "an export of people broke off");
                        io::Error::other("the export broke off")
                    })?;
                    (lines(&page.items, under_way.people.moment()), page.next)
                }
            };
            under_way.next = after.map_or(Next::Done, Next::Behind);
            Ok(Some((text, under_way)))
        })
    }
}

fn header() -> String {
    line(&HEADER.map(str::to_owned))
}

fn lines(people: &[Person], now: DateTime<Utc>) -> String {
    people.iter().map(|person| one(person, now)).collect()
}

fn one(person: &Person, now: DateTime<Utc>) -> String {
    let (name, email, phone, login) = match person {
        Person::Invited(invitation) => {
            let invitee = &invitation.invitee;
            let name = invitee.name.as_ref().map(ToString::to_string);
            (name, &invitee.email, &invitee.phone, &invitee.login)
        }
        Person::Member { entry, .. } => {
            let user = &entry.user;
            (
                Some(user.name.to_string()),
                &user.email,
                &user.phone,
                &user.login,
            )
        }
    };
    let (expires_at, error) = match person {
        Person::Invited(invitation) => (
            invitation.trail.expires_at,
            match &invitation.state {
                State::Error { failure, .. } => failure.reason.as_str(),
                _ => "",
            },
        ),
        Person::Member { .. } => (None, ""),
    };
    let grant = person.grant();
    let keys = |kind: GrantKind| {
        let keys: Vec<&str> = grant.keys(kind).iter().map(GrantKey::as_str).collect();
        keys.join("; ")
    };
    line(&[
        person.id().to_string(),
        name.unwrap_or_default(),
        email
            .as_ref()
            .map(|e| e.original().to_owned())
            .unwrap_or_default(),
        phone
            .as_ref()
            .map(|p| p.as_str().to_owned())
            .unwrap_or_default(),
        login.as_ref().map(ToString::to_string).unwrap_or_default(),
        person.standing(now).as_str().to_owned(),
        grant.user_type.as_str().to_owned(),
        grant.access_type.as_str().to_owned(),
        keys(GrantKind::Role),
        keys(GrantKind::Group),
        keys(GrantKind::Permission),
        keys(GrantKind::Resource),
        instant(person.since()),
        expires_at.map(instant).unwrap_or_default(),
        error.to_owned(),
    ])
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}
