//! Queuing everyone, one by one: one that cannot be harms no other.

use super::{
    Fields, List,
    give::{self, Person},
};
use crate::web::{
    cookies::NOTICE,
    field::Problems,
    inviting::{
        draft,
        one::{self, Refused},
    },
    layout::Layout,
    navigation::Section,
    notice::Notice,
    respond::{Answer, page, see},
    visit::Visit,
};
use askama::Template;
use invite_domain::{
    model::{Caller, ChannelPreference, ListedPerson},
    service::CreateInvitation,
};
use invite_i18n::{Arg, Texts};
use poem::http::StatusCode;

/// Somebody who was not invited.
struct Left {
    who: String,
    why: String,
    /// The page of a person who is invited already.
    place: Option<String>,
}

#[derive(Template)]
#[template(path = "inviting/several/done.html")]
struct Done<'a> {
    page: Layout,
    slug: &'a str,
    queued: String,
    not_queued: String,
    left: Vec<Left>,
}

/// Invites everyone, and tells of each who was not.
pub(super) async fn send(visit: &Visit, caller: &Caller, list: &List, fields: &Fields) -> Answer {
    let texts = visit.texts();
    let (mut queued, mut left) = (0, Vec::new());
    for (listed, person) in list.people.iter().zip(give::people(texts, list, fields)) {
        match invite(visit, caller, listed, &person, fields).await {
            Ok(()) => queued += 1,
            Err((why, place)) => left.push(Left {
                who: person.who,
                why,
                place,
            }),
        }
    }
    if queued > 0 {
        (visit.services.wake)();
    }
    let slug = caller.account.slug.as_str();
    if left.is_empty() {
        let mut response = see(&format!("/a/{slug}"));
        let notice = Notice::SentMany {
            done: queued,
            not_done: 0,
        };
        NOTICE.set(&mut response, visit.base(), &notice.name());
        return Ok(response);
    }
    let not = u32::try_from(left.len()).unwrap_or(u32::MAX);
    let view = Done {
        page: Layout::new(
            texts,
            texts.get("invite-several-heading"),
            format!("/a/{slug}/invite/several"),
        )
        .of(visit)
        .section(caller, Section::People),
        slug,
        queued: texts.with("page-notice-sent-many", &[("n", Arg::Number(queued))]),
        not_queued: texts.with("invite-done-left", &[("n", Arg::Number(not))]),
        left,
    };
    page(StatusCode::OK, &view)
}

/// Invites one; says otherwise why not, and where the person is found.
async fn invite(
    visit: &Visit,
    caller: &Caller,
    listed: &ListedPerson,
    person: &Person,
    fields: &Fields,
) -> Result<(), (String, Option<String>)> {
    let texts = visit.texts();
    let grant = person.grant(fields).map_err(|error| {
        let said = draft::invalid(texts, &error);
        (said.into_owned(), None)
    })?;
    let command = CreateInvitation {
        invitee: listed.invitee(Some(give::locale(caller, fields))),
        grant,
        channel: ChannelPreference::Auto,
        ttl: None,
        message: None,
        send: true,
    };
    let made = visit.services.invitations.create(caller, command).await;
    made.map(|_| ()).map_err(|error| {
        let mut refused = Refused::nothing(texts);
        let told = one::tell(caller, error, &mut refused, texts);
        let why = match told {
            Ok(()) => all(&refused.problems),
            Err(_) => failed(texts),
        };
        (why, refused.known)
    })
}

fn all(problems: &Problems) -> String {
    problems.sentences().collect::<Vec<_>>().join(" ")
}

/// The fault is in the log; the others go on.
fn failed(texts: Texts) -> String {
    texts.get("page-unavailable-text").into_owned()
}
