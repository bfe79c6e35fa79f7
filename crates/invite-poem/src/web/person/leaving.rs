//! Ending a person's place in two steps: the first names whom and what ends, the second does it.

use super::{
    LAST_ADMINISTRATOR, REMOVED,
    act::Question,
    holds_more, invitation_place,
    member::{managed, possible},
    member_place, name_or_contact,
    switch::Answered,
    told,
};
use crate::web::{
    fault::Fault,
    form::Posted,
    layout::Layout,
    navigation::Section,
    notice::Notice,
    respond::{Answer, page, see},
    visit::Visit,
};
use invite_domain::{
    model::{Caller, GrantKind, Status},
    ports::{InvitationFilter, MemberEntry, PageRequest},
    service::{RemoveMember, RemoveMemberError},
};
use invite_i18n::Arg;
use poem::{handler, http::StatusCode, web::Path};

/// Invitations that nobody can accept once their sender is gone.
pub(super) struct Void {
    pub(super) text: String,
    pub(super) some: Vec<Sent>,
    pub(super) more: Option<String>,
}

/// One of them.
pub(super) struct Sent {
    pub(super) who: String,
    pub(super) place: String,
}

/// How many of them are counted, by status; where there are more, the page says so.
const COUNTED: u32 = 200;
/// How many of them are named.
const NAMED: usize = 5;

/// Finds the invitations of this person that are out: nobody can accept them once the person may no
/// longer grant what they give.
pub(super) async fn void(
    visit: &Visit,
    caller: &Caller,
    entry: &MemberEntry,
) -> Result<Option<Void>, Fault> {
    let texts = visit.texts();
    let mut sent = Vec::new();
    let mut has_more = false;
    for status in [Status::Invited, Status::Queued] {
        let filter = InvitationFilter {
            status: Some(status),
            inviter: Some(entry.user.id),
            ..InvitationFilter::default()
        };
        let request = PageRequest {
            limit: COUNTED,
            after: None,
        };
        let found = visit.services.invitations.list(caller, &filter, request);
        let found = found.await?;
        has_more |= found.next.is_some();
        sent.extend(found.items);
    }
    let Ok(count @ 1..) = u32::try_from(sent.len()) else {
        return Ok(None);
    };
    let named = sent.iter().take(NAMED).map(|invitation| Sent {
        who: name_or_contact(invitation),
        place: invitation_place(caller, invitation.id),
    });
    let others = u32::try_from(sent.len().saturating_sub(NAMED)).unwrap_or(u32::MAX);
    let n = |count| [("n", Arg::Number(count))];
    Ok(Some(Void {
        text: if has_more {
            texts.with("person-void-many", &n(count))
        } else {
            texts.with("person-void", &n(count))
        },
        some: named.collect(),
        more: (others > 0).then(|| texts.with("page-and-more", &n(others))),
    }))
}

#[handler]
pub(in crate::web) async fn ask(
    visit: Visit,
    Path((account, id)): Path<(String, String)>,
) -> Answer {
    let (caller, entry) = managed(&visit, &account, &id).await?;
    let place = member_place(&caller, entry.member.id);
    if !possible(&visit, &caller, &entry).await?.end {
        return Ok(see(&place));
    }
    let texts = visit.texts();
    let heading = texts.get("person-remove-heading");
    let numbers = entry.member.grant.keys(GrantKind::Resource);
    let numbers: Vec<&str> = numbers
        .iter()
        .map(invite_domain::model::GrantKey::as_str)
        .collect();
    let mut points = vec![texts.get("person-remove-access").into_owned()];
    if !numbers.is_empty() {
        let numbers = numbers.join(", ");
        let text = texts.with("person-remove-numbers", &[("numbers", (&numbers).into())]);
        points.push(text);
    }
    points.push(texts.get("person-remove-links").into_owned());
    points.push(texts.get("person-other-accounts").into_owned());
    let view = Question {
        page: Layout::new(texts, heading.clone(), format!("{place}/remove"))
            .of(&visit)
            .section(&caller, Section::People),
        heading,
        text: texts.with(
            "person-remove-text",
            &[
                ("name", entry.user.name.as_str().into()),
                ("known", entry.user.known_as().into()),
                ("account", caller.account.name.as_str().into()),
            ],
        ),
        points,
        void: void(&visit, &caller, &entry).await?,
        action: format!("{place}/remove"),
        button: texts.get("person-remove-button"),
        is_danger: true,
        version: Some(entry.member.version),
        back: place,
    };
    page(StatusCode::OK, &view)
}

#[handler]
pub(in crate::web) async fn remove(
    visit: Visit,
    Path((account, id)): Path<(String, String)>,
    Posted(answered): Posted<Answered>,
) -> Answer {
    let (caller, entry) = managed(&visit, &account, &id).await?;
    let command = RemoveMember {
        id: entry.member.id,
        confirmed: true,
        expected_version: answered.version(),
    };
    let notice = match visit.services.members.remove(&caller, command).await {
        Ok(()) => {
            let people = format!("/a/{}", caller.account.slug);
            return Ok(told(&visit, &people, Notice::Said(&REMOVED)));
        }
        Err(RemoveMemberError::NotFound) => return Err(Fault::NotFound),
        Err(RemoveMemberError::Forbidden(forbidden)) => return Err(Fault::Forbidden(forbidden)),
        Err(RemoveMemberError::LastAdministrator) => Notice::Said(&LAST_ADMINISTRATOR),
        Err(RemoveMemberError::Exceeds(refused)) => holds_more(&refused),
        Err(RemoveMemberError::Unconfirmed(_) | RemoveMemberError::Conflict) => Notice::Changed,
        Err(RemoveMemberError::Store(error)) => return Err(error.into()),
    };
    Ok(told(
        &visit,
        &member_place(&caller, entry.member.id),
        notice,
    ))
}
